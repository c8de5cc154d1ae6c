//! The marketplace of `tests/simulators/marketplace`: another program, with other people's signature library.
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

pub struct Simulator {
    process: Child,
    pub base: String,
    http: reqwest::Client,
}

/// Two tests must not install at once.
static INSTALLING: Mutex<()> = Mutex::new(());

impl Simulator {
    /// Starts it; nothing, with a message, where npm is missing.
    pub fn start() -> Option<Self> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("simulators/marketplace");
        let lock = INSTALLING.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if !folder.join("node_modules").exists() {
            let Ok(installed) =
                Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder).output()
            else {
                eprintln!("not run: npm is missing, so there is no simulator of a marketplace");
                return None;
            };
            assert!(installed.status.success(), "npm ci: {}", String::from_utf8_lossy(&installed.stderr));
        }
        drop(lock);
        let mut process = Command::new("node")
            .arg("simulator.mjs")
            .current_dir(&folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Some(Self {
            process,
            base: format!("http://127.0.0.1:{}", port.trim()),
            http: reqwest::Client::new(),
        })
    }

    pub async fn tell(&self, path: &str, body: Value) -> Value {
        let answer = self.http.post(format!("{}{path}", self.base)).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.unwrap_or(Value::Null)
    }

    /// What it received and believed.
    pub async fn received(&self) -> Value {
        self.http.get(format!("{}/received", self.base)).send().await.unwrap().json().await.unwrap()
    }

    /// Places an order signed by the library.
    pub async fn order(&self, url: &str, secret: &str, id: &str, order: &Value, more: Value) -> Value {
        let mut body = json!({"url": url, "secret": secret, "id": id, "order": order});
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.tell("/order", body).await
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
