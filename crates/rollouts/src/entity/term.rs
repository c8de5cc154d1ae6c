use crate::types::TermKind;
use dienstweg_kernel::ids::{OrganisationId, ServiceId, TermId};
use sea_orm::entity::prelude::*;

/// What holds until a day: a certificate, a contract, an entry in a directory.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "term")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TermId,
    pub kind: TermKind,
    pub title: String,
    /// Whom it concerns.
    pub body_id: OrganisationId,
    /// Who renews it.
    pub party_id: OrganisationId,
    pub service_id: Option<ServiceId>,
    /// The last day on which it holds.
    pub valid_until: Date,
    pub lead_days: i32,
    /// The day from which renewing it is a task.
    pub raise_on: Date,
    /// When it became one.
    pub raised_at: Option<DateTimeUtc>,
    /// It is needed no more.
    pub ended_at: Option<DateTimeUtc>,
    pub note: Option<String>,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
