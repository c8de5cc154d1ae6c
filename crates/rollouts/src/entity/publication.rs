use crate::types::{PublicationProblem, PublicationState};
use dienstweg_kernel::ids::RolloutId;
use sea_orm::entity::prelude::*;

/// What an index of published services says of a rollout.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "publication")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub rollout_id: RolloutId,
    /// The milestone it proves.
    pub milestone: String,
    pub state: PublicationState,
    /// Since when it is in this state.
    pub since: DateTimeUtc,
    /// Where citizens find it, or last found it.
    pub url: Option<String>,
    /// When it was last seen there.
    pub found_at: Option<DateTimeUtc>,
    pub asked_at: Option<DateTimeUtc>,
    /// How often in a row it was not there.
    pub misses: i32,
    pub problem: Option<PublicationProblem>,
    /// When the index is asked again.
    pub due_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
