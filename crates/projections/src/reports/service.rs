//! Keeping reports.
use super::entity::recipient::{self, RecipientKind};
use super::entity::report::{self, ReportScopeKind};
use super::input::{ReportCreate, ReportListParams, ReportPatch, ReportScope};
use super::policy::{REPORT_READ, REPORT_SCHEDULE};
use super::rhythm::{Rhythm, RhythmWord, next_after};
use super::runs::Sendings;
use super::view::{ReportView, changes, named};
use crate::kept::name_fault;
use dienstweg_customers::OrganisationKind;
use dienstweg_customers::service::bodies;
use dienstweg_identity::{roles_known, visible};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::db::{IfMatch, Whole};
use dienstweg_kernel::error::{Fault, Text, codes};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::Guarded;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ReportId, RoleId, UserId};
use dienstweg_kernel::labels::Label;
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::patch::Patch;
use dienstweg_kernel::{Error, Reader, Result, Tx, text};
use dienstweg_rollouts::service::programme_get;
use sea_orm::sea_query::Query;
use sea_orm::{ActiveValue::Set, ColumnTrait};
use std::collections::BTreeSet;
use uuid::Uuid;

const SORTS: &[(&str, report::Column)] = &[
    ("name", report::Column::SortKey),
    ("created_at", report::Column::CreatedAt),
    ("updated_at", report::Column::UpdatedAt),
];

/// Who gets a report.
type Recipients = BTreeSet<(u8, Uuid)>;

/// Reports of one's own and those one gets. Five statements at most.
pub async fn report_list(
    reader: &Reader,
    params: &ReportListParams,
    request: &PageRequest,
) -> Result<Page<ReportView>> {
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("name"), SORTS)?;
    let scoped = reader.select::<report::Entity>().with::<recipient::Entity>();
    let mut page = scoped.page_whole(sort, request).await?;
    let views = views(reader, &std::mem::take(&mut page.items)).await?;
    Ok(page.with_items(views))
}

/// One report.
///
/// # Errors
/// `not-found` where the caller does not see it.
pub async fn report_get(reader: &Reader, id: ReportId) -> Result<ReportView> {
    views(reader, &[whole(reader, id).await?]).await?.pop().ok_or_else(Error::not_found)
}

