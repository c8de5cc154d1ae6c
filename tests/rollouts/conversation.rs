//! Who reads what was said: in the conversation, in search, in lists and in the history.
use super::stage::{ALONE, DISTRICT, MEMBERS, Stage, text};
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{Client, on_both};
use serde_json::json;

/// The words for team, body and all that somebody finds by a path.
async fn words(who: &Client, path: &str) -> Vec<&'static str> {
    let all = who.get(path).await.expect(200).to_string();
    ["Innenrevision", "Bürgermeisterin", "Schnittstelle"]
        .into_iter()
        .filter(|word| all.contains(word))
        .collect()
}

async fn finds(who: &Client) -> Vec<&'static str> {
    let mut found = Vec::new();
    for word in ["Innenrevision", "Bürgermeisterin", "Schnittstelle"] {
        let hits =
            who.get(&format!("/rollouts?q={word}")).await.expect(200)["items"].as_array().unwrap().len();
        let tickets =
            who.get(&format!("/tickets?q={word}")).await.expect(200)["items"].as_array().unwrap().len();
        let everything =
            who.get(&format!("/search?q={word}")).await.expect(200)["items"].as_array().unwrap().len();
        // All three find what the caller may read, and no more.
        assert!(hits == tickets && everything == hits, "{word}: {hits} {tickets} {everything}");
        found.extend((tickets > 0).then_some(word));
    }
    found
}

on_both! {
    async fn three_audiences(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        stage.set_party(&rollout, "it_provider", stage.it).await;
        let district = stage.world.organisation(&stage.admin, DISTRICT).await;
        let multiplier = stage.world.user("multiplier", "multiplier", ScopeKind::Organisation, Some(district)).await;
        let neighbour = stage.world.organisation(&stage.admin, MEMBERS[0]).await;
        let neighbour = stage.world.user("neighbour", "coordinator", ScopeKind::Organisation, Some(neighbour)).await;
        let path = format!("/tickets/{rollout}/articles");
        for (audience, said) in [("team", "Die Innenrevision fragt."), ("body", "Die Bürgermeisterin zögert."), ("all", "Die Schnittstelle steht.")] {
            stage.manager.post(&path, json!({"audience": audience, "text": said})).await.expect(201);
        }
        let all = ["Innenrevision", "Bürgermeisterin", "Schnittstelle"];
        for (who, sees) in [(&stage.manager, &all[..]), (&stage.coordinator, &all[1..]), (&multiplier, &all[1..]), (&stage.provider, &all[2..])] {
            assert_eq!(words(who, &path).await, sees);
            assert_eq!(finds(who).await, sees);
            assert!(words(who, &format!("/rollouts/{rollout}/history?limit=200")).await.is_empty(), "a history says that, not what");
        }
        let spoken = async |who: &Client| {
            let history = who.get(&format!("/rollouts/{rollout}/history?limit=200")).await.expect(200);
            history["items"].as_array().unwrap().iter().filter(|entry| text(&entry["action"]).contains("article")).count()
        };
        assert_eq!((spoken(&stage.manager).await, spoken(&stage.coordinator).await, spoken(&stage.provider).await), (3, 2, 1));
        for role in ["administrator", "auditor", "agent"] {
            let who = stage.world.user(role, role, ScopeKind::Everything, None).await;
            assert_eq!(finds(&who).await, words(&who, &path).await, "{role}: what is found is what is read");
        }
        // Who sees rollouts but not what is said in them does not learn it by searching either.
        let role = json!({"key": "lists", "name_de": "Listen", "name_en": "Lists", "permissions": ["rollout:read", "organisation:read"]});
        stage.admin.post("/roles", role).await.expect(201);
        let lists = stage.world.user("lists", "lists", ScopeKind::Everything, None).await;
        assert_eq!(lists.get("/rollouts?kind=daughter").await.expect(200)["items"].as_array().unwrap().len(), 1);
        for word in all {
            for path in ["/rollouts", "/search"] {
                let hits = lists.get(&format!("{path}?q={word}")).await.expect(200);
                assert!(!hits.to_string().contains(&rollout), "{path}: {hits:#}");
            }
        }
        neighbour.get(&path).await.expect(404);
        assert!(finds(&neighbour).await.is_empty());
        let to_team = json!({"audience": "team", "text": "Darf ich nicht."});
        assert_eq!(stage.coordinator.post(&path, to_team.clone()).await.problem(403), "forbidden");
        assert_eq!(stage.provider.post(&path, json!({"audience": "body", "text": "Auch nicht."})).await.problem(403), "forbidden");
        assert_eq!(multiplier.post(&path, json!({"audience": "all", "text": "Nur lesen."})).await.problem(403), "forbidden");
        stage.provider.post(&path, json!({"audience": "all", "text": "Erledigt."})).await.expect(201);
    }

    /// What is said with a command is for whom it was meant.
    async fn a_note_to_a_command(world) {
        let stage = Stage::set(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let seen = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        let act = json!({"command": {"command": "block", "reason": "Vertrag"}, "audience": "team", "note": "Die Innenrevision prüft."});
        stage.manager.act(&format!("/rollouts/{rollout}/commands"), seen["version"].as_i64().unwrap(), act).await.expect(200);
        let path = format!("/tickets/{rollout}/articles");
        assert_eq!(words(&stage.manager, &path).await, ["Innenrevision"]);
        assert!(words(&stage.coordinator, &path).await.is_empty());
    }
}
