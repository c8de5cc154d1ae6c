//! A link that sets a password once.
use crate::types::LinkPurpose;
use dienstweg_kernel::ids::{LinkTokenId, UserId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "password_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LinkTokenId,
    pub user_id: UserId,
    pub purpose: LinkPurpose,
    /// SHA-256 of the token, hexadecimal. The token itself follows from the id and a key of the installation.
    pub token_hash: String,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    /// When it was used, or replaced by another.
    pub used_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
