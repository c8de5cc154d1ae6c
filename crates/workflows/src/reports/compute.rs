//! Putting a report together.
use super::figures::{self, Past};
use super::filter::Filter;
use super::model::ReportContent;
use super::tables;
use super::words::Say;
use chrono::{Days, NaiveDate};
use dienstweg_customers::service::{bodies, reached};
use dienstweg_kernel::ctx::Extent;
use dienstweg_kernel::error::codes;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId};
use dienstweg_kernel::{Error, Reader, Result};
use dienstweg_projections::reports::{ReportScope, ReportScopeKind, ReportScopeView};
use dienstweg_rollouts::policy::ROLLOUT_READ;
use dienstweg_rollouts::service::{programme_get, rollouts_count, template_words};

/// Days looked back where there was no report before.
const WEEK: Days = Days::new(7);

/// What a report is computed of.
pub(super) struct Asked<'r> {
    pub reader: &'r Reader,
    pub scope: ReportScope,
    pub all: Filter,
    pub since: NaiveDate,
    pub today: NaiveDate,
    pub say: Say,
}

impl Asked<'_> {
    pub fn region(&self) -> Option<OrganisationId> {
        (self.scope.kind != ReportScopeKind::Programme).then_some(OrganisationId(self.scope.id))
    }

    pub fn programme(&self) -> Option<ProgrammeId> {
        (self.scope.kind == ReportScopeKind::Programme).then_some(ProgrammeId(self.scope.id))
    }
}

/// The report as the caller may see it, in the language of its context. `since`: the day of the last one.
///
/// # Errors
/// `not-found` where what it is about is not there for the caller; `forbidden` without `rollout:read`.
pub async fn report_content(
    reader: &Reader,
    scope: ReportScope,
    since: Option<NaiveDate>,
) -> Result<ReportContent> {
    let ctx = reader.ctx();
    if !ctx.actor.has(ROLLOUT_READ) {
        return Err(Error::forbidden(ROLLOUT_READ));
    }
    if !sees(reader, scope).await? {
        return Err(Error::not_found());
    }
    let (today, say) = (ctx.today(), Say(ctx.language));
    let since = since.unwrap_or(today - WEEK);
    let asked = Asked { reader, scope, all: Filter::of(scope), since, today, say };
    let named = reader.labels([scope.id]).await?.named(scope.id);
    let past = if is_whole(reader, scope).await? { Past::load(&asked).await? } else { None };
    let words = template_words(reader).await?;
    let groups = figures::groups(&asked, past.as_ref(), &words).await?;
    let tables = tables::tables(&asked).await?;
    Ok(ReportContent {
        title: say.title(scope.kind, named.name.as_deref().unwrap_or("–")),
        scope: ReportScopeView { kind: scope.kind, named },
        language: ctx.language,
        day: today,
        made_at: ctx.now(),
        reader: ctx.actor.name.to_string(),
        since,
        compared_with: past.map(|past| past.day),
        groups,
        tables,
    })
}

/// Whether what a report is about is there for the caller.
async fn sees(reader: &Reader, scope: ReportScope) -> Result<bool> {
    if scope.kind != ReportScopeKind::Programme {
        return Ok(!bodies(reader, vec![OrganisationId(scope.id)]).await?.is_empty());
    }
    match programme_get(reader, ProgrammeId(scope.id)).await {
        Ok(_) => Ok(true),
        Err(error) if [codes::NOT_FOUND, codes::FORBIDDEN].contains(&error.code()) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether the caller sees any rollout a report is about, and so has something to read.
pub(super) async fn concerns(reader: &Reader, scope: ReportScope) -> Result<bool> {
    if !reader.ctx().actor.has(ROLLOUT_READ) || !sees(reader, scope).await? {
        return Ok(false);
    }
    Ok(rollouts_count(reader, &Filter::of(scope).params()?).await? > 0)
}

/// Whether the caller sees all of it: days that are over were counted by whole regions, and a part of them compares with
/// nothing. No day was counted by municipality.
async fn is_whole(reader: &Reader, scope: ReportScope) -> Result<bool> {
    if scope.kind == ReportScopeKind::Municipality {
        return Ok(false);
    }
    if reader.ctx().actor.extent(ROLLOUT_READ) == Some(Extent::Everything) {
        return Ok(true);
    }
    let region = scope.kind == ReportScopeKind::Region;
    Ok(region && reached(reader, ROLLOUT_READ, "organisation", scope.id).await? == Some(true))
}
