//! Settings: from flags, then the environment (`DIENSTWEG_…`), then a file, then the defaults here.
use dienstweg_connectors::publication::{IndexKind, IndexSettings};
use dienstweg_outbound::mail::{SmtpSettings, SmtpTls};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Every setting. The table in `docs/settings.md` is made from [`DESCRIPTIONS`]; a test holds both together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub listen: String,
    pub public_url: Option<String>,
    pub data_dir: PathBuf,
    pub database_url: Option<String>,
    pub database_connections: u32,
    /// 64 hexadecimal digits; a file in `data_dir` where it is not given.
    pub secret: Option<String>,
    pub allowed_origins: Vec<String>,
    pub secure_cookies: Option<bool>,
    pub request_deadline_seconds: u64,
    pub requests_per_second: u32,
    pub workers: usize,
    pub webhook_allowed_targets: Vec<String>,
    pub smtp_host: Option<String>,
    pub smtp_port: Option<u16>,
    pub smtp_tls: SmtpTls,
    pub smtp_user: Option<String>,
    pub smtp_password: Option<String>,
    pub smtp_password_file: Option<PathBuf>,
    pub smtp_sender: Option<String>,
    pub smtp_ca_file: Option<PathBuf>,
    pub publication_index: Option<IndexKind>,
    pub publication_url: Option<String>,
    pub publication_user: Option<String>,
    pub publication_password: Option<String>,
    pub publication_password_file: Option<PathBuf>,
    pub publication_client_id: Option<String>,
    pub publication_requests_per_second: u32,
    pub log: String,
    pub log_format: LogFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Text,
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            public_url: None,
            data_dir: PathBuf::from("data"),
            database_url: None,
            database_connections: 8,
            secret: None,
            allowed_origins: Vec::new(),
            secure_cookies: None,
            request_deadline_seconds: 30,
            requests_per_second: 100,
            workers: 0,
            webhook_allowed_targets: Vec::new(),
            smtp_host: None,
            smtp_port: None,
            smtp_tls: SmtpTls::Starttls,
            smtp_user: None,
            smtp_password: None,
            smtp_password_file: None,
            smtp_sender: None,
            smtp_ca_file: None,
            publication_index: None,
            publication_url: None,
            publication_user: None,
            publication_password: None,
            publication_password_file: None,
            publication_client_id: None,
            publication_requests_per_second: 2,
            log: "info".to_owned(),
            log_format: LogFormat::Text,
        }
    }
}

/// Name, default in words, meaning.
pub const DESCRIPTIONS: &[(&str, &str, &str)] = &[
    ("listen", "127.0.0.1:8080", "Address and port to listen on. Port 0 takes a free one, which is printed."),
    ("public_url", "http:// and `listen`", "Address under which people and programs reach this server."),
    ("data_dir", "data", "Folder of the embedded database, of files and of the secret."),
    ("database_url", "sqlite file in `data_dir`", "`sqlite://…` or `postgres://user:password@host/name`."),
    (
        "database_connections",
        "8",
        "Connections at most: readers of SQLite (and no more than two per core), all of PostgreSQL.",
    ),
    (
        "secret",
        "file `secret` in `data_dir`",
        "64 hexadecimal digits from which all keys are derived. The same on all replicas.",
    ),
    (
        "allowed_origins",
        "none",
        "Origins of single-page apps hosted elsewhere, as a list: `[\"https://desk.example\"]`.",
    ),
    ("secure_cookies", "true where `public_url` is https", "Whether the session cookie needs https."),
    ("request_deadline_seconds", "30", "A request that takes longer is answered with 503."),
    ("requests_per_second", "100", "Requests per caller and second; ten times that in a burst."),
    ("workers", "0", "Threads that answer requests; 0 takes one per core."),
    (
        "webhook_allowed_targets",
        "none",
        "Hosts or networks in private ranges, or reached without https, that webhooks may go to.",
    ),
    ("smtp_host", "none", "Mail server. Without one no mail is sent and none is queued."),
    ("smtp_port", "by `smtp_tls`", "465 with `implicit`, 587 with `starttls`, 25 with `none`."),
    (
        "smtp_tls",
        "starttls",
        "`implicit` (TLS from the first byte), `starttls` (nothing is sent without it), `none` to this machine only.",
    ),
    ("smtp_user", "none", "Name for the mail server, where it asks for one."),
    ("smtp_password", "none", "Password for the mail server; better in `smtp_password_file`."),
    ("smtp_password_file", "none", "File with that password, without the line end."),
    (
        "smtp_sender",
        "none",
        "Sender of all mail: `Dienstweg <dienstweg@stadt.example>`. Needed with `smtp_host`.",
    ),
    (
        "smtp_ca_file",
        "none",
        "Certificates (PEM) the mail server's may be signed by, besides those of the system.",
    ),
    (
        "publication_index",
        "none",
        "Index of published services that completes the milestone \"published\": `bayern_portal` or `pvog`.",
    ),
    ("publication_url", "by `publication_index`", "Its address, where it is another than the public one."),
    ("publication_user", "none", "Name for it; the BayernPortal asks for one."),
    ("publication_password", "none", "Password for it; better in `publication_password_file`."),
    ("publication_password_file", "none", "File with that password, without the line end."),
    ("publication_client_id", "none", "Who asks; the PVOG gives one to each of its clients."),
    ("publication_requests_per_second", "2", "How often it is asked at most."),
    ("log", "info", "What is logged: `info`, `debug`, or filters such as `dienstweg=debug,warn`."),
    ("log_format", "text", "`text` for people, `json` for collectors."),
];

