//! Facts about forms and questionnaires.
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::RolloutId;

/// A new draft of the form of this key.
pub fn form_drafted(key: &str, version: i64) -> Fact {
    Fact::new("form.drafted").with("key", key).with("version", version)
}

pub fn form_changed() -> Fact {
    Fact::new("form.changed")
}

pub fn form_published(key: &str, version: i64) -> Fact {
    Fact::new("form.published").with("key", key).with("version", version)
}

pub fn form_retired() -> Fact {
    Fact::new("form.retired")
}

fn of(name: &'static str, form: &str, rollout: RolloutId) -> Fact {
    Fact::new(name).with("form", form).with("rollout", rollout)
}

/// Somebody began to fill it in.
pub fn questionnaire_opened(form: &str, rollout: RolloutId) -> Fact {
    of("questionnaire.opened", form, rollout)
}

pub fn questionnaire_answered(form: &str, rollout: RolloutId) -> Fact {
    of("questionnaire.answered", form, rollout)
}

pub fn questionnaire_submitted(form: &str, rollout: RolloutId) -> Fact {
    of("questionnaire.submitted", form, rollout)
}

pub fn questionnaire_reopened(form: &str, rollout: RolloutId, reason: &str) -> Fact {
    of("questionnaire.reopened", form, rollout).reason(Some(reason))
}
