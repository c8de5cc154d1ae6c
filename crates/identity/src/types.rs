//! States and values that parse.
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_kernel::text;
use sea_orm::{DeriveActiveEnum, EnumIter, FromJsonQueryResult, Iterable};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether a user may log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum UserStatus {
    Active,
    Inactive,
}

/// How often mail says that it is one's turn.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Notify {
    /// A mail for each rollout, a minute after it became one's turn.
    Immediate,
    /// One mail on working days at seven in the morning, where there is something new.
    #[default]
    Daily,
    None,
}

/// What a link that sets a password is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum LinkPurpose {
    Invitation,
    Reset,
}

impl LinkPurpose {
    /// For so many hours it works.
    pub fn hours(self) -> i64 {
        match self {
            Self::Invitation => 72,
            Self::Reset => 2,
        }
    }
}

/// Whether an API client may call. A retired one never will again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ClientStatus {
    Active,
    Inactive,
    Retired,
}

/// What can hold a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum HolderKind {
    User,
    Team,
    ApiClient,
}

/// Names of permissions, sorted and each once, stored as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub(crate) struct Names(pub Vec<String>);

impl Names {
    pub fn of(names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let mut names: Vec<String> = names.into_iter().map(Into::into).collect();
        names.sort_unstable();
        names.dedup();
        Self(names)
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|known| known == name)
    }
}

/// One permission there is, with what it allows in words. The caller collects them from all domains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PermissionInfo {
    pub name: &'static str,
    pub de: &'static str,
    pub en: &'static str,
}

/// The form of a login under which it is stored, looked up and counted: NFC, lower case, no blanks around it.
pub fn fold_login(login: &str) -> String {
    text::nfc(login.trim()).to_lowercase()
}

pub(crate) fn language_text(language: Language) -> &'static str {
    match language {
        Language::De => "de",
        Language::En => "en",
    }
}

pub(crate) fn language_of(text: &str) -> Language {
    if text == "en" { Language::En } else { Language::De }
}

pub(crate) fn scope_kind_of(text: &str) -> Option<ScopeKind> {
    ScopeKind::iter().find(|kind| kind.as_str() == text)
}

/// The name in NFC without blanks around it, or the fault.
pub(crate) fn parse_name(pointer: &str, name: &str) -> Result<String, Fault> {
    let name = text::nfc(name.trim()).into_owned();
    match name.chars().count() {
        1..=200 if !name.chars().any(char::is_control) => Ok(name),
        _ => Err(Fault::new(
            pointer,
            "name",
            Text::new("Bitte geben Sie 1 bis 200 Zeichen ein.", "Please enter 1 to 200 characters."),
        )),
    }
}

/// The folded login, or the fault: 3 to 64 letters, digits and the signs of an e-mail address.
pub(crate) fn parse_login(pointer: &str, login: &str) -> Result<String, Fault> {
    let login = fold_login(login);
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_@+".contains(c);
    if (3..=64).contains(&login.len()) && login.chars().all(allowed) {
        return Ok(login);
    }
    let message = Text::new(
        "Bitte geben Sie 3 bis 64 Zeichen ein: Buchstaben a–z, Ziffern und . - _ @ +",
        "Please enter 3 to 64 characters: letters a–z, digits and . - _ @ +",
    );
    Err(Fault::new(pointer, "login", message))
}

/// The e-mail address, or the fault. Only the form that all addresses share is checked (RFC 5321 § 4.1.2, § 4.5.3.1).
pub(crate) fn parse_email(pointer: &str, email: &str) -> Result<String, Fault> {
    let email = email.trim();
    if email.len() <= 254 && validator::ValidateEmail::validate_email(&email) {
        return Ok(email.to_owned());
    }
    Err(Fault::new(
        pointer,
        "email",
        Text::new(
            "Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@gemeinde.example.",
            "Please enter an e-mail address, for example name@town.example.",
        ),
    ))
}

/// The key of a role: lower case letters, digits and `_`, beginning with a letter.
pub(crate) fn parse_role_key(pointer: &str, key: &str) -> Result<String, Fault> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if (2..=40).contains(&key.len())
        && key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(allowed)
    {
        return Ok(key.to_owned());
    }
    let message = Text::new(
        "Bitte geben Sie 2 bis 40 Zeichen ein: a–z, Ziffern und _, am Anfang ein Buchstabe.",
        "Please enter 2 to 40 characters: a–z, digits and _, beginning with a letter.",
    );
    Err(Fault::new(pointer, "key", message))
}

/// What parsed, or `None` with the fault kept: all faults of an input come at once.
pub(crate) fn keep<T>(faults: &mut Vec<Fault>, parsed: Result<T, Fault>) -> Option<T> {
    parsed.map_err(|fault| faults.push(fault)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_one_whatever_their_case_and_blanks() {
        assert_eq!(parse_login("/login", " Anna.Huber ").as_deref(), Ok("anna.huber"));
        assert!(parse_login("/login", "an").is_err());
        assert!(parse_login("/login", "anna huber").is_err());
    }

    #[test]
    fn every_scope_kind_reads_back() {
        for kind in ScopeKind::iter() {
            assert_eq!(scope_kind_of(kind.as_str()), Some(kind));
        }
        assert_eq!(scope_kind_of("galaxy"), None);
    }
}
