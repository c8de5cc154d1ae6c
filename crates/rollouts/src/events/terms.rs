//! What happens to terms.
use chrono::NaiveDate;
use dienstweg_kernel::events::Fact;

pub fn term_created() -> Fact {
    Fact::new("term.created")
}

pub fn term_updated() -> Fact {
    Fact::new("term.updated")
}

/// Renewing it is a task from now on.
pub fn term_raised(valid_until: NaiveDate) -> Fact {
    Fact::new("term.raised").with("valid_until", valid_until)
}

pub fn term_renewed(from: NaiveDate, to: NaiveDate) -> Fact {
    Fact::new("term.renewed").with("from", from).with("to", to)
}

pub fn term_ended(reason: &str) -> Fact {
    Fact::new("term.ended").reason(Some(reason))
}
