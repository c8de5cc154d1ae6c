//! The data that is measured on: a Land that does not exist, services, and rollouts of many bodies, made by the bulk
//! services everybody uses. Factor 1 is 2,445 bodies and 200 services: some 226,000 pairs, of which 170,000 have a rollout.
//! The same factor gives the same data but for ids and today's date.
use crate::Outcome;
use crate::course::{Fate, course};
use crate::land::{self, Dice};
use crate::people;
use chrono::Days;
use dienstweg_customers::OrganisationKind as Kind;
use dienstweg_customers::input::{OrganisationCreate, OrganisationListParams};
use dienstweg_customers::service::{
    Body, bodies, does, import_apply, organisation_create, organisation_list,
};
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, ServiceId, TemplateId};
use dienstweg_kernel::page::PageRequest;
use dienstweg_kernel::{Ctx, Db, Error, Result, Tx};
use dienstweg_projections::tier;
use dienstweg_rollouts::input::{
    BodyKeys, OrderContent, OrderLine, ProgrammeCreate, ServiceCreate, TemplateListParams,
};
use dienstweg_rollouts::service::{
    ServiceFacts, parsed, programme_create, service_create, services_by_ids, template_list,
};
use dienstweg_rollouts::template::Template;
use dienstweg_workflows::births::{Birth, Surroundings, births};
use dienstweg_workflows::competence::{Competence, competences};
use dienstweg_workflows::orders::order_receive;
use serde_json::json;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Of 200 services 120 are done by town halls (a third of them by associations for their members), 70 by districts and
/// cities, 10 by the Bezirke.
const LEVELS: [(&str, usize); 4] =
    [("municipality", 78), ("association", 42), ("district", 70), ("bezirk", 10)];
/// Bodies whose rollouts come into being in one commit.
const PORTION: usize = 8;

/// What the measurements need to know of the data.
pub struct Data {
    pub rollouts: usize,
    /// The coordinator's own body, and its key.
    pub body: OrganisationId,
    pub body_key: String,
}

/// How it is steered.
struct Steered {
    template_id: TemplateId,
    template: Arc<Template>,
    programme: ProgrammeId,
}

/// All services and bodies, each in the order in which fates are told.
struct Stage {
    service_ids: Vec<ServiceId>,
    services: HashMap<ServiceId, ServiceFacts>,
    bodies: Vec<Body>,
    /// The coordinator's own.
    own: usize,
    /// Runs every tenth service.
    operator: OrganisationId,
}

impl Stage {
    /// The services a body does, each with what became of it. At the coordinator's body all is running, so that the page of
    /// fifty is full.
    fn fates(&self, at: usize) -> impl Iterator<Item = (&ServiceFacts, Fate)> {
        let body = &self.bodies[at];
        let member = body.above.iter().any(|(_, kind)| *kind == Kind::Association);
        let services = self.service_ids.iter().filter_map(|id| self.services.get(id)).enumerate();
        let done = services.filter(move |(_, service)| does(body.kind, member, tier(service.level)));
        done.map(move |(nth, service)| {
            (service, if at == self.own { Fate::Running } else { Fate::of(at, nth) })
        })
    }
}

/// Fills a migrated, empty database.
pub async fn fill(db: &Db, ctx: &Ctx, factor: f64) -> Outcome<Data> {
    let entries = land::entries(factor);
    let day = ctx.today() - Days::new(800);
    db.write(ctx, async |tx| import_apply(tx, &entries, day, None).await).await?;
    let stage = stage(db, ctx).await?;
    orders(db, ctx, &stage).await?;
    let steered = programme(db, ctx, &stage.service_ids).await?;
    let mut rollouts = 0;
    for first in (0..stage.bodies.len()).step_by(PORTION) {
        let last = stage.bodies.len().min(first + PORTION);
        rollouts += db.write(ctx, async |tx| portion(tx, &stage, &steered, first..last).await).await?;
    }
    let body = &stage.bodies[stage.own];
    let district = body.above.iter().find(|(_, kind)| *kind == Kind::District).map(|(id, _)| *id);
    people::all(db, ctx, people::Places { town: body.id, district, operator: stage.operator }).await?;
    Ok(Data { rollouts, body: body.id, body_key: body.key.clone().unwrap_or_default() })
}

async fn stage(db: &Db, ctx: &Ctx) -> Outcome<Stage> {
    let operator = json!({"kind": "operator", "name": "Betrieb für Musterdienste", "own_key": "BETRIEB"});
    let operator = serde_json::from_value(operator)?;
    let operator = db
        .write(ctx, async |tx| organisation_create(tx, OrganisationCreate::clone(&operator)).await)
        .await?
        .id;
    let service_ids = services(db, ctx, operator).await?;
    let reader = db.read(ctx);
    let found = services_by_ids(&reader, service_ids.clone()).await?;
    let bodies = all_bodies(db, ctx).await?;
    let alone = |body: &Body| {
        body.kind == Kind::Municipality && !body.above.iter().any(|(_, kind)| *kind == Kind::Association)
    };
    let own = bodies.iter().position(alone).ok_or("the Land has no municipality that stands alone")?;
    Ok(Stage { service_ids, services: found, bodies, own, operator })
}

