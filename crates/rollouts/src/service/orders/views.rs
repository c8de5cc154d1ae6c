//! Orders as their readers see them.
use super::release::{check, needs_second};
use crate::entity::{order, position, rollout};
use crate::input::{OrderContact, OrderListParams};
use crate::policy::orders::{ORDER_PLACE, ORDER_READ, ORDER_RELEASE, ORDER_WRITE};
use crate::policy::steer::ROLLOUT_READ;
use crate::service::catalogue::four_eyes_for;
use crate::service::steer::{lang, phase_name};
use crate::steering::CourseState;
use crate::store;
use crate::template::Template;
use crate::types::rollout::of_word;
use crate::types::{OrderState, PositionState, Problem};
use crate::view::{
    OrderCounts, OrderView, PhaseName, PositionRolloutView, PositionView, ProblemView, Suggestions,
};
use dienstweg_kernel::audit::HistoryEntry;
use dienstweg_kernel::ctx::{Extent, Permission};
use dienstweg_kernel::guard::{Shown, Visible};
use dienstweg_kernel::ids::{ActorId, OrderId, OrganisationId, PositionId, RolloutId, TemplateId};
use dienstweg_kernel::labels::Labels;
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::{Error, Reader, Result};
use sea_orm::ColumnTrait;
use serde::de::DeserializeOwned;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

type Row = Visible<order::Entity>;

pub async fn order_list(
    reader: &Reader,
    params: &OrderListParams,
    request: &PageRequest,
) -> Result<Page<OrderView>> {
    let mut page = store::orders::orders(reader, params, request).await?;
    let items = views(reader, std::mem::take(&mut page.items)).await?;
    Ok(page.with_items(items))
}

/// One order with its positions, and who may release those that wait for a second person. Suggestions are filled in by
/// the caller, who knows services and bodies.
pub async fn order_get(reader: &Reader, id: OrderId) -> Result<OrderView> {
    let mut view = view_of(reader, ORDER_READ, id).await?;
    if view.positions.iter().any(|position| position.four_eyes) {
        let organisation = view.organisation.as_ref().map(|body| body.id.into());
        let releasers = store::orders::releasers(reader, organisation).await?;
        let labels = reader.labels(releasers.iter().copied()).await?;
        let principal = view.principal.id;
        for position in view.positions.iter_mut().filter(|position| position.four_eyes) {
            let hands =
                [Some(principal), position.clarified_by, position.checked_by.as_ref().map(|one| one.id)];
            let others = releasers.iter().filter(|id| !hands.contains(&Some(**id)));
            let named = others.map(|id| labels.named(*id)).filter(|one| one.name.is_some());
            position.releasers = named.collect();
            position.releasers.sort_by(|one, other| one.name.cmp(&other.name));
        }
    }
    Ok(view)
}

/// The same as reached with another permission: who may place an order sees what became of it.
pub(super) async fn view_of(reader: &Reader, permission: Permission, id: OrderId) -> Result<OrderView> {
    let row = reader.select_with::<order::Entity>(permission).filter(order::Column::Id.eq(id)).all().await?;
    views(reader, row).await?.pop().ok_or_else(Error::not_found)
}

/// The order of a source with this number, for who places orders in its name.
pub async fn order_placed(reader: &Reader, source: &str, number: &str) -> Result<OrderView> {
    use order::Column as C;
    let scoped = reader.select_with::<order::Entity>(ORDER_PLACE);
    let row = scoped.filter(C::Source.eq(source)).filter(C::Number.eq(number)).all().await?;
    views(reader, row).await?.pop().ok_or_else(Error::not_found)
}

/// The history of an order and its positions, newest first.
pub async fn order_history(
    reader: &Reader,
    id: OrderId,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<HistoryEntry>> {
    let row = reader.get::<order::Entity>(id).await?;
    reader.history(&row, before, limit).await
}

/// What waits in the inbox.
pub async fn order_counts(reader: &Reader) -> Result<OrderCounts> {
    let mut counts = OrderCounts::default();
    for row in store::orders::position_counts(reader).await? {
        match row.state {
            PositionState::Clarification => counts.clarification = row.count,
            PositionState::Ready => counts.ready = row.count,
            PositionState::Checked => counts.checked = row.count,
            _ => {}
        }
    }
    let (changes, cancels) = store::orders::wishes(reader).await?;
    counts.change_requested = i64::try_from(changes).unwrap_or(i64::MAX);
    counts.cancel_requested = i64::try_from(cancels).unwrap_or(i64::MAX);
    Ok(counts)
}

/// What the views of some orders need besides their rows.
struct Context {
    labels: Labels,
    rollouts: HashMap<RolloutId, rollout::Model>,
    templates: HashMap<TemplateId, Arc<Template>>,
    /// Rollouts whose light the caller may see.
    seen: HashSet<Uuid>,
    writes: HashSet<OrderId>,
    releases: HashSet<OrderId>,
    /// Whether a second person must release; of positions that a programme addresses.
    second: HashMap<PositionId, bool>,
}

/// An order that was just created, with the positions that were. It must be in reach of the right it was placed with.
pub(super) async fn view_of_new(
    reader: &Reader,
    permission: Permission,
    id: OrderId,
    positions: Vec<position::Model>,
) -> Result<OrderView> {
    let row = reader.select_with::<order::Entity>(permission).filter(order::Column::Id.eq(id)).all().await?;
    // What may be released is asked when somebody looks at the order, not where it is placed.
    let view = views_with(reader, row, HashMap::from([(id, positions)]), HashMap::new()).await?.pop();
    view.ok_or_else(|| Error::forbidden(permission))
}

async fn views(reader: &Reader, rows: Vec<Row>) -> Result<Vec<OrderView>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let positions = store::orders::positions(reader, rows.iter().map(|row| row.id).collect()).await?;
    let second = second(reader, positions.values().flatten()).await?;
    views_with(reader, rows, positions, second).await
}

