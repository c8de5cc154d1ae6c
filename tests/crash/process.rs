//! The real binary as a process that can be killed.
use dienstweg_testkit::Client;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A database, a folder and a port that outlive the process.
pub struct Place {
    pub database: String,
    pub port: u16,
    pub folder: TempDir,
}

impl Place {
    pub fn new(database: String, folder: TempDir) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self { database, port, folder }
    }

    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(binary());
        command
            .args(args)
            .current_dir(self.folder.path())
            .env("DIENSTWEG_DATABASE_URL", &self.database)
            .env("DIENSTWEG_DATA_DIR", self.folder.path())
            .env("DIENSTWEG_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("DIENSTWEG_REQUESTS_PER_SECOND", "100000")
            .env("DIENSTWEG_WEBHOOK_ALLOWED_TARGETS", "[\"127.0.0.1\"]")
            .env("DIENSTWEG_LOG", "error")
            .env("DIENSTWEG_PASSWORD", dienstweg_testkit::PASSWORD)
            .env_remove("DIENSTWEG_TEST_POSTGRES_URL")
            .env_remove("DIENSTWEG_CRASH_ROUNDS");
        command
    }

    /// One command at the console.
    pub fn run(&self, args: &[&str]) {
        let done = self.command(args).output().unwrap();
        assert!(
            done.status.success(),
            "{args:?}: {}{}",
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr)
        );
    }

    /// Starts the server and waits until it is ready.
    pub async fn serve(&self) -> Child {
        let process =
            self.command(&["serve"]).stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().unwrap();
        let http = reqwest::Client::new();
        let began = Instant::now();
        let url = format!("{}/health/ready", self.base());
        while !http.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
            assert!(began.elapsed() < Duration::from_secs(60), "the server does not come up");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        process
    }

    pub async fn login(&self, login: &str) -> Client {
        let browser = Client::new(&self.base(), None);
        let body = serde_json::json!({"login": login, "password": dienstweg_testkit::PASSWORD});
        let answer = browser.post("/auth/login", body).await.expect(200);
        browser.with_token(answer["access_token"].as_str().unwrap())
    }
}

/// The binary beside this test, built where it is not there.
fn binary() -> PathBuf {
    let this = std::env::current_exe().unwrap();
    let file = this.parent().and_then(Path::parent).unwrap().join("dienstweg");
    if !file.exists() {
        let built = Command::new("cargo").args(["build", "-p", "dienstweg-server"]).status().unwrap();
        assert!(built.success());
    }
    file
}
