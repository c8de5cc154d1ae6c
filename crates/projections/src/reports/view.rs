//! What callers get to see of reports.
use super::entity::copy::CopyOutcome;
use super::entity::recipient::{self, RecipientKind};
use super::entity::report::{self, ReportScopeKind};
use super::policy::{REPORT_SCHEDULE, manages};
use super::rhythm::RhythmWord;
use super::runs::Sendings;
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::Result;
use dienstweg_kernel::ctx::{Actor, Language};
use dienstweg_kernel::db::Whole;
use dienstweg_kernel::ids::ReportId;
use dienstweg_kernel::labels::{Labels, Named};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A status report that somebody keeps.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = StatusReport)]
pub struct ReportView {
    pub id: ReportId,
    pub name: String,
    pub scope: ReportScopeView,
    pub language: Language,
    pub rhythm: RhythmWord,
    #[schema(required)]
    pub weekday: Option<i32>,
    #[schema(required)]
    pub month_day: Option<i32>,
    pub xlsx: bool,
    pub owner: Named,
    /// Whether it is the caller's own.
    pub own: bool,
    /// Who gets it; nobody named: its owner.
    pub users: Vec<Named>,
    pub roles: Vec<Named>,
    /// When it is sent next.
    #[schema(required)]
    pub next_at: Option<DateTime<Utc>>,
    #[schema(required)]
    pub last: Option<ReportSendingView>,
    /// `update`, `delete`, `send`, `share`.
    pub can: Vec<&'static str>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// What a report is about, with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportScopeView {
    pub kind: ReportScopeKind,
    #[serde(flatten)]
    pub named: Named,
}

/// When it was sent last, and to whom. Who may not change the report is told of the own copy alone.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportSendingView {
    pub day: NaiveDate,
    pub at: DateTime<Utc>,
    pub by: Named,
    pub copies: Vec<ReportCopyView>,
}

/// What became of it for one person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportCopyView {
    pub user: Named,
    pub outcome: CopyOutcome,
}

/// Whether the caller may change it.
pub(super) fn changes(row: &report::Model, actor: &Actor) -> bool {
    row.owner_id == actor.id || manages(actor)
}

pub(super) fn language_of(word: &str) -> Language {
    if word == "en" { Language::En } else { Language::De }
}

/// What a report names.
pub(super) fn named(whole: &Whole<report::Entity>) -> Result<Vec<Uuid>> {
    let holders = whole.parts::<recipient::Entity>()?.into_iter().map(|row| row.holder_id);
    Ok(holders.chain([whole.row.owner_id.0, whole.row.scope_id]).collect())
}

impl ReportView {
    pub(super) fn new(
        whole: &Whole<report::Entity>,
        labels: &Labels,
        sendings: &Sendings,
        actor: &Actor,
    ) -> Result<Self> {
        let (row, parts) = (&whole.row, whole.parts::<recipient::Entity>()?);
        let may = changes(row, actor);
        let holders = |kind: RecipientKind| {
            let of_kind = parts.iter().filter(|part| part.kind == kind);
            let mut named: Vec<Named> = of_kind.map(|part| labels.named(part.holder_id)).collect();
            named.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
            named
        };
        let mut can = if may { vec!["update", "delete", "send"] } else { Vec::new() };
        if may && actor.has(REPORT_SCHEDULE) {
            can.push("share");
        }
        Ok(Self {
            id: row.id,
            name: row.name.clone(),
            scope: ReportScopeView { kind: row.scope_kind, named: labels.named(row.scope_id) },
            language: language_of(&row.language),
            rhythm: row.rhythm,
            weekday: row.weekday,
            month_day: row.month_day,
            xlsx: row.xlsx,
            owner: labels.named(row.owner_id),
            own: row.owner_id == actor.id,
            users: holders(RecipientKind::User),
            roles: holders(RecipientKind::Role),
            next_at: row.next_at,
            last: row.last_run_id.and_then(|id| sendings.view(id, labels, (!may).then_some(actor.id))),
            can,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}
