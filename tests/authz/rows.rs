//! Random organisations, people and work; random users with random grants. An oracle in plain Rust says who may see
//! what; nothing else comes out by any way, and nothing of it is missing.
use super::oracle::{Facts, Grant, Who};
use crate::stage::{Stage, all_ids, create, id};
use dienstweg_identity::{HolderKind, SHIPPED, actor_of};
use dienstweg_kernel::Ctx;
use dienstweg_kernel::ctx::{Breadth, Language};
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{Client, World, on_both};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

const SEED: u64 = 20_260_302;
const USERS: usize = 9;

struct Case {
    who: Who,
    client: Client,
}

/// Things everywhere in the tree.
async fn populate(stage: &Stage, rng: &mut StdRng, users: &[Uuid], team: Uuid) {
    let admin = &stage.admin;
    let mut all = all_ids(admin, "/organisations", 200).await;
    for number in 0..8 {
        let parent = all.choose(rng).unwrap();
        all.push(id(&create(
            admin,
            "/organisations",
            json!({"kind": "department", "name": format!("Amt Quarz{number}"), "parent_id": parent}),
        )
        .await));
    }
    for number in 0..12 {
        let functions: Vec<_> = (0..rng.random_range(1..3))
            .map(|_| json!({"organisation_id": all.choose(rng).unwrap(), "function": "digital_officer"}))
            .collect();
        create(
            admin,
            "/persons",
            json!({"family_name": format!("Zeisig{}", letters(number)), "functions": functions}),
        )
        .await;
    }
    for number in 0..14 {
        let mut body = json!({"type": "incident", "title": format!("Störung {number}"), "organisation_id": all.choose(rng).unwrap()});
        if rng.random_bool(0.3) {
            body["assignee_id"] = json!(users.choose(rng).unwrap());
        }
        if rng.random_bool(0.3) {
            body["team_id"] = json!(team);
        }
        create(admin, "/tickets", body).await;
    }
    for (nth, ags) in ["09875113", "09861000", "09875112"].into_iter().enumerate() {
        let rollout = stage.rollout(ags).await;
        if nth < 2 {
            let version =
                admin.get(&format!("/rollouts/{rollout}")).await.expect(200)["version"].as_i64().unwrap();
            let command = json!({"command": {"command": "set_party", "role": "it_provider", "organisation_id": stage.provider}});
            admin.act(&format!("/rollouts/{rollout}/commands"), version, command).await.expect(200);
        }
    }
    for ags in ["09861000", "09875112", "99999999"] {
        stage.order(ags).await;
    }
    for (number, ticket) in all_ids(admin, "/tickets", 200).await.into_iter().enumerate() {
        let audience = ["all", "body", "team"][number % 3];
        create(
            admin,
            &format!("/tickets/{ticket}/articles"),
            json!({"audience": audience, "text": format!("Wort{} steht hier", letters(number))}),
        )
        .await;
    }
}

/// A word that is no other's beginning.
fn letters(number: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
    format!("{}{}x", letter(number / 26), letter(number))
}

fn random_grant(rng: &mut StdRng, organisations: &[Uuid], team: Uuid) -> (&'static str, Grant) {
    let role = SHIPPED.choose(rng).unwrap();
    let names = role.names(dienstweg_api::permissions::CATALOGUE.iter().map(|known| known.name));
    let (kind, scope) = match rng.random_range(0..10) {
        0 => (ScopeKind::Everything, None),
        1..6 => (ScopeKind::Organisation, Some(*organisations.choose(rng).unwrap())),
        6 => (ScopeKind::Team, Some(team)),
        _ => (ScopeKind::Involved, Some(*organisations.choose(rng).unwrap())),
    };
    (role.key, Grant { permissions: names.into_iter().collect(), kind, scope })
}

async fn cases(world: &World, stage: &Stage, rng: &mut StdRng, users: &[Uuid], team: Uuid) -> Vec<Case> {
    let organisations = all_ids(&stage.admin, "/organisations", 200).await;
    let mut cases = Vec::new();
    for (number, user) in users.iter().enumerate() {
        let mut grants = Vec::new();
        for _ in 0..rng.random_range(1..3) {
            // The provider plays a role; the others are chance.
            let (role, mut grant) = random_grant(rng, &organisations, team);
            if grant.kind == ScopeKind::Involved && rng.random_bool(0.6) {
                grant.scope = Some(stage.provider);
            }
            if grants
                .iter()
                .any(|known: &Grant| known.permissions == grant.permissions && known.scope == grant.scope)
            {
                continue;
            }
            world.grant(HolderKind::User, *user, role, grant.kind, grant.scope).await;
            grants.push(grant);
        }
        cases.push(Case {
            who: Who { id: *user, grants },
            client: world.login(&format!("user{number}")).await,
        });
    }
    cases
}

type Ids = BTreeSet<Uuid>;

/// What a caller gets by list, one by one, with history, and by live streams.
async fn found(case: &Case, path: &str, limit: u64, all: &Ids) -> (Option<Ids>, Ids) {
    let list = case.client.get(path).await;
    let listed = match list.status {
        200 => Some(all_ids(&case.client, path, limit).await.into_iter().collect()),
        _ => None,
    };
    let base = path.split('?').next().unwrap();
    let mut got = Ids::new();
    for one in all {
        let answer = case.client.get(&format!("{base}/{one}")).await;
        let history = case.client.get(&format!("{base}/{one}/history")).await;
        assert!(
            [200, 403, 404].contains(&answer.status),
            "{base}/{one} for {:#?}: {:#}",
            case.who,
            answer.body
        );
        assert_eq!(
            answer.status == 200,
            history.status == 200,
            "{base}/{one} and its history: {:#}",
            history.body
        );
        if answer.status == 200 {
            got.insert(*one);
        }
    }
    (listed, got)
}

