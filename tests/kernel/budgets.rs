//! Statements per use case: one by id at most 3, a list at most 4 whatever the page size, a create at most 8. Where more
//! is needed today, the number stands here, and may only shrink. PostgreSQL needs fewer for writing: history, event, name
//! and full text go in one.
use crate::stage::{Stage, create, id};
use dienstweg_customers::input::{
    OrganisationCreate, OrganisationListParams, PersonCreate, PersonListParams,
};
use dienstweg_customers::service as customers;
use dienstweg_kernel::ids::RolloutId;
use dienstweg_kernel::page::PageRequest;
use dienstweg_kernel::{Ctx, Reader};
use dienstweg_rollouts::input::{AnswersPatch, OrderListParams, RolloutListParams};
use dienstweg_rollouts::service as rollouts;
use dienstweg_testkit::{World, on_both};
use dienstweg_tickets::input::{TicketCreate, TicketListParams};
use dienstweg_tickets::{Channel, service as tickets};
use dienstweg_workflows::levy::{LevyListParams, levy_list};
use dienstweg_workflows::orders::{OrderByHand, order_receive};
use dienstweg_workflows::questionnaires::{answers_save, questionnaire};
use dienstweg_workflows::rollouts::{of, rollout_detail};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const FORM: &str = "efa-anbindung";

/// The budgets as they are reached today, on SQLite and on PostgreSQL.
const BUDGETS: [(&str, [u32; 2]); 19] = [
    ("organisation by id", [3, 3]),
    ("organisations, 1", [3, 3]),
    ("organisations, 100", [3, 3]),
    ("organisation create", [12, 9]),
    ("person by id", [3, 3]),
    ("persons, 100", [3, 3]),
    ("person create", [8, 6]),
    ("ticket by id", [2, 2]),
    ("tickets, 1", [2, 2]),
    ("tickets, 100", [2, 2]),
    ("ticket create", [8, 5]),
    ("rollouts, 100", [3, 3]),
    ("rollout by id", [5, 5]),
    ("questionnaires of a rollout", [3, 3]),
    ("questionnaire", [8, 8]),
    ("answers, 6", [15, 14]),
    ("levies, 100", [4, 4]),
    ("order create", [13, 10]),
    ("order create, 20 positions", [13, 10]),
];

fn input<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn page(limit: u64) -> PageRequest {
    PageRequest { limit, ..PageRequest::default() }
}

async fn reading<T>(world: &World, work: impl AsyncFnOnce(Reader) -> dienstweg_kernel::Result<T>) -> u32 {
    let ctx = world.operator();
    work(world.db().read(&ctx)).await.unwrap_or_else(|error| panic!("{error}"));
    ctx.statements()
}

async fn writing<T>(world: &World, work: impl AsyncFnOnce(Ctx) -> dienstweg_kernel::Result<T>) -> u32 {
    let ctx = world.operator();
    work(ctx.clone()).await.unwrap_or_else(|error| panic!("{error}"));
    ctx.statements()
}

async fn counted(world: &World) -> Vec<(&'static str, u32)> {
    let stage = Stage::build(world).await;
    for number in 0..12 {
        create(
            &stage.admin,
            "/tickets",
            json!({"type": "incident", "title": format!("{number}"), "organisation_id": stage.city}),
        )
        .await;
    }
    let mut all = reads(world, &stage).await;
    all.extend(creates(world, &stage).await);
    all.sort_by_key(|(name, _)| BUDGETS.iter().position(|(known, _)| known == name));
    all
}

async fn reads(world: &World, stage: &Stage) -> Vec<(&'static str, u32)> {
    let rollout = stage.rollout("09875113").await;
    let (organisation, person, ticket) =
        (stage.member.into(), id(&stage.person).into(), id(&stage.ticket).into());
    let organisations = async |limit| {
        let params = OrganisationListParams::default();
        reading(world, async |r| customers::organisation_list(&r, &params, &page(limit)).await).await
    };
    let all_tickets = async |limit| {
        let params = TicketListParams::default();
        reading(world, async |r| tickets::ticket_list(&r, &params, &page(limit)).await).await
    };
    let (persons, some) = (PersonListParams::default(), RolloutListParams::default());
    vec![
        (
            "organisation by id",
            reading(world, async |r| customers::organisation_get(&r, organisation).await).await,
        ),
        ("organisations, 1", organisations(1).await),
        ("organisations, 100", organisations(100).await),
        ("person by id", reading(world, async |r| customers::person_get(&r, person).await).await),
        (
            "persons, 100",
            reading(world, async |r| customers::person_list(&r, &persons, &page(100)).await).await,
        ),
        ("ticket by id", reading(world, async |r| tickets::ticket_get(&r, ticket).await).await),
        ("tickets, 1", all_tickets(1).await),
        ("tickets, 100", all_tickets(100).await),
        (
            "rollouts, 100",
            reading(world, async |r| rollouts::rollout_list(&r, &some, &page(100), &of).await).await,
        ),
        ("rollout by id", reading(world, async |r| rollout_detail(&r, rollout.into()).await).await),
        (
            "questionnaires of a rollout",
            reading(world, async |r| rollouts::questionnaire_list(&r, rollout.into()).await).await,
        ),
        ("questionnaire", reading(world, async |r| questionnaire(&r, rollout.into(), FORM).await).await),
        ("answers, 6", answers(world, rollout.into()).await),
        (
            "levies, 100",
            reading(world, async |r| levy_list(&r, &LevyListParams::default(), &page(100)).await).await,
        ),
    ]
}

