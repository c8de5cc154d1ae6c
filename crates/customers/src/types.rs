//! Kinds and flags.
use dienstweg_calendar::{Flag, Flags, Land, WorkCalendar};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an organisation is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    Land,
    /// Regierungsbezirk: a district of the Land's government.
    GovernmentDistrict,
    /// Bezirk: in Bavaria the third municipal level, coextensive with the Regierungsbezirk.
    Bezirk,
    /// Landkreis.
    District,
    /// Kreisfreie Stadt: district and municipality in one.
    IndependentCity,
    /// Verwaltungsgemeinschaft, Amt, Samtgemeinde, Verbandsgemeinde and their like.
    Association,
    Municipality,
    /// Gemeindefreies Gebiet.
    UnincorporatedArea,
    Department,
    ItProvider,
    Vendor,
    /// Who runs an EfA service.
    Operator,
    Other,
}

impl OrganisationKind {
    /// Whether the import of the register makes such organisations.
    pub fn is_from_register(self) -> bool {
        !matches!(self, Self::Department | Self::ItProvider | Self::Vendor | Self::Operator | Self::Other)
    }

    /// Records of type 60 of the register.
    pub fn is_municipal(self) -> bool {
        matches!(self, Self::Municipality | Self::IndependentCity | Self::UnincorporatedArea)
    }
}

/// Whether a municipal holiday is kept here: `unknown` is shown as "nicht gepflegt".
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum MunicipalFlag {
    Yes,
    No,
    Unknown,
}

impl From<MunicipalFlag> for Flag {
    fn from(flag: MunicipalFlag) -> Self {
        match flag {
            MunicipalFlag::Yes => Self::Yes,
            MunicipalFlag::No => Self::No,
            MunicipalFlag::Unknown => Self::Unknown,
        }
    }
}

/// In what function a person speaks for an organisation.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum FunctionKind {
    /// Digitalisierungsbeauftragte:r.
    DigitalOfficer,
    /// Fachliche Ansprechperson.
    SubjectContact,
    /// Technische Ansprechperson.
    TechnicalContact,
    /// Bürgermeister:in, Landrätin, Behördenleitung.
    Head,
    /// Vertrag und Beschaffung.
    ContractContact,
    Employee,
    Other,
}

/// Among which organisations a shape is drawn.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum GeometryLevel {
    /// Landkreise and kreisfreie Städte.
    #[default]
    District,
    Municipality,
}

/// The working days of an organisation, from its AGS and what is recorded of its municipal holidays. Organisations
/// without a key stand in Bavaria, as the operation does that this product came from.
pub fn calendar_of(
    key: Option<&str>,
    assumption: MunicipalFlag,
    peace: MunicipalFlag,
    corpus: MunicipalFlag,
) -> WorkCalendar {
    let land = key.and_then(|key| Land::from_key(key.get(..2)?).ok()).unwrap_or(Land::BY);
    let mut flags = key.map(Flags::by_law).unwrap_or_default();
    let recorded = [
        (dienstweg_calendar::MunicipalHoliday::Assumption, assumption),
        (dienstweg_calendar::MunicipalHoliday::PeaceFestival, peace),
        (dienstweg_calendar::MunicipalHoliday::CorpusChristi, corpus),
    ];
    for (holiday, flag) in recorded {
        if flag != MunicipalFlag::Unknown {
            flags = flags.with(holiday, flag.into());
        }
    }
    WorkCalendar::new(land, flags)
}
