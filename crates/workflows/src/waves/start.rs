//! Starting a wave: a rollout for each body and service, each with the day by which it is to be live.
use super::START;
use crate::births::{Birth, Born, Surroundings, births};
use crate::competence::{Asked, Competence, competences};
use chrono::NaiveDate;
use dienstweg_calendar::WorkCalendar;
use dienstweg_customers::OrganisationKind as K;
use dienstweg_customers::service::{Bodies, Body, BodyRow, bodies, body_rows, does, places};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::codes;
use dienstweg_kernel::ids::{
    JobItemId, OrganisationId, ProgrammeId, RolloutId, ServiceId, TemplateId, WaveId,
};
use dienstweg_kernel::labels::Labels;
use dienstweg_kernel::{Error, Reader, Result, Tx};
use dienstweg_projections::tier;
use dienstweg_rollouts::policy::ROLLOUT_STEER;
use dienstweg_rollouts::service::{
    ServiceFacts, WavePlan, parsed, rollouts_running, services_by_ids, wave_begun, wave_plan,
};
use dienstweg_rollouts::steering::{slot, start_for};
use dienstweg_rollouts::template::Template;
use dienstweg_rollouts::types::RolloutKind;
use dienstweg_tickets::service::mothers_hold;
use dienstweg_worker::jobs::{ItemOutcome, Job, JobItem, JobView, NewItem, NewJob, Refusal, job_create};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// What a job to start a wave carries.
#[derive(Debug, Serialize, Deserialize)]
struct Params {
    wave: WaveId,
    name: String,
    programme: ProgrammeId,
    template: TemplateId,
}

/// A rollout that is to be.
#[derive(Debug, Serialize, Deserialize)]
struct Wanted {
    body: OrganisationId,
    service: ServiceId,
    /// The day by which it is to be live.
    by: NaiveDate,
}

/// A rollout of a wave as it is planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WaveEffect {
    pub start: NaiveDate,
    pub go_live: NaiveDate,
    /// It can no longer be live by the day of the wave.
    pub late: bool,
    /// Its number, once it is there.
    #[schema(required)]
    pub number: Option<String>,
    #[schema(required)]
    pub rollout_id: Option<RolloutId>,
}

/// Prepares a job that creates the rollouts of a wave; started again, it creates what is missing.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`.
pub async fn wave_start(tx: &Tx, id: WaveId, seen: IfMatch) -> Result<JobView> {
    let plan = wave_plan(tx, id, seen, None).await?;
    let pairs = pairs(tx, &plan).await?;
    let count = pairs.len();
    let item = |(at, (body, service)): (usize, (BodyRow, ServiceFacts))| {
        // The last ones of the list go live in the last week; weeks are counted by one calendar, days by that of the body.
        let by = slot(&WorkCalendar::bavarian(), plan.key_date, count - 1 - at, plan.capacity_per_week);
        let data = serde_json::to_value(Wanted { body: body.id, service: service.id, by });
        Ok(NewItem {
            key: Some(format!("{} · {}", body.name, service.key)),
            data: Some(data.map_err(Error::internal)?),
            ..NewItem::default()
        })
    };
    let items = pairs.into_iter().enumerate().map(item).collect::<Result<Vec<_>>>()?;
    let params =
        Params { wave: id, name: plan.name, programme: plan.programme_id, template: plan.template_id };
    let params = serde_json::to_value(params).map_err(Error::internal)?;
    job_create(tx, NewJob { kind: START, params, items, reversible: false }).await
}

/// Each body with each service: those named, or all that do the task by their place in the tree.
async fn pairs(reader: &Reader, plan: &WavePlan) -> Result<Vec<(BodyRow, ServiceFacts)>> {
    let mut services: Vec<ServiceFacts> =
        services_by_ids(reader, plan.services.clone()).await?.into_values().collect();
    services.sort_by(|one, other| one.key.cmp(&other.key));
    let kinds = &[K::Bezirk, K::District, K::IndependentCity, K::Association, K::Municipality];
    let below = plan.region_id.filter(|_| plan.bodies.is_empty());
    let rows = body_rows(reader, ROLLOUT_STEER, &Bodies { kinds, below, some: plan.bodies.clone() }).await?;
    let places = places(reader).await?;
    let mut pairs = Vec::new();
    for body in rows {
        let above = body.parent_id.and_then(|id| places.get(&id));
        let member = above.is_some_and(|place| place.kind == K::Association);
        for service in &services {
            if !plan.bodies.is_empty() || does(body.kind, member, tier(service.level)) {
                pairs.push((body.clone(), service.clone()));
            }
        }
    }
    Ok(pairs)
}

