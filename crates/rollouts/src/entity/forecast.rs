use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use sea_orm::entity::prelude::*;

/// The forecast of an open rollout. Follows from its facts as of `evaluated_at` and from what was learned until `day`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "go_live_forecast")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub rollout_id: RolloutId,
    /// The day it was made for.
    pub day: Date,
    /// Of the rollout it was computed from.
    pub evaluated_at: DateTimeUtc,
    /// The go-live as planned then, moved by pauses.
    pub planned: Date,
    pub p50: Date,
    pub p85: Date,
    /// A [`crate::forecast::Sketch`].
    pub dates: String,
    /// Working days from `planned` to `p50`, none when it is earlier.
    pub delay: i32,
    /// Population of the municipalities covered on that day.
    pub people: i64,
    /// `delay` times `people`.
    pub weight: i64,
    /// What adds most days beyond the plan, who owes it.
    pub milestone: Option<String>,
    pub role: Option<String>,
    pub party_id: Option<OrganisationId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
