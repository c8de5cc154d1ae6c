use crate::types::OrderState;
use dienstweg_kernel::guard::Sealed;
use dienstweg_kernel::ids::{OrderId, OrganisationId};
use sea_orm::entity::prelude::*;

/// An order as it came from a marketplace or a form.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "service_order")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderId,
    pub source: String,
    pub number: String,
    /// 0 where none was given.
    pub revision: i64,
    pub content_hash: String,
    pub placed_at: DateTimeUtc,
    /// The actor who placed it.
    pub principal: Uuid,
    /// A [`crate::input::BodyKeys`].
    pub ordering_body: Json,
    pub organisation_id: Option<OrganisationId>,
    /// JSON: a list of [`crate::input::OrderContact`].
    pub contacts: Option<Sealed>,
    pub contract_refs: Json,
    pub note: Option<String>,
    /// Follows from its positions and a requested cancellation.
    pub state: OrderState,
    pub cancel_requested_at: Option<DateTimeUtc>,
    pub cancel_reason: Option<String>,
    /// The content of its latest revision.
    pub raw: Json,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
