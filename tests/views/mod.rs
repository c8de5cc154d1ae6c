//! Saved views: whose they are, who sees them, what they are to whom.
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{Answer, Client, World, on_both};
use reqwest::Method;
use serde_json::{Value, json};

async fn people(world: &World) -> [Client; 3] {
    let all = ScopeKind::Everything;
    [
        world.user("anna", "rollout_manager", all, None).await,
        world.user("bert", "rollout_manager", all, None).await,
        world.user("cora", "agent", all, None).await,
    ]
}

async fn role(admin: &Client, key: &str) -> Value {
    let roles = admin.get("/roles?limit=200").await.expect(200);
    roles["items"].as_array().unwrap().iter().find(|role| role["key"] == key).unwrap()["id"].clone()
}

async fn names(who: &Client, query: &str) -> Vec<String> {
    let list = who.get(&format!("/saved-views{query}")).await.expect(200);
    list["items"].as_array().unwrap().iter().map(|view| view["name"].as_str().unwrap().to_owned()).collect()
}

fn path(view: &Value) -> String {
    format!("/saved-views/{}", view["id"].as_str().unwrap())
}

async fn mark(who: &Client, view: &Value, pinned: bool, standard: bool) -> Answer {
    who.put(&format!("{}/mark", path(view)), json!({"pinned": pinned, "standard": standard})).await
}

async fn remove(who: &Client, view: &Value) -> Answer {
    let version = view["version"].as_i64().unwrap();
    let request = who.request(Method::DELETE, &path(view)).header("if-match", format!("\"{version}\""));
    who.send(request).await
}

on_both! {
    async fn a_view_is_seen_by_its_owner_and_by_those_who_hold_a_role_it_is_shared_with(world) {
        let admin = world.admin().await;
        let [anna, bert, cora] = people(&world).await;
        let managers = role(&admin, "rollout_manager").await;
        let own = json!({"kind": "rollouts", "name": "Meine roten", "query": "light=red&below=x"});
        let own = anna.post("/saved-views", own).await.expect(201);
        let shared = json!({"kind": "portfolio", "name": "Alle EfA", "query": "package=efa", "roles": [managers]});
        let shared = anna.post("/saved-views", shared).await.expect(201);
        assert_eq!(shared["roles"][0]["name"], "Rollout-Management");
        assert_eq!(shared["can"], json!(["update", "delete", "share"]));

        assert_eq!(names(&anna, "").await, ["Alle EfA", "Meine roten"]);
        assert_eq!(names(&anna, "?kind=rollouts").await, ["Meine roten"]);
        assert_eq!(names(&bert, "").await, ["Alle EfA"]);
        assert_eq!(bert.get(&path(&shared)).await.expect(200)["can"], json!([]));
        assert_eq!(names(&cora, "").await, Vec::<String>::new(), "not her role");
        assert_eq!(names(&admin, "").await, ["Alle EfA"], "who manages sees what is shared, not what is private");
        assert_eq!(admin.get(&path(&own)).await.problem(404), "not-found");

        let taken = bert.patch(&path(&shared), 1, json!({"name": "Meins"})).await;
        assert_eq!(taken.problem(403), "forbidden");
        assert_eq!(cora.patch(&path(&shared), 1, json!({"name": "Meins"})).await.problem(404), "not-found");
        let renamed = admin.patch(&path(&shared), 1, json!({"name": "EfA-Dienste"})).await.expect(200);
        assert_eq!((&renamed["version"], &renamed["owner"]["name"]), (&json!(2), &json!("anna")));
        let private = anna.patch(&path(&shared), 2, json!({"roles": []})).await.expect(200);
        assert_eq!((&private["version"], &private["roles"]), (&json!(3), &json!([])), "sharing counts as a change");
        assert_eq!(names(&bert, "").await, Vec::<String>::new());
        assert_eq!(remove(&anna, &renamed).await.problem(412), "stale");
        assert_eq!(remove(&anna, &private).await.status, 204);
        assert_eq!(names(&anna, "").await, ["Meine roten"]);
    }

    async fn a_view_is_pinned_and_made_the_standard_for_oneself_alone(world) {
        let admin = world.admin().await;
        let [anna, bert, _] = people(&world).await;
        let managers = role(&admin, "rollout_manager").await;
        let view = async |kind: &str, name: &str| {
            let body = json!({"kind": kind, "name": name, "query": "light=red", "roles": [managers]});
            anna.post("/saved-views", body).await.expect(201)
        };
        let (first, second, other) =
            (view("rollouts", "Eins").await, view("rollouts", "Zwei").await, view("portfolio", "Drei").await);
        for view in [&first, &other] {
            mark(&bert, view, false, true).await.expect(200);
        }
        let marked = mark(&bert, &second, true, true).await.expect(200);
        assert_eq!((&marked["pinned"], &marked["standard"], &marked["version"]), (&json!(true), &json!(true), &json!(1)));
        let standard = async |who: &Client| {
            let list = who.get("/saved-views").await.expect(200);
            let all: Vec<Value> = list["items"].as_array().unwrap().iter()
                .filter(|view| view["standard"] == true).map(|view| view["name"].clone()).collect();
            all
        };
        assert_eq!(standard(&bert).await, ["Drei", "Zwei"], "one of each page");
        assert_eq!(standard(&anna).await, Vec::<Value>::new());
        assert_eq!(names(&bert, "?pinned=true").await, ["Zwei"]);
        assert_eq!(names(&bert, "?pinned=false").await, ["Drei", "Eins"]);
        mark(&bert, &second, false, false).await.expect(200);
        assert_eq!(names(&bert, "?pinned=true").await, Vec::<String>::new());
    }

    async fn what_is_wrong_with_a_view_is_told_at_once(world) {
        let [anna, _, _] = people(&world).await;
        let wrong = json!({"kind": "rollouts", "name": " ", "query": "a b", "roles": ["01930f6e-0000-7000-8000-000000000001"]});
        let refused = anna.post("/saved-views", wrong).await;
        assert_eq!(refused.problem(422), "invalid");
        let told: Vec<_> = refused.body["errors"].as_array().unwrap().iter().map(|fault| fault["pointer"].as_str().unwrap()).collect();
        assert_eq!(told, ["/name", "/query", "/roles/0"]);
        let admin = world.admin().await;
        let auditors = role(&admin, "auditor").await;
        let clerk = world.user("dora", "coordinator", ScopeKind::Everything, None).await;
        let share = json!({"kind": "rollouts", "name": "Für alle", "query": "", "roles": [auditors]});
        assert_eq!(clerk.post("/saved-views", share).await.problem(403), "forbidden");
        clerk.post("/saved-views", json!({"kind": "rollouts", "name": "Für mich", "query": ""})).await.expect(201);
    }
}
