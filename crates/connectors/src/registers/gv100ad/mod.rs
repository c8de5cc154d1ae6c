//! The official register of municipalities, GV100AD: fixed-width records of Länder, Regierungsbezirke, regions, districts,
//! associations and municipalities.
//!
//! Source: Statistisches Bundesamt (Destatis), Gemeindeverzeichnis-Informationssystem GV-ISys, "Datensatzbeschreibung GV100AD".
//! A record is a line of 220 **characters**; files came as ISO-8859-1 until about 2020 and as UTF-8 since, with either line end,
//! so text is decoded before anything is counted. Lines shorter (trailing blanks lost) or longer (padded) are read as well.
//!
//! | characters | what |
//! |---|---|
//! | 1–2 | record type: 10 Land, 20 Regierungsbezirk, 30 region (Baden-Württemberg only), 40 Kreis, 50 Verband, 60 Gemeinde |
//! | 3–10 | territorial status, `JJJJMMTT` |
//! | 11–18 | key: Land 2, Regierungsbezirk 1, Kreis 2 (region: 1), Gemeinde 3, as far as the level has them |
//! | 19–22 | Gemeindeverband (types 50 and 60) |
//! | 23–72 | name with official suffix |
//! | 73–122 | seat of the administration, often empty |
//! | 123–124 | text code (types 40, 50 and 60) |
//! | 129–139, 140–150, 151–161 | type 60: area in hectares, population, male population |
//! | 166–170, 171–175 | type 60: postal code of the administration; not blank when the municipality has several |
//!
//! [`parse`] reads a whole file in one pass and collects every fault with line and column: `empty_file`, `unknown_record_type`,
//! `truncated_line`, `not_digits`, `number_too_large`, `impossible_date`, `key_unknown_land`, `key_too_long`, `missing_name`,
//! `unreadable_character`, `male_exceeds_population`, `duplicate_key`, `missing_parent`, `out_of_hierarchy`, `state_mismatch`,
//! `layout_before_2009`.

mod field;
mod hierarchy;
mod kinds;
mod reader;
mod record;

pub use kinds::{AssociationKind, DistrictKind, MunicipalityKind};
pub use reader::{Reading, parse};
pub use record::{Association, District, Level, Municipality, Register, Unit};
