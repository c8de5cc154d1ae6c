//! The official keys of places (Destatis): Amtlicher Gemeindeschlüssel and Amtlicher Regionalschlüssel.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::KeyError;
use super::digits::Digits;

/// What every key has in common: it is its digits, on the wire, in messages and in logs.
macro_rules! as_text {
    ($key:ident) => {
        impl fmt::Display for $key {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl fmt::Debug for $key {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($key), self.as_str())
            }
        }

        impl TryFrom<String> for $key {
            type Error = KeyError;

            fn try_from(text: String) -> Result<Self, KeyError> {
                text.parse()
            }
        }

        impl From<$key> for String {
            fn from(key: $key) -> Self {
                key.as_str().to_owned()
            }
        }
    };
}
pub(super) use as_text;

/// AGS, 8 digits: Land 2, Regierungsbezirk 1, Kreis 2, Gemeinde 3. Always text: leading zeros count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^[0-9]{8}$", example = "09162000")]
pub struct Ags(Digits<8>);

impl Ags {
    /// Two digits of the Land, e.g. "09" Bayern.
    pub fn land(&self) -> &str {
        self.0.part(0, 2)
    }

    /// Five digits that name the Kreis or kreisfreie Stadt nationwide.
    pub fn district_key(&self) -> &str {
        self.0.part(0, 5)
    }

    /// Three digits within the Kreis; "000" for a kreisfreie Stadt.
    pub fn municipality(&self) -> &str {
        self.0.part(5, 8)
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for Ags {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let digits = Digits::parse(text, "AGS", &[8], "8")?;
        known_land("AGS", digits.part(0, 2)).map(|()| Self(digits))
    }
}

/// ARS, 12 digits: Land 2, Regierungsbezirk 1, Kreis 2, Verband 4, Gemeinde 3.
///
/// Shorter keys name higher levels (2 Land, 3 Regierungsbezirk, 5 Kreis, 9 Verband) and are filled with zeros on the right. A
/// filled key does not say its level any more (Berlin as Land, Kreis and Gemeinde is 110000000000 each time): keep the level
/// beside it where it matters. Eight digits are refused; they are an AGS, which does not tell the Verband.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, pattern = "^[0-9]{12}$", example = "091710133133")]
pub struct Ars(Digits<12>);

impl Ars {
    /// Two digits of the Land, e.g. "09" Bayern.
    pub fn land(&self) -> &str {
        self.0.part(0, 2)
    }

    /// One digit within the Land; "0" where there is no Regierungsbezirk.
    pub fn government_district(&self) -> &str {
        self.0.part(2, 3)
    }

    /// Two digits within the Regierungsbezirk.
    pub fn district(&self) -> &str {
        self.0.part(3, 5)
    }

    /// Four digits of the Gemeindeverband within the Kreis.
    pub fn association(&self) -> &str {
        self.0.part(5, 9)
    }

    /// Three digits within the Kreis.
    pub fn municipality(&self) -> &str {
        self.0.part(9, 12)
    }

    /// First 3 digits: the Regierungsbezirk nationwide.
    pub fn government_district_key(&self) -> &str {
        self.0.part(0, 3)
    }

    /// First 5 digits: the Kreis nationwide.
    pub fn district_key(&self) -> &str {
        self.0.part(0, 5)
    }

    /// First 9 digits: the Gemeindeverband nationwide.
    pub fn association_key(&self) -> &str {
        self.0.part(0, 9)
    }

    /// The AGS: the ARS without the Verband (digits 6 to 9).
    pub fn ags(&self) -> Ags {
        let mut eight = [b'0'; 8];
        let digits = self.district_key().bytes().chain(self.municipality().bytes());
        eight.iter_mut().zip(digits).for_each(|(place, digit)| *place = digit);
        Ags(Digits(eight))
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for Ars {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let digits = Digits::parse(text, "ARS", &[2, 3, 5, 9, 12], "12 (oder 2, 3, 5, 9)")?;
        known_land("ARS", digits.part(0, 2)).map(|()| Self(digits))
    }
}

as_text!(Ags);
as_text!(Ars);

fn known_land(name: &'static str, land: &str) -> Result<(), KeyError> {
    match land.parse() {
        Ok(1..=16u8) => Ok(()),
        _ => Err(KeyError::UnknownLand { name, land: land.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ars_has_its_parts_and_its_ags() {
        let ars: Ars = "09 1 71 5103 123".parse().unwrap();
        let parts =
            [ars.land(), ars.government_district(), ars.district(), ars.association(), ars.municipality()];
        assert_eq!(parts, ["09", "1", "71", "5103", "123"]);
        let keys = [ars.government_district_key(), ars.district_key(), ars.association_key()];
        assert_eq!(keys, ["091", "09171", "091715103"]);
        assert_eq!(ars.ags(), "09171123".parse().unwrap());
        assert_eq!(ars.ags().to_string(), "09171123");
    }

    #[test]
    fn shorter_keys_are_filled_up() {
        for (short, full) in [
            ("09", "090000000000"),
            ("091", "091000000000"),
            ("09171", "091710000000"),
            ("091715103", "091715103000"),
        ] {
            assert_eq!(short.parse::<Ars>().unwrap().as_str(), full);
        }
    }

    #[test]
    fn says_why_not() {
        assert!(matches!("09171123".parse::<Ars>(), Err(KeyError::Length { found: 8, .. })));
        assert!(matches!("9171123".parse::<Ags>(), Err(KeyError::Length { found: 7, .. })));
        assert!(matches!("17171123".parse::<Ags>(), Err(KeyError::UnknownLand { .. })));
        assert!(matches!("00".parse::<Ars>(), Err(KeyError::UnknownLand { .. })));
        assert!(matches!("0917112³".parse::<Ags>(), Err(KeyError::NotDigit { position: 8, .. })));
    }
}
