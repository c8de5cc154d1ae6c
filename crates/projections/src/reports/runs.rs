//! Sendings: what is due, what goes out, what became of it.
use super::entity::copy::{self, CopyOutcome};
use super::entity::recipient::{self, RecipientKind};
use super::entity::{report, run};
use super::input::ReportScope;
use super::policy::{REPORT_READ, REPORT_SCHEDULE};
use super::rhythm::{Rhythm, latest, next_after};
use super::view::{ReportCopyView, ReportSendingView, changes, language_of};
use chrono::{Duration, NaiveDate};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::db::{IfMatch, UnscopedWrite, Whole};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::Locked;
use dienstweg_kernel::ids::{ActorId, ReportId, ReportRunId, RoleId, UserId};
use dienstweg_kernel::labels::Labels;
use dienstweg_kernel::{Error, Reader, Result, Tx};
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, Order, QueryFilter, QueryTrait};
use std::collections::HashMap;
use uuid::Uuid;

/// What was sent is remembered this long.
const KEEP: Duration = Duration::days(400);

/// A report that is to be sent.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub id: ReportId,
    pub scope: ReportScope,
    pub language: Language,
    pub xlsx: bool,
    /// The day it was sent last.
    pub since: Option<NaiveDate>,
    pub users: Vec<UserId>,
    pub roles: Vec<RoleId>,
    rhythm: Rhythm,
}

/// Why a report is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// It was due on that day.
    Due(NaiveDate),
    /// Somebody wants it now, as it was seen.
    ByHand(IfMatch),
}

/// What becomes of it for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copy {
    pub user: UserId,
    pub outcome: CopyOutcome,
}

impl Outgoing {
    fn new(whole: &Whole<report::Entity>) -> Result<Self> {
        let (row, parts) = (&whole.row, whole.parts::<recipient::Entity>()?);
        let holders = |kind: RecipientKind| {
            parts.iter().filter(move |part| part.kind == kind).map(|part| part.holder_id)
        };
        let mut users: Vec<UserId> = holders(RecipientKind::User).map(UserId).collect();
        if parts.is_empty() {
            users.push(UserId(row.owner_id.0));
        }
        Ok(Self {
            id: row.id,
            scope: ReportScope { kind: row.scope_kind, id: row.scope_id },
            language: language_of(&row.language),
            xlsx: row.xlsx,
            since: row.last_on,
            users,
            roles: holders(RecipientKind::Role).map(RoleId).collect(),
            rhythm: rhythm(row),
        })
    }
}

fn rhythm(row: &report::Model) -> Rhythm {
    Rhythm::of(row.rhythm, row.weekday, row.month_day).unwrap_or(Rhythm::None)
}

/// Reports whose time has come, with the day of their last occasion. One statement.
pub async fn report_due(reader: &Reader, limit: u64) -> Result<Vec<(Outgoing, NaiveDate)>> {
    let now = reader.ctx().now();
    let due = reader
        .select::<report::Entity>()
        .with::<recipient::Entity>()
        .filter(report::Column::NextAt.lte(now))
        .order(report::Column::NextAt, Order::Asc);
    let mut found = Vec::new();
    for whole in due.limit(limit).wholes().await? {
        let outgoing = Outgoing::new(&whole)?;
        let day = latest(outgoing.rhythm, now).unwrap_or_else(|| reader.ctx().today());
        found.push((outgoing, day));
    }
    Ok(found)
}

/// A report that somebody wants to send.
///
/// # Errors
/// `not-found` where the caller does not see it.
pub async fn report_outgoing(reader: &Reader, id: ReportId) -> Result<Outgoing> {
    let select = reader.select::<report::Entity>().with::<recipient::Entity>();
    Outgoing::new(&select.filter(report::Column::Id.eq(id)).whole().await?)
}

