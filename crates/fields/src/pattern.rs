//! Texts of a known shape.
use dienstweg_kernel::error::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The shape of a text, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FormPattern)]
pub enum Pattern {
    /// Amtlicher Gemeindeschlüssel: 8 digits.
    Ags,
    /// Amtlicher Regionalschlüssel: 12 digits.
    Ars,
    /// German postal code: 5 digits.
    PostalCode,
    /// `http` or `https` with a host.
    Url,
    /// A host name without scheme and path.
    Domain,
    Email,
    /// International or national, with the usual separators; 5 to 20 digits.
    Phone,
    /// International bank account number (ISO 13616) with a right check sum.
    Iban,
}

impl Pattern {
    /// Whether the text has this shape.
    pub fn fits(self, text: &str) -> bool {
        match self {
            Self::Ags => digits(text, 8),
            Self::Ars => digits(text, 12),
            Self::PostalCode => digits(text, 5),
            Self::Url => url::Url::parse(text)
                .is_ok_and(|url| ["http", "https"].contains(&url.scheme()) && url.has_host()),
            Self::Domain => domain(text),
            Self::Email => email(text),
            Self::Phone => phone(text),
            Self::Iban => iban(text),
        }
    }

    /// What to enter instead.
    pub fn wanted(self) -> Text {
        let (de, en) = match self {
            Self::Ags => ("Ein AGS hat genau 8 Ziffern.", "An AGS has exactly 8 digits."),
            Self::Ars => ("Ein ARS hat genau 12 Ziffern.", "An ARS has exactly 12 digits."),
            Self::PostalCode => {
                ("Eine Postleitzahl hat genau 5 Ziffern.", "A postal code has exactly 5 digits.")
            }
            Self::Url => (
                "Bitte geben Sie die ganze Adresse mit https:// an.",
                "Please give the whole address with https://.",
            ),
            Self::Domain => (
                "Bitte geben Sie nur die Domain an, ohne https:// und ohne Pfad.",
                "Please give the domain only, without https:// and path.",
            ),
            Self::Email => (
                "Bitte geben Sie eine E-Mail-Adresse an, etwa amt@gemeinde.de.",
                "Please give an e-mail address such as office@town.de.",
            ),
            Self::Phone => (
                "Bitte geben Sie eine Telefonnummer an, etwa 08121 12345.",
                "Please give a phone number such as 08121 12345.",
            ),
            Self::Iban => ("Diese IBAN stimmt nicht.", "This IBAN is not right."),
        };
        Text::new(de, en)
    }
}

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn domain(text: &str) -> bool {
    let label = |label: &str| {
        let plain = |letter: char| letter.is_alphanumeric() || letter == '-';
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(plain)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(label)
}

fn email(text: &str) -> bool {
    let local = |local: &str| {
        !local.is_empty()
            && local.len() <= 64
            && !local.chars().any(|letter| letter.is_whitespace() || letter.is_control() || letter == '@')
    };
    text.rsplit_once('@').is_some_and(|(name, host)| local(name) && domain(host))
}

fn phone(text: &str) -> bool {
    let separators = [' ', '-', '/', '(', ')', '.'];
    let rest = text.strip_prefix('+').unwrap_or(text);
    let count = rest.chars().filter(char::is_ascii_digit).count();
    (5..=20).contains(&count)
        && rest.chars().all(|letter| letter.is_ascii_digit() || separators.contains(&letter))
}

fn iban(text: &str) -> bool {
    let plain: String = text.chars().filter(|letter| *letter != ' ').collect();
    if !(15..=34).contains(&plain.len()) || !plain.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return false;
    }
    let (head, tail) = plain.split_at(4);
    let rest = tail.chars().chain(head.chars()).try_fold(0u32, |rest, letter| {
        let value = letter.to_digit(36)?;
        Some((rest * if value > 9 { 100 } else { 10 } + value) % 97)
    });
    rest == Some(1)
}
