//! Who reaches which waves: whoever reads programmes, all of them; to plan and start one, whoever steers rollouts of its region.
use super::catalogue::{PROGRAMME_READ, shared};
use crate::entity::wave;
use dienstweg_kernel::ctx::{Actor, Permission};
use dienstweg_kernel::guard::{Guarded, Subject};
use dienstweg_kernel::ids::WaveId;
use sea_orm::Condition;

impl Guarded for wave::Entity {
    const KIND: &'static str = "wave";
    const READ: Permission = PROGRAMME_READ;
    type Id = WaveId;
    const ID: Self::Column = wave::Column::Id;
    const VERSION: Option<Self::Column> = Some(wave::Column::Version);
    const UNAUDITED: &'static [Self::Column] =
        &[wave::Column::SortKey, wave::Column::CreatedAt, wave::Column::UpdatedAt];

    fn rows(actor: &Actor, permission: Permission) -> Condition {
        shared::<Self>(actor, permission).organisation(wave::Column::RegionId).rows()
    }

    fn subject(row: &wave::Model) -> Subject {
        Subject { kind: Self::KIND, id: row.id.0 }
    }
}
