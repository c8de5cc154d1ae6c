use crate::steering::LightSchedule;
use crate::types::RolloutKind;
use dienstweg_kernel::guard::Sealed;
use dienstweg_kernel::ids::{
    OrganisationId, PositionId, ProgrammeId, RolloutId, ServiceId, TemplateId, WaveId,
};
use sea_orm::FromJsonQueryResult;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A rollout, or the mother of a body's rollouts. Its version is that of the ticket with the same id.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "rollout")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RolloutId,
    pub number: String,
    pub kind: RolloutKind,
    pub body_id: OrganisationId,
    pub service_id: Option<ServiceId>,
    pub programme_id: Option<ProgrammeId>,
    pub template_id: TemplateId,
    pub mother_id: Option<RolloutId>,
    /// The order position it came from.
    pub position_id: Option<PositionId>,
    /// The wave it came with.
    pub wave_id: Option<WaveId>,
    /// First day of the course; may lie ahead.
    pub started_on: Option<Date>,
    /// Word of [`crate::template::OutcomeKey`].
    pub outcome: Option<String>,
    pub outcome_at: Option<DateTimeUtc>,
    pub outcome_reason: Option<Sealed>,
    /// How far it has come in the Reifegradmodell 1.1, since when that is known, who says so.
    pub maturity_one_level: Option<i32>,
    pub maturity_one_on: Option<Date>,
    pub maturity_one_assessor: Option<String>,
    /// The same in the Reifegradmodell 2.0.
    pub maturity_two_level: Option<i32>,
    pub maturity_two_on: Option<Date>,
    pub maturity_two_assessor: Option<String>,
    /// Word of [`crate::steering::CourseState`]. From here on everything follows from facts.
    pub state: String,
    pub phase: Option<String>,
    pub progress_done: i32,
    pub progress_total: i32,
    pub plan_go_live: Option<Date>,
    pub moved_go_live: Option<Date>,
    /// [`crate::types::NO_DAY`] where there is none.
    pub forecast_go_live: Date,
    pub live_on: Option<Date>,
    pub ended_on: Option<Date>,
    pub ball_role: Option<String>,
    pub ball_party_id: Option<OrganisationId>,
    pub ball_since: Option<DateTimeUtc>,
    /// When the ball went to another organisation last; what is owed may be so for longer.
    pub ball_given_at: Option<DateTimeUtc>,
    pub next_milestone: Option<String>,
    /// [`crate::types::NO_DAY`] where there is none.
    pub next_due: Date,
    pub yellow_from: Option<DateTimeUtc>,
    pub red_from: Option<DateTimeUtc>,
    pub grey: bool,
    pub grey_until: Option<DateTimeUtc>,
    pub deferred_until: Option<Date>,
    pub blocked_since: Option<DateTimeUtc>,
    pub recompute_at: Option<DateTimeUtc>,
    /// The moment all this was computed for.
    pub evaluated_at: DateTimeUtc,
    /// A [`crate::steering::LightSchedule`].
    pub schedule: Schedule,
    pub body_sort: String,
    pub service_sort: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

/// When the light changes and why, read without a detour over untyped JSON: every row of a list carries one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Schedule(pub LightSchedule);

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
