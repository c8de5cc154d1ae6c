use crate::types::Audience;
use dienstweg_kernel::ids::{ActorId, ArticleId, AttachmentId, TicketId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttachmentId,
    pub ticket_id: TicketId,
    pub article_id: Option<ArticleId>,
    /// That of its article, where it has one.
    pub audience: Audience,
    pub name: String,
    /// Bytes.
    pub size: i64,
    pub media_type: String,
    pub sha256: String,
    /// A key of the file store.
    pub stored_at: String,
    pub uploaded_by: ActorId,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
