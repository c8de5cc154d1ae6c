//! Who reaches which calls: one's own; whoever steers all rollouts, all of them.
use super::steer::ROLLOUT_STEER;
use crate::entity::{call, call_rollout};
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::guard::{Guarded, PartOf, Reach, Subject};
use dienstweg_kernel::ids::CallId;
use sea_orm::Condition;

impl Guarded for call::Entity {
    const KIND: &'static str = "call";
    const READ: Permission = ROLLOUT_STEER;
    type Id = CallId;
    const ID: Self::Column = call::Column::Id;
    const VERSION: Option<Self::Column> = Some(call::Column::Version);
    /// The history says that somebody called, not what was said.
    const UNAUDITED: &'static [Self::Column] =
        &[call::Column::AuthorId, call::Column::Note, call::Column::CreatedAt];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        Reach::of(actor, permission).own(call::Column::AuthorId).rows()
    }

    fn subject(row: &call::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}

impl PartOf<call::Entity> for call_rollout::Entity {
    const ROOTS: &'static [Self::Column] = &[call_rollout::Column::CallId];
}
