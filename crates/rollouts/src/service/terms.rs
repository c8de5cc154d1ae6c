//! What holds until a day: recorded, raised as a task in time, renewed, ended.
use crate::entity::{service, term};
use crate::input::{TermCreate, TermEnd, TermListParams, TermPatch, TermRenew};
use crate::policy::{MILESTONE_COMPLETE, ROLLOUT_STEER};
use crate::types::TermState;
use crate::view::TermView;
use crate::{error, events, store};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use dienstweg_kernel::ctx::Permission;
use dienstweg_kernel::db::{IfMatch, Whole};
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::guard::{Guarded, Locked};
use dienstweg_kernel::ids::TermId;
use dienstweg_kernel::labels::Labels;
use dienstweg_kernel::page::{Page, PageRequest};
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, IntoActiveModel, Order, Set};
pub use store::terms::TermPlace;

/// Organisations belong to another domain; that one exists is told by its label.
const ORGANISATION: &str = "organisation";
/// Days before the last one on which somebody is told, where nobody says otherwise.
const LEAD: i32 = 30;
/// Terms raised in one commit.
const PORTION: u64 = 200;

/// Terms the caller sees, those first that end first.
pub async fn term_list(
    reader: &Reader,
    params: &TermListParams,
    request: &PageRequest,
) -> Result<Page<TermView>> {
    let page = store::terms::listed(reader, params, request).await?;
    let views = views(reader, &page.items).await?;
    Ok(page.with_items(views))
}

/// # Errors
/// `not-found` where it is not there for the caller.
pub async fn term_get(reader: &Reader, id: TermId) -> Result<TermView> {
    let found = store::terms::terms(reader).filter(term::Column::Id.eq(id)).whole().await?;
    views(reader, &[found]).await?.pop().ok_or_else(Error::not_found)
}

/// Records that something holds until a day.
///
/// # Errors
/// `invalid` with every fault; `forbidden` where the caller does not steer rollouts of the body.
pub async fn term_create(tx: &Tx, input: TermCreate) -> Result<TermView> {
    let party = input.party_id.unwrap_or(input.body_id);
    let mut faults = Vec::new();
    if input.title.trim().is_empty() {
        faults.push(Fault::required("/title"));
    }
    let labels = tx.labels([input.body_id.0, party.0]).await?;
    let named = [("/body_id", input.body_id), ("/party_id", party)];
    let unknown = named.iter().filter(|(_, id)| !labels.is(*id, ORGANISATION));
    faults.extend(unknown.map(|(pointer, _)| Fault::unknown_reference(*pointer)));
    if let Some(id) = input.service_id
        && tx.get::<service::Entity>(id).await.is_err()
    {
        faults.push(Fault::unknown_reference("/service_id"));
    }
    faults.extend(out_of_range(input.valid_until));
    Error::check(faults)?;
    let (now, lead_days) = (tx.ctx().now(), input.lead_days.unwrap_or(LEAD));
    let row = term::Model {
        id: tx.ctx().new_id(),
        kind: input.kind,
        title: input.title.trim().to_owned(),
        body_id: input.body_id,
        party_id: party,
        service_id: input.service_id,
        valid_until: input.valid_until,
        lead_days,
        raise_on: before(input.valid_until, lead_days),
        raised_at: None,
        ended_at: None,
        note: input.note,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let id = row.id;
    let row = row.into_active_model().reset_all();
    tx.insert::<term::Entity>(ROLLOUT_STEER, row, events::term_created()).await?;
    term_get(tx, id).await
}

/// Days that certificates and contracts can end on, and that both databases know.
fn out_of_range(day: NaiveDate) -> Option<Fault> {
    let message = Text::new("Ein Tag der Jahre 2000 bis 2199.", "A day of the years 2000 to 2199.");
    (!(2000..=2199).contains(&day.year())).then(|| Fault::new("/valid_until", "out_of_range", message))
}

fn before(day: NaiveDate, lead_days: i32) -> NaiveDate {
    day - TimeDelta::days(i64::from(lead_days))
}

/// Changes what is said of a term. With another lead, its task is raised anew when its day comes.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`, `term-ended`; `invalid` with every fault.
pub async fn term_patch(tx: &Tx, id: TermId, seen: IfMatch, patch: TermPatch) -> Result<TermView> {
    let row = running(tx, id, ROLLOUT_STEER, seen).await?;
    let (mut faults, mut change) = (Vec::new(), row.change());
    if let Some(title) = patch.title.required("/title", &mut faults) {
        let title = title.trim().to_owned();
        if title.is_empty() || title.chars().count() > 200 {
            let message = Text::new("1 bis 200 Zeichen.", "1 to 200 characters.");
            faults.push(Fault::new("/title", "length", message));
        }
        change.title = Set(title);
    }
    if let Some(party) = patch.party_id.required("/party_id", &mut faults) {
        if !tx.labels([party.0]).await?.is(party, ORGANISATION) {
            faults.push(Fault::unknown_reference("/party_id"));
        }
        change.party_id = Set(party);
    }
    if let Some(lead) = patch.lead_days.required("/lead_days", &mut faults) {
        if !(1..=730).contains(&lead) {
            faults.push(Fault::new("/lead_days", "range", Text::new("1 bis 730 Tage.", "1 to 730 days.")));
        }
        change.lead_days = Set(lead);
        change.raise_on = Set(before(row.valid_until, lead));
        if before(row.valid_until, lead) > tx.ctx().today() {
            change.raised_at = Set(None);
        }
    }
    if let Some(note) = patch.note.into_change() {
        if note.as_ref().is_some_and(|note| note.chars().count() > 2_000) {
            let message = Text::new("Höchstens 2.000 Zeichen.", "At most 2,000 characters.");
            faults.push(Fault::new("/note", "length", message));
        }
        change.note = Set(note);
    }
    Error::check(faults)?;
    change.updated_at = Set(tx.ctx().now());
    tx.update(row, change, events::term_updated()).await?;
    term_get(tx, id).await
}

/// It holds longer. Whoever renews it may say so, too.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`, `term-ended`; `invalid` where the new last day does not lie after the old one.
pub async fn term_renew(tx: &Tx, id: TermId, seen: IfMatch, input: &TermRenew) -> Result<TermView> {
    let row = running(tx, id, MILESTONE_COMPLETE, seen).await?;
    Error::check(out_of_range(input.valid_until).into_iter().collect())?;
    if input.valid_until <= row.valid_until {
        let message =
            Text::new("Der Tag muss nach dem bisherigen liegen.", "The day must lie after the present one.");
        return Err(Error::invalid(vec![Fault::new("/valid_until", "not_later", message)]));
    }
    let fact = events::term_renewed(row.valid_until, input.valid_until);
    let mut change = row.change();
    change.valid_until = Set(input.valid_until);
    change.raise_on = Set(before(input.valid_until, row.lead_days));
    change.raised_at = Set(None);
    change.updated_at = Set(tx.ctx().now());
    tx.update(row, change, fact).await?;
    term_get(tx, id).await
}

/// It is needed no more.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`, `term-ended`.
pub async fn term_end(tx: &Tx, id: TermId, seen: IfMatch, input: &TermEnd) -> Result<TermView> {
    let row = running(tx, id, ROLLOUT_STEER, seen).await?;
    let mut change = row.change();
    change.ended_at = Set(Some(tx.ctx().now()));
    change.updated_at = Set(tx.ctx().now());
    tx.update(row, change, events::term_ended(input.reason.trim())).await?;
    term_get(tx, id).await
}

async fn running(tx: &Tx, id: TermId, permission: Permission, seen: IfMatch) -> Result<Locked<term::Entity>> {
    let row = tx.lock::<term::Entity>(id, permission, seen).await?;
    if row.ended_at.is_some() { Err(Error::new(error::TERM_ENDED)) } else { Ok(row) }
}

/// Raises the task to renew what ends soon, once for each last day. Answers how many.
pub async fn terms_raise(tx: &Tx) -> Result<u64> {
    let due = tx
        .select::<term::Entity>()
        .filter(store::terms::due(tx.ctx().today()))
        .order(term::Column::RaiseOn, Order::Asc)
        .limit(PORTION);
    let ids: Vec<TermId> = due.all().await?.iter().map(|row| row.id).collect();
    let rows = tx.lock_all::<term::Entity>(term::Entity::READ, term::Column::Id.is_in(ids)).await?;
    let raised = rows.len() as u64;
    for row in rows {
        let (fact, mut change) = (events::term_raised(row.valid_until), row.change());
        change.raised_at = Set(Some(tx.ctx().now()));
        tx.touch(row, change, fact).await?;
    }
    Ok(raised)
}

/// Where those of these terms run that are running.
pub async fn terms_places(reader: &Reader, ids: Vec<TermId>) -> Result<Vec<TermPlace>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    store::terms::places(reader, Condition::all().add(term::Column::Id.is_in(ids))).await
}

