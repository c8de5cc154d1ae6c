//! What a picture of the whole shows of rollouts: one letter for each.
use crate::entity::{cover, position, rollout};
use crate::policy::steer::read_beside;
use crate::steering::{CourseState, Light};
use crate::store;
use crate::types::PositionState;
use crate::types::rollout::of_word;
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::db::Unscoped;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, RolloutId, ServiceId, TemplateId, WaveId};
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, DbErr, FromQueryResult, QueryResult};
use serde::Serialize;
use utoipa::ToSchema;

/// How a service stands at a body, in one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
pub enum CellState {
    #[serde(rename = "L")]
    Live,
    #[serde(rename = "r")]
    Red,
    #[serde(rename = "y")]
    Yellow,
    #[serde(rename = "g")]
    Green,
    #[serde(rename = "d")]
    Deferred,
    /// Ordered, or released and not begun.
    #[serde(rename = "o")]
    Ordered,
    /// An order that has to be clarified.
    #[serde(rename = "c")]
    Clarification,
    #[serde(rename = "w")]
    OwnSolution,
    #[serde(rename = "-")]
    NotCompetent,
    #[serde(rename = "p")]
    Replaced,
    #[serde(rename = "x")]
    Cancelled,
    #[serde(rename = ".")]
    NotOrdered,
}

impl CellState {
    /// All, the one that counts most first: where a body has several rollouts of a service, that one is shown.
    pub const ALL: [Self; 12] = [
        Self::Live,
        Self::Red,
        Self::Yellow,
        Self::Green,
        Self::Deferred,
        Self::Ordered,
        Self::Clarification,
        Self::OwnSolution,
        Self::NotCompetent,
        Self::Replaced,
        Self::Cancelled,
        Self::NotOrdered,
    ];

    pub const fn letter(self) -> char {
        match self {
            Self::Live => 'L',
            Self::Red => 'r',
            Self::Yellow => 'y',
            Self::Green => 'g',
            Self::Deferred => 'd',
            Self::Ordered => 'o',
            Self::Clarification => 'c',
            Self::OwnSolution => 'w',
            Self::NotCompetent => '-',
            Self::Replaced => 'p',
            Self::Cancelled => 'x',
            Self::NotOrdered => '.',
        }
    }

    pub fn of(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.letter() == letter)
    }
}

/// What a picture of the whole keeps of one rollout, or of a mother.
#[derive(Clone, Debug)]
pub struct Stance {
    pub id: RolloutId,
    pub body_id: OrganisationId,
    pub service_id: Option<ServiceId>,
    pub programme_id: Option<ProgrammeId>,
    pub wave_id: Option<WaveId>,
    pub template_id: TemplateId,
    pub phase: Option<String>,
    pub ball_role: Option<String>,
    pub ball_party_id: Option<OrganisationId>,
    /// Weights of required milestones settled and there.
    pub progress: (i32, i32),
    pub stamp: Stamp,
    state: String,
    outcome: Option<String>,
    live_on: Option<NaiveDate>,
    grey: bool,
    grey_until: Option<DateTime<Utc>>,
    yellow_from: Option<DateTime<Utc>>,
    red_from: Option<DateTime<Utc>>,
}

impl Stance {
    /// In the order in which they are decoded.
    const COLUMNS: [rollout::Column; 20] = {
        use rollout::Column as C;
        [
            C::Id,
            C::BodyId,
            C::ServiceId,
            C::ProgrammeId,
            C::WaveId,
            C::TemplateId,
            C::Phase,
            C::BallRole,
            C::BallPartyId,
            C::ProgressDone,
            C::ProgressTotal,
            C::EvaluatedAt,
            C::UpdatedAt,
            C::State,
            C::Outcome,
            C::LiveOn,
            C::Grey,
            C::GreyUntil,
            C::YellowFrom,
            C::RedFrom,
        ]
    };
}

