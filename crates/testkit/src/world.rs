//! One running Dienstweg.
use crate::client::Client;
use crate::databases::{self, Backend};
use actix_web::HttpServer;
use actix_web::dev::ServerHandle;
use chrono::{DateTime, Utc};
use dienstweg_api::AppState;
use dienstweg_api::permissions::CATALOGUE;
use dienstweg_connectors::registers::import_now;
use dienstweg_identity::{
    GrantCreate, HolderInput, HolderKind, RoleListParams, ScopeInput, UserCreate, grant_create,
    password_hash, role_list, user_create,
};
use dienstweg_kernel::clock::ManualClock;
use dienstweg_kernel::db::Settings;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_kernel::ids::UserId;
use dienstweg_kernel::page::PageRequest;
use dienstweg_kernel::secret::Secret;
use dienstweg_kernel::{Actor, Ctx, Db};
use dienstweg_server::config::Config;
use dienstweg_server::wiring::{Surroundings, Wired, wire_in};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

/// The password of everybody in tests.
pub const PASSWORD: &str = "drei blaue Fenster";

/// A server with a database of its own, standing at nine on a Monday morning until the clock is moved.
pub struct World {
    pub base: String,
    pub backend: Backend,
    pub clock: Arc<ManualClock>,
    wired: Wired,
    server: ServerHandle,
    _folder: TempDir,
}

impl World {
    pub async fn start(backend: Backend) -> Self {
        Self::start_with(backend, |_| {}).await
    }

    /// The same with other settings.
    pub async fn start_with(backend: Backend, change: impl FnOnce(&mut Config)) -> Self {
        let folder = TempDir::new().unwrap();
        let url = databases::fresh(backend, &folder).await;
        let db = Db::connect(&Settings { connections: 4, ..Settings::new(&url) }).await.unwrap();
        let clock = Arc::new(ManualClock::at("2026-03-02T08:00:00Z".parse::<DateTime<Utc>>().unwrap()));
        let mut config = Config {
            data_dir: folder.path().to_owned(),
            requests_per_second: 100_000,
            webhook_allowed_targets: vec!["127.0.0.1".to_owned()],
            ..Config::default()
        };
        change(&mut config);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let around = Surroundings { clock: clock.clone(), secret: Secret::new([7; 32]), background: false };
        let wired = wire_in(&config, db, &address, around).await.unwrap();
        let state = wired.state.clone();
        let server = HttpServer::new(move || dienstweg_api::app(state.clone()))
            .workers(1)
            .disable_signals()
            .listen(listener)
            .unwrap()
            .run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { base: format!("http://{address}"), backend, clock, wired, server: handle, _folder: folder }
    }

    pub fn state(&self) -> &AppState {
        &self.wired.state
    }

    pub fn db(&self) -> &Db {
        &self.wired.state.db
    }

    /// What the operator does at the console.
    pub fn operator(&self) -> Ctx {
        Ctx::system(Actor::operator(), self.clock.clone())
    }

    /// Runs all background work until nothing is left to do.
    pub async fn settle(&self) {
        self.wired.runner.run_until_idle().await.unwrap();
    }

    /// The same, where an outside system may refuse.
    pub async fn try_settle(&self) -> dienstweg_kernel::Result<()> {
        self.wired.runner.run_until_idle().await
    }

    /// Somebody who is not logged in.
    pub fn anonymous(&self) -> Client {
        Client::new(&self.base, None)
    }

    /// A new user with one role and scope, logged in.
    pub async fn user(&self, login: &str, role: &str, scope: ScopeKind, scope_id: Option<Uuid>) -> Client {
        let id = self.user_create(login).await;
        self.grant(HolderKind::User, id.0, role, scope, scope_id).await;
        self.login(login).await
    }

    /// A new administrator, logged in.
    pub async fn admin(&self) -> Client {
        self.user("admin", "administrator", ScopeKind::Everything, None).await
    }

    pub async fn user_create(&self, login: &str) -> UserId {
        let ctx = self.operator();
        let input: UserCreate = serde_json::from_value(
            json!({"login": login, "name": login, "email": format!("{login}@example.org")}),
        )
        .unwrap();
        let hash = password_hash(PASSWORD, ctx.random()).unwrap();
        self.db().write(&ctx, async |tx| user_create(tx, &input, Some(&hash)).await).await.unwrap().id
    }

    pub async fn grant(
        &self,
        kind: HolderKind,
        holder: Uuid,
        role: &str,
        scope: ScopeKind,
        scope_id: Option<Uuid>,
    ) {
        let ctx = self.operator();
        let all = PageRequest { limit: 200, ..PageRequest::default() };
        let roles = role_list(&self.db().read(&ctx), &RoleListParams::default(), &all).await.unwrap();
        let role =
            roles.items.iter().find(|known| known.key == role).unwrap_or_else(|| panic!("no role {role}"));
        let grant = GrantCreate {
            role_id: role.id,
            holder: HolderInput { kind, id: holder },
            scope: ScopeInput { kind: scope, id: scope_id },
        };
        self.db().write(&ctx, async |tx| grant_create(tx, CATALOGUE, &grant).await).await.unwrap();
        self.state().principals.forget(None);
    }

    pub async fn login(&self, login: &str) -> Client {
        let browser = self.anonymous();
        let body =
            browser.post("/auth/login", json!({"login": login, "password": PASSWORD})).await.expect(200);
        browser.with_token(body["access_token"].as_str().unwrap())
    }

    /// Imports a register as the operator does.
    pub async fn import(&self, file: &[u8]) -> Value {
        let outcome = import_now(self.db(), &self.operator(), file, false).await.unwrap();
        json!({"records": outcome.records, "difference": outcome.difference})
    }

    /// The id of the organisation with this key.
    pub async fn organisation(&self, client: &Client, key: &str) -> Uuid {
        let list = client.get(&format!("/organisations?key={key}")).await.expect(200);
        list["items"][0]["id"].as_str().unwrap_or_else(|| panic!("no organisation {key}")).parse().unwrap()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let stop = self.server.stop(false);
        actix_web::rt::spawn(stop);
    }
}
