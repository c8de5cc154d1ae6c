//! Typed forms: what is asked ([`Form`]), under which [`Condition`], what an answer must be ([`Value`]) and how it reads.
//!
//! Pure. A form knows neither who asks nor what for: whoever uses it keeps versions and answers, says which prefill
//! sources there are, and resolves the persons, organisations and files that answers name.
//!
//! **Invariants.** A form without faults ([`Form::faults`]) has no circle of conditions and no reference to nothing. What
//! [`Form::read`] accepts can be shown ([`Field::show`]) and is read again as the same. A hidden field is neither missing
//! nor shown, and counts as not answered in conditions of others.
mod answers;
mod check;
mod condition;
mod difference;
mod form;
mod pattern;
mod show;
mod value;

pub use answers::{Answers, Missing, Standing};
pub use condition::Condition;
pub use difference::{Change, ChangeKind};
pub use form::{Choice, Field, Form, Kind, Section, Text};
pub use pattern::Pattern;
pub use show::Shown;
pub use value::{Decimal, Value};

/// Names the last answer to another field as the source of a prefill: `earlier:phone`.
pub const EARLIER: &str = "earlier:";

#[cfg(test)]
mod tests;