async fn views_with(
    reader: &Reader,
    rows: Vec<Row>,
    mut positions: HashMap<OrderId, Vec<position::Model>>,
    second: HashMap<PositionId, bool>,
) -> Result<Vec<OrderView>> {
    let ids: Vec<OrderId> = rows.iter().map(|row| row.id).collect();
    let of_rollouts: Vec<RolloutId> = positions.values().flatten().filter_map(|row| row.rollout_id).collect();
    let seen = match reader.ctx().actor.extent(ROLLOUT_READ) {
        None => HashSet::new(),
        Some(Extent::Everything) => of_rollouts.iter().map(|id| id.0).collect(),
        Some(Extent::Scoped) => {
            reader.visible_among::<rollout::Entity>(of_rollouts.iter().map(|id| id.0).collect()).await?
        }
    };
    let rollouts = store::orders::rollouts(reader, of_rollouts).await?;
    let context = Context {
        labels: reader.labels(named(&rows, positions.values().flatten())).await?,
        templates: store::steer::templates(reader, rollouts.values().map(|row| row.template_id)).await?,
        rollouts,
        seen,
        writes: store::orders::reachable(reader, ORDER_WRITE, &ids).await?,
        releases: store::orders::reachable(reader, ORDER_RELEASE, &ids).await?,
        second,
    };
    let shown = |row: &Row| view(reader, row, positions.remove(&row.id).unwrap_or_default(), &context);
    Ok(rows.iter().map(shown).collect())
}

/// Of positions that could be released: whether that takes a second person. Asked only for those who act on orders.
async fn second(
    reader: &Reader,
    positions: impl Iterator<Item = &position::Model>,
) -> Result<HashMap<PositionId, bool>> {
    let actor = &reader.ctx().actor;
    if !actor.has(ORDER_WRITE) && !actor.has(ORDER_RELEASE) {
        return Ok(HashMap::new());
    }
    let open = |row: &&position::Model| matches!(row.state, PositionState::Ready | PositionState::Checked);
    let placed = |row: &position::Model| Some((row.id, (row.service_id?, row.body_id?)));
    let placed: Vec<_> = positions.filter(open).filter_map(placed).collect();
    let places: Vec<_> = placed.iter().map(|(_, place)| *place).collect();
    let policies = four_eyes_for(reader, &places).await?;
    let needed = |(id, place)| Some((id, needs_second(*policies.get(&place)?, id)));
    Ok(placed.into_iter().filter_map(needed).collect())
}

fn named<'a>(rows: &[Row], positions: impl Iterator<Item = &'a position::Model>) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = Vec::new();
    for row in rows {
        ids.push(row.principal);
        ids.extend(row.organisation_id.map(|id| id.0));
    }
    for row in positions {
        ids.extend([row.service_id.map(|id| id.0), row.body_id.map(|id| id.0)].into_iter().flatten());
        ids.extend([row.checked_by, row.released_by].into_iter().flatten());
        ids.extend(covers(row).iter().map(|id| id.0));
    }
    ids
}

fn covers(row: &position::Model) -> Vec<OrganisationId> {
    read(&row.covers)
}

/// What was stored as JSON by this crate.
fn read<T: DeserializeOwned + Default>(value: &serde_json::Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_default()
}

