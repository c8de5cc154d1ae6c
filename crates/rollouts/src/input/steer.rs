//! What callers may say about rollouts.
use crate::steering::{CourseState, Light};
use crate::template::OutcomeKey;
use crate::types::{MaturityIs, MaturityModel, RolloutKind, ServiceLevel};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::ids::{
    ActorId, OrganisationId, PersonId, PositionId, ProgrammeId, RolloutId, ServiceId, TemplateId, WaveId,
};
use sea_orm::sea_query::SelectStatement;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A command to a rollout. Milestones are named by their key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = RolloutCommand, example = json!({"command": "complete", "milestone": "M3.2"}))]
pub enum SteerCommand {
    /// Needs `milestone:complete`, all others `rollout:steer`.
    Complete {
        milestone: String,
        /// The day on which it was done, where that is not today.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<NaiveDate>,
    },
    Reopen {
        milestone: String,
        reason: String,
    },
    /// Required milestones need a reason.
    Skip {
        milestone: String,
        reason: Option<String>,
    },
    /// `null` gives the date back to the plan.
    SetDue {
        milestone: String,
        due: Option<NaiveDate>,
    },
    /// Who owes one milestone; without organisation it is who plays the role.
    SetResponsible {
        milestone: String,
        organisation_id: Option<OrganisationId>,
        person_id: Option<PersonId>,
    },
    /// Who plays a role, by hand: the party directory no longer counts here. Open milestones follow that were not given
    /// to somebody by themselves.
    SetParty {
        role: String,
        organisation_id: Option<OrganisationId>,
        person_id: Option<PersonId>,
    },
    /// Whoever the party directory names plays the role again, or whom the template names by itself.
    FollowParty {
        role: String,
    },
    /// `role` and `follow_up` default to those of the kind.
    StartWaiting {
        kind: String,
        role: Option<String>,
        organisation_id: Option<OrganisationId>,
        reason: Option<String>,
        follow_up: Option<NaiveDate>,
    },
    EndWaiting,
    Defer {
        until: NaiveDate,
        reason: String,
    },
    Resume,
    Block {
        reason: String,
    },
    Unblock,
    /// Other outcomes than `live` need a reason.
    SetOutcome {
        outcome: OutcomeKey,
        reason: Option<String>,
    },
    /// Moves the plan to another first day; what was done stays where it is.
    MoveStart {
        start: NaiveDate,
        reason: String,
    },
    /// The programme it counts for; its service must be one of that. The version of the template stays.
    SetProgramme {
        programme_id: Option<ProgrammeId>,
    },
    /// How far it has come in one Reifegradmodell; the other stays. No level: nothing is known any more.
    RecordMaturity {
        model: MaturityModel,
        /// Model 1.1: 0 to 4; model 2.0: 0 to 7.
        #[schema(minimum = 0, maximum = 7)]
        level: Option<i32>,
        /// The day of the assessment; today where it is not said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<NaiveDate>,
        /// Who has assessed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(max_length = 200)]
        assessor: Option<String>,
    },
    /// Follows a newer published version of its template, the newest where none is named. What is done keeps its dates, also
    /// what the new version no longer asks for; what is new is open. Nothing takes this back.
    ChangeTemplate {
        template_id: Option<TemplateId>,
    },
    /// Takes municipalities in from a day on (`on`, today where it is not said), and lets others go: the day before is
    /// their last one. Only those for which the body does the task.
    ChangeCoverage {
        #[serde(default)]
        #[schema(max_items = 500)]
        add: Vec<OrganisationId>,
        #[serde(default)]
        #[schema(max_items = 500)]
        end: Vec<OrganisationId>,
        on: Option<NaiveDate>,
        reason: String,
    },
}

impl SteerCommand {
    /// The milestone whose ETag counts for this command.
    pub fn milestone(&self) -> Option<&str> {
        match self {
            Self::Complete { milestone, .. }
            | Self::Reopen { milestone, .. }
            | Self::Skip { milestone, .. }
            | Self::SetDue { milestone, .. }
            | Self::SetResponsible { milestone, .. } => Some(milestone),
            _ => None,
        }
    }
}

/// Whom the template names by itself for a role; an entry of the party directory goes before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewParty {
    pub role: String,
    pub organisation_id: Option<OrganisationId>,
}

/// Something that had happened before the rollout was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prior {
    pub what: PriorWhat,
    pub at: DateTime<Utc>,
    pub actor: ActorId,
}

/// What had happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriorWhat {
    /// An event such as `order.received`; the milestones that wait for it are done.
    Event(String),
    /// The milestone of this key was done.
    Done(String),
    /// It came out in this way, for this reason.
    CameOut(OutcomeKey, Option<String>),
}

