//! The data that is measured on: a Land that does not exist, services, and rollouts of many bodies, made by the bulk
//! services everybody uses. Factor 1 is 2,445 bodies with some 71 rollouts each, 173,000 in all; the same factor gives
//! the same data but for ids and today's date.
use crate::Outcome;
use crate::land::{self, Dice};
use chrono::{Days, NaiveDate};
use dienstweg_api::permissions::CATALOGUE;
use dienstweg_customers::OrganisationKind as Kind;
use dienstweg_customers::input::OrganisationListParams;
use dienstweg_customers::service::{import_apply, organisation_list};
use dienstweg_identity::{
    GrantCreate, HolderInput, HolderKind, RoleListParams, ScopeInput, UserCreate, grant_create,
    password_hash, role_list, user_create,
};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, RolloutId, ServiceId, TemplateId, UserId};
use dienstweg_kernel::page::PageRequest;
use dienstweg_kernel::{Ctx, Db, Error, Result, Tx, text};
use dienstweg_outbound::webhooks::sources::entity::source;
use dienstweg_rollouts::input::{
    NewParty, NewRollout, ProgrammeCreate, ServiceCreate, SortedService, TemplateListParams,
};
use dienstweg_rollouts::service::{parsed, programme_create, rollouts_create, service_create, template_list};
use dienstweg_rollouts::template::PartySource;
use dienstweg_rollouts::types::RolloutKind;
use dienstweg_tickets::TicketType;
use dienstweg_tickets::input::NewTicket;
use dienstweg_tickets::service::{mothers_ensure, tickets_create};
use dienstweg_workflows::rollouts::of;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

/// Bodies that order, at factor 1.
const BODIES: f64 = 2_445.0;
const SERVICES: usize = 200;
/// Bodies whose rollouts come into being in one commit.
const PORTION: usize = 8;

/// The password of everybody here.
pub const PASSWORD: &str = "drei blaue Fenster";

/// What the measurements need to know of the data.
pub struct Data {
    pub rollouts: usize,
    /// The coordinator's own body, and its key.
    pub body: OrganisationId,
    pub body_key: String,
}

struct Service {
    id: ServiceId,
    key: String,
    name: String,
}

struct Body {
    id: OrganisationId,
    key: String,
    name: String,
    kind: Kind,
}

/// Everything the catalogue says, and who is there.
struct Stage {
    template: TemplateId,
    programme: ProgrammeId,
    services: Vec<Service>,
    bodies: Vec<Body>,
}

/// Fills a migrated, empty database.
pub async fn fill(db: &Db, ctx: &Ctx, factor: f64) -> Outcome<Data> {
    let entries = land::entries((BODIES * factor).round() as usize);
    let day = ctx.today() - Days::new(400);
    db.write(ctx, async |tx| import_apply(tx, &entries, day, None).await).await?;
    let services = services(db, ctx).await?;
    let (template, programme) = programme(db, ctx, &services).await?;
    let stage = Stage { template, programme, services, bodies: bodies(db, ctx).await? };
    let own = stage
        .bodies
        .iter()
        .position(|body| body.kind == Kind::Municipality)
        .ok_or("the Land has no municipality")?;
    let mut rollouts = 0;
    for first in (0..stage.bodies.len()).step_by(PORTION) {
        let last = stage.bodies.len().min(first + PORTION);
        rollouts += db.write(ctx, async |tx| portion(tx, &stage, first..last, own).await).await?;
    }
    let body = &stage.bodies[own];
    let admin = user(db, ctx, "admin", "administrator", ScopeKind::Everything, None).await?;
    marketplace(db, ctx, admin).await?;
    user(db, ctx, "coordinator", "coordinator", ScopeKind::Organisation, Some(body.id)).await?;
    Ok(Data { rollouts, body: body.id, body_key: body.key.clone() })
}

async fn services(db: &Db, ctx: &Ctx) -> Result<Vec<Service>> {
    db.write(ctx, async |tx| {
        let mut all = Vec::with_capacity(SERVICES);
        for index in 0..SERVICES {
            let level =
                ["association", "municipality", "association", "municipality", "association"][index % 5];
            let (key, name) = (format!("EFA{index:03}"), format!("Leistung {index:03} online beantragen"));
            let input = json!({"key": key, "name": name, "level": level, "package": "efa"});
            let input: ServiceCreate = serde_json::from_value(input).map_err(Error::internal)?;
            all.push(Service { id: service_create(tx, input).await?.id, key, name });
        }
        Ok(all)
    })
    .await
}

async fn programme(db: &Db, ctx: &Ctx, services: &[Service]) -> Result<(TemplateId, ProgrammeId)> {
    let templates =
        template_list(&db.read(ctx), &TemplateListParams::default(), &PageRequest::default()).await?;
    let template = templates.items.first().map(|template| template.id).ok_or_else(Error::not_found)?;
    let ids: Vec<ServiceId> = services.iter().map(|service| service.id).collect();
    let input = json!({"key": "MP26", "name": "Musterpaket 2026", "template_id": template, "four_eyes": "off",
        "status": "active", "service_ids": ids});
    let input: ProgrammeCreate = serde_json::from_value(input).map_err(Error::internal)?;
    let made = db.write(ctx, async |tx| programme_create(tx, input.clone()).await).await?;
    Ok((template, made.id))
}

