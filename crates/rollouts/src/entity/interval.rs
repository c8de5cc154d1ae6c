use crate::types::IntervalKind;
use dienstweg_kernel::ids::{OrganisationId, RolloutId, WaitingId};
use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// Somebody is waited for, or the rollout is deferred or blocked.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "rollout_interval")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WaitingId,
    pub rollout_id: RolloutId,
    pub kind: IntervalKind,
    pub waiting_kind: Option<String>,
    pub role: Option<String>,
    pub party_id: Option<OrganisationId>,
    pub started_at: DateTimeUtc,
    /// Empty while it lasts; a deferral that ends by itself stays empty.
    pub ended_at: Option<DateTimeUtc>,
    pub follow_up: Option<Date>,
    /// First day on which a deferred rollout goes on.
    pub until: Option<Date>,
    pub reason: Option<String>,
    pub started_by: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
