//! Queries of rollouts and their parts.
use crate::entity::{cover, interval, milestone, party, rollout, service, template};
use crate::input::{MilestoneListParams, RolloutListParams};
use crate::policy::steer::{
    INVOLVED_IN, MILESTONE_COMPLETE, ROLLOUT_STEER, my_follow_ups, my_milestones, my_turn,
};
use crate::service::steer::Work;
use crate::steering::{CourseState, Light, MilestoneState};
use crate::template::Template;
use crate::types::rollout::word;
use crate::types::{IntervalKind, RolloutKind};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::ctx::Extent;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::guard::tables::{COVERED, involvement, scope_closure};
use dienstweg_kernel::ids::{MilestoneId, OrganisationId, RolloutId, ServiceId, TemplateId};
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::search::found;
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, FromQueryResult, IntoActiveModel, Order,
    QueryFilter, QueryOrder, QueryTrait,
};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, LazyLock, RwLock};
use uuid::Uuid;

pub const ROLLOUT_SORTS: &[(&str, rollout::Column)] = &[
    ("body", rollout::Column::BodySort),
    ("service", rollout::Column::ServiceSort),
    ("next_due", rollout::Column::NextDue),
    ("forecast", rollout::Column::ForecastGoLive),
    ("updated_at", rollout::Column::UpdatedAt),
];

/// Template versions never change, so what was read once stays true.
static TEMPLATES: LazyLock<RwLock<HashMap<TemplateId, Arc<Template>>>> = LazyLock::new(RwLock::default);

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

fn grouped<T>(rows: Vec<T>, of: impl Fn(&T) -> RolloutId) -> HashMap<RolloutId, Vec<T>> {
    let mut groups: HashMap<RolloutId, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(of(&row)).or_default().push(row);
    }
    groups
}

/// Coverage of rollouts the caller sees, in one statement.
pub async fn covers_of(
    reader: &Reader,
    ids: Vec<RolloutId>,
) -> Result<HashMap<RolloutId, Vec<cover::Model>>> {
    let select = cover::Entity::find().filter(cover::Column::RolloutId.is_in(ids));
    let rows = reader.unscoped("coverage of a rollout the caller sees").all(select).await?;
    Ok(grouped(rows, |row| row.rollout_id))
}

/// Stores what differs between two states of the coverage of one rollout.
pub async fn covers_store(tx: &Tx, before: &[cover::Model], after: &[cover::Model]) -> Result<()> {
    use cover::Column as V;
    let write = tx.unscoped_write("parts of a rollout the caller steers");
    let key = |row: &cover::Model| (row.organisation_id, row.valid_from);
    for old in before {
        let stays = after.iter().find(|new| key(new) == key(old));
        let this = Condition::all()
            .add(V::RolloutId.eq(old.rollout_id))
            .add(V::OrganisationId.eq(old.organisation_id))
            .add(V::ValidFrom.eq(old.valid_from));
        match stays {
            None => write.run(&cover::Entity::delete_many().filter(this).into_query()).await?,
            Some(new) if new.valid_to != old.valid_to => {
                let end = Query::update()
                    .table(cover::Entity)
                    .value(V::ValidTo, new.valid_to)
                    .cond_where(this)
                    .take();
                write.run(&end).await?
            }
            Some(_) => 0,
        };
    }
    let new = after.iter().filter(|new| !before.iter().any(|old| key(old) == key(new)));
    write.insert_many(new.map(|row| row.clone().into_active_model().reset_all()).collect()).await
}

/// Makes the table of involvement say who is no longer covered, and who is now.
pub async fn covered_follow(
    tx: &Tx,
    id: RolloutId,
    gone: &[OrganisationId],
    new: &[OrganisationId],
) -> Result<()> {
    use involvement::Column as I;
    let write = tx.unscoped_write("involvement follows the coverage of a rollout");
    if !gone.is_empty() {
        let delete = involvement::Entity::delete_many()
            .filter(I::SubjectId.eq(id.0))
            .filter(I::SubjectKind.eq(INVOLVED_IN))
            .filter(I::PartyId.is_in(gone.iter().map(|id| id.0)))
            .filter(I::Role.eq(COVERED))
            .into_query();
        write.run(&delete).await?;
    }
    write.insert_many(new.iter().map(|municipality| covered(id, *municipality)).collect()).await
}

