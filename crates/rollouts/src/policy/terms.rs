//! Who reaches terms: those of bodies in reach, and those one renews.
use super::steer::ROLLOUT_READ;
use crate::entity::term;
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::guard::{Guarded, Reach, Subject};
use dienstweg_kernel::ids::TermId;
use sea_orm::Condition;

impl Guarded for term::Entity {
    const KIND: &'static str = "term";
    const READ: Permission = ROLLOUT_READ;
    type Id = TermId;
    const ID: Self::Column = term::Column::Id;
    const VERSION: Option<Self::Column> = Some(term::Column::Version);
    const UNAUDITED: &'static [Self::Column] =
        &[term::Column::RaiseOn, term::Column::RaisedAt, term::Column::CreatedAt, term::Column::UpdatedAt];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        use term::Column as C;
        let reach = Reach::of(actor, permission).organisation(C::BodyId);
        reach.organisation(C::PartyId).party(C::PartyId).rows()
    }

    fn subject(row: &term::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}
