//! Databases and processes that are measured.
use crate::Outcome;
use dienstweg_kernel::Db;
use dienstweg_kernel::db::Settings;
use sea_orm::ConnectionTrait;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use url::Url;

/// Which database.
#[derive(Clone, Debug)]
pub enum Backend {
    Sqlite(PathBuf),
    /// The address of the cluster.
    Postgres(String),
}

impl Backend {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// The address of a database of this name.
    pub fn url(&self, name: &str) -> Outcome<String> {
        match self {
            Self::Sqlite(folder) => {
                Ok(format!("sqlite://{}", folder.join(format!("{name}.sqlite")).display()))
            }
            Self::Postgres(cluster) => {
                let mut url = Url::parse(cluster)?;
                url.set_path(name);
                Ok(url.to_string())
            }
        }
    }

    /// Makes sure that there is a database of this name with nothing in it, or with what `from` holds.
    pub async fn make(&self, name: &str, from: Option<&str>) -> Outcome<()> {
        match self {
            Self::Sqlite(folder) => {
                let file = |name: &str, end: &str| folder.join(format!("{name}.sqlite{end}"));
                for end in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(file(name, end));
                }
                if let Some(from) = from {
                    std::fs::copy(file(from, ""), file(name, ""))?;
                }
            }
            Self::Postgres(cluster) => {
                let db = Db::connect(&Settings { connections: 1, ..Settings::new(cluster) }).await?;
                let template = from.map(|from| format!(" TEMPLATE {from}")).unwrap_or_default();
                db.for_migrations()
                    .execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                    .await?;
                db.for_migrations().execute_unprepared(&format!("CREATE DATABASE {name}{template}")).await?;
                db.close().await;
            }
        }
        Ok(())
    }

    /// After a bulk load, as the database would do it by itself in a while.
    pub async fn settle(&self, db: &Db) -> Outcome<()> {
        let sql = match self {
            Self::Sqlite(_) => "PRAGMA wal_checkpoint(TRUNCATE)",
            Self::Postgres(_) => "VACUUM (ANALYZE)",
        };
        db.for_migrations().execute_unprepared(sql).await?;
        Ok(())
    }
}

/// A process that answers at an address, ended when it is dropped.
pub struct Served {
    pub address: String,
    /// How long it took from its start until it listened.
    pub listened_after: Duration,
    child: Child,
}

impl Served {
    /// Of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts the server as it is shipped, but for the limit per caller.
pub fn server(binary: &Path, database: &str, folder: &Path) -> Outcome<Served> {
    let mut command = Command::new(binary);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("DIENSTWEG_")) {
        command.env_remove(name);
    }
    command
        .arg("serve")
        .env("DIENSTWEG_DATABASE_URL", database)
        .env("DIENSTWEG_DATA_DIR", folder.join("data"));
    command
        .env("DIENSTWEG_LISTEN", "127.0.0.1:0")
        .env("DIENSTWEG_REQUESTS_PER_SECOND", "1000000")
        .env("DIENSTWEG_LOG", "warn");
    start(command)
}

/// Starts the floor in a process of this program.
pub fn floor(plan: &Path) -> Outcome<Served> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("floor").arg(plan);
    start(command)
}

fn start(mut command: Command) -> Outcome<Served> {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    let mut lines = BufReader::new(child.stdout.take().ok_or("no output")?).lines();
    let address = lines.find_map(|line| {
        line.ok()?.split_whitespace().find(|word| word.starts_with("http://")).map(str::to_owned)
    });
    // Whoever writes more must not wait for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    match address {
        Some(address) => Ok(Served { address, child, listened_after: begun.elapsed() }),
        None => Err(format!("it did not start: {}", child.wait()?).into()),
    }
}
