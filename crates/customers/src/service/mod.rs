//! Use cases.
mod by_key;
mod contacts;
mod geometry;
mod holiday_rows;
mod holidays;
mod near;
mod organisations;
mod overview;
mod persons;
mod populated;
mod register;
mod register_runs;
mod resolve;
mod tree;
mod visible;

pub use by_key::{organisations_by_keys, persons_by_email};
pub use contacts::{Contact, contacts};
pub use geometry::{geometry_get, geometry_import};
pub use holidays::holidays_import;
pub use near::{BodyNames, body_names};
pub use organisations::{
    organisation_create, organisation_get, organisation_history, organisation_list, organisation_patch,
    succession_create,
};
pub use overview::{
    Bodies, BodyRow, Place, body_rows, body_rows_named, districts, people, places, regions, subtrees,
};
pub use persons::{
    function_add, function_end, person_addresses, person_create, person_get, person_history, person_list,
    person_patch,
};
pub use populated::{Populated, populated};
pub use register::{import_apply, register_difference};
pub use register_runs::{
    Preview, files_named, import_fail, import_get, import_list, import_preview, import_start, imports_recover,
};
pub use resolve::{Body, Tier, bodies, bodies_with_key, calendars, covered, does, population, responsible};
pub use visible::{KINDS, reached, visible};
