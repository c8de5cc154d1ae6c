use crate::types::{MunicipalFlag, OrganisationKind};
use dienstweg_kernel::ids::OrganisationId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganisationId,
    pub parent_id: Option<OrganisationId>,
    pub kind: OrganisationKind,
    /// Without the official suffix: "Glonn".
    pub name: String,
    /// With it: "Glonn, M".
    pub official_name: String,
    pub sort_key: String,
    pub register_key: Option<String>,
    pub ags: Option<String>,
    pub ars: Option<String>,
    pub fictive_ags: Option<String>,
    pub own_key: Option<String>,
    /// Textkennzeichen of the register in words: "Große Kreisstadt".
    pub designation: Option<String>,
    pub seat: Option<String>,
    pub postal_code: Option<String>,
    pub population: i64,
    pub assumption_day: Option<MunicipalFlag>,
    pub peace_festival: Option<MunicipalFlag>,
    pub corpus_christi: Option<MunicipalFlag>,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
