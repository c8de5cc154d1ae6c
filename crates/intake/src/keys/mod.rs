//! Official keys as values: what parses is a key, what is a key needs no further check.

mod digits;
mod leika;
mod regional;

pub use leika::LeikaKey;
pub use regional::{Ags, Ars};

use crate::{Explain, Language};

/// Why a text is no key. `name` is the key in question: "AGS", "ARS" or "LeiKa-Schlüssel".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("{name}: empty")]
    Empty { name: &'static str },
    /// `position` counts characters from 1.
    #[error("{name}: '{found}' at position {position} is not a digit")]
    NotDigit { name: &'static str, found: char, position: usize },
    #[error("{name}: {found} digits, expected {expected}")]
    Length { name: &'static str, expected: &'static str, found: usize },
    /// The first two digits name none of the 16 Länder.
    #[error("{name}: there is no Land {land}")]
    UnknownLand { name: &'static str, land: String },
    /// Starts with `urn:` but not with `urn:de:fim:leika:leistung:`.
    #[error("{name}: not a LeiKa URN")]
    ForeignUrn { name: &'static str },
}

impl Explain for KeyError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty { .. } => "key_empty",
            Self::NotDigit { .. } => "key_not_digits",
            Self::Length { .. } => "key_length",
            Self::UnknownLand { .. } => "key_unknown_land",
            Self::ForeignUrn { .. } => "key_foreign_urn",
        }
    }

    fn message(&self, language: Language) -> String {
        match (language, self) {
            (Language::En, error) => error.to_string(),
            (Language::De, Self::Empty { name }) => format!("{name}: leer"),
            (Language::De, Self::NotDigit { name, found, position }) => {
                format!("{name}: „{found}“ an Stelle {position} ist keine Ziffer")
            }
            (Language::De, Self::Length { name, expected, found }) => {
                format!("{name}: {found} Ziffern statt {expected}")
            }
            (Language::De, Self::UnknownLand { name, land }) => {
                format!("{name}: Das Land {land} gibt es nicht")
            }
            (Language::De, Self::ForeignUrn { name }) => format!("{name}: keine URN des Leistungskatalogs"),
        }
    }
}
