//! The key of a service in the Leistungskatalog (LeiKa) of GK LeiKa / FIM.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::KeyError;
use super::digits::Digits;

const NAME: &str = "LeiKa-Schlüssel";
const URN: &str = "urn:de:fim:leika:leistung:";

/// 14 digits: Instanz 2, Leistungsgruppierung 3, Leistungskennung 3, Verrichtungskennung 3, Verrichtungsdetail 3.
/// Reads plain digits, digits grouped by blanks or dots, and the URN form; prints plain digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^[0-9]{14}$", example = "99050012104000")]
pub struct LeikaKey(Digits<14>);

impl LeikaKey {
    /// Who keeps the entry: "99" for entries valid nationwide.
    pub fn instance(&self) -> &str {
        self.0.part(0, 2)
    }

    /// Leistungsgruppierung, e.g. "050" Gewerbe.
    pub fn group(&self) -> &str {
        self.0.part(2, 5)
    }

    /// Leistungskennung: the object of the service.
    pub fn object(&self) -> &str {
        self.0.part(5, 8)
    }

    /// Verrichtungskennung: what is done, e.g. "104" Anmeldung; "000" where the key names the object only.
    pub fn action(&self) -> &str {
        self.0.part(8, 11)
    }

    /// Verrichtungsdetail, "000" where there is none.
    pub fn action_detail(&self) -> &str {
        self.0.part(11, 14)
    }

    /// True when the key names an object without an action (Leistungsobjekt).
    pub fn is_object_only(&self) -> bool {
        self.action() == "000" && self.action_detail() == "000"
    }

    /// `urn:de:fim:leika:leistung:` and the digits.
    pub fn urn(&self) -> String {
        format!("{URN}{self}")
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for LeikaKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let starts =
            |prefix: &str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        let digits = match text.get(URN.len()..) {
            Some(digits) if starts(URN) => digits,
            _ if starts("urn:") => return Err(KeyError::ForeignUrn { name: NAME }),
            _ => text,
        };
        Digits::parse(digits, NAME, &[14], "14").map(Self)
    }
}

super::regional::as_text!(LeikaKey);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_written_form() {
        let key: LeikaKey = "99050012104000".parse().unwrap();
        for text in [
            "99 050 012 104 000",
            "99.050.012.104.000",
            "urn:de:fim:leika:leistung:99050012104000",
            " 99050012104000 ",
        ] {
            assert_eq!(text.parse(), Ok(key), "{text}");
        }
        let parts = [key.instance(), key.group(), key.object(), key.action(), key.action_detail()];
        assert_eq!(parts, ["99", "050", "012", "104", "000"]);
        assert!(!key.is_object_only());
        assert_eq!(key.urn().parse(), Ok(key));
        assert_eq!(serde_json::to_string(&key).unwrap(), "\"99050012104000\"");
        assert!(serde_json::from_str::<LeikaKey>("\"9905001210400\"").is_err());
    }

    #[test]
    fn says_why_not() {
        let why = |text: &str| text.parse::<LeikaKey>().unwrap_err();
        assert_eq!(why("  "), KeyError::Empty { name: NAME });
        assert_eq!(why("9905001210400"), KeyError::Length { name: NAME, expected: "14", found: 13 });
        assert_eq!(why("99O50012104000"), KeyError::NotDigit { name: NAME, found: 'O', position: 3 });
        assert_eq!(why("urn:de:fim:feld:99050012104000"), KeyError::ForeignUrn { name: NAME });
    }
}