/// By position: hundreds of thousands of rows are read at once, and looking for twenty names in each takes longer than reading it.
impl FromQueryResult for Stance {
    fn from_query_result(row: &QueryResult, _: &str) -> std::result::Result<Self, DbErr> {
        Ok(Self {
            id: row.try_get_by_index(0)?,
            body_id: row.try_get_by_index(1)?,
            service_id: row.try_get_by_index(2)?,
            programme_id: row.try_get_by_index(3)?,
            wave_id: row.try_get_by_index(4)?,
            template_id: row.try_get_by_index(5)?,
            phase: row.try_get_by_index(6)?,
            ball_role: row.try_get_by_index(7)?,
            ball_party_id: row.try_get_by_index(8)?,
            progress: (row.try_get_by_index(9)?, row.try_get_by_index(10)?),
            stamp: Stamp { evaluated_at: row.try_get_by_index(11)?, updated_at: row.try_get_by_index(12)? },
            state: row.try_get_by_index(13)?,
            outcome: row.try_get_by_index(14)?,
            live_on: row.try_get_by_index(15)?,
            grey: row.try_get_by_index(16)?,
            grey_until: row.try_get_by_index(17)?,
            yellow_from: row.try_get_by_index(18)?,
            red_from: row.try_get_by_index(19)?,
        })
    }
}

impl Stance {
    pub fn standing(&self) -> Standing {
        use CellState as S;
        let settled = match (of_word::<CourseState>(&self.state), self.outcome.as_deref()) {
            (Some(CourseState::Ended), Some("own_solution")) => Some(S::OwnSolution),
            (Some(CourseState::Ended), Some("not_competent")) => Some(S::NotCompetent),
            (Some(CourseState::Ended), Some("replaced")) => Some(S::Replaced),
            (Some(CourseState::Ended), _) => Some(S::Cancelled),
            _ if self.live_on.is_some() => Some(S::Live),
            (Some(CourseState::Deferred), _) => Some(S::Deferred),
            (Some(CourseState::NotStarted), _) => Some(S::Ordered),
            _ => None,
        };
        let (grey, yellow_from, red_from) =
            (self.grey.then_some(self.grey_until), self.yellow_from, self.red_from);
        Standing { settled, grey, yellow_from, red_from }
    }
}

/// How a rollout stands until something happens to it.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Whatever its light says.
    settled: Option<CellState>,
    grey: Option<Option<DateTime<Utc>>>,
    yellow_from: Option<DateTime<Utc>>,
    red_from: Option<DateTime<Utc>>,
}

impl Standing {
    /// See [`crate::steering::LightSchedule`].
    pub fn light(&self, now: DateTime<Utc>) -> Light {
        let reached = |turn: Option<DateTime<Utc>>| turn.is_some_and(|turn| turn <= now);
        match self.grey {
            Some(until) if until.is_none_or(|until| now < until) => Light::Grey,
            _ if reached(self.red_from) => Light::Red,
            _ if reached(self.yellow_from) => Light::Yellow,
            _ => Light::Green,
        }
    }

    /// Live, and not come to another end since.
    pub fn is_live(&self) -> bool {
        self.settled == Some(CellState::Live)
    }

    /// Came out otherwise.
    pub fn is_ended(&self) -> bool {
        use CellState as S;
        matches!(self.settled, Some(S::OwnSolution | S::NotCompetent | S::Replaced | S::Cancelled))
    }

    pub fn cell(&self, now: DateTime<Utc>) -> CellState {
        self.settled.unwrap_or_else(|| match self.light(now) {
            Light::Red => CellState::Red,
            Light::Yellow => CellState::Yellow,
            Light::Green => CellState::Green,
            Light::Grey => CellState::Ordered,
        })
    }
}

/// A municipality that a rollout of another body covers today.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Covering {
    pub rollout_id: RolloutId,
    pub organisation_id: OrganisationId,
}