/// Where terms run whose task was raised from this instant on and before that one.
pub async fn terms_raised(
    reader: &Reader,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<TermPlace>> {
    use term::Column as C;
    let between = Condition::all().add(C::RaisedAt.gte(from)).add(C::RaisedAt.lt(until));
    store::terms::places(reader, between).await
}

async fn views(reader: &Reader, found: &[Whole<term::Entity>]) -> Result<Vec<TermView>> {
    let named = found.iter().flat_map(|Whole { row, .. }| {
        [Some(row.body_id.0), Some(row.party_id.0), row.service_id.map(|id| id.0)].into_iter().flatten()
    });
    let labels = reader.labels(named).await?;
    let today = reader.ctx().today();
    Ok(found.iter().map(|one| view(&one.row, &labels, today, can(one))).collect())
}

fn can(found: &Whole<term::Entity>) -> Vec<&'static str> {
    let mut can = Vec::new();
    if found.row.ended_at.is_none() {
        can.extend(found.flag(store::terms::RENEWS).then_some("renew"));
        can.extend(found.flag(store::terms::STEERS).then_some(["update", "end"]).into_iter().flatten());
    }
    can
}

fn view(row: &term::Model, labels: &Labels, today: NaiveDate, can: Vec<&'static str>) -> TermView {
    TermView {
        id: row.id,
        kind: row.kind,
        title: row.title.clone(),
        body: labels.named(row.body_id),
        party: labels.named(row.party_id),
        service: labels.named_opt(row.service_id),
        valid_until: row.valid_until,
        lead_days: row.lead_days,
        raise_on: row.raise_on,
        state: state(row, today),
        note: row.note.clone(),
        can,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn state(row: &term::Model, today: NaiveDate) -> TermState {
    match row {
        row if row.ended_at.is_some() => TermState::Ended,
        row if row.valid_until < today => TermState::Expired,
        row if row.raise_on <= today => TermState::Due,
        _ => TermState::Valid,
    }
}
