use crate::types::TemplateStatus;
use dienstweg_kernel::ids::TemplateId;
use sea_orm::entity::prelude::*;

/// One version of a phase template. Only its status changes.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "template")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TemplateId,
    pub key: String,
    pub version: i64,
    pub name_de: String,
    pub name_en: String,
    pub sort_key: String,
    /// A [`crate::template::Template`].
    pub definition: Json,
    /// SHA-256 of the definition without its version.
    pub definition_hash: String,
    pub status: TemplateStatus,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
