//! Somebody who can log in.
use crate::types::{Notify, UserStatus};
use dienstweg_kernel::guard::Sealed;
use dienstweg_kernel::ids::UserId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "app_user")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// Folded, see [`crate::types::fold_login`].
    #[sea_orm(unique)]
    pub login: String,
    pub name: String,
    pub sort_key: String,
    pub email: Option<Sealed>,
    /// `de` or `en`.
    pub language: String,
    /// PHC string of Argon2id; empty for accounts that cannot log in with a password.
    pub password_hash: Option<String>,
    pub status: UserStatus,
    /// Raised to make every access token issued before worthless.
    pub epoch: i64,
    /// How often mail says that it is one's turn.
    pub notify: Notify,
    /// Who gets mail too while the user is absent.
    pub deputy_id: Option<UserId>,
    pub absent_from: Option<Date>,
    /// The last day of absence.
    pub absent_until: Option<Date>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
