//! Facts about services, competence, templates and programmes.
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::OrganisationId;

pub fn service_created() -> Fact {
    Fact::new("service.created")
}

pub fn service_updated() -> Fact {
    Fact::new("service.updated")
}

/// From now on another body is responsible for `organisation`.
pub fn override_created(organisation: OrganisationId, responsible: OrganisationId) -> Fact {
    Fact::new("competence_override.created")
        .with("organisation", organisation)
        .with("responsible", responsible)
}

pub fn override_ended(organisation: OrganisationId) -> Fact {
    Fact::new("competence_override.ended").with("organisation", organisation)
}

/// A new version of the template of this key.
pub fn template_imported(key: &str, version: i64) -> Fact {
    Fact::new("template.imported").with("key", key).with("version", version)
}

pub fn template_published() -> Fact {
    Fact::new("template.published")
}

pub fn template_retired() -> Fact {
    Fact::new("template.retired")
}

pub fn programme_created() -> Fact {
    Fact::new("programme.created")
}

pub fn programme_updated() -> Fact {
    Fact::new("programme.updated")
}
