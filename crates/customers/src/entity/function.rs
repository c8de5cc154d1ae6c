use crate::types::FunctionKind;
use dienstweg_kernel::ids::{FunctionId, OrganisationId, PersonId};
use sea_orm::entity::prelude::*;

/// A person speaks for an organisation.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_function")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FunctionId,
    pub person_id: PersonId,
    pub organisation_id: OrganisationId,
    pub function: FunctionKind,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
