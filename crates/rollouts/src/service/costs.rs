//! What services cost in a year, entered by those who manage the catalogue.
use super::catalogue::{ServiceFacts, services_by_ids};
use crate::entity::service_cost as row;
use crate::events;
use crate::input::{ServiceCostCreate, ServiceCostListParams, ServiceCostPatch};
use crate::levy::{Cost, LevyLevel, LevyShares, Split};
use crate::policy::SERVICE_WRITE;
use crate::types::ServiceLevel;
use crate::view::ServiceCostView;
use chrono::NaiveDate;
use dienstweg_kernel::ctx::Extent;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{ServiceCostId, ServiceId};
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Error, Reader, Result, Tx, text};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, Set};
use std::collections::HashMap;

type Row = Visible<row::Entity>;

const SORTS: &[(&str, row::Column)] = &[("year", row::Column::Year), ("updated_at", row::Column::UpdatedAt)];
/// Ten billion euros.
const MOST_CENTS: i64 = 1_000_000_000_000;
const MOST_PARTS: i32 = 10_000;
const SOURCE_MAX: usize = 500;

/// Which municipal level bears a service where nothing else is said. A task of associations is one of their members.
fn bearer(level: ServiceLevel) -> LevyLevel {
    match level {
        ServiceLevel::Municipality | ServiceLevel::Association => LevyLevel::Municipality,
        ServiceLevel::District => LevyLevel::District,
        ServiceLevel::Bezirk => LevyLevel::Bezirk,
    }
}

fn stated(row: &row::Model) -> Option<LevyShares> {
    Some(LevyShares {
        bezirk: row.bezirk_parts?,
        district: row.district_parts?,
        municipality: row.municipality_parts?,
    })
}

fn cost(row: &row::Model, level: Option<ServiceLevel>) -> Cost {
    let by_level = || LevyShares::all_of(level.map_or(LevyLevel::Municipality, bearer));
    Cost {
        operation_cents: row.operation_cents,
        first_cents: row.first_cents,
        shares: stated(row).unwrap_or_else(by_level),
    }
}

/// A service that is paid for in a year.
#[derive(Clone, Debug)]
pub struct ChargedService {
    pub service: Named,
    pub cost: Cost,
}

/// All services with costs in a year, by name. Two statements.
pub async fn charged_services(reader: &Reader, year: i32) -> Result<Vec<ChargedService>> {
    let rows = reader.select::<row::Entity>().filter(row::Column::Year.eq(year)).all().await?;
    let services = services_of(reader, &rows).await?;
    let charged = |row: &Row| {
        let facts = services.get(&row.service_id);
        ChargedService { service: named(row, facts), cost: cost(row, facts.map(|facts| facts.level)) }
    };
    let mut all: Vec<ChargedService> = rows.iter().map(charged).collect();
    let name = |one: &ChargedService| text::sort_key(one.service.name.as_deref().unwrap_or_default());
    all.sort_by_cached_key(|one| (name(one), one.service.id));
    Ok(all)
}

async fn services_of(reader: &Reader, rows: &[Row]) -> Result<HashMap<ServiceId, ServiceFacts>> {
    services_by_ids(reader, rows.iter().map(|row| row.service_id).collect()).await
}

fn named(row: &row::Model, facts: Option<&ServiceFacts>) -> Named {
    let (name, key) = (facts.map(|facts| facts.name.clone()), facts.map(|facts| facts.key.clone()));
    Named { id: row.service_id.0, name, key }
}

pub async fn service_cost_list(
    reader: &Reader,
    params: &ServiceCostListParams,
    request: &PageRequest,
) -> Result<Page<ServiceCostView>> {
    let sort = Sort::parse(params.sort.as_deref().unwrap_or("-year"), SORTS)?;
    let scoped = reader
        .select::<row::Entity>()
        .filter_opt(params.year, |year| row::Column::Year.eq(year))
        .filter_any(row::Column::ServiceId, params.service.clone());
    let page = scoped.page(sort, request).await?;
    let services = services_of(reader, &page.items).await?;
    Ok(page.map(|row| view(reader, &row, services.get(&row.service_id))))
}

/// # Errors
/// `not-found` where it is not there for the caller.
pub async fn service_cost_get(reader: &Reader, id: ServiceCostId) -> Result<ServiceCostView> {
    let row = reader.get::<row::Entity>(id).await?;
    one(reader, row).await
}

async fn one(reader: &Reader, row: Row) -> Result<ServiceCostView> {
    let services = services_by_ids(reader, vec![row.service_id]).await?;
    Ok(view(reader, &row, services.get(&row.service_id)))
}

