//! There is always somebody who can give rights back.
use crate::stage::{create, id};
use dienstweg_api::permissions::CATALOGUE;
use dienstweg_identity::{HolderKind, actor_of, grant_delete, user_deactivate};
use dienstweg_kernel::Ctx;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_kernel::ids::{GrantId, UserId};
use dienstweg_testkit::{Answer, Client, World, on_both};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

const LAST: &str = "last-administrator";

/// Someone who may manage users, roles and grants, but not everything.
async fn deputy(world: &World, admin: &Client) -> Client {
    let names: Vec<&str> =
        CATALOGUE.iter().map(|info| info.name).filter(|name| *name != "metrics:read").collect();
    let role = json!({"key": "deputy", "name_de": "Vertretung", "name_en": "Deputy", "permissions": names});
    create(admin, "/roles", role).await;
    world.user("deputy", "deputy", ScopeKind::Everything, None).await
}

async fn role(client: &Client, key: &str) -> Value {
    let roles = client.get("/roles?limit=200").await.expect(200);
    roles["items"].as_array().unwrap().iter().find(|role| role["key"] == key).unwrap().clone()
}

async fn grant_of(client: &Client, holder: Uuid) -> String {
    format!("/grants/{}", id(&client.get(&format!("/grants?holder={holder}")).await.expect(200)["items"][0]))
}

async fn give(client: &Client, role: &Value, kind: &str, holder: Uuid) {
    let grant =
        json!({"role_id": id(role), "holder": {"kind": kind, "id": holder}, "scope": {"kind": "everything"}});
    create(client, "/grants", grant).await;
}

async fn deactivate(client: &Client, user: Uuid) -> Answer {
    client
        .act(
            &format!("/users/{user}/deactivate"),
            version(client, &format!("/users/{user}")).await,
            json!({}),
        )
        .await
}

async fn version(client: &Client, path: &str) -> i64 {
    client.get(path).await.expect(200)["version"].as_i64().unwrap()
}

async fn delete(client: &Client, path: &str, version: i64) -> Answer {
    client.send(client.request(Method::DELETE, path).header("if-match", format!("\"{version}\""))).await
}

async fn leave(client: &Client, team: Uuid, user: Uuid) -> Answer {
    let seen = version(client, &format!("/teams/{team}")).await;
    delete(client, &format!("/teams/{team}/members/{user}"), seen).await
}

/// A user who can log in and holds nothing.
async fn user(world: &World, login: &str) -> Uuid {
    world.user_create(login).await.0
}

