//! Queries of rollouts and their parts.
use crate::entity::{interval, milestone, party, rollout, template};
use crate::service::steer::Work;
use crate::steering::{CourseState, MilestoneState};
use crate::template::Template;
use crate::types::RolloutKind;
use crate::types::rollout::word;
use chrono::{DateTime, Utc};
use dienstweg_kernel::ids::{OrganisationId, RolloutId, ServiceId, TemplateId};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::sea_query::{CaseStatement, Expr, Query};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, RwLock};
use uuid::Uuid;

/// Template versions never change, so what was read once stays true.
static TEMPLATES: LazyLock<RwLock<HashMap<TemplateId, Arc<Template>>>> = LazyLock::new(RwLock::default);

/// Milestones that are open, for those of some rollouts or persons: SQLite, which keeps no statistics, would otherwise
/// walk the index on states, and with it every open milestone there is.
pub fn unsettled() -> Expr {
    milestone::Column::Status.is_not_in([MilestoneState::Done, MilestoneState::Skipped].map(word))
}

/// The templates that rollouts follow, for whoever sees the rollouts.
pub async fn templates(
    reader: &Reader,
    ids: impl IntoIterator<Item = TemplateId>,
) -> Result<HashMap<TemplateId, Arc<Template>>> {
    let wanted: HashSet<TemplateId> = ids.into_iter().collect();
    let mut known: HashMap<TemplateId, Arc<Template>> = {
        let cache = TEMPLATES.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        wanted.iter().filter_map(|id| Some((*id, Arc::clone(cache.get(id)?)))).collect()
    };
    let missing: Vec<TemplateId> = wanted.into_iter().filter(|id| !known.contains_key(id)).collect();
    if missing.is_empty() {
        return Ok(known);
    }
    let select = template::Entity::find().filter(template::Column::Id.is_in(missing));
    let rows =
        reader.unscoped("the template a rollout follows, for whoever sees the rollout").all(select).await?;
    for row in rows {
        let template: Template = serde_json::from_value(row.definition).map_err(Error::internal)?;
        known.insert(row.id, Arc::new(template));
    }
    let mut cache = TEMPLATES.write().unwrap_or_else(|poisoned| poisoned.into_inner());
    cache.extend(known.iter().map(|(id, template)| (*id, Arc::clone(template))));
    Ok(known)
}

/// The template that a rollout follows.
pub async fn template(reader: &Reader, id: TemplateId) -> Result<Arc<Template>> {
    let missing = || Error::internal(format!("template {id} is gone"));
    templates(reader, [id]).await?.remove(&id).ok_or_else(missing)
}

/// Rollouts the caller sees, with all their parts, in four statements at most.
pub async fn load(reader: &Reader, rollouts: Vec<rollout::Model>) -> Result<Vec<Work>> {
    use milestone::Column as M;
    let ids: Vec<RolloutId> = rollouts.iter().map(|row| row.id).collect();
    let templates = templates(reader, rollouts.iter().map(|row| row.template_id)).await?;
    let parts = reader.unscoped("parts of a rollout the caller sees");
    let select = milestone::Entity::find().filter(M::RolloutId.is_in(ids.clone())).order_by_asc(M::Position);
    let mut milestones = grouped(parts.all(select).await?, |row| row.rollout_id);
    let mut intervals = grouped(intervals(reader, ids.clone()).await?, |row| row.rollout_id);
    let select = party::Entity::find().filter(party::Column::RolloutId.is_in(ids));
    let mut parties =
        grouped(parts.all(select.order_by_asc(party::Column::Role)).await?, |row| row.rollout_id);
    let work = |rollout: rollout::Model| {
        let missing = || Error::internal(format!("template {} is gone", rollout.template_id));
        Ok(Work {
            template: templates.get(&rollout.template_id).cloned().ok_or_else(missing)?,
            milestones: milestones.remove(&rollout.id).unwrap_or_default(),
            intervals: intervals.remove(&rollout.id).unwrap_or_default(),
            parties: parties.remove(&rollout.id).unwrap_or_default(),
            rollout,
        })
    };
    rollouts.into_iter().map(work).collect()
}

async fn intervals(reader: &Reader, ids: Vec<RolloutId>) -> Result<Vec<interval::Model>> {
    use interval::Column as I;
    let select = interval::Entity::find()
        .filter(I::RolloutId.is_in(ids))
        .order_by_asc(I::StartedAt)
        .order_by_asc(I::Id);
    reader.unscoped("intervals of a rollout the caller sees").all(select).await
}

