//! Working time of the German administration: public holidays of the sixteen Länder by rule, and arithmetic on working days.
//!
//! Pure: no I/O and no clock, dates come in as parameters.
//!
//! A *working day* is Monday to Friday and no public holiday. 24 and 31 December are usually free in the public
//! service but are no holidays by law, so they are working days here.
//!
//! Some holidays hold in single municipalities only. Whether they do is a [`Flag`] the caller maintains; `Unknown`
//! counts as "no holiday", and [`WorkCalendar::unmaintained_between`] tells which dates rest on that assumption.
//!
//! The rules are modelled for [`FIRST_YEAR`] to [`LAST_YEAR`]; outside of these years only weekends are free.

mod easter;
mod flags;
mod land;
mod rules;
mod table;
mod work_calendar;

pub use flags::{Flag, Flags, MunicipalHoliday};
pub use land::{Land, UnknownLand};
pub use rules::Holiday;
pub use work_calendar::WorkCalendar;

/// First year whose holidays are modelled: since 1995 the Buß- und Bettag is a holiday in Saxony only.
pub const FIRST_YEAR: i32 = 1995;

/// Last year whose holidays are modelled.
pub const LAST_YEAR: i32 = 2100;
