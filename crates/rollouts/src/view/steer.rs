//! What callers get to see of rollouts.
use crate::steering::{Accrued, CourseState, Light, MilestoneState};
use crate::template::OutcomeKey;
use crate::types::{IntervalKind, RolloutKind};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::guard::Shown;
use dienstweg_kernel::ids::{MilestoneId, PositionId, RolloutId, TemplateId, WaitingId};
use dienstweg_kernel::labels::Named;
use serde::Serialize;
use utoipa::ToSchema;

/// One row of the list, and one line on the time axis of a mother page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RolloutRow {
    pub id: RolloutId,
    pub number: String,
    pub kind: RolloutKind,
    pub body: Named,
    /// `null` for mothers.
    pub service: Option<Named>,
    pub programme: Option<Named>,
    pub mother_id: Option<RolloutId>,
    pub state: CourseState,
    pub phase: Option<PhaseName>,
    /// Whole percent of the weight of required milestones.
    pub progress_percent: i32,
    pub light: LightView,
    /// Who must act; without a party, whoever plays the role.
    pub ball: Option<BallView>,
    pub next_milestone: Option<MilestoneName>,
    pub next_due: Option<NaiveDate>,
    pub plan: PlanView,
    pub outcome: Option<OutcomeKey>,
    /// In the Reifegradmodell 1.1, 0 (offline) to 4 (online transaction).
    #[schema(required)]
    pub maturity_one: Option<MaturityView>,
    /// In the Reifegradmodell 2.0, 0 to 7 (end to end).
    #[schema(required)]
    pub maturity_two: Option<MaturityView>,
    pub updated_at: DateTime<Utc>,
}

/// How far a rollout has come in one Reifegradmodell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RolloutMaturity)]
pub struct MaturityView {
    pub level: i32,
    /// What the level is called; in model 2.0 the part it is of.
    pub name: String,
    /// The day of the assessment.
    pub date: NaiveDate,
    /// Who has assessed it.
    #[schema(required)]
    pub assessor: Option<String>,
}

/// One rollout or mother, for its page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RolloutView {
    pub id: RolloutId,
    pub number: String,
    pub kind: RolloutKind,
    pub body: Named,
    pub service: Option<Named>,
    pub programme: Option<Named>,
    pub mother: Option<Named>,
    pub position_id: Option<PositionId>,
    pub template: TemplateRef,
    pub covers: Vec<CoverView>,
    pub state: CourseState,
    pub phases: Vec<PhaseView>,
    pub milestones: Vec<MilestoneView>,
    /// Keys of the milestones to do next.
    pub next: Vec<String>,
    pub parties: Vec<PartyView>,
    pub ball: Option<BallView>,
    /// How long each party held the ball, until now.
    pub accrued: Vec<AccruedView>,
    pub light: LightView,
    pub plan: PlanView,
    pub progress: ProgressView,
    /// Waiting, deferral and block that are open.
    pub open_intervals: Vec<IntervalView>,
    pub waiting_kinds: Vec<ChoiceView>,
    pub outcomes: Vec<ChoiceView>,
    pub outcome: Option<OutcomeView>,
    /// In the Reifegradmodell 1.1, 0 (offline) to 4 (online transaction).
    #[schema(required)]
    pub maturity_one: Option<MaturityView>,
    /// In the Reifegradmodell 2.0, 0 to 7 (end to end).
    #[schema(required)]
    pub maturity_two: Option<MaturityView>,
    pub started_on: Option<NaiveDate>,
    /// Commands the state and the caller's rights allow; those of milestones stand there.
    pub can: Vec<&'static str>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// The version of the template a rollout follows.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RolloutTemplateRef)]
pub struct TemplateRef {
    pub id: TemplateId,
    pub key: String,
    pub version: i64,
    pub name: String,
}

/// A phase by its key and name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PhaseName {
    pub key: String,
    pub name: String,
}

/// A milestone by its key and name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MilestoneName {
    pub key: String,
    pub name: String,
}

/// Where a phase of the path stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhaseState {
    Done,
    Current,
    Open,
}

/// One phase on the path.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RolloutPhase)]
pub struct PhaseView {
    pub key: String,
    pub name: String,
    pub state: PhaseState,
    pub target_working_days: i64,
    /// The latest due date in it, by the moved plan.
    pub planned: Option<NaiveDate>,
}

/// One milestone of a rollout.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MilestoneView {
    pub id: MilestoneId,
    pub key: String,
    pub phase: String,
    pub name: String,
    pub description: Option<String>,
    pub exit_criteria: Vec<String>,
    pub required: bool,
    pub state: MilestoneState,
    /// Open, and nothing is missing before it.
    pub ready: bool,
    /// Keys of the milestones missing before it.
    pub missing: Vec<String>,
    /// Key of the form whose required answers it needs.
    pub form: Option<String>,
    pub role: String,
    pub role_name: String,
    pub party: Option<Named>,
    pub person: Option<Named>,
    pub due: Option<NaiveDate>,
    pub due_original: Option<NaiveDate>,
    /// The due date was set by hand.
    pub due_fixed: bool,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<Named>,
    /// Why it was skipped or reopened.
    pub reason: Option<String>,
    /// Of `complete`, `reopen`, `skip`, `set_due`, `set_responsible`.
    pub can: Vec<&'static str>,
    /// The milestone's own ETag.
    pub version: i64,
}

