//! How figures went over time.
use super::entity::change;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use dienstweg_kernel::guard::tables::subtree;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ServiceId};
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::service::{TemplateWords, template_words};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{ColumnTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// By what rollouts are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrendBy {
    /// Live, what it came out as instead, or the state of its course.
    #[default]
    Standing,
    /// The phase, of those that are neither live nor over.
    Phase,
    /// The light, of the same.
    Light,
    /// The role that has to act, of running ones: their sum over working days is the time waited for each.
    BallRole,
}

/// Which days are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrendStep {
    Day,
    /// Sundays, and the last day.
    #[default]
    Week,
    /// Ends of months, and the last day.
    Month,
}

/// What is to be seen.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub by: TrendBy,
    pub step: TrendStep,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub below: Option<OrganisationId>,
    pub programme: Option<ProgrammeId>,
    pub service: Option<ServiceId>,
}

/// How many rollouts stood so at the end of a day.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({"day": "2026-03-01", "key": "technology", "name": "Technik", "rollouts": 41, "people": 402117}))]
pub struct TrendRow {
    pub day: NaiveDate,
    /// Word of standing or light, key of phase or role.
    pub key: String,
    /// The name of phase or role.
    #[schema(required)]
    pub name: Option<String>,
    pub rollouts: i64,
    /// The people these rollouts cover, each once per service.
    pub people: i64,
}

#[derive(Debug, FromQueryResult)]
struct Change {
    day: NaiveDate,
    key: String,
    rollouts: i64,
    people: i64,
}

/// A sum as a whole number: PostgreSQL sums big integers up to decimals.
pub(super) fn total(sum: Expr) -> Expr {
    use sea_orm::sea_query::{Alias, ExprTrait};
    sum.cast_as(Alias::new("bigint"))
}

/// How the rollouts of regions the caller sees as a whole stood on past days; at most a year unless days are named.
/// Two statements.
pub async fn trend(reader: &Reader, wanted: &Wanted) -> Result<Vec<TrendRow>> {
    let until = wanted.until.unwrap_or_else(|| reader.ctx().today() - Days::new(1));
    let from = wanted.from.unwrap_or(until - Days::new(365));
    let changes = changes(reader, wanted, until).await?;
    let Some(first) = changes.first().map(|change| change.day.max(from)) else { return Ok(Vec::new()) };
    let words = template_words(reader).await?;
    let mut changes = changes.into_iter().peekable();
    let mut sums: BTreeMap<(usize, String), (i64, i64)> = BTreeMap::new();
    let mut rows = Vec::new();
    for day in first.iter_days().take_while(|day| *day <= until) {
        while let Some(change) = changes.next_if(|change| change.day <= day) {
            let sum = sums.entry((place(wanted.by, &change.key, &words), change.key)).or_default();
            (sum.0, sum.1) = (sum.0 + change.rollouts, sum.1 + change.people);
        }
        if told(wanted.step, day) || day == until {
            rows.extend(sums.iter().map(|((_, key), (rollouts, people))| TrendRow {
                day,
                key: key.clone(),
                name: name(wanted.by, key, &words),
                rollouts: *rollouts,
                people: *people,
            }));
        }
    }
    Ok(rows)
}

async fn changes(reader: &Reader, wanted: &Wanted, until: NaiveDate) -> Result<Vec<Change>> {
    use change::Column as C;
    let (column, standings): (C, &[&str]) = match wanted.by {
        TrendBy::Standing => (C::Standing, &[]),
        TrendBy::Phase => (C::Phase, &["not_started", "running", "deferred"]),
        TrendBy::Light => (C::Light, &["not_started", "running", "deferred"]),
        TrendBy::BallRole => (C::BallRole, &["running"]),
    };
    let sum = |column: C| total(Func::sum(Expr::col(column.as_column_ref())).into());
    let key = Expr::col(column.as_column_ref());
    let mut rows: Vec<Change> = reader
        .select::<change::Entity>()
        .filter(C::Day.lte(until))
        .filter_any(C::Standing, standings.to_vec())
        .filter_opt(wanted.below, |top| C::RegionId.in_subquery(subtree([top])))
        .filter_opt(wanted.programme, |id| C::ProgrammeId.eq(id))
        .filter_opt(wanted.service, |id| C::ServiceId.eq(id))
        .summarise(
            &[C::Day, column],
            [(Func::max(key).into(), "key"), (sum(C::Rollouts), "rollouts"), (sum(C::People), "people")],
        )
        .await?;
    rows.sort_by(|one, other| (one.day, &one.key).cmp(&(other.day, &other.key)));
    Ok(rows)
}

fn told(step: TrendStep, day: NaiveDate) -> bool {
    match step {
        TrendStep::Day => true,
        TrendStep::Week => day.weekday() == Weekday::Sun,
        TrendStep::Month => day.succ_opt().is_some_and(|next| next.day() == 1),
    }
}

/// Phases in the order of the course, all else by its key.
fn place(by: TrendBy, key: &str, words: &TemplateWords) -> usize {
    match by {
        TrendBy::Phase => words.phases.iter().position(|(known, _)| known == key).unwrap_or(usize::MAX),
        _ => 0,
    }
}

fn name(by: TrendBy, key: &str, words: &TemplateWords) -> Option<String> {
    match by {
        TrendBy::Phase => words.phases.iter().find(|(known, _)| known == key).map(|(_, name)| name.clone()),
        TrendBy::BallRole => Some(words.role(key)),
        TrendBy::Standing | TrendBy::Light => None,
    }
}
