//! Services, a programme, and some months in which bodies ordered and rollouts went their way, each at its own pace.
use super::land::Places;
use super::people::People;
use super::{Dice, answers, costs, parties, reports};
use chrono::{DateTime, Datelike, Days, Duration, Utc, Weekday};
use dienstweg_api::AppState;
use dienstweg_kernel::clock::ManualClock;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::ids::{PositionId, ProgrammeId, RolloutId, ServiceId};
use dienstweg_kernel::page::PageRequest;
use dienstweg_kernel::{Actor, Ctx, Result};
use dienstweg_rollouts::ServiceLevel as Level;
use dienstweg_rollouts::input::{
    BodyKeys, OrderContact, OrderContent, OrderLine, ProgrammeCreate, ServiceCreate, SteerCommand,
    TemplateListParams,
};
use dienstweg_rollouts::service::{
    position_check, programme_create, rollout_get, service_create, template_list,
};
use dienstweg_rollouts::template::OutcomeKey;
use dienstweg_rollouts::types::MaturityModel;
use dienstweg_rollouts::view::RolloutView;
use dienstweg_tickets::Audience;
use dienstweg_workflows::orders::{order_receive, positions_release};
use dienstweg_workflows::rollouts::{RolloutAct, of, rollout_act};
use serde_json::json;
use std::sync::Arc;

const SERVICES: &[(&str, &str, Level)] = &[
    ("WOHNSITZ", "Wohnsitz online ummelden", Level::Association),
    ("GEWERBE", "Gewerbe anmelden", Level::Association),
    ("EHE", "Eheschließung anmelden", Level::Association),
    ("HUND", "Hund anmelden", Level::Municipality),
    ("FAHRZEUG", "Fahrzeug zulassen", Level::District),
    ("BAUANTRAG", "Bauantrag stellen", Level::District),
    ("WOHNGELD", "Wohngeld beantragen", Level::District),
    ("BLINDENHILFE", "Blindenhilfe beantragen", Level::Bezirk),
];

/// How long ago the first order came.
const DAYS: u64 = 150;

/// One rollout that goes its way.
struct Course {
    id: RolloutId,
    /// Of a hundred days on which something is done.
    pace: u64,
    waits: bool,
}

pub async fn create(state: &AppState, people: &People, places: &Places) -> Result<()> {
    let now = state.clock.now();
    let clock = Arc::new(ManualClock::at(now - Days::new(DAYS)));
    let ctx = |actor: &Actor| Ctx::system(actor.clone(), clock.clone());
    let (services, programme) = catalogue(state, &ctx(&Actor::operator()), places).await?;
    parties::create(state, &ctx(&people.manager), places, programme).await?;
    let mut dice = Dice::new(4_711);
    let mut orders = orders(places, &services, &mut dice);
    let (mut waiting, mut courses): (Vec<PositionId>, Vec<Course>) = (Vec::new(), Vec::new());
    while clock_day(&clock) < now - Duration::hours(20) {
        clock.advance(Duration::days(1));
        if matches!(clock_day(&clock).weekday(), Weekday::Sat | Weekday::Sun) {
            continue;
        }
        release(state, &ctx(&people.second), &mut waiting, &mut courses, &mut dice).await?;
        if dice.roll(7) < 2
            && let Some(order) = orders.pop()
        {
            waiting.extend(place(state, &ctx(&Actor::operator()), &ctx(&people.manager), order).await?);
        }
        for course in &mut courses {
            step(state, &ctx(&people.manager), course, places, &mut dice).await?;
        }
    }
    costs::create(state, &ctx(&people.manager), &services).await?;
    left_to_clarify(state, &ctx(&Actor::operator())).await?;
    reports::create(state, people, programme).await
}

fn clock_day(clock: &ManualClock) -> DateTime<Utc> {
    use dienstweg_kernel::Clock;
    clock.now()
}

