//! Roles that nobody plays: a list of work.
use super::roles::PartyRoles;
use crate::input::{PartyGapParams, RolloutListParams};
use crate::store;
use crate::store::party_gaps::Gap;
use crate::view::PartyGapRow;
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::{Reader, Result};

/// Counts the ordered and running rollouts the caller sees in which nobody plays a role, by role, district and service;
/// the groups with most of them come first, at most `limit`. What the rollout team does where nobody is named is no gap.
pub async fn party_gaps(
    reader: &Reader,
    params: &PartyGapParams,
    districts: &[OrganisationId],
    limit: u64,
) -> Result<Vec<PartyGapRow>> {
    let roles = PartyRoles::load(reader).await?;
    let wanted = roles.iter().filter(|role| !role.of_team).map(|role| role.key.clone());
    let wanted = wanted.filter(|key| params.role.is_empty() || params.role.contains(key));
    let wanted: Vec<String> = wanted.collect();
    let rollouts = RolloutListParams {
        below: params.below,
        service: params.service.clone(),
        programme: params.programme.clone(),
        ..RolloutListParams::default()
    };
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let gaps = store::party_gaps::gaps(reader, &wanted, &rollouts, districts, limit).await?;
    let ids = gaps.iter().flat_map(|gap| [gap.district, gap.service_id.map(|id| id.0)]).flatten();
    let labels = reader.labels(ids).await?;
    let row = |gap: Gap| PartyGapRow {
        role_name: roles.name(&gap.role, reader),
        role: gap.role,
        district: labels.named_opt(gap.district),
        service: labels.named_opt(gap.service_id),
        rollouts: gap.rollouts,
    };
    Ok(gaps.into_iter().map(row).collect())
}
