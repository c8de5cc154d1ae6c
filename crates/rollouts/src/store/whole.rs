//! One rollout with all its parts and the caller's rights on them, out of one statement.
use crate::entity::{cover, interval, milestone, party, rollout};
use crate::policy::steer::{MILESTONE_COMPLETE, ROLLOUT_STEER};
use crate::service::steer::Work;
use crate::store::steer::template;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{MilestoneId, RolloutId};
use dienstweg_kernel::{Reader, Result};
use sea_orm::ColumnTrait;
use std::collections::HashSet;

const STEERS: &str = "steers";

/// A rollout as it is at one moment.
pub struct WholeRollout {
    pub row: Visible<rollout::Entity>,
    pub work: Work,
    pub covers: Vec<cover::Model>,
    /// Whether the caller steers it.
    pub steers: bool,
    /// Milestones the caller may complete, as far as its rights go.
    pub mine: HashSet<MilestoneId>,
}

/// # Errors
/// `not-found` where it is not there for the caller.
pub async fn whole(reader: &Reader, id: RolloutId) -> Result<WholeRollout> {
    let found = reader
        .select::<rollout::Entity>()
        .filter(rollout::Column::Id.eq(id))
        .with::<milestone::Entity>()
        .with::<interval::Entity>()
        .with::<party::Entity>()
        .with::<cover::Entity>()
        .reach(STEERS, ROLLOUT_STEER)
        .with_reached::<milestone::Entity>(MILESTONE_COMPLETE)
        .whole()
        .await?;
    let mut milestones = found.parts::<milestone::Entity>()?;
    milestones.sort_by_key(|row| row.position);
    let mut intervals = found.parts::<interval::Entity>()?;
    intervals.sort_by_key(|row| (row.started_at, row.id));
    let mut parties = found.parts::<party::Entity>()?;
    parties.sort_by(|one, other| one.role.cmp(&other.role));
    let mut covers = found.parts::<cover::Entity>()?;
    covers.sort_by_key(|row| (row.organisation_id, row.valid_from));
    let steers = found.flag(STEERS);
    let mine = found.reached::<milestone::Entity>()?.into_iter().collect();
    let row = found.row;
    let template = template(reader, row.template_id).await?;
    let work = Work { rollout: (*row).clone(), milestones, intervals, parties, template };
    Ok(WholeRollout { row, work, covers, steers, mine })
}