#[derive(FromQueryResult)]
struct Over {
    rollout_id: RolloutId,
    organisation_id: OrganisationId,
}

/// Municipalities that are still involved in rollouts whose coverage of them is over on this day.
pub async fn covers_over(reader: &Reader, day: NaiveDate) -> Result<Vec<(RolloutId, OrganisationId)>> {
    use cover::Column as V;
    use involvement::Column as I;
    let other = Alias::new("other");
    let lasting = Query::select()
        .expr(Expr::val(1))
        .from_as(cover::Entity, other.clone())
        .and_where(Expr::col((other.clone(), V::RolloutId)).equals(V::RolloutId.as_column_ref()))
        .and_where(Expr::col((other.clone(), V::OrganisationId)).equals(V::OrganisationId.as_column_ref()))
        .cond_where(
            Condition::any()
                .add(Expr::col((other.clone(), V::ValidTo)).is_null())
                .add(Expr::col((other, V::ValidTo)).gt(day)),
        )
        .take();
    let involved = Query::select()
        .expr(Expr::val(1))
        .from(involvement::Entity)
        .and_where(I::SubjectKind.eq(INVOLVED_IN))
        .and_where(I::Role.eq(COVERED))
        .and_where(Expr::col(I::SubjectId.as_column_ref()).equals(V::RolloutId.as_column_ref()))
        .and_where(Expr::col(I::PartyId.as_column_ref()).equals(V::OrganisationId.as_column_ref()))
        .take();
    let select = Query::select()
        .distinct()
        .columns([V::RolloutId, V::OrganisationId])
        .from(cover::Entity)
        .and_where(V::ValidTo.lte(day))
        .and_where(Expr::exists(involved))
        .and_where(Expr::exists(lasting).not())
        .take();
    let rows: Vec<Over> = reader.unscoped("coverage ends by time alone, whoever asks").rows(&select).await?;
    Ok(rows.into_iter().map(|row| (row.rollout_id, row.organisation_id)).collect())
}

/// The organisations involved in these rollouts, as the table of involvement says.
pub async fn involved_in(
    reader: &Reader,
    ids: &[RolloutId],
) -> Result<HashMap<RolloutId, BTreeSet<(OrganisationId, String)>>> {
    use involvement::Column as I;
    let select = involvement::Entity::find()
        .filter(I::SubjectKind.eq(INVOLVED_IN))
        .filter(I::PartyKind.eq(ORGANISATION))
        .filter(I::SubjectId.is_in(ids.iter().map(|id| id.0)));
    let mut all: HashMap<RolloutId, BTreeSet<(OrganisationId, String)>> = HashMap::new();
    for row in reader.unscoped("involvement is compared with what it follows from").all(select).await? {
        all.entry(RolloutId(row.subject_id)).or_default().insert((OrganisationId(row.party_id), row.role));
    }
    Ok(all)
}

/// The light at a moment, out of the stored instants. See [`crate::steering::LightSchedule`].
pub fn light_is(light: Light, now: DateTime<Utc>) -> Condition {
    use rollout::Column as C;
    let grey = Condition::all()
        .add(C::Grey.eq(true))
        .add(Condition::any().add(C::GreyUntil.is_null()).add(C::GreyUntil.gt(now)));
    let before = |column: C| Condition::any().add(column.is_null()).add(column.gt(now));
    let coloured = Condition::all().add(Condition::any().add(C::Grey.eq(false)).add(C::GreyUntil.lte(now)));
    match light {
        Light::Grey => grey,
        Light::Red => coloured.add(C::RedFrom.lte(now)),
        Light::Yellow => coloured.add(before(C::RedFrom)).add(C::YellowFrom.lte(now)),
        Light::Green => coloured.add(before(C::RedFrom)).add(before(C::YellowFrom)),
    }
}

/// Yellow or red now, and not yet at `after`.
fn turned(after: DateTime<Utc>, now: DateTime<Utc>) -> Condition {
    use rollout::Column as C;
    let since = |column: C, light| Condition::all().add(light_is(light, now)).add(column.gt(after));
    Condition::any().add(since(C::YellowFrom, Light::Yellow)).add(since(C::RedFrom, Light::Red))
}

pub fn subtree(top: OrganisationId) -> SelectStatement {
    Query::select()
        .column(scope_closure::Column::Node)
        .from(scope_closure::Entity)
        .and_where(scope_closure::Column::Ancestor.eq(top.0))
        .take()
}