pub fn grouped<T>(rows: Vec<T>, of: impl Fn(&T) -> RolloutId) -> HashMap<RolloutId, Vec<T>> {
    let mut groups: HashMap<RolloutId, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(of(&row)).or_default().push(row);
    }
    groups
}

#[derive(FromQueryResult)]
struct Running {
    id: RolloutId,
    body_id: OrganisationId,
    service_id: Option<ServiceId>,
}

/// The rollouts of these bodies that did not end otherwise than live, by body and service (none for mothers).
pub async fn running(
    reader: &Reader,
    bodies: Vec<OrganisationId>,
    kind: RolloutKind,
) -> Result<HashMap<(OrganisationId, Option<ServiceId>), RolloutId>> {
    use rollout::Column as C;
    let select = Query::select()
        .columns([C::Id, C::BodyId, C::ServiceId])
        .from(rollout::Entity)
        .and_where(C::BodyId.is_in(bodies))
        .and_where(C::Kind.eq(kind))
        .and_where(C::State.ne(word(CourseState::Ended)))
        .take();
    let rows: Vec<Running> =
        reader.unscoped("a body has one rollout of a service, whoever asks").rows(&select).await?;
    Ok(rows.into_iter().map(|row| ((row.body_id, row.service_id), row.id)).collect())
}

/// Those of these ids that are rollouts, whatever became of them.
pub async fn known(reader: &Reader, ids: Vec<RolloutId>) -> Result<HashSet<RolloutId>> {
    let select = rollout::Entity::find().filter(rollout::Column::Id.is_in(ids));
    let rows = reader.unscoped("a ticket has one rollout, whoever asks").all(select).await?;
    Ok(rows.iter().map(|row| row.id).collect())
}

/// Stores what follows for milestones from facts of others: dates, readiness, place in the order.
pub async fn milestones_derive(tx: &Tx, rows: &[&milestone::Model]) -> Result<()> {
    use milestone::Column as M;
    for portion in rows.chunks(200) {
        let case = |value: &dyn Fn(&milestone::Model) -> Expr| {
            let start = CaseStatement::new();
            let all = portion.iter().fold(start, |case, row| case.case(M::Id.eq(row.id), value(row)));
            Expr::Case(Box::new(all))
        };
        let update = Query::update()
            .table(milestone::Entity)
            .value(M::DueOriginal, case(&|row| Expr::val(row.due_original)))
            .value(M::Due, case(&|row| Expr::val(row.due)))
            .value(M::Ready, case(&|row| Expr::val(row.ready)))
            .value(M::ReadyOn, case(&|row| Expr::val(row.ready_on)))
            .value(M::Took, case(&|row| Expr::val(row.took)))
            .value(M::Rank, case(&|row| Expr::val(row.rank)))
            .and_where(M::Id.is_in(portion.iter().map(|row| row.id)))
            .take();
        tx.unscoped_write("dates of milestones follow from the facts of their rollout").run(&update).await?;
    }
    Ok(())
}

/// Brings the sort keys of rollouts in line with the names of these bodies and services; answers how many were not.
pub async fn sort_keys_follow(tx: &Tx, named: &[Uuid]) -> Result<u64> {
    use rollout::Column as C;
    let mut changed = 0;
    for (sort, column, id) in
        [(C::BodySort, "body_sort", C::BodyId), (C::ServiceSort, "service_sort", C::ServiceId)]
    {
        let label = format!(
            "SELECT \"label\".\"sort_key\" FROM \"label\" WHERE \"label\".\"id\" = \"rollout\".\"{}\"",
            sea_orm::IdenStatic::as_str(&id)
        );
        let other = format!("EXISTS ({label} AND \"label\".\"sort_key\" <> \"rollout\".\"{column}\")");
        for portion in named.chunks(500) {
            let update = Query::update()
                .table(rollout::Entity)
                .value(sort, Expr::cust(format!("({label})")))
                .and_where(id.is_in(portion.iter().copied()))
                .and_where(Expr::cust(other.clone()))
                .take();
            changed += tx.unscoped_write("sort keys follow the names of others").run(&update).await?;
        }
    }
    Ok(changed)
}

/// Ids of rollouts whose stored results are out of date, the longest first.
pub async fn due_for_recompute(reader: &Reader, now: DateTime<Utc>, limit: u64) -> Result<Vec<RolloutId>> {
    use rollout::Column as C;
    let rows = reader
        .select::<rollout::Entity>()
        .filter(C::RecomputeAt.lte(now))
        .order(C::RecomputeAt, Order::Asc)
        .limit(limit)
        .all()
        .await?;
    Ok(rows.iter().map(|row| row.id).collect())
}
