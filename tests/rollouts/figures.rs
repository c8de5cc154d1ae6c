//! Figures are queries over what the caller sees, never counters: they equal the lists.
use super::stage::{ALONE, ASSOCIATION, DISTRICT, Stage, command_to, text};
use dienstweg_identity::actor_of;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_kernel::ids::{ActorId, OrganisationId, ProgrammeId};
use dienstweg_projections::rollups::{self, Counted};
use dienstweg_rollouts::input::RolloutListParams;
use dienstweg_rollouts::service::{RollupBy, rollup};
use dienstweg_testkit::{Client, on_both};
use serde_json::{Value, json};

async fn count(who: &Client, query: &str) -> i64 {
    let list = who.get(&format!("/rollouts?count=true&{query}")).await.expect(200);
    list["total"].as_i64().unwrap()
}

/// Each row of a roll-up against the list narrowed to it.
async fn agrees(who: &Client, by: &str, filter: &str, query: &str) {
    let rows = who.get(&format!("/rollup?by={by}&{query}")).await.expect(200);
    for row in rows["items"].as_array().unwrap() {
        let Some(key) = row["key"].as_str() else { continue };
        let narrowed = format!("{query}&{filter}={key}");
        for (figure, more) in [
            ("total", ""),
            ("green", "&light=green"),
            ("yellow", "&light=yellow"),
            ("red", "&light=red"),
            ("grey", "&light=grey"),
            ("ended", "&state=ended"),
        ] {
            assert_eq!(
                row[figure].as_i64().unwrap(),
                count(who, &format!("{narrowed}{more}")).await,
                "{by} {key} {figure}: {row:#}"
            );
        }
    }
    assert!(!rows["items"].as_array().unwrap().is_empty(), "{by}");
}

/// What is counted in memory against what the database counts, with everything that is counted.
async fn counted_alike(stage: &Stage, who: &Client, below: OrganisationId) {
    let id = ActorId(text(&who.get("/me").await.expect(200)["user"]["id"]).parse().unwrap());
    let actor = actor_of(&stage.world.db().read(&stage.world.operator()), id).await.unwrap().unwrap();
    let reader = stage.world.db().read(&stage.world.operator().with_actor(actor));
    let by = [
        RollupBy::Phase,
        RollupBy::Service,
        RollupBy::Programme,
        RollupBy::Wave,
        RollupBy::Region(vec![below]),
    ];
    let programme = ProgrammeId(stage.programme);
    for (below, programme) in
        [(None, None), (Some(below), None), (None, Some(programme)), (Some(below), Some(programme))]
    {
        let counted = Counted { below, programme, service: None };
        let params =
            RolloutListParams { below, programme: programme.into_iter().collect(), ..Default::default() };
        for by in &by {
            let kept = rollups::rollup(&reader, &stage.world.state().portfolio, &counted, by).await.unwrap();
            assert_eq!(kept, rollup(&reader, &params, by.clone()).await.unwrap(), "{by:?} {counted:?}");
        }
    }
}

async fn coverage(who: &Client, query: &str) -> Value {
    who.get(&format!("/coverage?{query}")).await.expect(200)
}

on_both! {
    async fn figures_equal_the_lists(world) {
        let stage = Stage::set(world).await;
        let alone = stage.rollout(ALONE, "EWA").await;
        let own = stage.manager.post("/orders", json!({"body": {"ars": ASSOCIATION}, "positions": [{"service_key": "EWA"}, {"service_key": "GEWERBE"}]})).await.expect(201);
        let own = stage.release(&own).await;
        let of = |index: usize| text(&own["positions"][index]["rollout"]["id"]).to_owned();
        stage.rollout(ALONE, "HUND").await;
        stage.go_live(&of(0)).await;
        command_to(&stage.manager, &of(1), json!({"command": "set_outcome", "outcome": "own_solution", "reason": "Eigenes Verfahren"})).await.expect(200);
        command_to(&stage.manager, &alone, json!({"command": "block", "reason": "Streit"})).await.expect(200);
        let district = stage.world.organisation(&stage.admin, DISTRICT).await;
        for query in ["".to_owned(), format!("below={district}"), format!("programme={}", stage.programme)] {
            agrees(&stage.manager, "phase", "phase", &query).await;
            agrees(&stage.manager, "service", "service", &query).await;
            agrees(&stage.manager, "programme", "programme", &query).await;
        }
        let regions = stage.manager.get(&format!("/rollup?by=region&below={district}")).await.expect(200);
        for row in regions["items"].as_array().unwrap() {
            assert_eq!(row["total"].as_i64().unwrap(), count(&stage.manager, &format!("below={}", text(&row["key"]))).await, "{row:#}");
        }
        let multiplier = stage.world.user("multiplier", "multiplier", ScopeKind::Organisation, Some(district)).await;
        for who in [&stage.manager, &stage.coordinator, &multiplier] {
            counted_alike(&stage, who, OrganisationId(district)).await;
        }
        let coordinator_sees = count(&stage.coordinator, "").await;
        let phases = stage.coordinator.get("/rollup?by=phase").await.expect(200);
        let sum: i64 = phases["items"].as_array().unwrap().iter().map(|row| row["total"].as_i64().unwrap()).sum();
        assert_eq!(sum, coordinator_sees, "figures know the caller's rights");
        assert_eq!(coordinator_sees, 3, "two daughters and their mother");
    }

    /// The population of the municipalities a live rollout covers, not of those that ordered.
    async fn coverage_counts_people(world) {
        let stage = Stage::set(world).await;
        let before = coverage(&stage.manager, "").await;
        assert_eq!((&before["municipalities"], &before["live_municipalities"]), (&json!(4), &json!(0)));
        let own = stage.manager.post("/orders", json!({"body": {"ars": ASSOCIATION}, "positions": [{"service_key": "EWA"}]})).await.expect(201);
        let own = stage.release(&own).await;
        let rollout = text(&own["positions"][0]["rollout"]["id"]).to_owned();
        stage.go_live(&rollout).await;
        let members = stage.manager.get("/organisations?kind=municipality&limit=200").await.expect(200);
        let people: i64 = members["items"].as_array().unwrap().iter()
            .filter(|one| text(&one["name"]).ends_with("doppelbach"))
            .map(|one| one["population"].as_i64().unwrap()).sum();
        let after = coverage(&stage.manager, "").await;
        assert_eq!((&after["live_municipalities"], &after["live_population"]), (&json!(2), &json!(people)));
        let listed = async |filter: &str| stage.manager.get(&format!("/organisations?count=true&{filter}")).await.expect(200)["total"].clone();
        assert_eq!((listed("live=true").await, listed("live=false").await), (json!(2), json!(2)), "the very municipalities");
        let hund = stage.manager.get("/services?key=HUND").await.expect(200)["items"][0]["id"].clone();
        assert_eq!(coverage(&stage.manager, &format!("service={}", text(&hund))).await["live_municipalities"], 0);
        assert_eq!(listed(&format!("live_service={}", text(&hund))).await, 0, "a service alone means live");
        assert_eq!(stage.manager.get("/organisations?live=maybe").await.status, 400);
        assert_eq!(coverage(&stage.manager, &format!("programme={}", stage.programme)).await["live_municipalities"], 2);
        let district = stage.world.organisation(&stage.admin, DISTRICT).await;
        let multiplier = stage.world.user("multiplier", "multiplier", ScopeKind::Organisation, Some(district)).await;
        assert_eq!(coverage(&multiplier, "").await["municipalities"], 3, "the city is outside of the district");
        assert_eq!(coverage(&multiplier, "").await["live_municipalities"], 2);
    }
}
