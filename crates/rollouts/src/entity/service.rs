use crate::types::{MaturityModel, PackageCategory, ServiceLevel};
use dienstweg_kernel::ids::{OrganisationId, ServiceId};
use sea_orm::entity::prelude::*;

/// A service of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "service")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ServiceId,
    pub key: String,
    pub name: String,
    pub sort_key: String,
    pub ozg_id: Option<String>,
    pub package: PackageCategory,
    pub level: ServiceLevel,
    pub provider_id: Option<OrganisationId>,
    pub operator_id: Option<OrganisationId>,
    /// Umsetzendes Land.
    pub implementing_land: Option<String>,
    pub maturity_model: Option<MaturityModel>,
    pub maturity_level: Option<i32>,
    pub maturity_date: Option<Date>,
    /// A list of texts.
    pub interfaces: Json,
    /// A list of keys, sorted; `service_leika` follows from it.
    pub leika_keys: Json,
    /// A list of texts: numbers of its Leistungen in the BayernPortal.
    pub portal_ids: Json,
    pub routing: Option<String>,
    pub active_from: Option<Date>,
    /// First day on which it is no longer there.
    pub active_to: Option<Date>,
    pub note: Option<String>,
    pub source: Option<String>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
