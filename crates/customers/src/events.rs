//! What happens to organisations and persons, in the words of events and history.
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::OrganisationId;

pub fn organisation_created() -> Fact {
    Fact::new("organisation.created")
}

pub fn organisation_updated() -> Fact {
    Fact::new("organisation.updated")
}

/// It stands elsewhere in the tree; readers of the old place lose sight of it.
pub fn organisation_moved(from: Option<OrganisationId>, to: Option<OrganisationId>) -> Fact {
    Fact::new("organisation.moved").with("from", from).with("to", to).left(from)
}

pub fn organisation_ended() -> Fact {
    Fact::new("organisation.ended")
}

pub fn organisation_succeeded(successor: OrganisationId) -> Fact {
    Fact::new("organisation.succeeded").with("successor", successor)
}

pub fn person_created() -> Fact {
    Fact::new("person.created")
}

pub fn person_updated() -> Fact {
    Fact::new("person.updated")
}

pub fn function_added(organisation: OrganisationId) -> Fact {
    Fact::new("person.function_added").with("organisation", organisation)
}

pub fn function_ended(organisation: OrganisationId) -> Fact {
    Fact::new("person.function_ended").with("organisation", organisation)
}

pub fn import_previewed() -> Fact {
    Fact::new("register.previewed")
}

pub fn import_started() -> Fact {
    Fact::new("register.started")
}

pub fn import_applied() -> Fact {
    Fact::new("register.imported")
}

pub fn import_failed() -> Fact {
    Fact::new("register.failed")
}