on_both! {
    async fn the_last_administrator_stays_by_grant_and_account(world) {
        let admin = world.admin().await;
        let deputy = deputy(&world, &admin).await;
        let me = id(&admin.get("/me").await.expect(200)["user"]);
        assert_eq!(deactivate(&deputy, me).await.problem(409), LAST);
        let mine = grant_of(&deputy, me).await;
        let refused = deputy.delete(&mine).await;
        assert_eq!(refused.problem(409), LAST);
        assert!(refused.body["detail"].as_str().unwrap().contains("Administration"), "it says what to do");
        // Who cannot log in is no way back.
        let dora = id(&create(&admin, "/users", json!({"login": "dora", "name": "Dora"})).await);
        give(&admin, &role(&admin, "administrator").await, "user", dora).await;
        assert_eq!(deputy.delete(&mine).await.problem(409), LAST);
        // Nor is who is one for a part only.
        let part = user(&world, "part").await;
        let team = create(&admin, "/teams", json!({"name": "Süd"})).await;
        world.grant(HolderKind::User, part, "administrator", ScopeKind::Team, Some(id(&team))).await;
        assert_eq!(deactivate(&deputy, me).await.problem(409), LAST);
        let second = user(&world, "second").await;
        give(&admin, &role(&admin, "administrator").await, "user", second).await;
        assert_eq!(deactivate(&deputy, me).await.status, 200, "there is another one");
        assert_eq!(deactivate(&deputy, second).await.problem(409), LAST);
        assert_eq!(deactivate(&deputy, part).await.status, 200, "others may go");
    }

    async fn the_last_administrator_stays_by_team_and_role(world) {
        let admin = world.admin().await;
        let deputy = deputy(&world, &admin).await;
        let me = id(&admin.get("/me").await.expect(200)["user"]);
        let berta = user(&world, "berta").await;
        let team = id(&create(&admin, "/teams", json!({"name": "Leitstelle", "members": [berta]})).await);
        give(&admin, &role(&admin, "administrator").await, "team", team).await;
        assert_eq!(deputy.delete(&grant_of(&deputy, me).await).await.status, 204, "Berta is one through her team");
        assert_eq!(leave(&deputy, team, berta).await.problem(409), LAST);
        assert_eq!(deputy.delete(&grant_of(&deputy, team).await).await.problem(409), LAST);
        assert_eq!(deactivate(&deputy, berta).await.problem(409), LAST);
        // A role of one's own with every right will do as well, and is kept as well.
        let boss = world.login("berta").await;
        let all: Vec<&str> = CATALOGUE.iter().map(|info| info.name).collect();
        let chief = create(&boss, "/roles", json!({"key": "chief", "name_de": "Leitung", "name_en": "Chief", "permissions": all})).await;
        let carl = user(&world, "carl").await;
        give(&boss, &chief, "user", carl).await;
        assert_eq!(leave(&deputy, team, berta).await.status, 200);
        let path = format!("/roles/{}", id(&chief));
        let less = json!({"permissions": all[1..]});
        assert_eq!(deputy.patch(&path, version(&deputy, &path).await, less).await.problem(409), LAST);
        assert_eq!(delete(&deputy, &path, version(&deputy, &path).await).await.problem(409), LAST);
        let renamed = deputy.patch(&path, version(&deputy, &path).await, json!({"name_de": "Leitung neu"})).await;
        assert_eq!(renamed.status, 200, "what takes nothing away goes through: {:#}", renamed.body);
    }

    async fn two_who_demote_each_other_at_the_same_time_leave_one(world) {
        let ada = world.user("ada", "administrator", ScopeKind::Everything, None).await;
        let bob = world.user("bob", "administrator", ScopeKind::Everything, None).await;
        let ids = [id(&ada.get("/me").await.expect(200)["user"]), id(&bob.get("/me").await.expect(200)["user"])];
        let mut grants = Vec::new();
        for holder in ids {
            grants.push(grant_of(&ada, holder).await.rsplit('/').next().unwrap().parse::<Uuid>().unwrap());
        }
        let (first, second) = (ctx(&world, ids[0]).await, ctx(&world, ids[1]).await);
        let take = async |ctx: &Ctx, grant: Uuid| world.db().write(ctx, async |tx| grant_delete(tx, GrantId(grant)).await).await;
        let (one, other) = futures_util::future::join(take(&first, grants[1]), take(&second, grants[0])).await;
        let refused: Vec<_> = [one, other].into_iter().filter_map(Result::err).collect();
        assert_eq!(refused.iter().map(|error| error.code().slug).collect::<Vec<_>>(), [LAST]);
        // The same with two who lock each other out.
        let third = user(&world, "third").await;
        world.grant(HolderKind::User, third, "administrator", ScopeKind::Everything, None).await;
        let kept = admins(&world).await;
        let (first, second) = (ctx(&world, kept[0]).await, ctx(&world, kept[1]).await);
        let lock = async |ctx: &Ctx, user: Uuid| world.db().write(ctx, async |tx| user_deactivate(tx, UserId(user), IfMatch::Any).await.map(|_| ())).await;
        let (one, other) = futures_util::future::join(lock(&first, kept[1]), lock(&second, kept[0])).await;
        let refused: Vec<_> = [one, other].into_iter().filter_map(Result::err).collect();
        assert_eq!(refused.iter().map(|error| error.code().slug).collect::<Vec<_>>(), [LAST]);
    }

    async fn a_deleted_role_takes_with_it_what_it_gave(world) {
        let admin = world.admin().await;
        let made = create(&admin, "/roles", json!({"key": "reader", "name_de": "Lesen", "name_en": "Read", "permissions": ["order:read"]})).await;
        let anna = user(&world, "anna").await;
        give(&admin, &made, "user", anna).await;
        let anna_client = world.login("anna").await;
        assert_eq!(anna_client.get("/orders").await.status, 200);
        let path = format!("/roles/{}", id(&made));
        assert_eq!(delete(&admin, &path, 7).await.problem(412), "stale");
        assert_eq!(delete(&admin, &path, 1).await.status, 204);
        assert_eq!(anna_client.get("/me").await.expect(200)["permissions"].to_string().matches("order:read").count(), 0);
        assert_eq!(admin.get(&format!("/grants?holder={anna}")).await.expect(200)["items"], json!([]));
        assert_eq!(admin.get(&path).await.status, 404);
        let shipped = role(&admin, "auditor").await;
        assert_eq!(delete(&admin, &format!("/roles/{}", id(&shipped)), shipped["version"].as_i64().unwrap()).await.problem(409), "role-shipped");
    }
}

/// A user with the rights it has now, as a request would have loaded them.
async fn ctx(world: &World, user: Uuid) -> Ctx {
    let operator = world.operator();
    let actor = actor_of(&world.db().read(&operator), user.into()).await.unwrap().unwrap();
    operator.with_actor(actor)
}

/// The users who may everything.
async fn admins(world: &World) -> Vec<Uuid> {
    let statement = "SELECT DISTINCT actor FROM actor_grant WHERE permission = 'metrics:read' AND scope_kind = 'everything'";
    let rows = crate::stage::sql(world, statement).await;
    rows.iter().map(|row| row.try_get("", "actor").unwrap()).collect()
}