async fn services(db: &Db, ctx: &Ctx, operator: OrganisationId) -> Result<Vec<ServiceId>> {
    db.write(ctx, async |tx| {
        let mut all = Vec::new();
        for level in LEVELS.iter().flat_map(|(level, count)| std::iter::repeat_n(level, *count)) {
            let nth = all.len();
            let input = json!({"key": format!("EFA{nth:03}"), "name": format!("Leistung {nth:03} online beantragen"),
                "level": level, "package": "efa", "operator_id": (nth % 10 == 0).then_some(operator)});
            let input: ServiceCreate = serde_json::from_value(input).map_err(Error::internal)?;
            all.push(service_create(tx, input).await?.id);
        }
        Ok(all)
    })
    .await
}

async fn programme(db: &Db, ctx: &Ctx, services: &[ServiceId]) -> Result<Steered> {
    let templates =
        template_list(&db.read(ctx), &TemplateListParams::default(), &PageRequest::default()).await?;
    let template_id = templates.items.first().map(|template| template.id).ok_or_else(Error::not_found)?;
    let input = json!({"key": "MP26", "name": "Musterpaket 2026", "template_id": template_id, "four_eyes": "off",
        "status": "active", "service_ids": services});
    let input: ProgrammeCreate = serde_json::from_value(input).map_err(Error::internal)?;
    let made = db.write(ctx, async |tx| programme_create(tx, input.clone()).await).await?;
    Ok(Steered { template_id, template: parsed(&db.read(ctx), template_id).await?, programme: made.id })
}

async fn all_bodies(db: &Db, ctx: &Ctx) -> Result<Vec<Body>> {
    let kind =
        vec![Kind::Association, Kind::Municipality, Kind::District, Kind::IndependentCity, Kind::Bezirk];
    let params = OrganisationListParams { kind, ..OrganisationListParams::default() };
    let mut request = PageRequest { limit: 200, ..PageRequest::default() };
    let mut all = Vec::new();
    loop {
        let reader = db.read(ctx);
        let page = organisation_list(&reader, &params, &request).await?;
        let ids: Vec<OrganisationId> = page.items.iter().map(|row| row.id).collect();
        let mut found = bodies(&reader, ids.clone()).await?;
        all.extend(ids.iter().filter_map(|id| found.remove(id)));
        request.cursor = page.next;
        if request.cursor.is_none() {
            return Ok(all);
        }
    }
}

/// Orders that came before the programme was there, so that they have to be clarified.
async fn orders(db: &Db, ctx: &Ctx, stage: &Stage) -> Result<()> {
    for (at, body) in stage.bodies.iter().enumerate() {
        let unclear = stage.fates(at).filter(|(_, fate)| *fate == Fate::Clarification);
        let line = |(service, _): (&ServiceFacts, _)| OrderLine {
            service_key: Some(service.key.clone()),
            ..OrderLine::default()
        };
        let content = OrderContent {
            number: format!("B-{at:05}"),
            revision: None,
            placed_at: ctx.now(),
            body: BodyKeys { ags: body.key.clone(), ..BodyKeys::default() },
            contacts: Vec::new(),
            positions: unclear.map(line).collect(),
            contract_refs: Vec::new(),
            note: None,
        };
        if !content.positions.is_empty() {
            order_receive(db, ctx, "measured", &content).await?;
        }
    }
    Ok(())
}

/// The rollouts of some bodies with their mothers. Answers how many.
async fn portion(tx: &Tx, stage: &Stage, steered: &Steered, range: Range<usize>) -> Result<usize> {
    let mut asked = Vec::new();
    for at in range.clone() {
        let with_rollout = stage.fates(at).filter(|(_, fate)| fate.has_rollout());
        asked.extend(with_rollout.map(|(service, fate)| (at, service, fate)));
    }
    let pairs: Vec<_> = asked.iter().map(|(at, service, _)| (*service, &stage.bodies[*at])).collect();
    let mut dice = Dice::new(range.start as u64 + 1);
    let mut new = Vec::with_capacity(asked.len());
    for ((at, service, fate), who) in asked.iter().zip(competences(tx, &pairs).await?) {
        let Competence::Body { body, covers } = who else { continue };
        let (started_on, prior) = course(tx.ctx(), &steered.template, *fate, &mut dice);
        debug_assert_eq!(body, stage.bodies[*at].id);
        new.push(Birth {
            body_id: body,
            service_id: service.id,
            programme_id: steered.programme,
            template_id: steered.template_id,
            started_on,
            covers,
            position_id: None,
            wave_id: None,
            prior,
        });
    }
    let here: HashMap<OrganisationId, Body> =
        stage.bodies[range].iter().map(|body| (body.id, body.clone())).collect();
    let around = Surroundings { bodies: &here, services: &stage.services };
    Ok(births(tx, &new, &around).await?.len())
}
