//! A world with something in it: the fictional register, a service, a programme, orders, rollouts, a ticket, people.
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{Answer, Client, FEDERAL, World, register_file};
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use serde_json::{Value, json};
use uuid::Uuid;

/// What tests refer to.
pub struct Stage {
    pub admin: Client,
    pub service: Uuid,
    /// The association "Doppelbach" and its first member.
    pub association: Uuid,
    pub member: Uuid,
    pub city: Uuid,
    pub district: Uuid,
    pub provider: Uuid,
    pub person: Value,
    pub ticket: Value,
}

impl Stage {
    /// As an administrator would set it up.
    pub async fn build(world: &World) -> Self {
        world.import(&register_file("20260131", FEDERAL)).await;
        let admin = world.admin().await;
        let member = world.organisation(&admin, "09875113").await;
        let city = world.organisation(&admin, "09861000").await;
        let member_view = admin.get(&format!("/organisations/{member}")).await.expect(200);
        let path: Vec<Uuid> = member_view["path"].as_array().unwrap().iter().map(id).collect();
        let (association, district) = (path[path.len() - 1], path[path.len() - 2]);
        let provider = create(
            &admin,
            "/organisations",
            json!({"kind": "it_provider", "name": "Kommunale IT", "own_key": "KIT"}),
        )
        .await;
        let service = create(
            &admin,
            "/services",
            service_body("EWA", "Elektronische Wohnsitzanmeldung", "association"),
        )
        .await;
        let template = id(&admin.get("/templates?status=published").await.expect(200)["items"][0]);
        admin
            .post(
                "/programmes",
                json!({"key": "efa", "name": "EfA", "template_id": template, "status": "active",
                "four_eyes": "off", "service_ids": [id(&service)]}),
            )
            .await
            .expect(201);
        let person = create(
            &admin,
            "/persons",
            json!({"given_name": "Jürgen", "family_name": "Möller", "email": "j.moeller@example.org", "phone": "+49 9174 4711",
                "functions": [{"organisation_id": member, "function": "digital_officer"}]}),
        )
        .await;
        let ticket = create(
            &admin,
            "/tickets",
            json!({"type": "incident", "title": "Formular leer", "organisation_id": member}),
        )
        .await;
        Self {
            service: id(&service),
            provider: id(&provider),
            admin,
            association,
            member,
            city,
            district,
            person,
            ticket,
        }
    }

    /// An order by hand for the body with this key.
    pub async fn order(&self, ags: &str) -> Value {
        let body = json!({"body": {"ags": ags}, "positions": [{"service_key": "EWA"}],
            "contacts": [{"name": "Łucja Möller", "email": "l.moeller@example.org"}]});
        create(&self.admin, "/orders", body).await
    }

    /// Ordered and released: the id of the rollout.
    pub async fn rollout(&self, ags: &str) -> Uuid {
        let order = self.order(ags).await;
        let path = format!("/orders/{}/positions/{}/release", id(&order), id(&order["positions"][0]));
        let version = order["positions"][0]["version"].as_i64().unwrap();
        let released = self.admin.act(&path, version, json!({})).await.expect(200);
        id(&released["positions"][0]["rollout"])
    }
}

/// A service of the catalogue.
pub fn service_body(key: &str, name: &str, level: &str) -> Value {
    json!({"key": key, "name": name, "package": "efa", "level": level})
}

/// The view of something that must come into being.
#[track_caller]
pub fn create<'c>(client: &'c Client, path: &'c str, body: Value) -> impl Future<Output = Value> + use<'c> {
    let at = std::panic::Location::caller();
    async move {
        let answer = client.post(path, body).await;
        assert_eq!(answer.status, 201, "{at}: {path}: {:#}", answer.body);
        answer.body
    }
}

/// The id of a view.
#[track_caller]
pub fn id(view: &Value) -> Uuid {
    view["id"].as_str().unwrap_or_else(|| panic!("no id: {view:#}")).parse().unwrap()
}

/// The ids of all rows of a list, over all its pages.
pub async fn all_ids(client: &Client, path: &str, limit: u64) -> Vec<Uuid> {
    let mut found = Vec::new();
    let mut cursor = String::new();
    let joint = if path.contains('?') { '&' } else { '?' };
    loop {
        let page = client.get(&format!("{path}{joint}limit={limit}{cursor}")).await.expect(200);
        found.extend(page["items"].as_array().unwrap().iter().map(id));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
        assert!(found.len() < 5_000, "{path} does not end");
    }
}

/// Rows of a statement, as the operator of the database sees them.
pub async fn sql(world: &World, statement: &str) -> Vec<QueryResult> {
    let connection = world.db().for_migrations();
    let backend = connection.get_database_backend();
    connection
        .query_all_raw(Statement::from_string(backend, statement))
        .await
        .unwrap_or_else(|error| panic!("{statement}: {error}"))
}

/// The number `n` that a statement answers.
pub async fn number(world: &World, statement: &str) -> i64 {
    sql(world, statement).await[0].try_get("", "n").unwrap()
}

/// The only number a statement answers.
pub async fn count(world: &World, statement: &str) -> i64 {
    number(world, &format!("SELECT COUNT(*) AS n FROM ({statement}) AS counted")).await
}

/// A user without any grant, logged in.
pub async fn stranger(world: &World, login: &str) -> Client {
    world.user_create(login).await;
    world.login(login).await
}

/// A user who holds a shipped role for one organisation and all below it.
pub async fn local(world: &World, login: &str, role: &str, organisation: Uuid) -> Client {
    world.user(login, role, ScopeKind::Organisation, Some(organisation)).await
}

/// Whether an answer is a problem document as RFC 9457 and the conventions want it.
pub fn problem_faults(answer: &Answer) -> Vec<String> {
    let mut faults = Vec::new();
    if answer.header("content-type") != "application/problem+json" {
        faults.push(format!("content type {:?}", answer.header("content-type")));
    }
    for member in ["type", "title", "code", "request_id"] {
        if answer.body[member].as_str().is_none_or(str::is_empty) {
            faults.push(format!("no {member}"));
        }
    }
    if answer.body["status"] != answer.status {
        faults.push(format!("status {} in the body, {} on the line", answer.body["status"], answer.status));
    }
    if answer.header("x-request-id") != answer.body["request_id"].as_str().unwrap_or_default() {
        faults.push("the request id of the header is another".to_owned());
    }
    faults
}
