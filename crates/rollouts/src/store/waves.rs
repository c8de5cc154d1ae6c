//! Queries of waves.
use crate::entity::wave;
use crate::policy::ROLLOUT_STEER;
use dienstweg_kernel::ids::WaveId;
use dienstweg_kernel::{Reader, Result};
use sea_orm::ColumnTrait;
use std::collections::HashSet;

/// Those of these waves that the caller steers.
pub async fn steered(reader: &Reader, ids: Vec<WaveId>) -> Result<HashSet<WaveId>> {
    if ids.is_empty() || !reader.ctx().actor.has(ROLLOUT_STEER) {
        return Ok(HashSet::new());
    }
    let rows = reader.select_with::<wave::Entity>(ROLLOUT_STEER).filter(wave::Column::Id.is_in(ids)).all();
    Ok(rows.await?.iter().map(|row| row.id).collect())
}
