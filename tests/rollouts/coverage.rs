//! A rollout covers a dated set of municipalities, and its plan begins on a day; both can be changed, with a reason.
use super::stage::{ALONE, ASSOCIATION, DISTRICT, MEMBERS, Stage, command_to, id, milestone, text};
use chrono::Duration;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{Client, on_both};
use dienstweg_workflows::rollouts::recompute_due;
use serde_json::{Value, json};
use uuid::Uuid;

/// The rollout of the association, which covers its two members.
async fn of_association(stage: &Stage) -> String {
    let order = json!({"body": {"ars": ASSOCIATION}, "positions": [{"service_key": "EWA"}]});
    let order = stage.release(&stage.manager.post("/orders", order).await.expect(201)).await;
    text(&order["positions"][0]["rollout"]["id"]).to_owned()
}

fn change(add: &[Uuid], end: &[Uuid], on: Option<&str>) -> Value {
    json!({"command": "change_coverage", "add": add, "end": end, "on": on, "reason": "Gebietsreform"})
}

fn codes(faults: &Value) -> Vec<(&str, &str)> {
    let errors = faults["errors"].as_array().unwrap();
    errors.iter().map(|one| (text(&one["pointer"]), text(&one["code"]))).collect()
}

async fn covered_by(who: &Client, municipality: Uuid) -> usize {
    let found = who.get(&format!("/rollouts?covers={municipality}")).await.expect(200);
    found["items"].as_array().unwrap().len()
}

async fn people(who: &Client) -> i64 {
    who.get("/coverage").await.expect(200)["live_population"].as_i64().unwrap()
}