/// Keeps a report.
///
/// # Errors
/// `invalid` with all faults; `forbidden` for who lets others have it without that right.
pub async fn report_create(tx: &Tx, input: ReportCreate) -> Result<ReportView> {
    let mut faults: Vec<Fault> = name_fault(&input.name).into_iter().collect();
    faults.extend(scope_fault(tx, input.scope).await?);
    let rhythm = rhythm_of(input.rhythm, input.weekday, input.month_day, &mut faults);
    let recipients = recipients(tx, (&input.users, &input.roles), &[], &mut faults).await?;
    Error::check(faults)?;
    let now = tx.ctx().now();
    let row = report::ActiveModel {
        id: Set(tx.ctx().new_id()),
        sort_key: Set(text::sort_key(&input.name)),
        name: Set(input.name),
        owner_id: Set(tx.ctx().actor.id),
        scope_kind: Set(input.scope.kind),
        scope_id: Set(input.scope.id),
        language: Set(word(input.language)),
        rhythm: Set(input.rhythm),
        weekday: Set(input.weekday),
        month_day: Set(input.month_day),
        xlsx: Set(input.xlsx),
        next_at: Set(next_after(rhythm, now)),
        last_run_id: Set(None),
        last_on: Set(None),
        version: Set(1),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let row = tx.insert::<report::Entity>(REPORT_READ, row, Fact::new("report.created")).await?;
    tx.label(Label::new(report::Entity::KIND, row.id, &row.name));
    enter(tx, row.id, &recipients).await?;
    report_get(tx, row.id).await
}

/// Changes a report. Its owner stays.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`; `invalid` with all faults.
pub async fn report_patch(tx: &Tx, id: ReportId, patch: ReportPatch, seen: IfMatch) -> Result<ReportView> {
    let row = tx.lock::<report::Entity>(id, REPORT_READ, seen).await?;
    may_change(tx, &row)?;
    let before = whole(tx, id).await?.parts::<recipient::Entity>()?;
    let (mut change, mut faults) = (row.change(), Vec::new());
    if let Some(name) = patch.name.required("/name", &mut faults) {
        faults.extend(name_fault(&name));
        tx.label(Label::new(report::Entity::KIND, id, &name));
        change.sort_key = Set(text::sort_key(&name));
        change.name = Set(name);
    }
    if let Some(scope) = patch.scope.required("/scope", &mut faults) {
        faults.extend(scope_fault(tx, scope).await?);
        change.scope_kind = Set(scope.kind);
        change.scope_id = Set(scope.id);
    }
    if let Some(language) = patch.language.required("/language", &mut faults) {
        change.language = Set(word(language));
    }
    if let Some(xlsx) = patch.xlsx.required("/xlsx", &mut faults) {
        change.xlsx = Set(xlsx);
    }
    rhythm_change(tx, &row, (patch.rhythm, patch.weekday, patch.month_day), &mut change, &mut faults);
    let named = patched(tx, (patch.users, patch.roles), &before, &mut faults).await?;
    Error::check(faults)?;
    change.updated_at = Set(tx.ctx().now());
    let fact = Fact::new("report.changed");
    match named {
        Some(recipients) => {
            let gone = Query::delete()
                .from_table(recipient::Entity)
                .and_where(recipient::Column::ReportId.eq(id))
                .take();
            parts(tx).run(&gone).await?;
            enter(tx, id, &recipients).await?;
            let who: Vec<Uuid> = recipients.iter().map(|(_, holder)| *holder).collect();
            tx.touch(row, change, fact.told("recipients", who)).await?
        }
        None => tx.update(row, change, fact).await?,
    };
    report_get(tx, id).await
}

/// Another rhythm counts from now on.
fn rhythm_change(
    tx: &Tx,
    row: &report::Model,
    (word, weekday, month_day): (Patch<RhythmWord>, Patch<i32>, Patch<i32>),
    change: &mut report::ActiveModel,
    faults: &mut Vec<Fault>,
) {
    let word = word.required("/rhythm", faults).unwrap_or(row.rhythm);
    let weekday = weekday.into_change().unwrap_or(row.weekday);
    let month_day = month_day.into_change().unwrap_or(row.month_day);
    let rhythm = rhythm_of(word, weekday, month_day, faults);
    if (word, weekday, month_day) != (row.rhythm, row.weekday, row.month_day) {
        change.next_at = Set(next_after(rhythm, tx.ctx().now()));
    }
    (change.rhythm, change.weekday, change.month_day) = (Set(word), Set(weekday), Set(month_day));
}

/// Forgets a report, with what was sent of it.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`.
pub async fn report_delete(tx: &Tx, id: ReportId, seen: IfMatch) -> Result<()> {
    let row = tx.lock::<report::Entity>(id, REPORT_READ, seen).await?;
    may_change(tx, &row)?;
    tx.remove(row, Fact::new("report.removed")).await
}

fn may_change(tx: &Tx, row: &report::Model) -> Result<()> {
    if changes(row, &tx.ctx().actor) { Ok(()) } else { Err(Error::forbidden(REPORT_SCHEDULE)) }
}

async fn whole(reader: &Reader, id: ReportId) -> Result<Whole<report::Entity>> {
    let select = reader.select::<report::Entity>().with::<recipient::Entity>();
    select.filter(report::Column::Id.eq(id)).whole().await
}

async fn views(reader: &Reader, rows: &[Whole<report::Entity>]) -> Result<Vec<ReportView>> {
    let runs = rows.iter().filter_map(|whole| whole.row.last_run_id).collect();
    let sendings = Sendings::load(reader, runs).await?;
    let ids = rows.iter().map(named).collect::<Result<Vec<_>>>()?.concat();
    let labels = reader.labels(ids.into_iter().chain(sendings.named())).await?;
    rows.iter().map(|row| ReportView::new(row, &labels, &sendings, &reader.ctx().actor)).collect()
}

/// The recipients after a patch; nothing where it does not name any.
async fn patched(
    tx: &Tx,
    (users, roles): (Patch<Vec<UserId>>, Patch<Vec<RoleId>>),
    before: &[recipient::Model],
    faults: &mut Vec<Fault>,
) -> Result<Option<Recipients>> {
    let (users, roles) = (users.required("/users", faults), roles.required("/roles", faults));
    if users.is_none() && roles.is_none() {
        return Ok(None);
    }
    let kept =
        |kind: RecipientKind| before.iter().filter(move |part| part.kind == kind).map(|part| part.holder_id);
    let users = users.unwrap_or_else(|| kept(RecipientKind::User).map(UserId).collect());
    let roles = roles.unwrap_or_else(|| kept(RecipientKind::Role).map(RoleId).collect());
    recipients(tx, (&users, &roles), before, faults).await.map(Some)
}

/// Who is to get it, each once, where the caller may. Those who got it before may stay although the caller sees them no more.
async fn recipients(
    tx: &Tx,
    (users, roles): (&[UserId], &[RoleId]),
    before: &[recipient::Model],
    faults: &mut Vec<Fault>,
) -> Result<Recipients> {
    let own = tx.ctx().actor.id.0;
    if (users.iter().any(|user| user.0 != own) || !roles.is_empty()) && !tx.ctx().actor.has(REPORT_SCHEDULE) {
        return Err(Error::forbidden(REPORT_SCHEDULE));
    }
    let got = |id: Uuid| before.iter().any(|part| part.holder_id == id);
    let seen = visible(tx, "user", users.iter().map(|user| user.0).collect()).await?;
    let known = roles_known(tx, roles).await?;
    let unknown = |id: Uuid| id != own && !got(id) && !seen.contains(&id);
    let strangers = users.iter().enumerate().filter(|(_, user)| unknown(user.0));
    faults.extend(strangers.map(|(at, _)| Fault::unknown_reference(format!("/users/{at}"))));
    let strange = roles.iter().enumerate().filter(|(_, role)| !got(role.0) && !known.contains(role));
    faults.extend(strange.map(|(at, _)| Fault::unknown_reference(format!("/roles/{at}"))));
    if users.len() > 200 || roles.len() > 50 {
        let many = Text::new("Höchstens 200 Personen und 50 Rollen.", "At most 200 people and 50 roles.");
        faults.push(Fault::new("/users", "too_many", many));
    }
    Ok(users.iter().map(|user| (0, user.0)).chain(roles.iter().map(|role| (1, role.0))).collect())
}

async fn enter(tx: &Tx, id: ReportId, recipients: &Recipients) -> Result<()> {
    let rows = recipients.iter().map(|(kind, holder)| recipient::ActiveModel {
        report_id: Set(id),
        kind: Set(if *kind == 0 { RecipientKind::User } else { RecipientKind::Role }),
        holder_id: Set(*holder),
    });
    parts(tx).insert_many(rows.collect()).await
}

fn parts(tx: &Tx) -> dienstweg_kernel::db::UnscopedWrite<'_> {
    tx.unscoped_write("recipients of a report the caller has locked")
}

