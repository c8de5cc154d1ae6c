//! Who reads what an index of published services says: whoever sees the rollout.
use super::steer::ROLLOUT_READ;
use crate::entity::{publication, rollout};
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::guard::{Guarded, Subject, within};
use dienstweg_kernel::ids::RolloutId;
use sea_orm::Condition;

impl Guarded for publication::Entity {
    const KIND: &'static str = "rollout";
    const READ: Permission = ROLLOUT_READ;
    type Id = RolloutId;
    const ID: Self::Column = publication::Column::RolloutId;

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        within::<rollout::Entity>(publication::Column::RolloutId, actor, permission)
    }

    fn subject(row: &publication::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.rollout_id.0 }
    }
}
