//! A role given to a holder within a scope.
use crate::types::HolderKind;
use dienstweg_kernel::ids::{GrantId, RoleId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "role_grant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GrantId,
    pub role_id: RoleId,
    pub holder_kind: HolderKind,
    pub holder_id: Uuid,
    /// A [`dienstweg_kernel::guard::tables::ScopeKind`].
    pub scope_kind: String,
    /// Nil for everything.
    pub scope_id: Uuid,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
