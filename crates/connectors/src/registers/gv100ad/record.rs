//! What the register holds.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use dienstweg_intake::keys::{Ags, Ars};
use serde::Serialize;

use super::kinds::{AssociationKind, DistrictKind, MunicipalityKind};

/// Record type, by its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 10
    Land,
    /// 20: Regierungsbezirk, also former and merely statistical ones.
    GovernmentDistrict,
    /// 30: Region, Baden-Württemberg only.
    Region,
    /// 40: Kreis or kreisfreie Stadt.
    District,
    /// 50: Gemeindeverband.
    Association,
    /// 60: Gemeinde or gemeindefreies Gebiet.
    Municipality,
}

impl Level {
    pub fn from_record_type(record_type: &str) -> Option<Self> {
        Some(match record_type {
            "10" => Self::Land,
            "20" => Self::GovernmentDistrict,
            "30" => Self::Region,
            "40" => Self::District,
            "50" => Self::Association,
            "60" => Self::Municipality,
            _ => return None,
        })
    }

    /// 10, 20, 30, 40, 50 or 60.
    pub fn record_type(self) -> u8 {
        match self {
            Self::Land => 10,
            Self::GovernmentDistrict => 20,
            Self::Region => 30,
            Self::District => 40,
            Self::Association => 50,
            Self::Municipality => 60,
        }
    }

    /// How many leading digits of an ARS name a unit of this level.
    pub fn key_length(self) -> usize {
        match self {
            Self::Land => 2,
            Self::GovernmentDistrict => 3,
            Self::Region => 4,
            Self::District => 5,
            Self::Association => 9,
            Self::Municipality => 12,
        }
    }
}

/// What every record says of its unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unit {
    pub level: Level,
    /// Line in the file, from 1.
    pub line: usize,
    /// Key filled with zeros to 12 digits; see [`Unit::key`] for the digits of its level.
    pub ars: Ars,
    /// The name with its suffix: "Neuötting, St".
    pub official_name: String,
    /// The name without what follows its first comma: "Neuötting".
    pub name: String,
    /// What follows the first comma: "St", "M", "GKSt", "Landeshauptstadt", "Freie und Hansestadt" …
    pub suffix: Option<String>,
    /// Place of the administration; `None` where the record has none, as all of type 60.
    pub seat: Option<String>,
}

impl Unit {
    /// The official key of the unit, as long as its level has it (2, 3, 4, 5, 9 or 12 digits).
    pub fn key(&self) -> &str {
        self.ars.as_str().get(..self.level.key_length()).unwrap_or_default()
    }
}

/// A Kreis or kreisfreie Stadt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct District {
    pub unit: Unit,
    pub kind: DistrictKind,
}

/// A Gemeindeverband, or the record standing for a municipality outside any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Association {
    pub unit: Unit,
    pub kind: AssociationKind,
}

/// A Gemeinde or a gemeindefreies Gebiet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Municipality {
    pub unit: Unit,
    pub kind: MunicipalityKind,
    pub area_hectares: u32,
    pub population: u32,
    pub population_male: u32,
    /// Postal code of the administration (may be one for bulk recipients); uninhabited areas have none.
    pub postal_code: Option<String>,
    /// True when the municipality has several postal codes.
    pub several_postal_codes: bool,
}

impl Municipality {
    pub fn ags(&self) -> Ags {
        self.unit.ars.ags()
    }

    /// True for areas that belong to no municipality (gemeindefreie Gebiete), lived in or not.
    pub fn is_unincorporated(&self) -> bool {
        use MunicipalityKind::{UnincorporatedInhabited, UnincorporatedUninhabited};
        matches!(self.kind, UnincorporatedInhabited | UnincorporatedUninhabited)
    }
}

/// A read file. A record of which a value is missing or unreadable is not in the lists, but counted; so import only what was
/// read without faults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Register {
    /// Territorial status (Gebietsstand) of the file: that of most of its records.
    pub state: NaiveDate,
    pub lands: Vec<Unit>,
    pub government_districts: Vec<Unit>,
    pub regions: Vec<Unit>,
    pub districts: Vec<District>,
    pub associations: Vec<Association>,
    pub municipalities: Vec<Municipality>,
    /// Lines by record type (10, 20 … 60), faulty ones included.
    pub counts: BTreeMap<u8, usize>,
}
