use dienstweg_kernel::guard::Sealed;
use dienstweg_kernel::ids::{PersonId, UserId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    pub title: Option<String>,
    pub given_name: Option<String>,
    pub family_name: String,
    /// DIN 91379 search form of the whole name.
    pub search_form: String,
    pub sort_key: String,
    pub email: Option<Sealed>,
    pub phone: Option<Sealed>,
    /// The login this person has, if any.
    pub user_id: Option<UserId>,
    pub valid_to: Option<Date>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