/// When a rollout was stored last, by what follows from facts and by itself: another pair is another state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Stamp {
    pub evaluated_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Stamp {
    /// When something changed last.
    pub fn at(&self) -> DateTime<Utc> {
        Ord::max(self.evaluated_at, self.updated_at)
    }
}

/// A rollout that was stored lately.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Stamped {
    pub id: RolloutId,
    #[sea_orm(nested)]
    pub stamp: Stamp,
}

fn all(reader: &Reader) -> Unscoped<'_> {
    reader.unscoped("a process keeps how all rollouts stand and shows each caller those it sees")
}

/// All rollouts, or those stored since a moment.
fn stored(since: Option<DateTime<Utc>>) -> Condition {
    use rollout::Column as C;
    let changed = |since| Condition::any().add(C::EvaluatedAt.gte(since)).add(C::UpdatedAt.gte(since));
    Condition::all().add_option(since.map(changed))
}

/// Which rollouts were stored since a moment.
pub async fn stances_stamped(reader: &Reader, since: DateTime<Utc>) -> Result<Vec<Stamped>> {
    use rollout::Column as C;
    let select = Query::select()
        .columns([C::Id, C::EvaluatedAt, C::UpdatedAt])
        .from(rollout::Entity)
        .cond_where(stored(Some(since)))
        .take();
    all(reader).rows(&select).await
}

/// Hands over all rollouts and mothers, or those stored since a moment, and whom else they cover.
/// Whoever shows something of it asks which of them the caller sees ([`stances_seen`]).
pub async fn stances(
    reader: &Reader,
    since: Option<DateTime<Utc>>,
    stance: impl FnMut(Stance),
    covering: impl FnMut(Covering),
) -> Result<()> {
    use cover::Column as V;
    use rollout::Column as C;
    let stances =
        Query::select().columns(Stance::COLUMNS).from(rollout::Entity).cond_where(stored(since)).take();
    let municipality = || Expr::col(V::OrganisationId.as_column_ref());
    let others = Query::select()
        .columns([V::RolloutId, V::OrganisationId])
        .from(cover::Entity)
        .inner_join(rollout::Entity, Expr::col(C::Id.as_column_ref()).equals(V::RolloutId.as_column_ref()))
        .cond_where(store::cover::covers_on(reader))
        .and_where(municipality().ne(Expr::col(C::BodyId.as_column_ref())))
        .cond_where(stored(since))
        .take();
    let unscoped = all(reader);
    unscoped.each(&stances, stance).await?;
    // Afterwards, so that whoever is there has its coverage too.
    unscoped.each(&others, covering).await
}

/// Ids of what the caller sees beside the rollouts of bodies in its reach, some more than once; some may not be of rollouts.
pub async fn stances_seen(reader: &Reader) -> Result<Vec<RolloutId>> {
    let seen = reader.ids_reached::<rollout::Entity>(read_beside(&reader.ctx().actor)).await?;
    Ok(seen.into_iter().map(RolloutId).collect())
}

/// An order that has not become a rollout.
#[derive(Clone, Debug, FromQueryResult)]
struct Open {
    body_id: Option<OrganisationId>,
    service_id: Option<ServiceId>,
    state: PositionState,
}

/// Positions of orders the caller sees that are not decided, as far as body and service are known.
pub async fn cells_ordered(reader: &Reader) -> Result<Vec<(OrganisationId, ServiceId, CellState)>> {
    use position::Column as C;
    let open = [PositionState::Clarification, PositionState::Ready, PositionState::Checked];
    let rows: Vec<Open> = reader
        .select::<position::Entity>()
        .filter(C::State.is_in(open))
        .filter(C::BodyId.is_not_null())
        .filter(C::ServiceId.is_not_null())
        .summarise(&[C::BodyId, C::ServiceId, C::State], [])
        .await?;
    let cell = |row: &Open| match row.state {
        PositionState::Clarification => CellState::Clarification,
        _ => CellState::Ordered,
    };
    Ok(rows.iter().filter_map(|row| Some((row.body_id?, row.service_id?, cell(row)))).collect())
}