/// The conditions of a list's parameters, without the row rule.
pub fn narrowed(reader: &Reader, params: &RolloutListParams) -> Condition {
    use rollout::Column as C;
    let now = reader.ctx().now();
    let mut all = Condition::all();
    if let Some(q) = params.q.as_deref().filter(|q| !q.trim().is_empty()) {
        let hits = params.found.clone().unwrap_or_else(|| reader.find(INVOLVED_IN, q));
        all = all.add(found(C::Id, hits));
    }
    if !params.light.is_empty() {
        let any = params.light.iter().fold(Condition::any(), |any, light| any.add(light_is(*light, now)));
        all = all.add(any);
    }
    if let Some(after) = params.light_after {
        all = all.add(turned(after, now));
    }
    if !params.level.is_empty() {
        // Asked row by row, so that SQLite walks the order of the list and stops after a page.
        let of_level = Query::select()
            .expr(Expr::val(1))
            .from(service::Entity)
            .and_where(ExprTrait::equals(
                Expr::col(service::Column::Id.as_column_ref()),
                C::ServiceId.as_column_ref(),
            ))
            .and_where(service::Column::Level.is_in(params.level.iter().copied()))
            .take();
        all = all.add(Expr::exists(of_level));
    }
    if let Some(id) = params.covers {
        let covering = Query::select()
            .column(cover::Column::RolloutId)
            .from(cover::Entity)
            .and_where(cover::Column::OrganisationId.eq(id))
            .cond_where(covers_on(reader))
            .take();
        all = all.add(C::Id.in_subquery(covering));
    }
    if params.mine == Some(true) {
        all = all.add(my_turn(&reader.ctx().actor)).add(C::State.eq(word(CourseState::Running)));
    }
    all.add_option(params.below.map(|top| C::BodyId.in_subquery(subtree(top))))
        .add_option(params.mother.map(|mother| C::MotherId.eq(mother)))
        .add_option(params.updated_after.map(|after| C::UpdatedAt.gt(after)))
}

/// Coverage that holds on the caller's present day.
pub fn covers_on(reader: &Reader) -> Condition {
    use cover::Column as V;
    let today = reader.ctx().today();
    Condition::all()
        .add(V::ValidFrom.lte(today))
        .add(Condition::any().add(V::ValidTo.is_null()).add(V::ValidTo.gt(today)))
}

type Rollouts<'r> = dienstweg_kernel::db::Scoped<'r, rollout::Entity>;

/// All rollouts of the caller that a list's parameters name.
pub fn selected<'r>(reader: &'r Reader, params: &RolloutListParams) -> Rollouts<'r> {
    use rollout::Column as C;
    let words = |words: Vec<String>, column: C, scoped: Rollouts<'r>| scoped.filter_any(column, words);
    let mut scoped = reader
        .select::<rollout::Entity>()
        .filter_any(C::Kind, params.kind.clone())
        .filter_any(C::BodyId, params.body.clone())
        .filter_any(C::ServiceId, params.service.clone())
        .filter_any(C::ProgrammeId, params.programme.clone())
        .filter_any(C::Phase, params.phase.clone())
        .filter_any(C::BallRole, params.ball_role.clone())
        .filter_any(C::BallPartyId, params.ball_party.clone());
    scoped = words(params.state.iter().map(word).collect(), C::State, scoped);
    scoped = words(params.outcome.iter().map(word).collect(), C::Outcome, scoped);
    scoped.filter(narrowed(reader, params))
}

pub async fn rollouts(
    reader: &Reader,
    params: &RolloutListParams,
    request: &PageRequest,
) -> Result<Page<Visible<rollout::Entity>>> {
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("body"), ROLLOUT_SORTS)?;
    selected(reader, params).page(sort, request).await
}