/// A milestone somebody owes, with the rollout it belongs to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwedMilestone {
    pub id: MilestoneId,
    pub key: String,
    pub name: String,
    pub exit_criteria: Vec<String>,
    pub required: bool,
    pub ready: bool,
    pub role: String,
    pub role_name: String,
    pub party: Option<Named>,
    pub due: Option<NaiveDate>,
    /// The day from which it could be done.
    pub since: Option<NaiveDate>,
    pub can: Vec<&'static str>,
    pub version: i64,
    pub rollout: RolloutRow,
}

/// Somebody is waited for, and the day to ask again has come.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FollowUp {
    pub id: WaitingId,
    pub waiting_kind: String,
    /// Name of the waiting kind.
    pub name: String,
    /// Who is waited for; without a name, whoever plays the role.
    pub party: Option<Named>,
    pub since: DateTime<Utc>,
    pub follow_up: NaiveDate,
    pub reason: Option<String>,
    pub rollout: RolloutRow,
}

/// Who plays a role.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RolloutParty)]
pub struct PartyView {
    pub role: String,
    pub role_name: String,
    pub organisation: Option<Named>,
    pub person: Option<Named>,
}

/// Who must act, since when.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RolloutBall)]
pub struct BallView {
    pub role: String,
    pub role_name: String,
    pub party: Option<Named>,
    pub since: Option<DateTime<Utc>>,
}

/// Time somebody held the ball, `deferred` time left out.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RolloutAccrued)]
pub struct AccruedView {
    pub role: String,
    pub role_name: String,
    pub party: Option<Named>,
    #[serde(flatten)]
    pub time: AccruedTime,
}

/// Whole seconds, and working days of the party's calendar.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct AccruedTime {
    pub seconds: i64,
    pub working_days: i64,
    pub deferred_seconds: i64,
}

impl From<&Accrued> for AccruedTime {
    fn from(sum: &Accrued) -> Self {
        Self { seconds: sum.seconds, working_days: sum.working_days, deferred_seconds: sum.deferred_seconds }
    }
}

/// The light with its reason in words.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RolloutLight)]
pub struct LightView {
    pub color: Light,
    /// One sentence in the caller's language.
    pub reason: String,
    /// Since when it is yellow or red.
    pub since: Option<DateTime<Utc>>,
    /// When time alone will change it.
    pub next_change: Option<DateTime<Utc>>,
}

/// The go-live (of a mother: the end of its course).
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RolloutPlan)]
pub struct PlanView {
    pub start: Option<NaiveDate>,
    pub original: Option<NaiveDate>,
    /// Moved by pauses, or fixed by hand.
    pub moved: Option<NaiveDate>,
    pub forecast: Option<NaiveDate>,
    pub actual: Option<NaiveDate>,
    /// When the course was over.
    pub ended: Option<NaiveDate>,
}

/// How much is done.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = RolloutProgress)]
pub struct ProgressView {
    pub required: u32,
    pub done: u32,
    pub skipped: u32,
    /// Weighted, whole.
    pub percent: i64,
}

/// A municipality covered, `[valid_from, valid_to)`.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RolloutCover)]
pub struct CoverView {
    pub organisation: Named,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

/// Why it does not go on.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RolloutInterval)]
pub struct IntervalView {
    pub id: WaitingId,
    pub kind: IntervalKind,
    pub waiting_kind: Option<String>,
    /// Name of the waiting kind.
    pub name: Option<String>,
    pub role: Option<String>,
    pub party: Option<Named>,
    pub since: DateTime<Utc>,
    pub follow_up: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub reason: Option<String>,
    pub started_by: Named,
}

/// Something the template offers to choose from.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RolloutChoice)]
pub struct ChoiceView {
    pub key: String,
    pub name: String,
}

/// How it came out.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RolloutOutcomeSet)]
pub struct OutcomeView {
    pub key: OutcomeKey,
    pub name: String,
    pub at: Option<DateTime<Utc>>,
    /// Only for those who steer the rollout.
    #[schema(value_type = Option<String>)]
    pub reason: Shown,
}

/// A mother with all rollouts of its body on one time axis.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MotherView {
    pub mother: RolloutView,
    /// Those the caller sees, by service.
    pub rollouts: Vec<RolloutRow>,
    pub totals: RollupRow,
}

/// Rollouts counted by where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct RollupRow {
    /// Key of the phase or id of service, programme, region; empty for all together or none.
    pub key: Option<String>,
    /// Its name, where it has one.
    pub name: Option<String>,
    pub total: i64,
    pub green: i64,
    pub yellow: i64,
    pub red: i64,
    pub grey: i64,
    pub live: i64,
    /// Those that came out otherwise.
    pub ended: i64,
    /// Weights of required milestones settled and there.
    pub progress_done: i64,
    pub progress_total: i64,
}

impl RollupRow {
    /// Counts others too; key and name stay.
    pub fn add(&mut self, more: &Self) {
        self.total += more.total;
        self.green += more.green;
        self.yellow += more.yellow;
        self.red += more.red;
        self.grey += more.grey;
        self.live += more.live;
        self.ended += more.ended;
        self.progress_done += more.progress_done;
        self.progress_total += more.progress_total;
    }

    /// Weighted share in whole percent.
    pub fn percent(&self) -> i64 {
        (self.progress_done * 100).checked_div(self.progress_total).unwrap_or(0)
    }
}
