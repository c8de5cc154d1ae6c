//! One command to many rollouts: tried, let go, stopped, taken back.
use super::stage::{ALONE, MEMBERS, Stage, command_to, milestone, text};
use dienstweg_testkit::{Client, on_both};
use serde_json::{Value, json};

/// Prepares a job and lets it be tried.
async fn prepared(stage: &Stage, who: &Client, input: Value) -> Value {
    let job = who.post("/rollouts/bulk", input).await.expect(201);
    stage.world.settle().await;
    get(who, &job).await
}

async fn get(who: &Client, job: &Value) -> Value {
    who.get(&format!("/jobs/{}", text(&job["id"]))).await.expect(200)
}

/// Starts, stops or takes back a job, and waits for its end.
async fn act(stage: &Stage, who: &Client, job: &Value, act: &str) -> Value {
    let (path, version) = (format!("/jobs/{}/{act}", text(&job["id"])), job["version"].as_i64().unwrap());
    who.act(&path, version, json!({})).await.expect(200);
    stage.world.settle().await;
    get(who, job).await
}

/// State and code of each item.
async fn items(who: &Client, job: &Value) -> Vec<(String, Option<String>)> {
    let items = who.get(&format!("/jobs/{}/items", text(&job["id"]))).await.expect(200);
    let word = |item: &Value| (text(&item["state"]).to_owned(), item["code"].as_str().map(str::to_owned));
    items["items"].as_array().unwrap().iter().map(word).collect()
}

fn complete(key: &str) -> Value {
    json!({"command": {"command": "complete", "milestone": key}})
}

async fn status(stage: &Stage, rollout: &str, key: &str) -> String {
    let rollout = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
    text(&milestone(&rollout, key)["state"]).to_owned()
}

