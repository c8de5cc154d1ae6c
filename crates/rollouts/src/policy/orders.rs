//! Who reaches which orders.
use crate::entity::{order, position};
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::guard::{Guarded, Reach, Subject, within};
use dienstweg_kernel::ids::{OrderId, PositionId};
use sea_orm::Condition;

pub const ORDER_READ: Permission = Permission("order:read");
/// Places orders as a marketplace does, for whatever body; changes and cancels its own.
pub const ORDER_PLACE: Permission = Permission("order:place");
/// Places orders by hand for bodies in reach, clarifies and checks them.
pub const ORDER_WRITE: Permission = Permission("order:write");
/// Releases and rejects positions, decides on cancellations.
pub const ORDER_RELEASE: Permission = Permission("order:release");
/// Declared by the domain that owns persons; contacts in orders are opened by the same.
const PERSON_CONTACT: Permission = Permission("person:contact");

/// Every permission of orders.
pub const PERMISSIONS: &[Permission] = &[ORDER_READ, ORDER_PLACE, ORDER_WRITE, ORDER_RELEASE];

impl Guarded for order::Entity {
    const KIND: &'static str = "order";
    const READ: Permission = ORDER_READ;
    type Id = OrderId;
    const ID: Self::Column = order::Column::Id;
    const SEALED: &'static [Self::Column] = &[order::Column::Contacts];
    const VERSION: Option<Self::Column> = Some(order::Column::Version);
    const UNAUDITED: &'static [Self::Column] = &[
        order::Column::ContentHash,
        order::Column::Raw,
        order::Column::State,
        // Counts changes of positions too, see `service::orders`.
        order::Column::Version,
        order::Column::CreatedAt,
        order::Column::UpdatedAt,
    ];

    /// Those of bodies in reach, and one's own. What no body is known for is seen by those who see everything.
    fn rows(actor: &Actor, permission: Permission) -> Condition {
        use order::Column as C;
        let reach = Reach::of(actor, permission);
        if permission == ORDER_PLACE {
            reach.own(C::Principal).rows()
        } else if permission == ORDER_READ {
            reach.organisation(C::OrganisationId).own(C::Principal).rows()
        } else {
            reach.organisation(C::OrganisationId).rows()
        }
    }

    fn opens(actor: &Actor) -> Condition {
        Self::rows(actor, PERSON_CONTACT)
    }

    fn subject(row: &order::Model) -> Subject {
        order_subject(row.id)
    }
}

/// What the history and the events of an order and of its positions belong to.
pub fn order_subject(id: OrderId) -> Subject {
    Subject { kind: order::Entity::KIND, id: id.0 }
}

impl Guarded for position::Entity {
    const KIND: &'static str = "order_position";
    const READ: Permission = ORDER_READ;
    type Id = PositionId;
    const ID: Self::Column = position::Column::Id;
    const VERSION: Option<Self::Column> = Some(position::Column::Version);
    const UNAUDITED: &'static [Self::Column] = &[position::Column::CreatedAt, position::Column::UpdatedAt];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        within::<order::Entity>(position::Column::OrderId, actor, permission)
    }

    fn subject(row: &position::Model) -> Subject {
        order_subject(row.order_id)
    }
}
