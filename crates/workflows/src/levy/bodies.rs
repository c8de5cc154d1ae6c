//! What single bodies pay: those the caller sees.
use super::{Grounds, levels};
use dienstweg_customers::OrganisationKind;
use dienstweg_customers::policy::ORGANISATION_READ;
use dienstweg_customers::service::{Bodies, Populated, body_rows};
use dienstweg_kernel::error::{Fault, Text, codes};
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::page::{Cursor, Page, PageRequest, SortValue};
use dienstweg_kernel::{Error, Reader, Result, text};
use dienstweg_rollouts::levy::{LevyLevel, portions};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::{IntoParams, ToSchema};

const PAYERS: &[OrganisationKind] = &[
    OrganisationKind::Bezirk,
    OrganisationKind::District,
    OrganisationKind::IndependentCity,
    OrganisationKind::Municipality,
];
const SORTS: [&str; 3] = ["name", "population", "amount"];

/// Narrows the list of what bodies pay. Repeat a parameter for several values.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct LevyListParams {
    /// The present one where it is not said.
    #[param(minimum = 2020, maximum = 2100)]
    pub year: Option<i32>,
    /// Bodies that pay on this level.
    pub level: Vec<LevyLevel>,
    /// In the subtree of this organisation.
    pub below: Option<OrganisationId>,
    pub body: Vec<OrganisationId>,
    /// Part of the name, or the beginning of the key.
    pub q: Option<String>,
    /// `name` (default), `population`, `amount`; with `-` descending.
    pub sort: Option<String>,
}

/// What a body pays in a year.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LevyRow {
    /// Of the body.
    pub id: OrganisationId,
    pub body: Named,
    pub kind: OrganisationKind,
    /// The government district it lies in.
    pub region: Named,
    pub population: i64,
    /// On the level of the Bezirke, in euro cents; `null` where it does not pay on it.
    #[schema(required)]
    pub bezirk_cents: Option<i64>,
    /// On the level of the Landkreise and kreisfreie Städte.
    #[schema(required)]
    pub district_cents: Option<i64>,
    /// On the level of the municipalities.
    #[schema(required)]
    pub municipality_cents: Option<i64>,
    /// In all.
    pub amount_cents: i64,
}

/// What a body pays for one service on one level.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LevyLine {
    pub service: Named,
    pub level: LevyLevel,
    /// What the bodies of the level bear of it together, in euro cents.
    pub level_cents: i64,
    pub amount_cents: i64,
}

/// What a body pays in a year, service by service.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LevyView {
    #[serde(flatten)]
    pub row: LevyRow,
    pub year: i32,
    pub lines: Vec<LevyLine>,
    /// What rounding up to full euros adds to the lines, in euro cents.
    pub rounding_cents: i64,
}

/// What the bodies the caller sees pay in a year. Four statements.
///
/// # Errors
/// `forbidden` without a right to read the catalogue; `malformed`, `unknown-parameter`.
pub async fn levy_list(
    reader: &Reader,
    params: &LevyListParams,
    request: &PageRequest,
) -> Result<Page<LevyRow>> {
    let sort = params.sort.as_deref().unwrap_or("name");
    check_sort(sort)?;
    let grounds = Grounds::load(reader, params.year).await?;
    let bodies = Bodies { kinds: PAYERS, below: params.below, some: params.body.clone() };
    let seen = body_rows(reader, ORGANISATION_READ, &bodies).await?;
    let seen: HashSet<OrganisationId> = seen.iter().map(|row| row.id).collect();
    let folded = params.q.as_deref().map(|q| (text::sort_key(q), q.trim().to_owned()));
    let named = |body: &Populated| {
        folded.as_ref().is_none_or(|(folded, q)| {
            body.sort_key.contains(folded) || body.key.as_ref().is_some_and(|key| key.starts_with(q))
        })
    };
    let on_level = |body: &Populated| {
        params.level.is_empty() || levels(body.kind).iter().any(|level| params.level.contains(level))
    };
    let wanted = |body: &&Populated| seen.contains(&body.id) && named(body) && on_level(body);
    let rows = grounds.bodies.iter().filter(wanted).map(|body| (body.sort_key.as_str(), row(&grounds, body)));
    page(rows.collect(), sort, request)
}

