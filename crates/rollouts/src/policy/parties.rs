//! Who reaches the party directory: whoever has the right for a body, its entries and those below it. Entries without a
//! body hold for everyone; they take a right without limits.
use crate::entity::party_entry;
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::guard::{Guarded, Reach, Subject};
use dienstweg_kernel::ids::PartyEntryId;
use sea_orm::Condition;

pub const PARTY_READ: Permission = Permission("party:read");
/// Limited to bodies, only their own roles; see [`crate::service::PartyRole`].
pub const PARTY_MAINTAIN: Permission = Permission("party:maintain");

impl Guarded for party_entry::Entity {
    const KIND: &'static str = "party_entry";
    const READ: Permission = PARTY_READ;
    type Id = PartyEntryId;
    const ID: Self::Column = party_entry::Column::Id;
    const VERSION: Option<Self::Column> = Some(party_entry::Column::Version);
    const UNAUDITED: &'static [Self::Column] = &[
        party_entry::Column::Scope,
        party_entry::Column::PlaceKey,
        party_entry::Column::CreatedAt,
        party_entry::Column::UpdatedAt,
    ];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        Reach::of(actor, permission).organisation(party_entry::Column::BodyId).rows()
    }

    fn subject(row: &party_entry::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}
