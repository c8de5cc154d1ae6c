//! Waves: planned, started, moved. What follows for rollouts is done by a job.
mod rollouts;

pub use rollouts::{WaveRollout, wave_rollouts};

use crate::entity::{programme, wave};
use crate::input::{RolloutListParams, WaveCreate, WaveListParams, WavePatch};
use crate::policy::ROLLOUT_STEER;
use crate::service::steer::{RollupBy, rollup};
use crate::view::{RollupRow, WaveView};
use crate::{error, events, store};
use chrono::NaiveDate;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::guard::{Guarded, Visible};
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ServiceId, TemplateId, WaveId};
use dienstweg_kernel::labels::{Label, Labels};
use dienstweg_kernel::page::{Page, PageRequest, Sort};
use dienstweg_kernel::{Error, Reader, Result, Tx, text};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

/// Organisations belong to another domain; that one exists is told by its label.
const ORGANISATION: &str = "organisation";

/// What a wave is to do, for those who carry it out.
#[derive(Clone, Debug)]
pub struct WavePlan {
    pub id: WaveId,
    pub name: String,
    pub programme_id: ProgrammeId,
    pub template_id: TemplateId,
    pub region_id: Option<OrganisationId>,
    pub services: Vec<ServiceId>,
    /// None: all that do the services' tasks.
    pub bodies: Vec<OrganisationId>,
    pub key_date: NaiveDate,
    pub capacity_per_week: Option<usize>,
}

pub async fn wave_list(
    reader: &Reader,
    params: &WaveListParams,
    request: &PageRequest,
) -> Result<Page<WaveView>> {
    let sort = Sort { name: "key_date", column: wave::Column::KeyDate, descending: true };
    let scoped =
        reader.select::<wave::Entity>().filter_any(wave::Column::ProgrammeId, params.programme.clone());
    let page = scoped.page(sort, request).await?;
    let views = views(reader, &page.items).await?;
    Ok(page.with_items(views))
}

/// # Errors
/// `not-found` where it is not there for the caller.
pub async fn wave_get(reader: &Reader, id: WaveId) -> Result<WaveView> {
    let row = reader.get::<wave::Entity>(id).await?;
    wave_view(reader, &row).await
}

