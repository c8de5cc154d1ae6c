//! The time axis of regions and bodies: what its bars say, and to whom.
use super::stage::{ALONE, DISTRICT, MEMBERS, Stage, text};
use dienstweg_testkit::{Client, on_both};
use serde_json::{Value, json};

async fn bars(who: &Client, query: &str) -> Vec<(String, Value)> {
    let view = who.get(&format!("/portfolio/timeline{query}")).await.expect(200);
    let rows = view["rows"].as_array().unwrap().iter();
    rows.flat_map(|row| {
        row["bars"].as_array().unwrap().iter().map(|bar| (text(&row["name"]).to_owned(), bar.clone()))
    })
    .collect()
}

on_both! {
    async fn a_bar_spans_all_rollouts_of_a_service_in_a_region(world) {
        let stage = Stage::set(world).await;
        let live = stage.rollout(ALONE, "EWA").await;
        stage.go_live(&live).await;
        let running = stage.rollout(MEMBERS[0], "EWA").await;
        let seen = stage.manager.get(&format!("/rollouts/{running}")).await.expect(200);
        let regions = bars(&stage.manager, "").await;
        assert_eq!(regions.len(), 1, "{regions:?}");
        let (region, bar) = &regions[0];
        assert_eq!((region.as_str(), &bar["service"]["key"]), ("Beispielkreis", &json!("EWA")));
        assert_eq!((&bar["total"], &bar["live"]), (&json!(2), &json!(1)));
        assert_eq!(bar["forecast"], seen["plan"]["forecast"], "of the one that runs");
        assert!(bar["actual"].is_string() && bar["start"].is_string() && bar["plan"].is_string(), "{bar}");

        let bodies = bars(&stage.manager, "?by=body").await;
        let names: Vec<&str> = bodies.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Alleinhausen", "Doppelbach (VGem)"]);
        assert_eq!((&bodies[0].1["live"], &bodies[0].1["forecast"]), (&json!(1), &Value::Null));
        let district = stage.world.organisation(&stage.admin, DISTRICT).await;
        assert_eq!(bars(&stage.manager, &format!("?by=body&below={district}")).await.len(), 2);
        assert_eq!(bars(&stage.manager, "?light=red").await.len(), 0);

        let own = bars(&stage.coordinator, "").await;
        assert_eq!((own.len(), &own[0].1["total"]), (1, &json!(1)), "only its own counts");
        assert!(bars(&stage.provider, "?by=body").await.is_empty());
    }
}