/// Open milestones of running rollouts, ready ones first, then by due date.
pub async fn milestones(
    reader: &Reader,
    params: &MilestoneListParams,
    request: &PageRequest,
) -> Result<Page<Visible<milestone::Entity>>> {
    use milestone::Column as M;
    let running = word(CourseState::Running);
    let running = reader.select::<rollout::Entity>().filter(rollout::Column::State.eq(running));
    let mut scoped = reader
        .select::<milestone::Entity>()
        .filter(M::Status.eq(word(MilestoneState::Open)))
        .filter(M::RolloutId.in_subquery(running.into_ids()))
        .filter_opt(params.ready, |ready| M::Ready.eq(ready))
        .filter_opt(params.due_until, |day| M::Due.lte(day))
        .filter_any(M::Role, params.role.clone())
        .filter_any(M::PartyId, params.party.clone());
    if params.mine.unwrap_or(true) {
        scoped = scoped.filter(my_milestones(&reader.ctx().actor));
    }
    scoped.page(Sort { name: "rank", column: M::Rank, descending: false }, request).await
}

/// Waiting that is to be asked after by this day in running rollouts, the longest due first; `mine`: where the caller
/// steers, or has the ball.
pub async fn follow_ups(
    reader: &Reader,
    until: NaiveDate,
    mine: bool,
    request: &PageRequest,
) -> Result<Page<Visible<interval::Entity>>> {
    use interval::Column as I;
    let running = word(CourseState::Running);
    let mut rollouts = reader.select::<rollout::Entity>().filter(rollout::Column::State.eq(running));
    if mine {
        rollouts = rollouts.filter(my_follow_ups(&reader.ctx().actor));
    }
    let scoped = reader
        .select::<interval::Entity>()
        .filter(I::Kind.eq(IntervalKind::Waiting))
        .filter(I::EndedAt.is_null())
        .filter(I::FollowUp.lte(until))
        .filter(I::RolloutId.in_subquery(rollouts.into_ids()));
    scoped.page(Sort { name: "follow_up", column: I::FollowUp, descending: false }, request).await
}

/// Those of these milestones that the caller may complete, as far as its rights go.
pub async fn completable(reader: &Reader, ids: Vec<MilestoneId>) -> Result<HashSet<MilestoneId>> {
    let actor = &reader.ctx().actor;
    let all = [MILESTONE_COMPLETE, ROLLOUT_STEER]
        .iter()
        .any(|right| actor.extent(*right) == Some(Extent::Everything));
    if all || ids.is_empty() {
        return Ok(ids.into_iter().collect());
    }
    if !actor.has(MILESTONE_COMPLETE) && !actor.has(ROLLOUT_STEER) {
        return Ok(HashSet::new());
    }
    let mine =
        reader.select_with::<milestone::Entity>(MILESTONE_COMPLETE).filter(milestone::Column::Id.is_in(ids));
    Ok(mine.all().await?.iter().map(|row| row.id).collect())
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

/// The kind of party that roles and coverage name.
const ORGANISATION: &str = "organisation";

/// A row of involvement in the ticket a rollout shares its id with.
pub fn involved(id: RolloutId, party: OrganisationId, role: &str) -> involvement::ActiveModel {
    use sea_orm::ActiveValue::Set;
    involvement::ActiveModel {
        subject_kind: Set(INVOLVED_IN.to_owned()),
        subject_id: Set(id.0),
        party_kind: Set(ORGANISATION.to_owned()),
        party_id: Set(party.0),
        role: Set(role.to_owned()),
    }
}

pub fn covered(id: RolloutId, municipality: OrganisationId) -> involvement::ActiveModel {
    involved(id, municipality, COVERED)
}

/// Makes the table of involvement say what the roles now say. Answers the organisations that have no role any more.
pub async fn involvement_follow(tx: &Tx, before: &Work, after: &Work) -> Result<Vec<OrganisationId>> {
    use involvement::Column as I;
    let (old, new) = (before.involved(), after.involved());
    let id = after.rollout.id;
    let write = tx.unscoped_write("involvement follows the parties of a rollout");
    for (party, role) in old.difference(&new) {
        let delete = involvement::Entity::delete_many()
            .filter(I::SubjectId.eq(id.0))
            .filter(I::SubjectKind.eq(INVOLVED_IN))
            .filter(I::PartyId.eq(party.0))
            .filter(I::Role.eq(*role))
            .into_query();
        write.run(&delete).await?;
    }
    write.insert_many(new.difference(&old).map(|(party, role)| involved(id, *party, role)).collect()).await?;
    let stays: HashSet<OrganisationId> = new.iter().map(|(party, _)| *party).collect();
    Ok(old.iter().map(|(party, _)| *party).filter(|party| !stays.contains(party)).collect())
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