async fn live(world: &World, who: &Who, kind: &str, all: &Ids) -> Ids {
    let operator = world.operator();
    let actor = actor_of(&world.db().read(&operator), who.id.into()).await.unwrap().unwrap();
    let mut seen = Vec::new();
    // However a rule is put, it is the same rule.
    for breadth in [Breadth::Narrow, Breadth::Wide] {
        let actor = actor.clone().with_breadth(breadth);
        let ctx = Ctx::new(actor, "test", Language::De, world.clock.clone());
        let reader = world.db().read(&ctx);
        let ids: Vec<Uuid> = all.iter().copied().collect();
        let visible = match kind {
            "organisation" | "person" => dienstweg_customers::service::visible(&reader, kind, ids).await,
            "ticket" => dienstweg_tickets::service::visible(&reader, kind, ids).await,
            _ => dienstweg_rollouts::service::visible(&reader, kind, ids).await,
        };
        seen.push(visible.unwrap().into_iter().collect::<Ids>());
    }
    assert_eq!(seen[0], seen[1], "{kind}, {who:#?}");
    seen.swap_remove(0)
}

async fn searched(case: &Case, facts: &Facts) {
    for (kind, seen) in [
        ("organisation", facts.organisations_of(&case.who)),
        ("person", facts.persons_of(&case.who)),
        ("order", facts.orders_of(&case.who)),
    ] {
        for (thing, words) in facts.names.iter().filter(|(_, words)| words.0 == kind) {
            let q: String = url::form_urlencoded::byte_serialize(words.1.as_bytes()).collect();
            let hits = case.client.get(&format!("/search?limit=20&q={q}")).await.expect(200);
            let hits: Ids =
                hits["items"].as_array().unwrap().iter().filter(|hit| hit["kind"] == kind).map(id).collect();
            assert!(hits.is_subset(&seen), "{kind} {q}: {hits:?} beyond {seen:?} for {:#?}", case.who);
            assert_eq!(hits.contains(thing), seen.contains(thing), "{kind} {q} for {:#?}", case.who);
        }
    }
}

async fn conversation(case: &Case, facts: &Facts) {
    let tickets = facts.tickets_of(&case.who);
    for (number, ticket) in facts.tickets.iter().enumerate() {
        let answer = case.client.get(&format!("/tickets/{}/articles", ticket.id)).await;
        assert!(answer.status < 500, "articles of {} for {:#?}", ticket.id, case.who);
        assert_eq!(answer.status == 200, tickets.contains(&ticket.id), "{:#}", answer.body);
        let seen: Ids = answer.body["items"].as_array().into_iter().flatten().map(id).collect();
        let expected: Ids = ticket
            .articles
            .iter()
            .filter(|article| facts.hears(&case.who, ticket, &article.1))
            .map(|article| article.0)
            .collect();
        assert_eq!(seen, expected, "{:#?} {:#?}", case.who, ticket);
        if case.client.get("/tickets").await.status != 200 {
            continue;
        }
        for (article, _, text) in &ticket.articles {
            let word = text.split(' ').next().unwrap();
            let hits = all_ids(&case.client, &format!("/tickets?q={word}"), 50).await;
            assert_eq!(
                hits.contains(&ticket.id),
                seen.contains(article),
                "{number}: {word} tells of what is not for {:#?}",
                case.who
            );
        }
    }
}

on_both! {
    async fn nobody_sees_more_and_nobody_sees_less(world) {
        let mut rng = StdRng::seed_from_u64(SEED);
        let stage = Stage::build(&world).await;
        let mut users = Vec::new();
        for number in 0..USERS {
            users.push(world.user_create(&format!("user{number}")).await.0);
        }
        let team = id(&create(&stage.admin, "/teams", json!({"name": "Team"})).await);
        populate(&stage, &mut rng, &users, team).await;
        let facts = Facts::gather(&stage.admin).await;
        let (mut seen, mut unseen) = (0, 0);
        for case in cases(&world, &stage, &mut rng, &users, team).await {
            let who = &case.who;
            let expected = [
                ("organisation", "/organisations?in_force=false", facts.organisations_of(who), facts.all("organisation")),
                ("person", "/persons", facts.persons_of(who), facts.all("person")),
                ("ticket", "/tickets", facts.tickets_of(who), facts.all("ticket")),
                ("rollout", "/rollouts", facts.rollouts_of(who), facts.all("rollout")),
                ("order", "/orders", facts.orders_of(who), facts.all("order")),
            ];
            for (kind, path, expected, all) in expected {
                let (listed, got) = found(&case, path, rng.random_range(2..9), &all).await;
                assert_eq!(got, expected, "{kind} one by one, for {who:#?}");
                assert_eq!(listed.unwrap_or_default(), expected, "{kind} listed, for {who:#?}");
                assert_eq!(live(&world, who, kind, &all).await, expected, "{kind} live, for {who:#?}");
                seen += expected.len();
                unseen += all.len() - expected.len();
            }
            searched(&case, &facts).await;
            conversation(&case, &facts).await;
        }
        assert!(seen > 60 && unseen > 60, "a test of nothing: {seen} seen, {unseen} not");
    }
}
