//! Failed log-ins by the hash of what was typed, so unknown names lock like known ones.
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "login_attempt")]
pub struct Model {
    /// SHA-256 of the folded login, hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub login_hash: String,
    pub failures: i32,
    pub last_at: DateTimeUtc,
    pub locked_until: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