async fn catalogue(
    state: &AppState,
    ctx: &Ctx,
    places: &Places,
) -> Result<(Vec<(ServiceId, &'static str, Level)>, ProgrammeId)> {
    let mut services = Vec::new();
    for (key, name, level) in SERVICES {
        let input: ServiceCreate = read(
            json!({"key": key, "name": name, "level": level, "package": "efa", "operator_id": places.operator}),
        )?;
        let id = state.db.write(ctx, async |tx| Ok(service_create(tx, input.clone()).await?.id)).await?;
        services.push((id, *key, *level));
    }
    let templates =
        template_list(&state.db.read(ctx), &TemplateListParams::default(), &PageRequest::default()).await?;
    let template =
        templates.items.first().map(|template| template.id).ok_or_else(dienstweg_kernel::Error::not_found)?;
    let ids: Vec<ServiceId> = services.iter().map(|(id, ..)| *id).collect();
    let programme: ProgrammeCreate = read(
        json!({"key": "MP26", "name": "Musterpaket 2026", "template_id": template, "four_eyes": "always",
        "status": "active", "service_ids": ids}),
    )?;
    let programme = state.db.write(ctx, async |tx| programme_create(tx, programme.clone()).await).await?;
    Ok((services, programme.id))
}

fn read<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> Result<T> {
    serde_json::from_value(value).map_err(dienstweg_kernel::Error::internal)
}

/// Which body orders what, by the level of the service.
fn orders(
    places: &Places,
    services: &[(ServiceId, &'static str, Level)],
    dice: &mut Dice,
) -> Vec<(String, Vec<&'static str>)> {
    let mut orders = Vec::new();
    for (key, _) in &places.bodies {
        let fits = |level: &Level| match (key.len(), level) {
            (8, Level::Municipality) => true,
            (9, Level::Association) | (5, Level::District) => true,
            // A municipality outside of associations, or the independent city, which is a district too.
            (8, Level::Association) => {
                !matches!(&key[5..], "101" | "102" | "103" | "104" | "105" | "106" | "107")
            }
            (8, Level::District) => key.ends_with("000"),
            _ => false,
        };
        let wanted: Vec<&'static str> = services
            .iter()
            .filter(|(_, _, level)| fits(level))
            .map(|(_, key, _)| *key)
            .filter(|_| dice.roll(10) < 7)
            .collect();
        if !wanted.is_empty() {
            orders.push((key.clone(), wanted));
        }
    }
    // The last one in the list comes first: the body whose coordinator one may log in as.
    let own = places.bodies.iter().find(|(_, id)| *id == places.association).map(|(key, _)| key);
    orders.sort_by_key(|(key, _)| Some(key) == own);
    orders
}

async fn place(
    state: &AppState,
    market: &Ctx,
    manager: &Ctx,
    (key, services): (String, Vec<&'static str>),
) -> Result<Vec<PositionId>> {
    let line = |(index, service): (usize, &&str)| OrderLine {
        line: i32::try_from(index + 1).ok(),
        service_key: Some((*service).to_owned()),
        category: Some("efa".to_owned()),
        ..OrderLine::default()
    };
    let own = (key.len() != 8).then(|| format!("{key:0<12}"));
    let content = OrderContent {
        number: format!("DM-2026-{key}"),
        revision: Some(1),
        placed_at: market.now(),
        body: BodyKeys { ars: own, ags: (key.len() == 8).then(|| key.clone()), ..BodyKeys::default() },
        contacts: vec![OrderContact {
            name: "Łucja Müller-Ðurić".to_owned(),
            email: None,
            phone: None,
            function: None,
        }],
        positions: services.iter().enumerate().map(line).collect(),
        contract_refs: vec![format!("NV-{key}")],
        note: None,
    };
    let placed = order_receive(&state.db, market, "digitalmarkt", &content).await?;
    let mut ready = Vec::new();
    for position in placed.view().positions.iter().filter(|position| position.problems.is_empty()) {
        state.db.write(manager, async |tx| position_check(tx, position.id, IfMatch::Any).await).await?;
        ready.push(position.id);
    }
    Ok(ready)
}

/// Some of what was checked is released, the rest stays in the inbox for a while.
async fn release(
    state: &AppState,
    ctx: &Ctx,
    waiting: &mut Vec<PositionId>,
    courses: &mut Vec<Course>,
    dice: &mut Dice,
) -> Result<()> {
    if waiting.is_empty() || dice.roll(4) == 0 {
        return Ok(());
    }
    let asked: Vec<_> = std::mem::take(waiting).into_iter().map(|id| (id, IfMatch::Any)).collect();
    for released in state.db.write(ctx, async |tx| positions_release(tx, &asked).await).await? {
        let Ok((_, rollout)) = released.outcome else { continue };
        let id: RolloutId = rollout.id.into();
        let mother =
            rollout_get(&state.db.read(ctx), id, &of).await?.mother.map(|mother| RolloutId::from(mother.id));
        if let Some(mother) = mother.filter(|mother| courses.iter().all(|course| course.id != *mother)) {
            courses.push(Course { id: mother, pace: 40, waits: false });
        }
        courses.push(Course { id, pace: 12 + dice.roll(24), waits: dice.roll(6) == 0 });
    }
    Ok(())
}

/// One day of one rollout: mostly nothing, sometimes the next milestone, now and then somebody to wait for.
async fn step(
    state: &AppState,
    ctx: &Ctx,
    course: &mut Course,
    places: &Places,
    dice: &mut Dice,
) -> Result<()> {
    if dice.roll(100) >= course.pace {
        return Ok(());
    }
    let view = rollout_get(&state.db.read(ctx), course.id, &of).await?;
    if course.waits && view.progress.done > 3 {
        course.waits = false;
        let until = ctx.today() + Days::new(12);
        let wait = SteerCommand::StartWaiting {
            kind: view.waiting_kinds.first().map(|kind| kind.key.clone()).unwrap_or_default(),
            role: None,
            organisation_id: None,
            reason: Some("Das Zertifikat ist beantragt.".to_owned()),
            follow_up: Some(until),
        };
        return act(state, ctx, course.id, wait, Some("Zertifikat beantragt, wir fassen nach.")).await;
    }
    if !view.open_intervals.is_empty() {
        return if dice.roll(3) == 0 {
            act(state, ctx, course.id, SteerCommand::EndWaiting, None).await
        } else {
            Ok(())
        };
    }
    if let Some(party) = missing_provider(&view, places) {
        act(state, ctx, course.id, party, None).await?;
    }
    match view.milestones.iter().find(|milestone| milestone.ready) {
        Some(next) => {
            if let Some(form) = &next.form {
                answers::fill(state, ctx, course.id, form).await?;
            }
            act(state, ctx, course.id, SteerCommand::Complete { milestone: next.key.clone(), on: None }, None)
                .await
        }
        None if view.outcome.is_none() && view.plan.actual.is_some() => {
            act(
                state,
                ctx,
                course.id,
                SteerCommand::SetOutcome { outcome: OutcomeKey::Live, reason: None },
                None,
            )
            .await
        }
        None => match assessed(&view) {
            Some(command) => act(state, ctx, course.id, command, None).await,
            None => Ok(()),
        },
    }
}

/// What is live is assessed, first in the older model, then for every other one in the newer.
fn assessed(view: &RolloutView) -> Option<SteerCommand> {
    let live = view.plan.actual.filter(|_| view.service.is_some())?;
    let number = view.number.bytes().last().map_or(0, i32::from);
    let (model, level) = match (&view.maturity_one, &view.maturity_two) {
        (None, _) => (MaturityModel::One, 2 + number % 3),
        (Some(_), None) if number % 2 == 0 => (MaturityModel::Two, 2 + number % 5),
        _ => return None,
    };
    let assessor = Some("Prüfstelle Musterland".to_owned());
    Some(SteerCommand::RecordMaturity { model, level: Some(level), on: Some(live), assessor })
}

/// The IT provider is named when the technical part begins.
fn missing_provider(view: &RolloutView, places: &Places) -> Option<SteerCommand> {
    let owes = |milestone: &&dienstweg_rollouts::view::MilestoneView| {
        milestone.role == "it_provider" && milestone.party.is_none()
    };
    view.milestones.iter().find(owes).map(|milestone| SteerCommand::SetParty {
        role: milestone.role.clone(),
        organisation_id: Some(places.it_provider),
        person_id: None,
    })
}

async fn act(
    state: &AppState,
    ctx: &Ctx,
    id: RolloutId,
    command: SteerCommand,
    note: Option<&str>,
) -> Result<()> {
    let act = RolloutAct { command, audience: Some(Audience::All), note: note.map(str::to_owned) };
    match state.db.write(ctx, async |tx| rollout_act(tx, id, IfMatch::Any, &act).await).await {
        Err(error) if error.code().status >= 500 => Err(error),
        // A refusal is part of the story: the day goes by.
        _ => Ok(()),
    }
}

/// What came in today and cannot be matched.
async fn left_to_clarify(state: &AppState, ctx: &Ctx) -> Result<()> {
    let unknown = |number: &str, name: &str, service: &str| OrderContent {
        number: number.to_owned(),
        revision: None,
        placed_at: ctx.now(),
        body: BodyKeys {
            name: Some(name.to_owned()),
            ags: Some("17999999".to_owned()),
            ..BodyKeys::default()
        },
        contacts: Vec::new(),
        positions: vec![OrderLine { service_key: Some(service.to_owned()), ..OrderLine::default() }],
        contract_refs: Vec::new(),
        note: None,
    };
    for (number, name, service) in
        [("DM-2026-90001", "Auenbach", "WOHNSITZ"), ("DM-2026-90002", "Hafning", "GEWERBEANMELDUNG")]
    {
        order_receive(&state.db, ctx, "digitalmarkt", &unknown(number, name, service)).await?;
    }
    Ok(())
}