on_both! {
    async fn a_job_is_tried_then_carried_out_then_taken_back(world) {
        let stage = Stage::set(world).await;
        let one = stage.rollout(ALONE, "EWA").await;
        let two = stage.rollout(MEMBERS[0], "EWA").await;
        let done = stage.rollout(ALONE, "HUND").await;
        stage.complete(&stage.manager, &done, &["M1.3"]).await;
        let before = stage.manager.get(&format!("/rollouts/{one}")).await.expect(200);

        let job = prepared(&stage, &stage.manager, json!({"ids": [one, two, done], "act": complete("M1.3")})).await;
        assert_eq!((&job["state"], &job["total"], &job["done"], &job["refused"]), (&json!("checked"), &json!(3), &json!(2), &json!(1)));
        assert_eq!(job["can"], json!(["start", "cancel"]));
        let tried = items(&stage.manager, &job).await;
        assert!(tried.contains(&("refused".to_owned(), Some("milestone-settled".to_owned()))), "{tried:?}");
        let after = stage.manager.get(&format!("/rollouts/{one}")).await.expect(200);
        assert_eq!(before["version"], after["version"], "trying changes nothing");
        assert_eq!(status(&stage, &one, "M1.3").await, "open");

        let job = act(&stage, &stage.manager, &job, "start").await;
        assert_eq!((&job["state"], &job["passed"], &job["done"], &job["refused"]), (&json!("done"), &json!(3), &json!(2), &json!(1)));
        assert_eq!(status(&stage, &one, "M1.3").await, "done");
        assert_eq!(status(&stage, &two, "M1.3").await, "done");

        // Somebody goes on with the second one meanwhile.
        stage.complete(&stage.manager, &two, &["M2.1"]).await;
        let job = act(&stage, &stage.manager, &job, "undo").await;
        assert_eq!((&job["state"], &job["done"]), (&json!("undone"), &json!(1)));
        assert_eq!(status(&stage, &one, "M1.3").await, "open");
        assert_eq!(status(&stage, &two, "M1.3").await, "done");
        let left = items(&stage.manager, &job).await;
        assert!(left.contains(&("kept".to_owned(), Some("stale".to_owned()))), "{left:?}");
        assert!(left.contains(&("undone".to_owned(), None)), "{left:?}");
    }

    async fn what_was_done_can_be_taken_back_for_ten_minutes(world) {
        let stage = Stage::set(world).await;
        let one = stage.rollout(ALONE, "EWA").await;
        let party = json!({"command": {"command": "set_party", "role": "it_provider", "organisation_id": stage.it}});
        for change in [
            party,
            json!({"command": {"command": "block", "reason": "Umstellung"}}),
            json!({"command": {"command": "set_due", "milestone": "M2.1", "due": "2026-12-01"}}),
            json!({"command": {"command": "defer", "until": "2027-01-04", "reason": "Haushalt"}}),
        ] {
            let facts = async || {
                let rollout = stage.manager.get(&format!("/rollouts/{one}")).await.expect(200);
                (rollout["state"].clone(), rollout["parties"].clone(), milestone(&rollout, "M2.1")["due"].clone(), rollout["can"].clone())
            };
            let before = facts().await;
            let job = prepared(&stage, &stage.manager, json!({"ids": [one], "act": change})).await;
            let job = act(&stage, &stage.manager, &job, "start").await;
            assert_ne!(before, facts().await, "{change}");
            let job = act(&stage, &stage.manager, &job, "undo").await;
            assert_eq!((&job["state"], &job["done"]), (&json!("undone"), &json!(0)), "{change}");
            assert_eq!(before.0, facts().await.0, "{change}");
        }
        let job = prepared(&stage, &stage.manager, json!({"ids": [one], "act": complete("M1.3")})).await;
        let job = act(&stage, &stage.manager, &job, "start").await;
        stage.world.clock.advance(chrono::TimeDelta::minutes(11));
        let manager = stage.world.login("manager").await;
        let late = get(&manager, &job).await;
        assert_eq!((&late["can"], &late["undo_until"]), (&json!([]), &Value::Null));
        let path = format!("/jobs/{}/undo", text(&job["id"]));
        assert_eq!(manager.act(&path, late["version"].as_i64().unwrap(), json!({})).await.problem(409), "undo-too-late");
    }

    async fn rollouts_are_named_by_keys_and_what_is_none_is_said(world) {
        let stage = Stage::set(world).await;
        let one = stage.rollout(ALONE, "EWA").await;
        let keys = json!([
            {"body": ALONE, "service": "EWA"}, {"body": ALONE, "service": "EWA"}, {"body": "00000000", "service": "EWA"},
            {"body": ALONE, "service": "NIE"}, {"body": ALONE, "service": "HUND"},
        ]);
        let job = prepared(&stage, &stage.manager, json!({"keys": keys, "act": complete("M1.3")})).await;
        assert_eq!((&job["total"], &job["done"], &job["refused"]), (&json!(4), &json!(1), &json!(3)));
        let rows = stage.manager.get(&format!("/jobs/{}/items?state=refused", text(&job["id"]))).await.expect(200);
        let said: Vec<&str> = rows["items"].as_array().unwrap().iter().map(|row| text(&row["message"])).collect();
        assert!(said[0].contains("Stelle") && said[1].contains("Dienstes") && said[2].contains("keinen Rollout"), "{said:?}");
        act(&stage, &stage.manager, &job, "start").await;
        assert_eq!(status(&stage, &one, "M1.3").await, "done");
    }

    async fn a_provider_completes_what_it_owes_and_nothing_else(world) {
        let stage = Stage::set(world).await;
        let mine = stage.rollout(ALONE, "EWA").await;
        let other = stage.rollout(MEMBERS[0], "EWA").await;
        stage.complete(&stage.manager, &mine, &["M1.3", "M2.1", "M2.2", "M2.3"]).await;
        stage.set_party(&mine, "it_provider", stage.it).await;
        let mine_view = stage.manager.get(&format!("/rollouts/{mine}")).await.expect(200);
        let owed = mine_view["milestones"].as_array().unwrap().iter().find(|one| one["role"] == "it_provider").unwrap();
        let key = text(&owed["key"]).to_owned();
        let job = prepared(&stage, &stage.provider, json!({"ids": [mine, other], "act": complete(&key)})).await;
        let tried = items(&stage.provider, &job).await;
        assert_eq!(tried.iter().filter(|(state, _)| state == "refused").count(), if job["done"] == 1 { 1 } else { 2 }, "{tried:?}");
        assert!(tried.contains(&("refused".to_owned(), Some("not-found".to_owned()))), "what it does not see: {tried:?}");
        assert_eq!(stage.manager.get(&format!("/jobs/{}", text(&job["id"]))).await.status, 404, "a job of another");
        let steer = json!({"ids": [mine], "act": {"command": {"command": "block", "reason": "Nein"}}});
        assert_eq!(stage.provider.post("/rollouts/bulk", steer).await.problem(403), "forbidden");
    }

    async fn a_stopped_job_keeps_what_it_did_and_does_no_more(world) {
        let stage = Stage::set(world).await;
        let one = stage.rollout(ALONE, "EWA").await;
        let job = prepared(&stage, &stage.manager, json!({"ids": [one], "act": complete("M1.3")})).await;
        let job = act(&stage, &stage.manager, &job, "cancel").await;
        assert_eq!((&job["state"], &job["can"]), (&json!("cancelled"), &json!([])));
        let path = format!("/jobs/{}/start", text(&job["id"]));
        assert_eq!(stage.manager.act(&path, job["version"].as_i64().unwrap(), json!({})).await.problem(409), "job-state");
        assert_eq!(status(&stage, &one, "M1.3").await, "open");
    }

    /// A commit that fails at the first attempt, and an owner who loses its right between trying and doing.
    async fn nothing_is_done_twice_and_nothing_without_right(world) {
        let stage = Stage::set(world).await;
        let one = stage.rollout(ALONE, "EWA").await;
        let note = json!({"command": {"command": "complete", "milestone": "M1.3"}, "note": "Erledigt nach Liste", "audience": "all"});
        let job = prepared(&stage, &stage.manager, json!({"ids": [one], "act": note})).await;
        stage.world.db().fail_first_attempts(true);
        let job = act(&stage, &stage.manager, &job, "start").await;
        stage.world.db().fail_first_attempts(false);
        assert_eq!(job["done"], 1);
        let articles = stage.manager.get(&format!("/tickets/{one}/articles")).await.expect(200);
        let notes = articles["items"].as_array().unwrap().iter().filter(|one| one["text"] == "Erledigt nach Liste").count();
        assert_eq!(notes, 1);
        let history = stage.manager.get(&format!("/rollouts/{one}/history")).await.expect(200);
        let completed = history["items"].as_array().unwrap().iter().filter(|entry| entry["event"] == "rollout.milestone_completed" && entry.to_string().contains("M1.3")).count();
        assert!(completed <= 1, "{history:#}");

        let job = prepared(&stage, &stage.manager, json!({"ids": [one], "act": complete("M2.1")})).await;
        let users = stage.admin.get("/users?q=manager").await.expect(200);
        let user = &users["items"][0];
        let path = format!("/users/{}/deactivate", text(&user["id"]));
        let job_path = format!("/jobs/{}/start", text(&job["id"]));
        stage.manager.act(&job_path, job["version"].as_i64().unwrap(), json!({})).await.expect(200);
        stage.admin.act(&path, user["version"].as_i64().unwrap(), json!({})).await.expect(200);
        stage.world.settle().await;
        let rollout = stage.admin.get(&format!("/rollouts/{one}")).await.expect(200);
        assert_eq!(milestone(&rollout, "M2.1")["state"], "open");
        let _ = command_to(&stage.admin, &one, json!({"command": "complete", "milestone": "M2.1"})).await.expect(200);
    }
}
