//! Roles that nobody plays: a list of work.
use super::roles::PartyRoles;
use crate::input::{PartyGapParams, RolloutListParams};
use crate::store;
use crate::store::party_gaps::Gap;
use crate::view::{PartyGapRow, PartyGaps};
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::{Reader, Result};

/// Rows shown.
const MOST: usize = 500;

/// Counts the ordered and running rollouts the caller sees in which nobody plays a role, by role, district and service;
/// the groups with most of them come first. What the rollout team does where nobody is named is no gap.
pub async fn party_gaps(
    reader: &Reader,
    params: &PartyGapParams,
    districts: &[OrganisationId],
) -> Result<PartyGaps> {
    let roles = PartyRoles::load(reader).await?;
    let wanted = roles.iter().filter(|role| !role.of_team).map(|role| role.key.clone());
    let wanted = wanted.filter(|key| params.role.is_empty() || params.role.contains(key));
    let rollouts = RolloutListParams {
        party_gap: wanted.collect(),
        below: params.below,
        service: params.service.clone(),
        programme: params.programme.clone(),
        ..RolloutListParams::default()
    };
    if rollouts.party_gap.is_empty() {
        return Ok(PartyGaps { total: 0, more: false, items: Vec::new() });
    }
    let mut gaps = store::party_gaps::gaps(reader, &rollouts, districts, MOST as u64 + 1).await?;
    let total = store::party_gaps::gaps_total(reader, &rollouts).await?;
    let more = gaps.len() > MOST;
    gaps.truncate(MOST);
    let ids = gaps.iter().flat_map(|gap| [gap.district, gap.service_id.map(|id| id.0)]).flatten();
    let labels = reader.labels(ids).await?;
    let row = |gap: Gap| PartyGapRow {
        role_name: roles.name(&gap.role, reader),
        role: gap.role,
        district: labels.named_opt(gap.district),
        service: labels.named_opt(gap.service_id),
        rollouts: gap.rollouts,
    };
    Ok(PartyGaps { total, more, items: gaps.into_iter().map(row).collect() })
}
