//! A database per test, copied from a template that is made once per state of the schema.
use dienstweg_kernel::Db;
use dienstweg_kernel::clock::{Clock, SystemClock};
use dienstweg_kernel::db::Settings;
use dienstweg_kernel::secret::hash_hex;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;
use url::Url;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// The cluster that `make test` has started.
pub fn postgres_url() -> Option<String> {
    std::env::var("DIENSTWEG_TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty())
}

/// The address of a fresh, migrated database in `folder` or on the test cluster.
pub async fn fresh(backend: Backend, folder: &TempDir) -> String {
    match backend {
        Backend::Sqlite => sqlite(folder.path()).await,
        Backend::Postgres => postgres().await,
    }
}

async fn sqlite(folder: &Path) -> String {
    let template = templates().join(format!("{}.sqlite", state()));
    if !template.exists() {
        let making = template.with_extension(format!("{}-{}.making", std::process::id(), serial()));
        migrate(&format!("sqlite://{}", making.display())).await;
        fs::rename(&making, &template).unwrap();
    }
    let file = folder.join("test.sqlite");
    fs::copy(&template, &file).unwrap();
    format!("sqlite://{}", file.display())
}

fn templates() -> PathBuf {
    let folder = std::env::temp_dir().join("dienstweg-templates");
    fs::create_dir_all(&folder).unwrap();
    folder
}

async fn migrate(url: &str) {
    let db = Db::connect(&Settings::new(url)).await.unwrap();
    dienstweg_server::migrate::up(&db).await.unwrap();
    if url.starts_with("sqlite") {
        // The file alone must hold everything before it is copied.
        db.for_migrations().execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
    }
    db.close().await;
}

async fn postgres() -> String {
    let cluster = postgres_url().unwrap();
    let admin = Db::connect(&Settings { connections: 1, ..Settings::new(&cluster) }).await.unwrap();
    let template = format!("template_{}", state());
    let connection = admin.for_migrations();
    // Tests of several processes come at the same time; one makes the template.
    connection.execute_unprepared("SELECT pg_advisory_lock(4711)").await.unwrap();
    if !exists(connection, &template).await {
        let making = format!("{template}_making");
        connection.execute_unprepared(&format!("DROP DATABASE IF EXISTS {making}")).await.unwrap();
        connection.execute_unprepared(&format!("CREATE DATABASE {making}")).await.unwrap();
        migrate(&with_database(&cluster, &making)).await;
        connection
            .execute_unprepared(&format!("ALTER DATABASE {making} RENAME TO {template}"))
            .await
            .unwrap();
    }
    let name = format!("test_{}", uuid::Uuid::from_u64_pair(std::process::id().into(), serial()).simple());
    let create = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY");
    let mut made = connection.execute_unprepared(&create).await;
    for _ in 0..20 {
        if made.is_ok() {
            break;
        }
        // Somebody is just leaving the template.
        tokio::time::sleep(Duration::from_millis(100)).await;
        made = connection.execute_unprepared(&create).await;
    }
    made.unwrap();
    connection.execute_unprepared("SELECT pg_advisory_unlock(4711)").await.unwrap();
    admin.close().await;
    with_database(&cluster, &name)
}

async fn exists(connection: &DatabaseConnection, name: &str) -> bool {
    let sql = format!("SELECT 1 AS one FROM pg_database WHERE datname = '{name}'");
    connection
        .query_one_raw(sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, sql))
        .await
        .unwrap()
        .is_some()
}

fn with_database(url: &str, name: &str) -> String {
    let mut url = Url::parse(url).unwrap();
    url.set_path(name);
    url.to_string()
}

/// Tests of one process count up; those of different processes differ by its id and by chance.
fn serial() -> u64 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut chance = [0; 4];
    SystemClock.random(&mut chance);
    u64::from(u32::from_ne_bytes(chance)) << 32 | NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Changes whenever the schema or what is seeded into it does.
fn state() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let sources = [
        "migrations/src",
        "crates/identity/src",
        "crates/rollouts/src/template",
        "crates/rollouts/src/service/catalogue",
        "crates/server/src",
    ];
    let mut all = Vec::new();
    for source in sources {
        let mut files: Vec<PathBuf> = fs::read_dir(root.join(source))
            .map(|all| all.flatten().map(|file| file.path()).collect())
            .unwrap_or_default();
        files.sort();
        for file in files.iter().filter(|file| file.is_file()) {
            all.extend(fs::read(file).unwrap());
        }
    }
    hash_hex(&all)[..16].to_owned()
}