/// The first answers to a questionnaire, whatever their number.
async fn answers(world: &World, rollout: RolloutId) -> u32 {
    let fields = ["place", "street", "expert_name", "technical_name", "emergency", "remarks"];
    let one = |field: &str| (field.to_owned(), json!({"value": "Ort", "version": 0}));
    let all: serde_json::Map<String, Value> = fields.map(one).into_iter().collect();
    let patch: AnswersPatch = input(json!({"answers": all}));
    let db = world.db();
    writing(world, async |ctx| db.write(&ctx, async |tx| answers_save(tx, rollout, FORM, &patch).await).await)
        .await
}

async fn creates(world: &World, stage: &Stage) -> Vec<(&'static str, u32)> {
    let db = world.db();
    let organisation: OrganisationCreate =
        input(json!({"kind": "department", "name": "Amt", "parent_id": stage.city}));
    let person: PersonCreate = input(
        json!({"family_name": "Huber", "functions": [{"organisation_id": stage.city, "function": "digital_officer"}]}),
    );
    let ticket: TicketCreate = input(
        json!({"type": "incident", "title": "Neu", "organisation_id": stage.city, "text": "Seit heute."}),
    );
    let order: OrderByHand =
        input(json!({"number": "B-1", "body": {"ags": "09861000"}, "positions": [{"service_key": "EWA"}]}));
    let organisations = writing(world, async |ctx| {
        db.write(&ctx, async |tx| customers::organisation_create(tx, organisation.clone()).await).await
    });
    let persons = writing(world, async |ctx| {
        db.write(&ctx, async |tx| customers::person_create(tx, person.clone()).await).await
    });
    let tickets = writing(world, async |ctx| {
        db.write(&ctx, async |tx| tickets::ticket_create(tx, ticket.clone(), Channel::Web).await).await
    });
    let orders = writing(world, async |ctx| {
        let content = order.clone().into_content(&ctx);
        order_receive(db, &ctx, "manual", &content).await
    });
    let lines: Vec<Value> = (1..=20).map(|line| json!({"line": line, "service_key": "EWA"})).collect();
    let long: OrderByHand = input(json!({"number": "B-2", "body": {"ags": "09861000"}, "positions": lines}));
    let long_orders = writing(world, async |ctx| {
        let content = long.clone().into_content(&ctx);
        order_receive(db, &ctx, "manual", &content).await
    });
    vec![
        ("organisation create", organisations.await),
        ("person create", persons.await),
        ("ticket create", tickets.await),
        ("order create", orders.await),
        ("order create, 20 positions", long_orders.await),
    ]
}

on_both! {
    async fn statements_stay_within_their_budgets(world) {
        let counted = counted(&world).await;
        let table: Vec<String> = counted.iter().map(|(name, statements)| format!("{name:22} {statements}")).collect();
        println!("{}", table.join("\n"));
        let of = usize::from(world.db().is_postgres());
        let budgets = || counted.iter().zip(BUDGETS.map(|(_, budget)| budget[of]));
        let over: Vec<_> = budgets().filter(|((_, now), budget)| now > budget).collect();
        assert!(over.is_empty(), "over budget: {over:?}\n{}", table.join("\n"));
        let under: Vec<_> = budgets().filter(|((_, now), budget)| now < budget).collect();
        assert!(under.is_empty(), "the budgets may shrink: {under:?}\n{}", table.join("\n"));
        assert_eq!(counted[1].1, counted[2].1, "a longer page costs no statement more");
    }

    async fn orders_are_listed_within_the_budget(world) {
        let stage = Stage::build(&world).await;
        for _ in 0..3 {
            stage.order("09861000").await;
        }
        let ask = async |limit| reading(&world, async |r| rollouts::order_list(&r, &OrderListParams::default(), &page(limit)).await).await;
        let (one, all) = (ask(1).await, ask(100).await);
        assert_eq!(one, all);
        assert!(all <= 7, "{all} statements");
    }
}
