use dienstweg_kernel::ids::{ReminderId, UserId};
use sea_orm::entity::prelude::*;

/// The text somebody sends to those who hold the ball of several rollouts.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReminderId,
    /// With its placeholders.
    pub text: String,
    pub sender_id: UserId,
    /// Who reads what is noted of it, in the words of tickets.
    pub audience: String,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