async fn bodies(db: &Db, ctx: &Ctx) -> Result<Vec<Body>> {
    let kinds = vec![Kind::Association, Kind::Municipality, Kind::District];
    let params = OrganisationListParams { kind: kinds, ..OrganisationListParams::default() };
    let mut request = PageRequest { limit: 200, ..PageRequest::default() };
    let mut bodies = Vec::new();
    loop {
        let page = organisation_list(&db.read(ctx), &params, &request).await?;
        // Members of an association do not order; it does so for them.
        let orders = page.items.into_iter().filter(|row| !land::is_member(row.ags.as_deref()));
        bodies.extend(orders.map(|row| Body {
            id: row.id,
            key: row.ags.or(row.ars).unwrap_or_default(),
            name: row.name,
            kind: row.kind,
        }));
        request.cursor = page.next;
        if request.cursor.is_none() {
            return Ok(bodies);
        }
    }
}

/// The rollouts of some bodies: a mother each, and daughters for about a third of all services. Answers how many.
async fn portion(tx: &Tx, stage: &Stage, range: std::ops::Range<usize>, own: usize) -> Result<usize> {
    let bodies = &stage.bodies[range.clone()];
    let words = |body: &Body| format!("{} {}", body.name, body.key);
    let mothers =
        mothers_ensure(tx, bodies.iter().map(|body| (body.id, body.name.clone(), words(body))).collect())
            .await?;
    let (mut tickets, mut rollouts) = (Vec::new(), Vec::new());
    for (index, body) in range.zip(bodies) {
        let mut dice = Dice::new(index as u64 + 1);
        let mother = mothers.get(&body.id).ok_or_else(Error::not_found)?;
        let id = RolloutId::from(mother.id);
        rollouts.push(rollout(tx, stage, body, None, (id, mother.number.clone()), day(tx, &mut dice)).await?);
        // The coordinator's body has some more, so that its page of fifty is full.
        let share = if index == own { 420 } else { 355 };
        let chosen: Vec<&Service> = stage.services.iter().filter(|_| dice.roll(1_000) < share).collect();
        for service in chosen {
            tickets.push(NewTicket {
                ticket_type: TicketType::RolloutDaughter,
                title: format!("{} · {}", body.name, service.name),
                organisation_id: body.id,
                parent_id: Some(mother.id),
                assignee_id: None,
                team_id: None,
                extra: format!("{} {} {}", words(body), service.key, service.name),
            });
            let daughter =
                rollout(tx, stage, body, Some(service), (id, String::new()), day(tx, &mut dice)).await?;
            rollouts.push(NewRollout { mother_id: Some(id), ..daughter });
        }
    }
    let created = tickets_create(tx, tickets).await?;
    for (rollout, ticket) in
        rollouts.iter_mut().filter(|rollout| rollout.kind == RolloutKind::Daughter).zip(created)
    {
        (rollout.id, rollout.number) = (ticket.id.into(), ticket.number);
    }
    Ok(rollouts_create(tx, rollouts, &of).await?.len())
}

/// Most began within the last year, some will.
fn day(tx: &Tx, dice: &mut Dice) -> NaiveDate {
    let begin = tx.ctx().today() - Days::new(330);
    begin + Days::new(dice.roll(365))
}

async fn rollout(
    tx: &Tx,
    stage: &Stage,
    body: &Body,
    service: Option<&Service>,
    (id, number): (RolloutId, String),
    started_on: NaiveDate,
) -> Result<NewRollout> {
    let template = parsed(tx, stage.template).await?;
    let own = template.parties.iter().filter(|role| role.default_source == PartySource::ResponsibleBody);
    let party = |role: &str| NewParty { role: role.to_owned(), organisation_id: Some(body.id) };
    Ok(NewRollout {
        id,
        number,
        kind: if service.is_some() { RolloutKind::Daughter } else { RolloutKind::Mother },
        body_id: body.id,
        body_sort: text::sort_key(&body.name),
        service: service.map(|service| SortedService { id: service.id, sort: text::sort_key(&service.name) }),
        programme_id: service.map(|_| stage.programme),
        template_id: stage.template,
        mother_id: None,
        position_id: None,
        wave_id: None,
        started_on: Some(started_on),
        covered: if service.is_some() { vec![body.id] } else { Vec::new() },
        parties: own.map(|role| party(&role.key)).collect(),
        auto_done: Vec::new(),
    })
}

async fn user(
    db: &Db,
    ctx: &Ctx,
    login: &str,
    role: &str,
    kind: ScopeKind,
    scope: Option<OrganisationId>,
) -> Result<UserId> {
    let all = PageRequest { limit: 200, ..PageRequest::default() };
    let roles = role_list(&db.read(ctx), &RoleListParams::default(), &all).await?;
    let role = roles.items.into_iter().find(|known| known.key == role).ok_or_else(Error::not_found)?;
    let hash = password_hash(PASSWORD, ctx.random())?;
    let input = UserCreate {
        login: login.to_owned(),
        name: login.to_owned(),
        email: None,
        language: Language::De,
        password: None,
    };
    db.write(ctx, async |tx| {
        let id = user_create(tx, &input, Some(&hash)).await?.id;
        let holder = HolderInput { kind: HolderKind::User, id: id.into() };
        let scope = ScopeInput { kind, id: scope.map(Into::into) };
        grant_create(tx, CATALOGUE, &GrantCreate { role_id: role.id, holder, scope }).await.map(|_| id)
    })
    .await
}

/// The marketplace whose orders are measured. It speaks through the administrator, so that one log-in does for all.
async fn marketplace(db: &Db, ctx: &Ctx, admin: UserId) -> Outcome<()> {
    let row = source::ActiveModel {
        id: Set(ctx.new_id()),
        key: Set("measured".to_owned()),
        client_id: Set(admin.into()),
        version: Set(1),
        created_at: Set(ctx.now()),
        updated_at: Set(ctx.now()),
    };
    source::Entity::insert(row).exec_without_returning(db.for_migrations()).await?;
    Ok(())
}
