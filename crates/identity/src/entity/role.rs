//! A named list of permissions.
use crate::types::Names;
use dienstweg_kernel::ids::RoleId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoleId,
    #[sea_orm(unique)]
    pub key: String,
    pub name_de: String,
    pub name_en: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub permissions: Names,
    /// Comes with Dienstweg and is kept by it.
    pub shipped: bool,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
