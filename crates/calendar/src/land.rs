//! The sixteen Länder and their official keys.

use serde::{Deserialize, Serialize};

/// A Land; the variants are the usual two-letter abbreviations (ISO 3166-2:DE without `DE-`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Land {
    BW,
    BY,
    BE,
    BB,
    HB,
    HH,
    HE,
    MV,
    NI,
    NW,
    RP,
    SL,
    SN,
    ST,
    SH,
    TH,
}

/// The text is no key of a Land.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" ist kein Landesschlüssel (01 bis 16)")]
pub struct UnknownLand(pub String);

impl Land {
    /// All Länder, in the order of their official keys.
    pub const ALL: [Self; 16] = [
        Self::SH,
        Self::HH,
        Self::NI,
        Self::HB,
        Self::NW,
        Self::HE,
        Self::RP,
        Self::BW,
        Self::BY,
        Self::SL,
        Self::BE,
        Self::BB,
        Self::MV,
        Self::SN,
        Self::ST,
        Self::TH,
    ];

    /// The Land of the two digits that open an AGS or ARS, e.g. `"09"`.
    ///
    /// # Errors
    /// [`UnknownLand`] unless the text is one of `"01"` to `"16"`.
    pub fn from_key(key: &str) -> Result<Self, UnknownLand> {
        Self::ALL.into_iter().find(|land| land.key() == key).ok_or_else(|| UnknownLand(key.to_owned()))
    }

    /// The two digits that open every AGS and ARS of the Land (Destatis, Gemeindeverzeichnis).
    #[must_use]
    pub const fn key(self) -> &'static str {
        self.facts().0
    }

    /// The German short name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.facts().1
    }

    const fn facts(self) -> (&'static str, &'static str) {
        match self {
            Self::SH => ("01", "Schleswig-Holstein"),
            Self::HH => ("02", "Hamburg"),
            Self::NI => ("03", "Niedersachsen"),
            Self::HB => ("04", "Bremen"),
            Self::NW => ("05", "Nordrhein-Westfalen"),
            Self::HE => ("06", "Hessen"),
            Self::RP => ("07", "Rheinland-Pfalz"),
            Self::BW => ("08", "Baden-Württemberg"),
            Self::BY => ("09", "Bayern"),
            Self::SL => ("10", "Saarland"),
            Self::BE => ("11", "Berlin"),
            Self::BB => ("12", "Brandenburg"),
            Self::MV => ("13", "Mecklenburg-Vorpommern"),
            Self::SN => ("14", "Sachsen"),
            Self::ST => ("15", "Sachsen-Anhalt"),
            Self::TH => ("16", "Thüringen"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_the_numbers_01_to_16_and_lead_back() {
        for (index, land) in Land::ALL.into_iter().enumerate() {
            assert_eq!(land.key(), format!("{:02}", index + 1));
            assert_eq!(Land::from_key(land.key()), Ok(land));
        }
        assert_eq!(Land::from_key("09").map(Land::name), Ok("Bayern"));
        assert!(Land::from_key("9").is_err() && Land::from_key("17").is_err() && Land::from_key("").is_err());
    }
}