fn view(reader: &Reader, row: &Row, positions: Vec<position::Model>, context: &Context) -> OrderView {
    let contacts = row.open(|row| row.contacts.as_ref());
    let hidden = if contacts == Shown::Hidden { vec!["contacts"] } else { Vec::new() };
    let contacts = match contacts {
        Shown::Hidden => None,
        Shown::Open(text) => Some(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()),
    };
    OrderView {
        id: row.id,
        source: row.source.clone(),
        number: row.number.clone(),
        revision: row.revision,
        placed_at: row.placed_at,
        principal: context.labels.named(row.principal),
        ordering_body: read(&row.ordering_body),
        organisation: context.labels.named_opt(row.organisation_id),
        contacts,
        hidden,
        contract_refs: read(&row.contract_refs),
        note: row.note.clone(),
        state: row.state,
        cancel_requested_at: row.cancel_requested_at,
        cancel_reason: row.cancel_reason.clone(),
        positions: positions.iter().map(|position| position_view(reader, row, position, context)).collect(),
        can: can(reader, row, context),
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn can(reader: &Reader, row: &order::Model, context: &Context) -> Vec<&'static str> {
    let actor = &reader.ctx().actor;
    let places = match actor.extent(ORDER_PLACE) {
        Some(Extent::Everything) => true,
        Some(Extent::Scoped) => row.principal == actor.id.0,
        None => context.writes.contains(&row.id),
    };
    let mut can = Vec::new();
    if places && !matches!(row.state, OrderState::Cancelled | OrderState::Closed) {
        can.push("update");
        can.extend((row.state != OrderState::CancelRequested).then_some("cancel"));
    }
    if context.releases.contains(&row.id) && row.cancel_requested_at.is_some() {
        can.push("decide_cancellation");
    }
    can
}

fn position_view(
    reader: &Reader,
    order: &order::Model,
    row: &position::Model,
    context: &Context,
) -> PositionView {
    let problems: Vec<Problem> = read(&row.problems);
    let language = reader.ctx().language;
    PositionView {
        id: row.id,
        line: row.line,
        service_key: row.service_key.clone(),
        ozg_id: row.ozg_id.clone(),
        leika_keys: read(&row.leika_keys),
        category: row.category.clone(),
        wish_date: row.wish_date,
        wish_wave: row.wish_wave.clone(),
        body_keys: row.body_keys.as_ref().map(read),
        service: context.labels.named_opt(row.service_id),
        body: context.labels.named_opt(row.body_id),
        covers: covers(row).into_iter().map(|id| context.labels.named(id)).collect(),
        state: row.state,
        problems: problems.into_iter().map(|code| ProblemView { code, text: code.text(language) }).collect(),
        suggestions: Suggestions::default(),
        change_requested: row.change_requested,
        rollout: row.rollout_id.and_then(|id| rollout_view(reader, context.rollouts.get(&id)?, context)),
        checked_by: context.labels.named_opt(row.checked_by),
        checked_at: row.checked_at,
        released_by: context.labels.named_opt(row.released_by),
        released_at: row.released_at,
        reason: row.reason.clone(),
        four_eyes: context.second.get(&row.id).copied().unwrap_or_default(),
        releasers: Vec::new(),
        clarified_by: row.clarified_by,
        can: can_position(reader.ctx().actor.id, order, row, context),
        version: row.version,
    }
}

fn rollout_view(reader: &Reader, row: &rollout::Model, context: &Context) -> Option<PositionRolloutView> {
    let light = context.seen.contains(&row.id.0).then(|| row.schedule.0.at(reader.ctx().now()).0);
    Some(PositionRolloutView {
        id: row.id,
        number: row.number.clone(),
        state: of_word::<CourseState>(&row.state)?,
        phase: row.phase.as_deref().map(|key| {
            let template = context.templates.get(&row.template_id).map(Arc::as_ref);
            PhaseName { key: key.to_owned(), name: phase_name(template, key, lang(reader)) }
        }),
        outcome: row.outcome.as_deref().and_then(of_word),
        live_on: row.live_on,
        light,
    })
}

fn can_position(
    actor: ActorId,
    order: &order::Model,
    row: &position::Model,
    context: &Context,
) -> Vec<&'static str> {
    let mut can = Vec::new();
    if !row.state.is_open() {
        return can;
    }
    if context.writes.contains(&row.order_id) {
        can.push("clarify");
        can.extend((row.state == PositionState::Ready).then_some("check"));
    }
    if context.releases.contains(&row.order_id) {
        let second = context.second.get(&row.id);
        let released = second.is_some_and(|second| check(row, order.principal, actor, *second).is_ok());
        can.extend(released.then_some("release"));
        can.push("reject");
    }
    can
}

/// E-mail addresses of the contacts of these orders, as far as the caller may read them. One statement.
pub async fn order_addresses(reader: &Reader, ids: Vec<OrderId>) -> Result<HashMap<OrderId, Vec<String>>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = reader.select::<order::Entity>().filter(order::Column::Id.is_in(ids)).all().await?;
    let addresses = |row: &Row| {
        let contacts = row.open(|row| row.contacts.as_ref()).into_option().unwrap_or_default();
        let contacts: Vec<OrderContact> = serde_json::from_str(&contacts).unwrap_or_default();
        contacts.into_iter().filter_map(|contact| contact.email).collect()
    };
    Ok(rows.iter().map(|row| (row.id, addresses(row))).collect())
}