/// A service with the key lists sort it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortedService {
    pub id: ServiceId,
    pub sort: String,
}

/// A rollout to be created; its ticket exists already or is created in the same commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRollout {
    pub id: RolloutId,
    pub number: String,
    pub kind: RolloutKind,
    pub body_id: OrganisationId,
    pub body_sort: String,
    /// Nothing for mothers.
    pub service: Option<SortedService>,
    pub programme_id: Option<ProgrammeId>,
    pub template_id: TemplateId,
    pub mother_id: Option<RolloutId>,
    pub position_id: Option<PositionId>,
    pub wave_id: Option<WaveId>,
    pub started_on: Option<NaiveDate>,
    /// Municipalities covered from the start on.
    pub covered: Vec<OrganisationId>,
    pub parties: Vec<NewParty>,
    pub prior: Vec<Prior>,
}

/// Narrows the list of rollouts. Repeat a parameter for several values.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct RolloutListParams {
    /// Full text: number, body, service, their keys, and of the conversation what the caller may read.
    pub q: Option<String>,
    /// What `q` finds, where somebody else knows more of it than the text for everyone.
    #[serde(skip)]
    #[param(ignore)]
    pub found: Option<SelectStatement>,
    /// Only these, where any are named.
    #[serde(skip)]
    #[param(ignore)]
    pub ids: Vec<RolloutId>,
    /// The ball came to who has it, or the rollout into being, from the one moment on and before the other.
    #[serde(skip)]
    #[param(ignore)]
    pub ball_between: Option<(DateTime<Utc>, DateTime<Utc>)>,
    pub kind: Vec<RolloutKind>,
    pub body: Vec<OrganisationId>,
    /// Bodies in the subtree of this organisation.
    pub below: Option<OrganisationId>,
    /// Covers this municipality today.
    pub covers: Option<OrganisationId>,
    pub service: Vec<ServiceId>,
    /// Municipal level of the service.
    pub level: Vec<ServiceLevel>,
    pub programme: Vec<ProgrammeId>,
    /// Came with this wave.
    pub wave: Vec<WaveId>,
    /// Key of the phase.
    pub phase: Vec<String>,
    pub state: Vec<CourseState>,
    pub light: Vec<Light>,
    /// Those that have become yellow or red after this moment, and are it still.
    pub light_after: Option<DateTime<Utc>>,
    /// Key of the role that must act.
    pub ball_role: Vec<String>,
    /// Organisation that must act.
    pub ball_party: Vec<OrganisationId>,
    /// Those in which the caller must act.
    pub mine: Option<bool>,
    /// Rollouts below this mother.
    pub mother: Option<RolloutId>,
    pub outcome: Vec<OutcomeKey>,
    /// Nobody plays this role (its key) yet, and the rollout has not come to its end.
    pub party_gap: Vec<String>,
    /// How far it has come in a Reifegradmodell: `1.1:3`, `2.0:7`; `none` where nothing is recorded.
    #[param(value_type = Vec<String>)]
    pub maturity: Vec<MaturityIs>,
    /// Live, and not come to another end since; or not.
    pub live: Option<bool>,
    /// Went live on this day or later.
    pub live_from: Option<NaiveDate>,
    /// The next milestone is due on this day or later.
    pub due_from: Option<NaiveDate>,
    /// The next milestone is due on this day or before.
    pub due_until: Option<NaiveDate>,
    pub updated_after: Option<DateTime<Utc>>,
    /// `body` (default), `service`, `next_due`, `forecast`, `updated_at`, each with `-` for descending.
    pub sort: Option<String>,
}

/// Narrows the list of follow-ups.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct FollowUpListParams {
    /// Due on this day or before; today where it is not said.
    pub due_until: Option<NaiveDate>,
    /// Where the caller steers or is waited for (default), or all that it may see.
    pub mine: Option<bool>,
}

/// Narrows the list of open milestones.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct MilestoneListParams {
    /// Those the caller owes (default), or all that it may see.
    pub mine: Option<bool>,
    /// Those whose gate is open, or those that wait for others.
    pub ready: Option<bool>,
    pub role: Vec<String>,
    pub party: Vec<OrganisationId>,
    /// Due on this day or before.
    pub due_until: Option<NaiveDate>,
    pub service: Vec<ServiceId>,
    pub body: Vec<OrganisationId>,
    /// Of bodies in the subtree of this organisation.
    pub below: Option<OrganisationId>,
    /// Keys of milestones.
    pub milestone: Vec<String>,
    /// `due` (default), `-due`: what can be done now comes first, then it is by due date.
    pub sort: Option<String>,
}
