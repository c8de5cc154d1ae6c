use dienstweg_kernel::ids::{ArticleId, CallId, RolloutId};
use sea_orm::entity::prelude::*;
use serde::Deserialize;

/// A rollout a call was about.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Deserialize)]
#[sea_orm(table_name = "call_rollout")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub call_id: CallId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub rollout_id: RolloutId,
    /// The note in its conversation.
    pub article_id: Option<ArticleId>,
    /// Empty while it is to be asked about again; else the later call, or the call itself where that is settled, taken back
    /// or has no day.
    pub closed_by: Option<CallId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