/// What one body pays, service by service. Four statements.
///
/// # Errors
/// `not-found` where the caller does not see it, or it pays nothing by its kind.
pub async fn levy_get(reader: &Reader, id: OrganisationId, year: Option<i32>) -> Result<LevyView> {
    let grounds = Grounds::load(reader, year).await?;
    let bodies = Bodies { kinds: PAYERS, below: None, some: vec![id] };
    let seen = body_rows(reader, ORGANISATION_READ, &bodies).await?;
    let found = grounds.bodies.iter().find(|body| body.id == id).filter(|_| !seen.is_empty());
    let body = found.ok_or_else(Error::not_found)?;
    let lines: Vec<LevyLine> =
        levels(body.kind).iter().flat_map(|level| lines(&grounds, body, *level)).collect();
    let row = row(&grounds, body);
    let rounding_cents = row.amount_cents - lines.iter().map(|line| line.amount_cents).sum::<i64>();
    Ok(LevyView { row, year: grounds.year, lines, rounding_cents })
}

fn row(grounds: &Grounds, body: &Populated) -> LevyRow {
    let on = |level: LevyLevel| grounds.amounts(body).find(|(of, _)| *of == level).map(|(_, cents)| cents);
    LevyRow {
        id: body.id,
        body: Named { id: body.id.0, name: Some(body.name.clone()), key: body.key.clone() },
        kind: body.kind,
        region: Named { id: body.region.0, name: Some(body.region_name.clone()), key: None },
        population: body.people,
        bezirk_cents: on(LevyLevel::Bezirk),
        district_cents: on(LevyLevel::District),
        municipality_cents: on(LevyLevel::Municipality),
        amount_cents: grounds.amounts(body).map(|(_, cents)| cents).sum(),
    }
}

fn lines(grounds: &Grounds, body: &Populated, level: LevyLevel) -> Vec<LevyLine> {
    let costs: Vec<i64> = grounds.services.iter().map(|(_, split)| split.level_cents(level)).collect();
    let own = portions(&costs, body.people, grounds.levy.level(level).people);
    let borne = grounds.services.iter().zip(costs).zip(own).filter(|((_, level_cents), _)| *level_cents > 0);
    borne
        .map(|(((charged, _), level_cents), amount_cents)| LevyLine {
            service: charged.service.clone(),
            level,
            level_cents,
            amount_cents,
        })
        .collect()
}

fn check_sort(sort: &str) -> Result<()> {
    if SORTS.contains(&sort.strip_prefix('-').unwrap_or(sort)) {
        return Ok(());
    }
    let valid = SORTS.join(", ");
    let text =
        Text::new(format!("Sortieren geht nach: {valid}."), format!("Sorting is possible by: {valid}."));
    Err(Error::new(codes::UNKNOWN_PARAMETER).with_faults(vec![Fault::new("sort", "unknown_sort", text)]))
}

/// A page of rows that were computed, with cursors like those of stored ones.
fn page(mut rows: Vec<(&str, LevyRow)>, sort: &str, request: &PageRequest) -> Result<Page<LevyRow>> {
    let value = |(name, row): &(&str, LevyRow)| match sort.strip_prefix('-').unwrap_or(sort) {
        "population" => SortValue::Number(row.population),
        "amount" => SortValue::Number(row.amount_cents),
        _ => SortValue::Text((*name).to_owned()),
    };
    let key = |row: &(&str, LevyRow)| {
        let (number, words) = match value(row) {
            SortValue::Number(number) => (number, String::new()),
            SortValue::Text(words) => (0, words),
            SortValue::Time(_) | SortValue::Date(_) => (0, String::new()),
        };
        (number, words, row.1.id.0)
    };
    rows.sort_by_cached_key(key);
    if sort.starts_with('-') {
        rows.reverse();
    }
    let total = request.count.then_some(rows.len() as u64);
    let begin = begin(&rows, sort, request.cursor.as_ref())?;
    let end = begin.saturating_add(usize::try_from(request.limit).unwrap_or(usize::MAX)).min(rows.len());
    let last = rows.get(end.wrapping_sub(1)).filter(|_| end < rows.len());
    let next = last.map(|row| Cursor { sort: sort.to_owned(), value: value(row), id: row.1.id.0 });
    let items = rows.drain(begin..end).map(|(_, row)| row).collect();
    Ok(Page { items, next, total })
}

/// Where the page after a cursor begins.
fn begin(rows: &[(&str, LevyRow)], sort: &str, cursor: Option<&Cursor>) -> Result<usize> {
    let Some(cursor) = cursor else { return Ok(0) };
    if cursor.sort != sort {
        let text = Text::new(
            "Der Cursor gehört zu einer anderen Sortierung.",
            "The cursor belongs to another order.",
        );
        return Err(Error::new(codes::MALFORMED).with_faults(vec![Fault::new("cursor", "other_sort", text)]));
    }
    Ok(rows.iter().position(|row| row.1.id.0 == cursor.id).map_or(rows.len(), |at| at + 1))
}