/// Plans a wave.
///
/// # Errors
/// `invalid` with every fault; `forbidden` where the caller does not steer rollouts of the region.
pub async fn wave_create(tx: &Tx, input: WaveCreate) -> Result<WaveView> {
    let mut faults = Vec::new();
    let programme = tx.get::<programme::Entity>(input.programme_id).await.ok();
    let offered: Vec<ServiceId> = programme.as_ref().map(|row| ids(&row.service_ids)).unwrap_or_default();
    if programme.is_none() {
        faults.push(Fault::unknown_reference("/programme_id"));
    }
    for (at, _) in input.service_ids.iter().enumerate().filter(|(_, id)| !offered.contains(id)) {
        let message =
            Text::new("Der Dienst gehört nicht zum Programm.", "This service is not part of the programme.");
        faults.push(Fault::new(format!("/service_ids/{at}"), "not_of_programme", message));
    }
    let places = input.region_id.into_iter().chain(input.body_ids.iter().copied());
    let labels = tx.labels(places.map(|id| id.0)).await?;
    if input.region_id.is_some_and(|id| !labels.is(id, ORGANISATION)) {
        faults.push(Fault::unknown_reference("/region_id"));
    }
    let unknown = input.body_ids.iter().enumerate().filter(|(_, id)| !labels.is(**id, ORGANISATION));
    faults.extend(unknown.map(|(at, _)| Fault::unknown_reference(format!("/body_ids/{at}"))));
    check_day(tx, input.key_date, &mut faults);
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let now = tx.ctx().now();
    let services = if input.service_ids.is_empty() { offered } else { input.service_ids };
    let row = wave::Model {
        id: tx.ctx().new_id(),
        sort_key: text::sort_key(&input.name),
        name: input.name,
        programme_id: input.programme_id,
        region_id: input.region_id,
        service_ids: services.iter().map(|id| Value::from(id.to_string())).collect(),
        body_ids: input.body_ids.iter().map(|id| Value::from(id.to_string())).collect(),
        key_date: input.key_date,
        capacity_per_week: input.capacity_per_week,
        started_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let row = row.into_active_model().reset_all();
    let row = tx.insert::<wave::Entity>(ROLLOUT_STEER, row, events::wave_created()).await?;
    announce(tx, &row);
    wave_view(tx, &row).await
}

/// Changes a wave that has not begun.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`; `wave-started`; `invalid` with every fault.
pub async fn wave_patch(tx: &Tx, id: WaveId, seen: IfMatch, patch: WavePatch) -> Result<WaveView> {
    let row = tx.lock::<wave::Entity>(id, ROLLOUT_STEER, seen).await?;
    if row.started_at.is_some() {
        return Err(Error::new(error::WAVE_STARTED));
    }
    let mut faults = Vec::new();
    let mut change = row.change();
    if let Some(name) = patch.name.into_change() {
        let name = name.unwrap_or_default();
        if name.trim().is_empty() || name.chars().count() > 200 {
            let message = Text::new("1 bis 200 Zeichen.", "1 to 200 characters.");
            faults.push(Fault::new("/name", "length", message));
        }
        change.sort_key = Set(text::sort_key(&name));
        change.name = Set(name);
    }
    match patch.key_date.into_change() {
        Some(Some(day)) => {
            check_day(tx, day, &mut faults);
            change.key_date = Set(day);
        }
        Some(None) => faults.push(Fault::unknown_reference("/key_date")),
        None => {}
    }
    if let Some(capacity) = patch.capacity_per_week.into_change() {
        if capacity.is_some_and(|capacity| !(1..=10_000).contains(&capacity)) {
            let message = Text::new("1 bis 10.000.", "1 to 10,000.");
            faults.push(Fault::new("/capacity_per_week", "range", message));
        }
        change.capacity_per_week = Set(capacity);
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    change.updated_at = Set(tx.ctx().now());
    let row = tx.update(row, change, events::wave_updated()).await?;
    announce(tx, &row);
    wave_view(tx, &row).await
}

/// What a wave is to do, as the caller has seen it; `by` another day where one is named. Nothing is changed yet.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`; `invalid` where the day has passed.
pub async fn wave_plan(tx: &Tx, id: WaveId, seen: IfMatch, by: Option<NaiveDate>) -> Result<WavePlan> {
    let row = tx.lock::<wave::Entity>(id, ROLLOUT_STEER, seen).await?;
    let mut faults = Vec::new();
    if let Some(day) = by {
        check_day(tx, day, &mut faults);
    }
    if faults.is_empty() { plan(tx, &row).await } else { Err(Error::invalid(faults)) }
}

/// Notes that rollouts of a wave have come to be; once is enough.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn wave_begun(tx: &Tx, id: WaveId) -> Result<()> {
    let row = tx.lock::<wave::Entity>(id, ROLLOUT_STEER, IfMatch::Any).await?;
    if row.started_at.is_none() {
        let mut change = row.change();
        change.started_at = Set(Some(tx.ctx().now()));
        change.updated_at = Set(tx.ctx().now());
        tx.update(row, change, events::wave_updated()).await?;
    }
    Ok(())
}

/// Notes that a wave is to be live by another day; once is enough.
///
/// # Errors
/// `not-found`, `forbidden`.
pub async fn wave_moved(tx: &Tx, id: WaveId, to: NaiveDate, reason: &str) -> Result<()> {
    let row = tx.lock::<wave::Entity>(id, ROLLOUT_STEER, IfMatch::Any).await?;
    if row.key_date != to {
        let (from, mut change) = (row.key_date, row.change());
        change.key_date = Set(to);
        change.updated_at = Set(tx.ctx().now());
        tx.update(row, change, events::wave_postponed(from, to, reason)).await?;
    }
    Ok(())
}

async fn plan(reader: &Reader, row: &wave::Model) -> Result<WavePlan> {
    let programme = reader.get::<programme::Entity>(row.programme_id).await?;
    Ok(WavePlan {
        id: row.id,
        name: row.name.clone(),
        programme_id: row.programme_id,
        template_id: programme.template_id,
        region_id: row.region_id,
        services: ids(&row.service_ids),
        bodies: ids(&row.body_ids),
        key_date: row.key_date,
        capacity_per_week: row.capacity_per_week.and_then(|capacity| usize::try_from(capacity).ok()),
    })
}

fn check_day(tx: &Tx, day: NaiveDate, faults: &mut Vec<Fault>) {
    if day <= tx.ctx().today() {
        let message = Text::new("Der Tag muss in der Zukunft liegen.", "The day must lie in the future.");
        faults.push(Fault::new("/key_date", "past", message));
    }
}

fn ids<I: serde::de::DeserializeOwned>(list: &Value) -> Vec<I> {
    serde_json::from_value(list.clone()).unwrap_or_default()
}

fn announce(tx: &Tx, row: &wave::Model) {
    tx.label(Label::new(wave::Entity::KIND, row.id, &row.name));
}

fn named(row: &wave::Model) -> Vec<Uuid> {
    let services = ids::<ServiceId>(&row.service_ids).into_iter().map(|id| id.0);
    let bodies = ids::<OrganisationId>(&row.body_ids).into_iter().map(|id| id.0);
    services.chain(bodies).chain([row.programme_id.0]).chain(row.region_id.map(|id| id.0)).collect()
}

async fn wave_view(reader: &Reader, row: &Visible<wave::Entity>) -> Result<WaveView> {
    views(reader, std::slice::from_ref(row)).await?.pop().ok_or_else(Error::not_found)
}

/// Three statements, however many there are.
async fn views(reader: &Reader, rows: &[Visible<wave::Entity>]) -> Result<Vec<WaveView>> {
    let waves: Vec<WaveId> = rows.iter().map(|row| row.id).collect();
    let labels = reader.labels(rows.iter().flat_map(|row| named(row))).await?;
    let params = RolloutListParams { wave: waves.clone(), ..RolloutListParams::default() };
    let counts = if waves.is_empty() { Vec::new() } else { rollup(reader, &params, RollupBy::Wave).await? };
    let mut counts: HashMap<String, RollupRow> =
        counts.into_iter().filter_map(|row| Some((row.key.clone()?, row))).collect();
    let steered = store::waves::steered(reader, waves).await?;
    let view = |row: &Visible<wave::Entity>| {
        let counts = counts.remove(&row.id.to_string()).unwrap_or_default();
        view(row, &labels, counts, steered.contains(&row.id))
    };
    Ok(rows.iter().map(view).collect())
}

fn view(row: &wave::Model, labels: &Labels, counts: RollupRow, steers: bool) -> WaveView {
    let can = match (steers, row.started_at.is_some()) {
        (false, _) => Vec::new(),
        (true, false) => vec!["update", "start"],
        (true, true) => vec!["start", "postpone"],
    };
    WaveView {
        id: row.id,
        name: row.name.clone(),
        programme: labels.named(row.programme_id),
        region: labels.named_opt(row.region_id),
        services: ids::<ServiceId>(&row.service_ids).into_iter().map(|id| labels.named(id)).collect(),
        bodies: ids::<OrganisationId>(&row.body_ids).into_iter().map(|id| labels.named(id)).collect(),
        key_date: row.key_date,
        capacity_per_week: row.capacity_per_week,
        started_at: row.started_at,
        counts,
        can,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}
