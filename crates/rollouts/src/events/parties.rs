//! What happens in the party directory, in the words of events and history. Persons are told by the columns of history,
//! never in events.
use crate::directory::Target;
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::OrganisationId;

pub fn party_entry_created(role: &str, target: &Target, organisation: OrganisationId) -> Fact {
    entry_fact("party_entry.created", role, target).with("organisation", organisation)
}

pub fn party_entry_updated(role: &str, target: &Target, organisation: OrganisationId) -> Fact {
    entry_fact("party_entry.updated", role, target).with("organisation", organisation)
}

/// From a day on it no longer holds.
pub fn party_entry_ended(role: &str, target: &Target) -> Fact {
    entry_fact("party_entry.ended", role, target)
}

/// It never held.
pub fn party_entry_removed(role: &str, target: &Target) -> Fact {
    entry_fact("party_entry.removed", role, target)
}

fn entry_fact(name: &'static str, role: &str, target: &Target) -> Fact {
    Fact::new(name)
        .with("role", role)
        .with("body", target.body)
        .with("service", target.service)
        .with("programme", target.programme)
}
