//! A program that calls with credentials of its own.
use crate::types::{ClientStatus, Names};
use dienstweg_kernel::ids::ApiClientId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_client")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiClientId,
    pub name: String,
    pub sort_key: String,
    pub status: ClientStatus,
    /// Permissions it may use at most, whatever its grants say.
    #[sea_orm(column_type = "JsonBinary")]
    pub scopes: Names,
    /// Raised to make every access token issued before worthless.
    pub epoch: i64,
    pub expires_at: Option<DateTimeUtc>,
    /// To the minute.
    pub last_used_at: Option<DateTimeUtc>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
