use crate::types::{AttachedTo, FormStatus};
use dienstweg_kernel::ids::FormId;
use sea_orm::entity::prelude::*;

/// One version of a form. Its contents change while it is a draft only.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "form")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FormId,
    pub key: String,
    pub version: i64,
    pub title_de: String,
    pub title_en: String,
    pub sort_key: String,
    pub attached_to: AttachedTo,
    /// A [`dienstweg_fields::Form`].
    pub definition: Json,
    /// SHA-256 of the definition.
    pub definition_hash: String,
    pub status: FormStatus,
    /// Counts the changes of this row.
    pub revision: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