fn view(reader: &Reader, row: &row::Model, facts: Option<&ServiceFacts>) -> ServiceCostView {
    let level = facts.map(|facts| facts.level);
    let cost = cost(row, level);
    let split = Split::of(&cost);
    let writes = reader.ctx().actor.extent(SERVICE_WRITE) == Some(Extent::Everything);
    ServiceCostView {
        id: row.id,
        service: named(row, facts),
        level,
        year: row.year,
        operation_cents: row.operation_cents,
        first_cents: row.first_cents,
        shares: cost.shares,
        by_level: stated(row).is_none(),
        state_cents: split.state_cents,
        municipal_cents: split.municipal_cents(),
        as_of: row.as_of,
        source: row.source.clone(),
        can: if writes { vec!["update", "delete"] } else { Vec::new() },
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// Enters what a service costs in a year.
///
/// # Errors
/// `duplicate` where that stands already, `invalid` with every fault.
pub async fn service_cost_create(tx: &Tx, input: &ServiceCostCreate) -> Result<ServiceCostView> {
    let now = tx.ctx().now();
    let row = row::Model {
        id: tx.ctx().new_id(),
        service_id: input.service_id,
        year: input.year,
        operation_cents: input.operation_cents,
        first_cents: input.first_cents,
        bezirk_parts: input.shares.map(|shares| shares.bezirk),
        district_parts: input.shares.map(|shares| shares.district),
        municipality_parts: input.shares.map(|shares| shares.municipality),
        as_of: input.as_of.unwrap_or_else(|| tx.ctx().today()),
        source: trimmed(input.source.clone()),
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let mut faults = faults(&row, tx.ctx().today());
    if services_by_ids(tx, vec![input.service_id]).await?.is_empty() {
        faults.push(Fault::unknown_reference("/service_id"));
    }
    Error::check(faults)?;
    let year = row.year;
    let row = row.into_active_model().reset_all();
    let row = tx.insert::<row::Entity>(SERVICE_WRITE, row, events::cost_entered(year)).await?;
    one(tx, row).await
}

/// # Errors
/// `not-found`, `stale`, `forbidden`; `invalid` with every fault.
pub async fn service_cost_patch(
    tx: &Tx,
    id: ServiceCostId,
    seen: IfMatch,
    patch: ServiceCostPatch,
) -> Result<ServiceCostView> {
    let row = tx.lock::<row::Entity>(id, SERVICE_WRITE, seen).await?;
    let (mut next, mut faults_found) = ((*row).clone(), Vec::new());
    let faults_of = &mut faults_found;
    next.operation_cents =
        patch.operation_cents.required("/operation_cents", faults_of).unwrap_or(next.operation_cents);
    next.first_cents = patch.first_cents.required("/first_cents", faults_of).unwrap_or(next.first_cents);
    next.as_of = patch.as_of.required("/as_of", faults_of).unwrap_or(next.as_of);
    if let Some(shares) = patch.shares.into_change() {
        next.bezirk_parts = shares.map(|shares| shares.bezirk);
        next.district_parts = shares.map(|shares| shares.district);
        next.municipality_parts = shares.map(|shares| shares.municipality);
    }
    if let Some(source) = patch.source.into_change() {
        next.source = trimmed(source);
    }
    faults_found.extend(faults(&next, tx.ctx().today()));
    Error::check(faults_found)?;
    if next == *row {
        return one(tx, row.unchanged()).await;
    }
    let mut change = next.into_active_model().reset_all();
    change.version = Set(row.version);
    change.updated_at = Set(tx.ctx().now());
    let year = row.year;
    let row = tx.update(row, change, events::cost_changed(year)).await?;
    one(tx, row).await
}

/// Takes out what a service costs in a year.
///
/// # Errors
/// `not-found`, `stale`, `forbidden`.
pub async fn service_cost_delete(tx: &Tx, id: ServiceCostId, seen: IfMatch) -> Result<()> {
    let row = tx.lock::<row::Entity>(id, SERVICE_WRITE, seen).await?;
    let year = row.year;
    tx.remove(row, events::cost_removed(year)).await
}

fn trimmed(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn faults(row: &row::Model, today: NaiveDate) -> Vec<Fault> {
    let range = |pointer: &'static str, de: &'static str, en: &'static str| {
        Fault::new(pointer, "range", Text::new(de, en))
    };
    let mut faults = Vec::new();
    if !(2020..=2100).contains(&row.year) {
        faults.push(range("/year", "Ein Jahr von 2020 bis 2100.", "A year from 2020 to 2100."));
    }
    for (pointer, cents) in [("/operation_cents", row.operation_cents), ("/first_cents", row.first_cents)] {
        if !(0..=MOST_CENTS).contains(&cents) {
            faults.push(range(pointer, "0 bis 10 Milliarden Euro.", "0 to 10 billion euros."));
        }
    }
    if let Some(shares) = stated(row) {
        let parts = LevyLevel::ALL.map(|level| shares.of(level));
        if parts.iter().any(|parts| !(0..=MOST_PARTS).contains(parts)) {
            faults.push(range("/shares", "Anteile von 0 bis 10.000.", "Parts from 0 to 10,000."));
        } else if parts.iter().all(|parts| *parts == 0) {
            let text = Text::new("Mindestens eine Ebene muss zahlen.", "At least one level has to pay.");
            faults.push(Fault::new("/shares", "nobody", text));
        }
    }
    if row.as_of > today {
        let text = Text::new("Der Stand liegt in der Zukunft.", "The day lies in the future.");
        faults.push(Fault::new("/as_of", "future", text));
    }
    if row.source.as_ref().is_some_and(|source| source.chars().count() > SOURCE_MAX) {
        let text = Text::new("Höchstens 500 Zeichen.", "At most 500 characters.");
        faults.push(Fault::new("/source", "length", text));
    }
    faults
}
