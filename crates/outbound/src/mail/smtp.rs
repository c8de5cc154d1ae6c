//! The mail server, and handing a message to it.
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::time::Duration;

/// For one command to the server.
const PATIENCE: Duration = Duration::from_secs(20);
/// For all of them together.
const PATIENCE_TOGETHER: Duration = Duration::from_secs(60);
/// Of an answer so many characters are kept.
const KEPT: usize = 500;

/// How the connection is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmtpTls {
    /// From the first byte (port 465).
    Implicit,
    /// After `STARTTLS`, without which nothing is sent (port 587).
    #[default]
    Starttls,
    /// Not at all: to a server on the same machine only.
    None,
}

/// The mail server, as the operator says.
#[derive(Clone)]
pub struct SmtpSettings {
    pub host: String,
    pub port: Option<u16>,
    pub tls: SmtpTls,
    /// Name and password, where the server asks for them.
    pub credentials: Option<(String, String)>,
    /// `Dienstweg <dienstweg@example.org>`.
    pub sender: String,
    /// Certificates (PEM) that are trusted besides those of the system.
    pub authorities: Option<Vec<u8>>,
}

/// Never the password.
impl std::fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpSettings")
            .field("host", &self.host)
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}

/// What came of an attempt, with what the server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Taken(String),
    /// For good (5xx).
    Refused(String),
    /// Temporarily not (4xx), or nobody knows.
    Unknown(String),
}

/// How to reach the server; each mail has a connection of its own.
#[derive(Clone, Debug)]
pub(super) struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    pub sender: Mailbox,
}

impl Smtp {
    /// `name`: by which this installation greets.
    ///
    /// # Errors
    /// In words, where the settings do not fit together.
    pub fn new(settings: &SmtpSettings, name: &str) -> Result<Self, String> {
        let sender = settings.sender.parse().map_err(|error| format!("smtp_sender: {error}"))?;
        let (tls, port) = protection(settings)?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port.unwrap_or(port))
            .tls(tls)
            .timeout(Some(PATIENCE))
            .hello_name(ClientId::Domain(name.to_owned()));
        if let Some((user, password)) = &settings.credentials {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Self { transport: builder.build(), sender })
    }

    pub async fn send(&self, message: Message) -> Outcome {
        match tokio::time::timeout(PATIENCE_TOGETHER, self.transport.send(message)).await {
            Ok(Ok(answer)) => {
                let code = answer.code();
                Outcome::Taken(kept(&format!("{code} {}", answer.message().collect::<Vec<_>>().join(" "))))
            }
            Ok(Err(error)) if error.is_permanent() && !is_of_credentials(&error) => {
                Outcome::Refused(told(&error))
            }
            Ok(Err(error)) => Outcome::Unknown(told(&error)),
            Err(_) => Outcome::Unknown("no answer in time".to_owned()),
        }
    }
}

/// Wrong or missing credentials (RFC 4954 § 6) say nothing about the mail: it waits until the settings are right.
fn is_of_credentials(error: &lettre::transport::smtp::Error) -> bool {
    error.status().is_some_and(|code| ["530", "534", "535", "538"].contains(&code.to_string().as_str()))
}

/// With its cause: "Connection error" alone helps nobody.
fn told(error: &lettre::transport::smtp::Error) -> String {
    use std::error::Error;
    let said = error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
    kept(&said)
}

fn kept(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(KEPT).collect()
}

fn protection(settings: &SmtpSettings) -> Result<(Tls, u16), String> {
    let mut parameters = TlsParameters::builder(settings.host.clone());
    if let Some(certificate) = authorities(settings)? {
        parameters = parameters.add_root_certificate(certificate);
    }
    let parameters = || parameters.build().map_err(|error| format!("smtp_tls: {error}"));
    match settings.tls {
        SmtpTls::Implicit => Ok((Tls::Wrapper(parameters()?), 465)),
        SmtpTls::Starttls => Ok((Tls::Required(parameters()?), 587)),
        SmtpTls::None if is_this_machine(&settings.host) => Ok((Tls::None, 25)),
        SmtpTls::None => Err("smtp_tls: `none` is for a server on this machine only".to_owned()),
    }
}

fn authorities(settings: &SmtpSettings) -> Result<Option<Certificate>, String> {
    let read = |pem: &Vec<u8>| Certificate::from_pem(pem).map_err(|error| format!("smtp_ca_file: {error}"));
    settings.authorities.as_ref().map(read).transpose()
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(host: &str, tls: SmtpTls, sender: &str) -> SmtpSettings {
        SmtpSettings {
            host: host.to_owned(),
            port: None,
            tls,
            credentials: Some(("dienstweg".to_owned(), "geheim".to_owned())),
            sender: sender.to_owned(),
            authorities: None,
        }
    }

    #[tokio::test]
    async fn without_protection_mail_stays_on_this_machine() {
        let sender = "Dienstweg <dienstweg@example.org>";
        for host in ["localhost", "127.0.0.1", "::1"] {
            assert!(Smtp::new(&settings(host, SmtpTls::None, sender), "x").is_ok(), "{host}");
        }
        let refused = Smtp::new(&settings("mail.example.org", SmtpTls::None, sender), "x").unwrap_err();
        assert!(refused.starts_with("smtp_tls"), "{refused}");
        assert!(Smtp::new(&settings("mail.example.org", SmtpTls::Starttls, sender), "x").is_ok());
        let refused = Smtp::new(&settings("localhost", SmtpTls::None, "niemand"), "x").unwrap_err();
        assert!(refused.starts_with("smtp_sender"), "{refused}");
        assert!(!format!("{:?}", settings("localhost", SmtpTls::None, sender)).contains("geheim"));
    }
}