on_both! {
    /// Ended on a day: covered until the evening before, seen until then, counted until then. Taken in again by a command.
    async fn coverage_changes_by_day(world) {
        let mut stage = Stage::set(world).await;
        let rollout = of_association(&stage).await;
        stage.go_live(&rollout).await;
        let [one, two] = [stage.world.organisation(&stage.admin, MEMBERS[0]).await, stage.world.organisation(&stage.admin, MEMBERS[1]).await];
        let path = format!("/rollouts/{rollout}");
        stage.world.user("leaves", "coordinator", ScopeKind::Organisation, Some(two)).await;
        let before = people(&stage.manager).await;
        let after = command_to(&stage.manager, &rollout, change(&[], &[two], Some("2026-03-04"))).await.expect(200);
        assert!(after["can"].as_array().unwrap().contains(&json!("change_coverage")));
        let ends: Vec<&Value> = after["covers"].as_array().unwrap().iter().map(|cover| &cover["valid_to"]).filter(|end| !end.is_null()).collect();
        assert_eq!(ends, ["2026-03-04"]);
        assert_eq!((covered_by(&stage.manager, two).await, people(&stage.manager).await), (1, before), "still covered");
        stage.world.clock.advance(Duration::days(2));
        recompute_due(stage.world.db(), stage.world.clock.clone()).await.unwrap();
        stage.manager = stage.world.login("manager").await;
        let leaves = stage.world.login("leaves").await;
        assert_eq!((covered_by(&stage.manager, two).await, covered_by(&stage.manager, one).await), (0, 1));
        assert!(people(&stage.manager).await < before, "who is not covered is not counted");
        assert_eq!(leaves.get(&path).await.status, 404, "who is no longer covered does not see it");
        command_to(&stage.manager, &rollout, change(&[two], &[], None)).await.expect(200);
        assert_eq!((people(&stage.manager).await, leaves.get(&path).await.status), (before, 200));
        let history = stage.manager.get(&format!("{path}/history")).await.expect(200);
        let told: Vec<&Value> = history["items"].as_array().unwrap().iter().filter(|entry| entry["action"] == "rollout.coverage_changed").collect();
        assert_eq!(told.len(), 2, "{history:#}");
        assert_eq!(told[0]["reason"], "Gebietsreform");
    }

    /// Only those for which the body does the task, with all faults at once; nothing changes by a refusal.
    async fn who_may_be_covered(world) {
        let stage = Stage::set(world).await;
        let rollout = of_association(&stage).await;
        let member = stage.world.organisation(&stage.admin, MEMBERS[0]).await;
        let district = stage.world.organisation(&stage.admin, DISTRICT).await;
        let path = format!("/rollouts/{rollout}");
        let before = stage.manager.get(&path).await.expect(200);
        let nobody: Uuid = "01930f6e-0000-7000-8000-00000000dead".parse().unwrap();
        let refused = command_to(&stage.manager, &rollout, change(&[member, stage.body, district, nobody], &[stage.body], None)).await;
        assert_eq!(refused.problem(422), "invalid");
        let mut found = codes(&refused.body);
        found.sort_unstable();
        assert_eq!(found, [
            ("/command/add/0", "already_covered"), ("/command/add/1", "not_competent"), ("/command/add/2", "no_municipality"),
            ("/command/add/3", "unknown_reference"), ("/command/end/0", "not_covered"),
        ]);
        assert!(refused.body.to_string().contains("Alleinhausen"), "says who is competent: {:#}", refused.body);
        assert_eq!(command_to(&stage.manager, &rollout, change(&[], &[], None)).await.problem(422), "invalid");
        assert_eq!(command_to(&stage.manager, &rollout, change(&[], &[member], Some("2099-01-01"))).await.problem(422), "invalid");
        let let_go = json!({"command": change(&[], &[member], None)});
        stage.coordinator.act(&format!("{path}/commands"), 1, let_go.clone()).await.problem(404);
        let stale = stage.manager.act(&format!("{path}/commands"), 1_000, let_go).await;
        assert_eq!(stale.problem(412), "stale");
        let silent = json!({"command": "change_coverage", "end": [member], "reason": " "});
        assert_eq!(command_to(&stage.manager, &rollout, silent).await.problem(422), "reason-missing");
        assert_eq!(stage.manager.get(&path).await.expect(200), before);
        // An override makes the body competent for one more.
        let service = stage.manager.get("/services?key=EWA").await.expect(200)["items"][0]["id"].clone();
        let ordered = json!({"service_id": service, "organisation_id": stage.body, "responsible_id": before["body"]["id"], "reason": "Zweckvereinbarung"});
        stage.admin.post("/competence-overrides", ordered).await.expect(201);
        command_to(&stage.manager, &rollout, change(&[stage.body], &[], None)).await.expect(200);
        assert_eq!(covered_by(&stage.manager, stage.body).await, 1);
        let mother = before["mother"]["id"].as_str().unwrap();
        assert_eq!(command_to(&stage.manager, mother, change(&[], &[member], None)).await.problem(409), "rollout-covers-nothing");
    }

    /// A position that is linked to a running rollout extends what it covers; once is enough.
    async fn linking_extends_coverage(world) {
        let stage = Stage::set(world).await;
        let rollout = of_association(&stage).await;
        let seen = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        let service = stage.manager.get("/services?key=EWA").await.expect(200)["items"][0]["id"].clone();
        let ordered = json!({"service_id": service, "organisation_id": stage.body, "responsible_id": seen["body"]["id"], "reason": "Zweckvereinbarung"});
        stage.admin.post("/competence-overrides", ordered).await.expect(201);
        assert_eq!(covered_by(&stage.manager, stage.body).await, 0);
        for _ in 0..2 {
            let order = stage.release(&stage.order(ALONE, &["EWA"]).await).await;
            assert_eq!(order["positions"][0]["state"], "linked");
        }
        assert_eq!(covered_by(&stage.manager, stage.body).await, 1);
        let after = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        assert_eq!(after["covers"].as_array().unwrap().len(), 3);
        assert_eq!(after["version"].as_i64().unwrap(), seen["version"].as_i64().unwrap() + 1, "changed once, and said so");
        stage.coordinator.get(&format!("/rollouts/{rollout}")).await.expect(200);
    }

    /// The plan moves with its beginning, what was done stays; what was done before cannot come before the beginning.
    async fn the_start_moves(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let path = format!("/rollouts/{rollout}");
        let start = |day: &str, reason: &str| json!({"command": "move_start", "start": day, "reason": reason});
        let before = stage.manager.get(&path).await.expect(200);
        let later = command_to(&stage.manager, &rollout, start("2026-04-01", "Die Kommune ist erst dann so weit")).await.expect(200);
        assert_eq!((&later["started_on"], &later["state"]), (&json!("2026-04-01"), &json!("not_started")));
        assert!(text(&later["plan"]["original"]) > text(&before["plan"]["original"]));
        assert_eq!(milestone(&later, "M1.1")["decided_at"], milestone(&before, "M1.1")["decided_at"], "actuals stay");
        command_to(&stage.manager, &rollout, start("2026-03-02", "Doch sofort")).await.expect(200);
        assert_eq!(stage.manager.get(&path).await.expect(200)["plan"], before["plan"]);
        stage.complete(&stage.manager, &rollout, &["M2.1"]).await;
        assert_eq!(command_to(&stage.manager, &rollout, start("2026-03-03", "x")).await.problem(409), "done-before-start");
        assert_eq!(command_to(&stage.manager, &rollout, start("2026-02-02", " ")).await.problem(422), "reason-missing");
        assert_eq!(command_to(&stage.manager, &rollout, start("9999-12-31", "x")).await.problem(422), "date-too-far");
        assert_eq!(command_to(&stage.coordinator, &rollout, start("2026-02-02", "x")).await.problem(403), "forbidden");
        let earlier = command_to(&stage.manager, &rollout, start("2026-02-02", "Hatte schon begonnen")).await.expect(200);
        assert!(text(&earlier["plan"]["original"]) < text(&before["plan"]["original"]));
        let history = stage.manager.get(&format!("{path}/history")).await.expect(200);
        let moved = history["items"].as_array().unwrap().iter().filter(|entry| entry["action"] == "rollout.start_moved");
        let mut reasons: Vec<&str> = moved.map(|entry| text(&entry["reason"])).collect();
        reasons.sort_unstable();
        assert_eq!(reasons, ["Die Kommune ist erst dann so weit", "Doch sofort", "Hatte schon begonnen"]);
        let mother = id(&before["mother"]);
        command_to(&stage.manager, &mother.to_string(), start("2026-02-02", "Auftakt war früher")).await.expect(200);
    }
}