impl Config {
    /// Reads file and environment; `flags` win.
    ///
    /// # Errors
    /// In words, naming the setting and where it came from.
    pub fn load(file: Option<&Path>, flags: &[(&str, Option<String>)]) -> Result<Self, String> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        match file {
            Some(file) if !file.exists() => {
                return Err(format!("the file {} does not exist", file.display()));
            }
            Some(file) => figment = figment.merge(Toml::file_exact(file)),
            None => figment = figment.merge(Toml::file("dienstweg.toml")),
        }
        figment =
            figment.merge(Env::prefixed("DIENSTWEG_").ignore(&["config", "password", "test_postgres_url"]));
        for (name, value) in flags {
            if let Some(value) = value {
                figment = figment.merge((*name, value));
            }
        }
        figment.extract().map_err(|error| error.to_string())
    }

    pub fn database_url(&self) -> String {
        let file = self.data_dir.join("dienstweg.sqlite");
        self.database_url.clone().unwrap_or_else(|| format!("sqlite://{}", file.display()))
    }

    pub fn public_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }

    /// The mail server, where there is one.
    ///
    /// # Errors
    /// In words, where a file cannot be read or a setting is missing.
    pub fn smtp(&self) -> Result<Option<SmtpSettings>, String> {
        let Some(host) = self.smtp_host.clone().filter(|host| !host.is_empty()) else { return Ok(None) };
        let password =
            password("smtp_password_file", self.smtp_password_file.as_deref(), self.smtp_password.as_ref())?;
        let authorities = self.smtp_ca_file.as_ref().map(|file| read("smtp_ca_file", file)).transpose()?;
        let sender = self.smtp_sender.clone().ok_or_else(|| "smtp_sender is missing".to_owned())?;
        let credentials = self.smtp_user.clone().zip(password);
        let (port, tls) = (self.smtp_port, self.smtp_tls);
        Ok(Some(SmtpSettings { host, port, tls, credentials, sender, authorities }))
    }

    /// The index of published services, where there is one.
    ///
    /// # Errors
    /// In words, where a file cannot be read or a setting is missing.
    pub fn publication(&self) -> Result<Option<IndexSettings>, String> {
        let Some(kind) = self.publication_index else { return Ok(None) };
        let file = self.publication_password_file.as_deref();
        let password = password("publication_password_file", file, self.publication_password.as_ref())?;
        let credentials = self.publication_user.clone().zip(password);
        if kind == IndexKind::BayernPortal && credentials.is_none() {
            return Err("publication_user and publication_password_file are missing".to_owned());
        }
        let url = self.publication_url.as_deref().unwrap_or(kind.address()).trim_end_matches('/').to_owned();
        let (client_id, requests_per_second) =
            (self.publication_client_id.clone(), self.publication_requests_per_second);
        Ok(Some(IndexSettings { kind, url, credentials, client_id, requests_per_second }))
    }

    pub fn secure_cookies(&self) -> bool {
        self.secure_cookies.unwrap_or_else(|| self.public_url().starts_with("https://"))
    }
}

fn read(name: &str, file: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|error| format!("{name}: {}: {error}", file.display()))
}

/// A password from its file, or as it is.
fn password(name: &str, file: Option<&Path>, plain: Option<&String>) -> Result<Option<String>, String> {
    match file {
        Some(file) => Ok(Some(String::from_utf8_lossy(&read(name, file)?).trim_end().to_owned())),
        None => Ok(plain.cloned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_described_and_nothing_else() {
        let config = serde_json::to_value(Config::default()).unwrap();
        let mut settings: Vec<&str> = config.as_object().unwrap().keys().map(String::as_str).collect();
        let mut described: Vec<&str> = DESCRIPTIONS.iter().map(|(name, ..)| *name).collect();
        settings.sort_unstable();
        described.sort_unstable();
        assert_eq!(settings, described);
    }

    #[test]
    fn the_page_about_settings_lists_them_all() {
        let page = include_str!("../../../docs/settings.md");
        for (name, default, meaning) in DESCRIPTIONS {
            let row = format!("| `{name}` | `DIENSTWEG_{}` | {default} | {meaning} |", name.to_uppercase());
            assert!(page.contains(&row), "docs/settings.md lacks this row:\n{row}");
        }
    }

    #[test]
    fn flags_win_over_defaults() {
        let config = Config::load(None, &[("listen", Some("0.0.0.0:1".to_owned())), ("log", None)]).unwrap();
        assert_eq!(config.listen, "0.0.0.0:1");
    }
}
