use crate::forecast::Seen;
use sea_orm::FromJsonQueryResult;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What a milestone took, as learned on a day.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "milestone_durations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub template_key: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub milestone: String,
    /// Nil for all parties together.
    #[sea_orm(primary_key, auto_increment = false)]
    pub party_id: Uuid,
    pub seen: Counts,
    pub learned_on: Date,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Counts(pub Seen);

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
