//! A real mail server beside the tests: `tests/simulators/mail`.
use dienstweg_outbound::mail::SmtpTls;
use dienstweg_server::config::Config;
use mail_parser::{Message, MessageParser, MimeHeaders};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// Runs until it is dropped.
#[derive(Debug)]
pub struct MailServer {
    process: Child,
    folder: TempDir,
    port: u16,
    credentials: Option<(String, String)>,
}

/// A mail as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub to: String,
    pub from: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub message_id: String,
    /// The headers as they stand in the file.
    pub head: String,
    /// Names and contents of what is attached.
    pub files: Vec<(String, Vec<u8>)>,
}

impl MailServer {
    /// Without TLS and log-in.
    pub fn start() -> Self {
        Self::run(TempDir::new().unwrap(), None)
    }

    /// With STARTTLS under a certificate of its own, and log-in.
    pub fn secured(user: &str, password: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        fs::write(folder.path().join("certificate.pem"), made.cert.pem()).unwrap();
        fs::write(folder.path().join("key.pem"), made.signing_key.serialize_pem()).unwrap();
        Self::run(folder, Some((user.to_owned(), password.to_owned())))
    }

    fn run(folder: TempDir, credentials: Option<(String, String)>) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/simulators/mail/server.py");
        let mut command = Command::new("/usr/bin/python3");
        command.arg(script).arg(folder.path().join("box"));
        if let Some((user, password)) = &credentials {
            command.args([folder.path().join("certificate.pem"), folder.path().join("key.pem")]);
            command.args([user, password]);
        }
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut port = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let port =
            port.trim().parse().unwrap_or_else(|_| panic!("no mail server: scripts/prerequisites test"));
        Self { process, folder, port, credentials }
    }

    /// Settings by which a server sends its mail here.
    pub fn configure(&self, config: &mut Config) {
        config.smtp_host = Some("localhost".to_owned());
        config.smtp_port = Some(self.port);
        config.smtp_sender = Some("Dienstweg Größenau <dienstweg@example.org>".to_owned());
        config.smtp_tls = SmtpTls::None;
        if let Some((user, password)) = &self.credentials {
            config.smtp_tls = SmtpTls::Starttls;
            config.smtp_ca_file = Some(self.folder.path().join("certificate.pem"));
            config.smtp_user = Some(user.clone());
            config.smtp_password = Some(password.clone());
        }
    }

    /// What has arrived, oldest first.
    pub fn received(&self) -> Vec<Received> {
        let Ok(files) = fs::read_dir(self.folder.path().join("box/new")) else { return Vec::new() };
        let mut files: Vec<PathBuf> = files.flatten().map(|file| file.path()).collect();
        files.sort_by_key(|file| fs::metadata(file).and_then(|data| data.modified()).unwrap());
        files.iter().map(|file| Received::read(&fs::read(file).unwrap())).collect()
    }

    /// What has arrived at an address.
    pub fn at(&self, address: &str) -> Vec<Received> {
        self.received().into_iter().filter(|mail| mail.to == address).collect()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Received {
    fn read(bytes: &[u8]) -> Self {
        let mail: Message<'_> = MessageParser::default().parse(bytes).unwrap();
        let address = |address: Option<&mail_parser::Address<'_>>| {
            let first = address.and_then(|all| all.first());
            first.and_then(|one| one.address()).unwrap_or_default().to_owned()
        };
        let whole = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
        Self {
            to: address(mail.to()),
            from: mail
                .from()
                .and_then(|all| all.first())
                .and_then(|one| one.name())
                .unwrap_or_default()
                .to_owned(),
            subject: mail.subject().unwrap_or_default().to_owned(),
            text: mail.body_text(0).unwrap_or_default().into_owned(),
            html: mail.body_html(0).unwrap_or_default().into_owned(),
            message_id: mail.message_id().unwrap_or_default().to_owned(),
            files: mail
                .attachments()
                .map(|part| (part.attachment_name().unwrap_or_default().to_owned(), part.contents().to_vec()))
                .collect(),
            head: whole.split("\n\n").next().unwrap_or_default().to_owned(),
        }
    }

    /// What follows `#` in the link that sets a password.
    pub fn token(&self) -> String {
        let (_, rest) =
            self.text.split_once("/password#").unwrap_or_else(|| panic!("no link: {}", self.text));
        rest.split_whitespace().next().unwrap().to_owned()
    }
}