/// Notes a sending with this commit. Nothing where the occasion was sent before.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`.
pub async fn report_run(
    tx: &Tx,
    outgoing: &Outgoing,
    occasion: Occasion,
    copies: &[Copy],
) -> Result<Option<ReportRunId>> {
    let seen = match occasion {
        Occasion::ByHand(seen) => seen,
        Occasion::Due(_) => IfMatch::Any,
    };
    let row = tx.lock::<report::Entity>(outgoing.id, REPORT_READ, seen).await?;
    let id: ReportRunId = tx.ctx().new_id();
    let (day, word) = match occasion {
        Occasion::Due(day) => (day, day.to_string()),
        Occasion::ByHand(_) if !changes(&row, &tx.ctx().actor) => {
            return Err(Error::forbidden(REPORT_SCHEDULE));
        }
        Occasion::ByHand(_) => (tx.ctx().today(), id.0.to_string()),
    };
    let mut change = row.change();
    if matches!(occasion, Occasion::Due(_)) {
        change.next_at = Set(next_after(rhythm(&row), tx.ctx().now()));
    }
    let stored = run::ActiveModel {
        id: Set(id),
        report_id: Set(row.id),
        occasion: Set(word),
        day: Set(day),
        started_by: Set(tx.ctx().actor.id),
        started_at: Set(tx.ctx().now()),
    };
    let mut known = OnConflict::columns([run::Column::ReportId, run::Column::Occasion]);
    known.do_nothing();
    let new = sendings(tx).run(&run::Entity::insert(stored).on_conflict(known).into_query()).await? == 1;
    if !new {
        tx.derive(row, change).await?;
        return Ok(None);
    }
    note(tx, row, change, (id, day), copies).await.map(Some)
}

async fn note(
    tx: &Tx,
    row: Locked<report::Entity>,
    mut change: report::ActiveModel,
    (id, day): (ReportRunId, NaiveDate),
    copies: &[Copy],
) -> Result<ReportRunId> {
    let rows = copies.iter().map(|one| copy::ActiveModel {
        run_id: Set(id),
        user_id: Set(one.user),
        outcome: Set(one.outcome),
    });
    sendings(tx).insert_many(rows.collect()).await?;
    change.last_run_id = Set(Some(id));
    change.last_on = Set(Some(day));
    let subject = <report::Entity as dienstweg_kernel::guard::Guarded>::subject(&row);
    let row = tx.derive(row, change).await?;
    let queued = copies.iter().filter(|one| one.outcome == CopyOutcome::Queued).count();
    tx.emit(subject, Fact::new("report.sent").told("day", row.last_on).told("copies", queued));
    Ok(id)
}

/// Forgets what was sent long ago. Answers how many sendings.
pub async fn runs_forget(tx: &Tx) -> Result<u64> {
    let before = tx.ctx().now() - KEEP;
    let old = Query::delete().from_table(run::Entity).and_where(run::Column::StartedAt.lt(before)).take();
    sendings(tx).run(&old).await
}

fn sendings(tx: &Tx) -> UnscopedWrite<'_> {
    tx.unscoped_write("sendings of a report that is locked, and old ones")
}

/// The last sendings of some reports.
pub(super) struct Sendings(HashMap<ReportRunId, (run::Model, Vec<copy::Model>)>);

impl Sendings {
    /// Two statements, none without ids.
    pub async fn load(reader: &Reader, ids: Vec<ReportRunId>) -> Result<Self> {
        if ids.is_empty() {
            return Ok(Self(HashMap::new()));
        }
        let seen = reader.unscoped("the last sendings of reports the caller sees");
        let runs = seen.all(run::Entity::find().filter(run::Column::Id.is_in(ids.clone()))).await?;
        let copies = seen.all(copy::Entity::find().filter(copy::Column::RunId.is_in(ids))).await?;
        let mut all: HashMap<_, _> = runs.into_iter().map(|run| (run.id, (run, Vec::new()))).collect();
        for copy in copies {
            if let Some((_, its)) = all.get_mut(&copy.run_id) {
                its.push(copy);
            }
        }
        Ok(Self(all))
    }

    /// Whom they name.
    pub fn named(&self) -> impl Iterator<Item = Uuid> {
        self.0
            .values()
            .flat_map(|(run, copies)| copies.iter().map(|copy| copy.user_id.0).chain([run.started_by.0]))
    }

    /// One of them; `only`: with the copy of this person alone.
    pub fn view(&self, id: ReportRunId, labels: &Labels, only: Option<ActorId>) -> Option<ReportSendingView> {
        let (run, copies) = self.0.get(&id)?;
        let told = copies.iter().filter(|copy| only.is_none_or(|own| own.0 == copy.user_id.0));
        let mut copies: Vec<ReportCopyView> = told
            .map(|copy| ReportCopyView { user: labels.named(copy.user_id), outcome: copy.outcome })
            .collect();
        copies.sort_by(|one, other| (&one.user.name, one.user.id).cmp(&(&other.user.name, other.user.id)));
        Some(ReportSendingView { day: run.day, at: run.started_at, by: labels.named(run.started_by), copies })
    }
}
