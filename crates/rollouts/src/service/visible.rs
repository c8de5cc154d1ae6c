//! Which subjects of this domain a caller sees, for live streams and webhooks, and how far a permission reaches.
use crate::entity::{
    call, competence_override, form, milestone, order, party_entry, programme, questionnaire, rollout,
    service, template, term, wave,
};
use crate::policy::MILESTONE_COMPLETE;
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::guard::Guarded;
use dienstweg_kernel::{Reader, Result};
use sea_orm::ColumnTrait;
use std::collections::HashSet;
use uuid::Uuid;

/// Kinds of subjects that events of this domain are about, with the permission to read them.
pub const KINDS: [(&str, Permission); 12] = [
    (call::Entity::KIND, call::Entity::READ),
    (competence_override::Entity::KIND, competence_override::Entity::READ),
    (form::Entity::KIND, form::Entity::READ),
    (order::Entity::KIND, order::Entity::READ),
    (party_entry::Entity::KIND, party_entry::Entity::READ),
    (programme::Entity::KIND, programme::Entity::READ),
    (questionnaire::Entity::KIND, questionnaire::Entity::READ),
    (rollout::Entity::KIND, rollout::Entity::READ),
    (service::Entity::KIND, service::Entity::READ),
    (template::Entity::KIND, template::Entity::READ),
    (term::Entity::KIND, term::Entity::READ),
    (wave::Entity::KIND, wave::Entity::READ),
];

/// Those of `ids` that the caller of `reader` sees; none of a kind that is not of this domain.
pub async fn visible(reader: &Reader, kind: &str, ids: Vec<Uuid>) -> Result<HashSet<Uuid>> {
    match kind {
        call::Entity::KIND => reader.visible_among::<call::Entity>(ids).await,
        competence_override::Entity::KIND => reader.visible_among::<competence_override::Entity>(ids).await,
        form::Entity::KIND => reader.visible_among::<form::Entity>(ids).await,
        questionnaire::Entity::KIND => reader.visible_among::<questionnaire::Entity>(ids).await,
        order::Entity::KIND => reader.visible_among::<order::Entity>(ids).await,
        party_entry::Entity::KIND => reader.visible_among::<party_entry::Entity>(ids).await,
        programme::Entity::KIND => reader.visible_among::<programme::Entity>(ids).await,
        rollout::Entity::KIND => reader.visible_among::<rollout::Entity>(ids).await,
        service::Entity::KIND => reader.visible_among::<service::Entity>(ids).await,
        template::Entity::KIND => reader.visible_among::<template::Entity>(ids).await,
        term::Entity::KIND => reader.visible_among::<term::Entity>(ids).await,
        wave::Entity::KIND => reader.visible_among::<wave::Entity>(ids).await,
        _ => Ok(HashSet::new()),
    }
}

/// Whether a permission reaches a thing of this domain; nothing for things of other domains.
pub async fn reached(reader: &Reader, permission: Permission, kind: &str, id: Uuid) -> Result<Option<bool>> {
    let reached = match kind {
        call::Entity::KIND => reader.reaches::<call::Entity>(permission, id).await?,
        competence_override::Entity::KIND => {
            reader.reaches::<competence_override::Entity>(permission, id).await?
        }
        form::Entity::KIND => reader.reaches::<form::Entity>(permission, id).await?,
        questionnaire::Entity::KIND => reader.reaches::<questionnaire::Entity>(permission, id).await?,
        order::Entity::KIND => reader.reaches::<order::Entity>(permission, id).await?,
        party_entry::Entity::KIND => reader.reaches::<party_entry::Entity>(permission, id).await?,
        programme::Entity::KIND => reader.reaches::<programme::Entity>(permission, id).await?,
        rollout::Entity::KIND => rollout_reached(reader, permission, id).await?,
        service::Entity::KIND => reader.reaches::<service::Entity>(permission, id).await?,
        template::Entity::KIND => reader.reaches::<template::Entity>(permission, id).await?,
        term::Entity::KIND => reader.reaches::<term::Entity>(permission, id).await?,
        wave::Entity::KIND => reader.reaches::<wave::Entity>(permission, id).await?,
        _ => return Ok(None),
    };
    Ok(Some(reached))
}

/// Parties complete their milestones, not the rollout: one of them in reach is enough.
async fn rollout_reached(reader: &Reader, permission: Permission, id: Uuid) -> Result<bool> {
    if permission != MILESTONE_COMPLETE {
        return reader.reaches::<rollout::Entity>(permission, id).await;
    }
    let milestones = reader.select_with::<milestone::Entity>(permission);
    milestones.filter(milestone::Column::RolloutId.eq(id)).exists().await
}
