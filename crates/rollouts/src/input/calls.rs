//! What callers may say about whom to call, and what was said.
use chrono::NaiveDate;
use dienstweg_kernel::ids::{OrganisationId, PersonId, ProgrammeId, RolloutId, ServiceId};
use sea_orm::sea_query::SelectStatement;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Narrows the call list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CallListParams {
    /// Bodies in the subtree of this organisation.
    pub below: Option<OrganisationId>,
    pub service: Vec<ServiceId>,
    pub programme: Vec<ProgrammeId>,
    /// Those to be called; 1..=50, default 20.
    #[param(minimum = 1, maximum = 50)]
    pub limit: Option<u64>,
}

/// What the call list needs of other domains.
#[derive(Clone, Debug)]
pub struct CallGrounds {
    /// Since this day at least somebody must have spoken with whoever has to act.
    pub silent_since: NaiveDate,
    /// Rollouts in which somebody did.
    pub contacted: SelectStatement,
}

/// Narrows the list of calls whose follow-up is open.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CallFollowUpParams {
    /// Due on this day or before; today where it is not said.
    pub due_until: Option<NaiveDate>,
    /// The caller's own (default), or all that it may see.
    pub mine: Option<bool>,
}

/// What was said on the telephone, checked, and with its day.
#[derive(Clone, Debug)]
pub struct NewCall {
    pub rollouts: Vec<RolloutId>,
    pub party: Option<OrganisationId>,
    pub person: Option<PersonId>,
    pub note: String,
    pub audience: String,
    pub follow_up: Option<CallBack>,
}

/// When to ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallBack {
    /// On this day, which lies ahead.
    On(NaiveDate),
    /// After this many working days of whoever was called, 1..=260.
    WorkingDays(i64),
}
