//! What happens to rollouts, in the words of events and history. Reasons stay in the history.
use crate::service::CoverageChange;
use crate::steering::CourseState;
use crate::template::OutcomeKey;
use crate::types::{MaturityModel, RolloutKind};
use crate::view::{MovedMilestone, TemplateMove};
use chrono::NaiveDate;
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::{OrganisationId, PositionId, ProgrammeId, ServiceId};

/// `completed`: keys of the milestones that what led to it had completed already.
pub fn rollout_created(
    kind: RolloutKind,
    body: OrganisationId,
    service: Option<ServiceId>,
    position: Option<PositionId>,
    completed: &[&str],
) -> Fact {
    Fact::new("rollout.created")
        .with("kind", kind)
        .with("body", body)
        .with("service", service)
        .with("position", position)
        .with("completed", completed)
}

/// `event`: what completed it, where nobody did by hand.
pub fn milestone_completed(milestone: &str, phase: &str, event: Option<&str>) -> Fact {
    milestone_fact("rollout.milestone_completed", milestone, phase).with("event", event)
}

pub fn milestone_reopened(milestone: &str, phase: &str, reason: &str) -> Fact {
    milestone_fact("rollout.milestone_reopened", milestone, phase).reason(Some(reason))
}

pub fn milestone_skipped(milestone: &str, phase: &str, reason: Option<&str>) -> Fact {
    milestone_fact("rollout.milestone_skipped", milestone, phase).reason(reason)
}

pub fn due_set(milestone: &str, phase: &str, due: Option<NaiveDate>) -> Fact {
    milestone_fact("rollout.due_set", milestone, phase).with("due", due)
}

fn milestone_fact(name: &'static str, milestone: &str, phase: &str) -> Fact {
    Fact::new(name).told("milestone", milestone).with("phase", phase)
}

/// Of a role, or of one milestone.
pub fn party_set(role: &str, milestone: Option<&str>, party: Option<OrganisationId>) -> Fact {
    Fact::new("rollout.party_set").with("role", role).with("milestone", milestone).with("party", party)
}

pub fn phase_changed(from: Option<&str>, to: Option<&str>) -> Fact {
    Fact::new("rollout.phase_changed").with("from", from).told("to", to)
}

/// All required milestones are settled.
pub fn rollout_finished(state: CourseState) -> Fact {
    Fact::new("rollout.finished").with("state", state)
}

pub fn rollout_live(on: NaiveDate) -> Fact {
    Fact::new("rollout.live").with("on", on)
}

pub fn waiting_started(
    kind: &str,
    role: &str,
    party: Option<OrganisationId>,
    follow_up: Option<NaiveDate>,
) -> Fact {
    Fact::new("rollout.waiting_started")
        .with("kind", kind)
        .with("role", role)
        .with("party", party)
        .with("follow_up", follow_up)
}

pub fn waiting_ended(kind: Option<&str>) -> Fact {
    Fact::new("rollout.waiting_ended").with("kind", kind)
}

pub fn deferred(until: NaiveDate, reason: &str) -> Fact {
    Fact::new("rollout.deferred").with("until", until).reason(Some(reason))
}

pub fn resumed() -> Fact {
    Fact::new("rollout.resumed")
}

pub fn blocked(reason: &str) -> Fact {
    Fact::new("rollout.blocked").reason(Some(reason))
}

pub fn unblocked() -> Fact {
    Fact::new("rollout.unblocked")
}

pub fn start_moved(from: Option<NaiveDate>, to: NaiveDate, reason: &str) -> Fact {
    Fact::new("rollout.start_moved").with("from", from).with("to", to).reason(Some(reason))
}

pub fn maturity_recorded(model: MaturityModel, level: Option<i32>) -> Fact {
    Fact::new("rollout.maturity_recorded").with("model", model).with("level", level)
}

pub fn programme_set(programme: Option<ProgrammeId>) -> Fact {
    Fact::new("rollout.programme_set").with("programme", programme)
}

/// Another version of the template is followed, with the milestones that came, went and are kept.
pub fn template_changed(moved: &TemplateMove) -> Fact {
    let keys = |all: &[MovedMilestone]| all.iter().map(|one| one.key.clone()).collect::<Vec<_>>();
    Fact::new("rollout.template_changed")
        .told("from", moved.from)
        .told("to", moved.to)
        .told("added", keys(&moved.added))
        .told("removed", keys(&moved.removed))
        .told("kept", keys(&moved.kept))
}

/// `on`: the first day on which it holds.
pub fn coverage_changed(change: CoverageChange<'_>) -> Fact {
    Fact::new("rollout.coverage_changed")
        .told("added", change.add)
        .told("ended", change.end)
        .told("on", change.on)
        .reason(Some(change.reason))
}

/// The reason is a sealed column, in the history too: not everyone who sees the rollout is meant to read it.
pub fn outcome_set(outcome: OutcomeKey) -> Fact {
    Fact::new("rollout.outcome_set").with("outcome", outcome)
}
