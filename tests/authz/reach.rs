//! `/explain` answers for every kind of thing a permission is about, and says what the guard says.
use crate::stage::{Stage, create, id, local, stranger};
use dienstweg_api::permissions::CATALOGUE;
use dienstweg_api::state::ReachRegistry;
use dienstweg_kernel::ctx::Permission;
use dienstweg_testkit::{Client, FEDERAL, World, on_both, register_file};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Resources of permissions that are parts of a thing, with the kind of the whole.
const PARTS: [(&str, &str); 4] = [
    ("article", "ticket"),
    ("milestone", "rollout"),
    ("party", "party_entry"),
    ("register", "register_import"),
];
/// About no thing at all. May only shrink.
const WITHOUT: [&str; 1] = ["metrics"];

fn kind_of(permission: &str) -> &str {
    let resource = permission.split(':').next().unwrap();
    PARTS.iter().find(|(part, _)| *part == resource).map_or(resource, |(_, whole)| whole)
}

/// Kinds of the domains with the permission to see them.
fn kinds() -> Vec<(&'static str, Permission)> {
    let customers = dienstweg_customers::service::KINDS.to_vec();
    let rollouts = dienstweg_rollouts::service::KINDS.to_vec();
    let tickets = dienstweg_tickets::service::KINDS.to_vec();
    let identity = dienstweg_identity::KINDS.to_vec();
    let webhooks = dienstweg_outbound::webhooks::KINDS.to_vec();
    let mails = dienstweg_outbound::mail::KINDS.to_vec();
    let views = dienstweg_projections::views::KINDS.to_vec();
    let reports = dienstweg_projections::reports::KINDS.to_vec();
    [customers, rollouts, tickets, identity, webhooks, mails, views, reports].concat()
}

#[test]
fn no_kind_of_the_catalogue_is_forgotten() {
    let known: BTreeSet<&str> = ReachRegistry::all().kinds().collect();
    let without: Vec<&str> = CATALOGUE
        .iter()
        .filter(|info| !known.contains(kind_of(info.name)))
        .map(|info| info.name.split(':').next().unwrap())
        .collect();
    assert_eq!(without, WITHOUT);
    assert_eq!(known, kinds().into_iter().map(|(kind, _)| kind).collect());
}

/// One thing of every kind, with the address it is read at.
async fn things(stage: &Stage) -> Vec<(&'static str, Uuid, String)> {
    let admin = &stage.admin;
    let client = create(admin, "/api-clients", json!({"name": "Markt", "scopes": ["order:place"]})).await;
    let client = id(&client["client"]);
    let source = create(admin, "/marketplace-sources", json!({"key": "markt", "client_id": client})).await;
    let hook = json!({"name": "H", "url": "http://127.0.0.1:9/", "events": ["rollout.*"]});
    let agreed = json!({"service_id": stage.service, "organisation_id": stage.city,
        "responsible_id": stage.district, "reason": "Zweckvereinbarung"});
    let view = json!({"kind": "rollouts", "name": "Rot", "query": "light=red"});
    let report =
        json!({"name": "Montag", "scope": {"kind": "programme", "id": first_of(admin, "/programmes").await}});
    let upload = admin.request(Method::POST, "/register-imports");
    let file = register_file("20260131", FEDERAL);
    let upload = upload.header("content-type", "application/octet-stream").body(file);
    let rollout = stage.rollout("09875113").await;
    admin.post("/mails/test", json!({})).await.expect(204);
    let first = async |path: &str| first_of(admin, path).await;
    let known = [
        ("organisation", stage.member, "organisations"),
        ("person", id(&stage.person), "persons"),
        ("register_import", id(&admin.send(upload).await.expect(201)), "register-imports"),
        ("service", stage.service, "services"),
        ("programme", first("/programmes").await, "programmes"),
        ("template", first("/templates").await, "templates"),
        (
            "competence_override",
            id(&create(admin, "/competence-overrides", agreed).await),
            "competence-overrides",
        ),
        (
            "party_entry",
            id(&create(
                admin,
                "/party-entries",
                json!({"role": "it_provider", "body_id": stage.member, "organisation_id": stage.provider}),
            )
            .await),
            "party-entries",
        ),
        (
            "wave",
            id(&create(
                admin,
                "/waves",
                json!({"name": "Herbst", "programme_id": first("/programmes").await, "key_date": "2030-01-07"}),
            )
            .await),
            "waves",
        ),
        ("term", id(&create(admin, "/terms", term(stage)).await), "terms"),
        ("order", id(&stage.order("09861000").await), "orders"),
        (
            "call",
            id(&create(admin, "/calls", json!({"rollout_ids": [rollout], "note": "Kommt bald."})).await),
            "calls",
        ),
        ("rollout", rollout, "rollouts"),
        ("form", first("/forms").await, "forms"),
        ("questionnaire", questionnaire(admin, rollout).await, ""),
        ("ticket", id(&stage.ticket), "tickets"),
        ("user", first("/users").await, "users"),
        ("team", id(&create(admin, "/teams", json!({"name": "Team"})).await), "teams"),
        ("role", first("/roles").await, "roles"),
        ("grant", first("/grants").await, "grants"),
        ("session", first("/me/sessions").await, ""),
        ("api_client", client, "api-clients"),
        ("webhook", id(&create(admin, "/webhooks", hook).await["webhook"]), "webhooks"),
        ("mail", first("/mails").await, "mails"),
        ("marketplace_source", id(&source["source"]), "marketplace-sources"),
        ("saved_view", id(&create(admin, "/saved-views", view).await), ""),
        ("report", id(&create(admin, "/status-reports", report).await), "status-reports"),
    ];
    known
        .map(|(kind, id, path)| {
            (kind, id, if path.is_empty() { String::new() } else { format!("/{path}/{id}") })
        })
        .to_vec()
}

