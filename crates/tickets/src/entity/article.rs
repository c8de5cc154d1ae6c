use crate::types::{Audience, Channel};
use dienstweg_kernel::ids::{ActorId, ArticleId, TicketId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ArticleId,
    pub ticket_id: TicketId,
    pub author_id: ActorId,
    /// As the author was called when it was written.
    pub author_name: String,
    pub audience: Audience,
    pub channel: Channel,
    /// Markdown, or plain.
    pub text: String,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
