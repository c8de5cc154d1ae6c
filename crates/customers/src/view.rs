//! What callers get to see of organisations and persons.
use crate::types::{FunctionKind, GeometryLevel, MunicipalFlag, OrganisationKind};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_intake::{Encoding, FaultView};
use dienstweg_kernel::guard::Shown;
use dienstweg_kernel::ids::{FunctionId, ImportId, OrganisationId, PersonId};
use dienstweg_kernel::labels::Named;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// One row of the list and of the tree.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrganisationRow {
    pub id: OrganisationId,
    pub kind: OrganisationKind,
    pub name: String,
    pub official_name: String,
    pub designation: Option<String>,
    pub ags: Option<String>,
    pub ars: Option<String>,
    pub fictive_ags: Option<String>,
    pub own_key: Option<String>,
    pub population: i64,
    pub parent: Option<Named>,
    /// Organisations in force directly below that the caller sees.
    pub children: i64,
    pub valid_to: Option<NaiveDate>,
    pub version: i64,
}

/// One organisation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrganisationView {
    pub id: OrganisationId,
    pub kind: OrganisationKind,
    pub name: String,
    pub official_name: String,
    pub designation: Option<String>,
    pub ags: Option<String>,
    pub ars: Option<String>,
    pub fictive_ags: Option<String>,
    pub own_key: Option<String>,
    pub seat: Option<String>,
    pub postal_code: Option<String>,
    pub population: i64,
    /// From the Land down to its parent.
    pub path: Vec<Named>,
    /// Mariä Himmelfahrt; `unknown` reads "nicht gepflegt".
    pub assumption_day: MunicipalFlag,
    pub peace_festival: MunicipalFlag,
    pub corpus_christi: MunicipalFlag,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    /// Where it stood before, newest first.
    pub places: Vec<PlaceView>,
    pub predecessors: Vec<SuccessionView>,
    pub successors: Vec<SuccessionView>,
    pub can: Vec<&'static str>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A place in the tree, `[valid_from, valid_to)`.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OrganisationPlace)]
pub struct PlaceView {
    pub parent: Option<Named>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OrganisationSuccession)]
pub struct SuccessionView {
    pub organisation: Named,
    pub on_date: NaiveDate,
}

/// One person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PersonView {
    pub id: PersonId,
    pub title: Option<String>,
    pub given_name: Option<String>,
    pub family_name: String,
    /// As one says it: title, given name, family name.
    pub name: String,
    #[schema(value_type = Option<String>)]
    pub email: Shown,
    #[schema(value_type = Option<String>)]
    pub phone: Shown,
    /// Members that are there but not for the caller's eyes.
    pub hidden: Vec<&'static str>,
    pub functions: Vec<FunctionView>,
    pub can: Vec<&'static str>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PersonFunction)]
pub struct FunctionView {
    pub id: FunctionId,
    pub organisation: Named,
    pub function: FunctionKind,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
}

/// How many municipalities (records of type 60, by AGS) a register import adds, ends, renames and moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisterDifference)]
pub struct Difference {
    pub new: u32,
    pub gone: u32,
    pub renamed: u32,
    /// Belongs to another association than before.
    pub moved: u32,
}

/// What happens to one organisation of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RegisterChangeKind)]
pub enum ChangeKind {
    New,
    Gone,
    Renamed,
    Moved,
    Population,
}

/// One line of the difference report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RegisterChange)]
pub struct Change {
    pub change: ChangeKind,
    pub kind: OrganisationKind,
    /// AGS of a municipality, register key of everything else.
    pub key: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// One import of the register.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RegisterImportView {
    pub id: ImportId,
    pub file_name: String,
    /// Gebietsstand of the file.
    pub state_date: NaiveDate,
    /// `previewed`, `running`, `applied` or `failed`.
    pub status: String,
    /// Progress while running: entries done, of `total`.
    pub done: i32,
    pub total: i32,
    /// Number of records read, by record type.
    #[schema(value_type = std::collections::BTreeMap<String, u32>)]
    pub records: BTreeMap<String, u32>,
    pub difference: Difference,
    /// At most 5,000 lines; empty in lists.
    pub changes: Vec<Change>,
    pub can: Vec<&'static str>,
    pub created_at: DateTime<Utc>,
    pub finished_at: Option<DateTime<Utc>>,
}

/// How many organisations an import of municipal holidays changes and leaves as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct HolidaysDifference {
    pub changed: u32,
    pub unchanged: u32,
}

/// A member of an organisation that says whether a municipal holiday holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HolidayField {
    AssumptionDay,
    PeaceFestival,
    CorpusChristi,
}

/// What an import does to one flag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HolidayChange {
    /// The organisation.
    pub id: OrganisationId,
    /// AGS, or the key of what has none.
    pub key: String,
    pub name: String,
    pub holiday: HolidayField,
    pub before: MunicipalFlag,
    pub after: MunicipalFlag,
}

/// The outcome of an import of municipal holidays. With faults, nothing was taken over.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HolidaysImportView {
    pub dry_run: bool,
    /// The encoding the file was found to have.
    pub encoding: Encoding,
    /// What stands between its cells: `,`, `;` or a tab.
    #[schema(value_type = String, example = ";")]
    pub delimiter: char,
    pub difference: HolidaysDifference,
    pub changes: Vec<HolidayChange>,
    /// How many faults there are; `faults` may list fewer.
    pub total_faults: usize,
    pub faults: Vec<FaultView>,
}

/// Shapes of organisations, on the grid of Web Mercator in steps of 60 m at the equator, y to the south.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Geometry)]
pub struct GeometryView {
    pub level: GeometryLevel,
    /// Notices that stand on every map of these shapes.
    pub sources: Vec<String>,
    pub items: Vec<ShapeView>,
}

/// The shape of one organisation.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Shape)]
pub struct ShapeView {
    pub id: OrganisationId,
    #[schema(required)]
    pub name: Option<String>,
    /// West, north, east and south end.
    #[schema(value_type = Vec<i32>, min_items = 4, max_items = 4)]
    pub bounds: [i32; 4],
    /// Where its name stands well, to the east and to the south.
    #[schema(value_type = Vec<i32>, min_items = 2, max_items = 2)]
    pub label: [i32; 2],
    /// As in the attribute `d` of SVG, to be filled by the rule `evenodd`.
    #[schema(example = "M21161 -104268l4 0 0 5z")]
    pub path: String,
}

/// What a file of shapes brought, or would bring.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GeometryImportView {
    pub dry_run: bool,
    pub source: String,
    pub districts: u32,
    pub municipalities: u32,
    pub new: u32,
    pub changed: u32,
    /// Keys of organisations that are not there.
    pub unknown: Vec<String>,
}