/// Creates the rollouts of some items, all at once. What cannot be is known before anything is written.
pub(crate) async fn items(tx: &Tx, job: &Job, items: &[&JobItem]) -> Result<HashMap<JobItemId, ItemOutcome>> {
    let params: Params = job.params()?;
    let mut wanted: Vec<(JobItemId, Wanted)> = Vec::with_capacity(items.len());
    for item in items {
        let data = item.data.clone().ok_or_else(Error::not_found)?;
        wanted.push((item.id, serde_json::from_value(data).map_err(Error::internal)?));
    }
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    // Creations wait for each other here, so that two of the same service and body do not both see none.
    mothers_hold(tx).await?;
    let grounds = Grounds::load(tx, &params, &wanted).await?;
    let mut outcomes = HashMap::with_capacity(wanted.len());
    let (mut new, mut planned) = (Vec::new(), Vec::new());
    for (at, (item, one)) in wanted.iter().enumerate() {
        match grounds.decide(at, one) {
            Ok(covers) => {
                let plan = grounds.plan(one, tx.ctx().today());
                new.push(birth(&params, one, plan.0, covers));
                planned.push((*item, one.by, plan));
            }
            Err(refusal) => drop(outcomes.insert(*item, ItemOutcome::Refused(refusal))),
        }
    }
    if !new.is_empty() {
        wave_begun(tx, params.wave).await?;
    }
    let around = Surroundings { bodies: &grounds.bodies, services: &grounds.services };
    let born = births(tx, &new, &around).await?;
    for ((item, by, (start, go_live)), born) in planned.into_iter().zip(born) {
        outcomes.insert(item, went(start, go_live, go_live > by, born)?);
    }
    Ok(outcomes)
}

/// What decides on the rollouts of a wave, loaded once for all items of a portion.
struct Grounds {
    bodies: HashMap<OrganisationId, Body>,
    services: HashMap<ServiceId, ServiceFacts>,
    running: HashMap<(OrganisationId, Option<ServiceId>), RolloutId>,
    labels: Labels,
    /// In the order of the items; nothing where body or service is not there.
    competent: Vec<Option<Competence>>,
    template: Arc<Template>,
}

impl Grounds {
    async fn load(tx: &Tx, params: &Params, wanted: &[(JobItemId, Wanted)]) -> Result<Self> {
        let places: Vec<OrganisationId> = wanted.iter().map(|(_, one)| one.body).collect();
        let bodies = bodies(tx, places.clone()).await?;
        let services = services_by_ids(tx, wanted.iter().map(|(_, one)| one.service).collect()).await?;
        let running = rollouts_running(tx, places, RolloutKind::Daughter).await?;
        let labels = tx.labels(running.values().map(|id| id.0)).await?;
        let asked: Vec<Option<Asked<'_>>> = wanted
            .iter()
            .map(|(_, one)| Some((services.get(&one.service)?, bodies.get(&one.body)?)))
            .collect();
        let known = asked.iter().flatten().copied().collect::<Vec<_>>();
        let mut answers = competences(tx, &known).await?.into_iter();
        let competent = asked.iter().map(|asked| asked.and_then(|_| answers.next())).collect();
        let template = parsed(tx, params.template).await?;
        Ok(Self { bodies, services, running, labels, competent, template })
    }

    /// Whom the rollout covers, or why there is none.
    fn decide(&self, at: usize, one: &Wanted) -> Result<Vec<OrganisationId>, Refusal> {
        match (self.competent.get(at).cloned().flatten(), self.running.get(&(one.body, Some(one.service)))) {
            (None, _) => Err(Refusal::from(&Error::not_found())),
            (Some(_), Some(id)) => Err(there(*id, &self.labels)),
            (Some(Competence::Body { body, covers }), None) if body == one.body => Ok(covers),
            (Some(_), None) => Err(not_competent()),
        }
    }

    /// First day and go-live.
    fn plan(&self, one: &Wanted, today: NaiveDate) -> (NaiveDate, NaiveDate) {
        let calendar = self.bodies.get(&one.body).map_or_else(WorkCalendar::bavarian, |body| body.calendar);
        start_for(&self.template, &calendar, one.by, today)
    }
}

fn birth(params: &Params, one: &Wanted, started_on: NaiveDate, covers: Vec<OrganisationId>) -> Birth {
    Birth {
        body_id: one.body,
        service_id: one.service,
        programme_id: params.programme,
        template_id: params.template,
        started_on,
        covers,
        position_id: None,
        wave_id: Some(params.wave),
        prior: Vec::new(),
    }
}

fn went(start: NaiveDate, go_live: NaiveDate, late: bool, born: Born) -> Result<ItemOutcome> {
    let (number, rollout_id) = (Some(born.number), Some(born.steered.id));
    let effect = WaveEffect { start, go_live, late, number, rollout_id };
    Ok(ItemOutcome::Went { effect: serde_json::to_value(effect).map_err(Error::internal)?, undo: None })
}

fn there(id: RolloutId, labels: &Labels) -> Refusal {
    let number = labels.named(id).key.unwrap_or_default();
    let de = format!("Davon gibt es schon einen Rollout {number}");
    let en = format!("There is a rollout of this already {number}");
    Refusal::new(codes::DUPLICATE.slug, de.trim(), en.trim())
}

fn not_competent() -> Refusal {
    let de = "Dafür ist eine andere Stelle zuständig";
    Refusal::new("not-competent", de, "Another body is competent for this")
}