/// What a report is about must be there for who keeps it.
async fn scope_fault(reader: &Reader, scope: ReportScope) -> Result<Option<Fault>> {
    use OrganisationKind as K;
    let body = match scope.kind {
        ReportScopeKind::Programme => {
            return match programme_get(reader, ProgrammeId(scope.id)).await {
                Ok(_) => Ok(None),
                Err(error) if [codes::NOT_FOUND, codes::FORBIDDEN].contains(&error.code()) => {
                    Ok(Some(Fault::unknown_reference("/scope/id")))
                }
                Err(error) => Err(error),
            };
        }
        ReportScopeKind::Region | ReportScopeKind::Municipality => {
            bodies(reader, vec![OrganisationId(scope.id)]).await?.remove(&OrganisationId(scope.id))
        }
    };
    let Some(body) = body else { return Ok(Some(Fault::unknown_reference("/scope/id"))) };
    let town = matches!(body.kind, K::Municipality | K::IndependentCity);
    let message = || Text::new("Das ist keine Gemeinde.", "This is no municipality.");
    let wrong = scope.kind == ReportScopeKind::Municipality && !town;
    Ok(wrong.then(|| Fault::new("/scope/id", "no_municipality", message())))
}

fn rhythm_of(
    word: RhythmWord,
    weekday: Option<i32>,
    month_day: Option<i32>,
    faults: &mut Vec<Fault>,
) -> Rhythm {
    Rhythm::of(word, weekday, month_day).unwrap_or_else(|| {
        let pointer = if word == RhythmWord::Weekly { "/weekday" } else { "/month_day" };
        let message = Text::new("Bitte wählen Sie den Tag.", "Please choose the day.");
        faults.push(Fault::new(pointer, "required", message));
        Rhythm::None
    })
}

fn word(language: Language) -> String {
    if language == Language::En { "en" } else { "de" }.to_owned()
}
