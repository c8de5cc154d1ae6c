//! Who reaches what services cost: as the catalogue.
use super::catalogue::{SERVICE_READ, shared};
use crate::entity::{service, service_cost};
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::guard::{Guarded, Subject};
use dienstweg_kernel::ids::ServiceCostId;
use sea_orm::Condition;

impl Guarded for service_cost::Entity {
    const KIND: &'static str = "service_cost";
    const READ: Permission = SERVICE_READ;
    type Id = ServiceCostId;
    const ID: Self::Column = service_cost::Column::Id;
    const VERSION: Option<Self::Column> = Some(service_cost::Column::Version);
    const UNAUDITED: &'static [Self::Column] =
        &[service_cost::Column::CreatedAt, service_cost::Column::UpdatedAt];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        shared::<Self>(actor, permission).rows()
    }

    /// It stands in the history of the service.
    fn subject(row: &service_cost::Model) -> Subject {
        Subject { kind: service::Entity::KIND, id: row.service_id.0 }
    }
}
