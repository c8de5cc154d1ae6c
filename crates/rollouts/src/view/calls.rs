//! What callers get to see of whom to call, and of calls.
use super::steer::{MilestoneName, RolloutRow};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::ids::{CallId, OrganisationId, PersonId, RolloutId};
use dienstweg_kernel::labels::Named;
use serde::Serialize;
use utoipa::ToSchema;

/// Why a rollout is on the call list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallCause {
    /// The day to ask again has come.
    FollowUp,
    Red,
    Yellow,
    /// The next milestone is due.
    Overdue,
    /// Nobody has spoken with whoever must act for long.
    Silent,
}

/// What to ask for: the next milestone.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CallQuestion {
    #[serde(flatten)]
    pub milestone: MilestoneName,
    /// What must be there for it to count as done.
    pub exit_criteria: Vec<String>,
    #[schema(required)]
    pub due: Option<NaiveDate>,
    /// Working days since it was due, by the calendar of whoever must act.
    pub late_working_days: i64,
}

/// Somebody is waited for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CallWaiting {
    /// Name of the waiting kind.
    pub name: String,
    pub since: DateTime<Utc>,
    #[schema(required)]
    pub reason: Option<String>,
}

/// What was agreed when it was last called about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CallAgreed {
    pub call_id: CallId,
    pub follow_up: NaiveDate,
    pub note: String,
}

/// One rollout of a call.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CallRollout {
    pub rollout: RolloutRow,
    pub causes: Vec<CallCause>,
    #[schema(required)]
    pub question: Option<CallQuestion>,
    #[schema(required)]
    pub waiting: Option<CallWaiting>,
    /// The follow-up that has come due.
    #[schema(required)]
    pub agreed: Option<CallAgreed>,
}

/// Whom to call, about which rollouts.
#[derive(Clone, Debug)]
pub struct CallGroup {
    pub party: OrganisationId,
    /// Of the party, where the milestones name one.
    pub person: Option<PersonId>,
    pub named: Named,
    pub person_named: Option<Named>,
    pub role_name: String,
    /// Working days of delay times people, over all its rollouts.
    pub weight: i64,
    /// People they are for, each counted once.
    pub population: i64,
    /// The heaviest first; no more than a call can hold.
    pub rollouts: Vec<CallRollout>,
    /// How many there are.
    pub total: i64,
}

/// The beginning of the call list.
#[derive(Clone, Debug)]
pub struct CallGroups {
    pub groups: Vec<CallGroup>,
    /// Organisations to be called in all.
    pub parties: i64,
    /// Rollouts to be called about in all.
    pub rollouts: i64,
}

/// A rollout that was called about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CalledRollout {
    pub id: RolloutId,
    pub number: String,
    pub body: Named,
    #[schema(required)]
    pub service: Option<Named>,
    /// It is to be asked about again.
    pub open: bool,
}

/// What was said on the telephone.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Call)]
pub struct CallView {
    pub id: CallId,
    pub author: Named,
    /// Who was called.
    #[schema(required)]
    pub party: Option<Named>,
    #[schema(required)]
    pub person: Option<Named>,
    pub note: String,
    /// Who reads it in the conversations: `team`, `body` or `all`.
    pub audience: String,
    /// The day to ask again.
    #[schema(required)]
    pub follow_up: Option<NaiveDate>,
    /// Those the caller sees.
    pub rollouts: Vec<CalledRollout>,
    /// It was noted by mistake.
    pub withdrawn: bool,
    /// Until when it can be taken back.
    #[schema(required)]
    pub undo_until: Option<DateTime<Utc>>,
    /// `settle`, `undo`.
    pub can: Vec<&'static str>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
}