fn term(stage: &Stage) -> Value {
    json!({"kind": "other", "title": "Pacht", "body_id": stage.member, "valid_until": "2030-12-31"})
}

async fn first_of(admin: &Client, path: &str) -> Uuid {
    id(&admin.get(path).await.expect(200)["items"][0])
}

/// Somebody has begun to fill it in.
async fn questionnaire(admin: &Client, rollout: Uuid) -> Uuid {
    let path = format!("/rollouts/{rollout}/questionnaires/efa-anbindung");
    let answers = json!({"answers": {"place": {"value": "Ort", "version": 0}}});
    let request = admin.request(Method::PATCH, &path).header("content-type", "application/merge-patch+json");
    id(&admin.send(request.body(answers.to_string())).await.expect(200))
}

async fn reached(client: &Client, permission: &str, kind: &str, id: Uuid) -> Value {
    let path = format!("/explain?permission={permission}&subject_kind={kind}&subject_id={id}");
    client.get(&path).await.expect(200)["subject"]["reached"].clone()
}

async fn conversation(world: &World, stage: &Stage) {
    let rollout = stage.rollout("09875112").await;
    let district = local(world, "dora", "coordinator", stage.district).await;
    let elsewhere = local(world, "emil", "coordinator", stage.city).await;
    assert_eq!(reached(&district, "article:write", "rollout", rollout).await, true);
    assert_eq!(reached(&elsewhere, "article:write", "rollout", rollout).await, false);
}

on_both! {
    async fn it_says_what_the_guard_says_of_every_kind(world) {
        // With a mail server there are mails, whether it answers or not.
        let world = World::start_with(world.backend, |config| {
            config.smtp_host = Some("127.0.0.1".to_owned());
            config.smtp_tls = dienstweg_outbound::mail::SmtpTls::None;
            config.smtp_sender = Some("dienstweg@example.org".to_owned());
        }).await;
        let stage = Stage::build(&world).await;
        let things = things(&stage).await;
        let named: BTreeSet<&str> = things.iter().map(|(kind, ..)| *kind).collect();
        assert_eq!(named, kinds().into_iter().map(|(kind, _)| kind).collect(), "a thing of each kind is tried");
        let nobody = stranger(&world, "nobody").await;
        let anna = local(&world, "anna", "coordinator", stage.member).await;
        for info in CATALOGUE.iter().filter(|info| !WITHOUT.contains(&kind_of(info.name))) {
            let (kind, id, _) = things.iter().find(|(kind, ..)| *kind == kind_of(info.name)).unwrap();
            assert_eq!(reached(&stage.admin, info.name, kind, *id).await, true, "{}: {kind}", info.name);
            assert_eq!(reached(&nobody, info.name, kind, *id).await, false, "{}: {kind}", info.name);
        }
        for (kind, id, path) in things.iter().filter(|(.., path)| !path.is_empty()) {
            let (_, read) = kinds().into_iter().find(|(known, _)| known == kind).unwrap();
            for client in [&anna, &nobody, &stage.admin] {
                let seen = client.get(path).await.status == 200;
                assert_eq!(reached(client, read.0, kind, *id).await, seen, "{kind} by {read:?}");
            }
        }
        conversation(&world, &stage).await;
    }
}
