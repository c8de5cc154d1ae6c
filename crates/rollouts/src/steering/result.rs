//! What steering gives out.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ball::{Accrued, Holder};
use super::course::MilestoneState;
use super::forecast::Forecast;
use super::light::{Light, LightSchedule};

/// Where the course stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RolloutCourseState)]
pub enum CourseState {
    /// No start date, or one that lies ahead.
    NotStarted,
    Running,
    Deferred,
    /// All required milestones are done or skipped.
    Finished,
    /// Came out otherwise than live.
    Ended,
}

/// The computed state of a rollout at `as_of`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutSteering)]
pub struct Steering {
    pub as_of: DateTime<Utc>,
    pub state: CourseState,
    /// Key of the phase of the first open required milestone; `None` when the course is over.
    pub phase: Option<String>,
    pub progress: Progress,
    /// All milestones of the course in template order.
    pub milestones: Vec<MilestoneStatus>,
    /// `None` without a start date, and for a mother's course.
    pub go_live: Option<GoLive>,
    /// End of the course; `None` without a start date.
    pub end: Option<CourseEnd>,
    /// Who holds the ball and since when; `None` before the start and when the course is over.
    pub ball: Option<Ball>,
    /// Time per holder until `ball.since`; add the time since then for the current holder.
    pub accrued: Vec<Accrued>,
    pub light: Light,
    pub schedule: LightSchedule,
    /// The plan's clock stands since this day because somebody is waited for.
    pub clock_stopped_since: Option<NaiveDate>,
    /// First instant at which something else than the light is out of date; `None` when only facts change it.
    pub recompute_at: Option<DateTime<Utc>>,
}

impl Steering {
    /// The open milestones of the current phase, and open ones before it, in template order: what to do next.
    pub fn next_open(&self) -> impl Iterator<Item = &MilestoneStatus> {
        let current =
            self.milestones.iter().find(|m| m.required && m.state == MilestoneState::Open).map(|m| m.phase);
        self.milestones
            .iter()
            .filter(move |m| m.state == MilestoneState::Open && current.is_some_and(|phase| m.phase <= phase))
    }
}

/// How much is done. Weights are those of the required milestones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutProgress)]
pub struct Progress {
    pub required: u32,
    pub done: u32,
    pub skipped: u32,
    pub weight: i64,
    /// Weight of the done and skipped ones.
    pub weight_settled: i64,
}

impl Progress {
    /// Weighted share in whole percent, 100 only when everything required is settled.
    #[must_use]
    pub fn percent(&self) -> i64 {
        (self.weight_settled * 100).checked_div(self.weight).unwrap_or(0)
    }
}

/// One milestone of the course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutMilestoneStatus)]
pub struct MilestoneStatus {
    pub key: String,
    /// Index of the phase in the template.
    pub phase: usize,
    pub required: bool,
    pub state: MilestoneState,
    /// When it was done or skipped.
    pub settled_at: Option<DateTime<Utc>>,
    pub original_due: Option<NaiveDate>,
    /// Moved by pauses, or fixed by hand.
    pub due: Option<NaiveDate>,
    pub due_by_hand: bool,
    /// Keys of the gate that are still open; empty when it may be done.
    pub missing: Vec<String>,
    /// The day from which it could be done; `None` before the start is planned and while something is missing.
    pub ready_on: Option<NaiveDate>,
    /// Working days from then until it was done, without those of deferrals; `None` while it is open.
    pub took: Option<i64>,
}

impl MilestoneStatus {
    /// Open, and everything before it is there.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.state == MilestoneState::Open && self.missing.is_empty()
    }
}

/// The go-live: plan, moved plan, actual and forecast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutGoLive)]
pub struct GoLive {
    pub original: NaiveDate,
    pub planned: NaiveDate,
    pub actual: Option<NaiveDate>,
    /// The actual day once it is live.
    pub forecast: NaiveDate,
    /// The forecast as a function of the day; `None` once it is live.
    pub outlook: Option<Forecast>,
}

/// The end of the course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutCourseEnd)]
pub struct CourseEnd {
    pub original: NaiveDate,
    pub planned: NaiveDate,
    /// When the last required milestone was settled, or the other outcome was set.
    pub actual: Option<NaiveDate>,
}

/// Who holds the ball now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutBall)]
pub struct Ball {
    pub holder: Holder,
    pub since: DateTime<Utc>,
}
