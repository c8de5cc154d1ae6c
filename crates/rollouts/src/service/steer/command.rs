//! What a command changes in the rows of a rollout, and what is told of it. Pure.
use super::Work;
use super::follow::{Following, hand_on, party_row};
use super::maturity::{self, Recorded};
use super::work::entries_of;
use crate::entity::{interval, milestone};
use crate::input::SteerCommand;
use crate::steering::{Command, MilestoneChange, MilestoneState, SteeringError, apply, end_of, local_date};
use crate::store::parties::Directory;
use crate::template::{OutcomeKey, PartySource};
use crate::types::rollout::word;
use crate::types::{Entry, IntervalKind};
use crate::{events, steering};
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::ctx::Ctx;
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::guard::Sealed;
use dienstweg_kernel::ids::{OrganisationId, PersonId};

/// What is told of a command, and on whose row it is recorded.
#[derive(Debug)]
pub enum Told {
    /// A change of the milestone at this place.
    Milestone(usize, Fact),
    /// A change of the rollout's own row.
    Rollout(Fact),
    /// A change of parts without history of their own.
    Part(Fact),
}

/// Who does it, when, with whose working days.
pub struct Doing<'a> {
    pub ctx: &'a Ctx,
    pub now: DateTime<Utc>,
    pub calendar: &'a WorkCalendar,
    /// Loaded where the command lets a role follow it.
    pub directory: Option<&'a Directory>,
}

/// Checks the command against the facts and enters it into the rows. What follows from it is not computed here.
///
/// # Errors
/// The first refusal; the rows are unchanged then.
pub fn enter(work: &mut Work, command: &SteerCommand, doing: &Doing<'_>) -> Result<Told, SteeringError> {
    if let Some(pure) = pure(work, command) {
        apply(&work.template, &mut work.facts(), &pure, done_at(command, doing.now), doing.now)?;
    }
    match command {
        SteerCommand::Complete { .. } | SteerCommand::Reopen { .. } | SteerCommand::Skip { .. } => {
            decide(work, command, doing)
        }
        SteerCommand::SetDue { milestone, due } => {
            let at = place(work, milestone)?;
            let row = milestone_at(work, at, milestone)?;
            row.due_fixed = *due;
            let fact = events::due_set(milestone, &row.phase, *due);
            Ok(Told::Milestone(at, fact))
        }
        SteerCommand::SetResponsible { milestone, organisation_id, person_id } => {
            responsible(work, milestone, *organisation_id, *person_id)
        }
        SteerCommand::SetParty { role, organisation_id, person_id } => {
            set_party(work, role, *organisation_id, *person_id, doing)
        }
        SteerCommand::FollowParty { role } => follow_party(work, role, doing),
        SteerCommand::SetOutcome { outcome, reason } => set_outcome(work, *outcome, reason.as_deref(), doing),
        SteerCommand::SetProgramme { programme_id } => {
            changeable(work)?;
            work.rollout.programme_id = *programme_id;
            // Entries of the directory may be for one programme alone.
            if let Some(directory) = doing.directory {
                Following { directory, role: None }.work(work, doing.ctx);
            }
            Ok(Told::Rollout(events::programme_set(*programme_id)))
        }
        SteerCommand::RecordMaturity { model, level, on, assessor } => {
            let assessor = assessor.as_ref().map(|assessor| assessor.trim().to_owned());
            let new = level.map(|level| Recorded {
                level,
                on: on.unwrap_or_else(|| local_date(doing.now)),
                assessor: assessor.filter(|assessor| !assessor.is_empty()),
            });
            Ok(Told::Rollout(maturity::record(work, *model, new)?))
        }
        SteerCommand::MoveStart { start, reason } => {
            let from = work.rollout.started_on.replace(*start);
            Ok(Told::Rollout(events::start_moved(from, *start, reason)))
        }
        _ => Ok(Told::Part(interval(work, command, doing))),
    }
}

/// When what a command says was done: at the end of another day, or now.
fn done_at(command: &SteerCommand, now: DateTime<Utc>) -> DateTime<Utc> {
    match command {
        SteerCommand::Complete { on: Some(day), .. } if *day != local_date(now) => end_of(*day),
        _ => now,
    }
}

/// The command as steering knows it; naming parties is none of its affairs.
fn pure(work: &Work, command: &SteerCommand) -> Option<Command> {
    use SteerCommand as S;
    Some(match command.clone() {
        S::Complete { milestone, .. } => Command::Complete { milestone },
        S::Reopen { milestone, reason } => Command::Reopen { milestone, reason },
        S::Skip { milestone, reason } => Command::Skip { milestone, reason },
        S::SetDue { milestone, due } => Command::SetDue { milestone, due },
        S::StartWaiting { kind, role, organisation_id, follow_up, .. } => {
            let party = organisation_id.map(|id| id.0);
            Command::StartWaiting { role: role.or_else(|| waiting_role(work, &kind)), kind, party, follow_up }
        }
        S::EndWaiting => Command::EndWaiting,
        S::Defer { until, reason } => Command::DeferUntil { until, reason },
        S::Resume => Command::Resume,
        S::Block { reason } => Command::Block { reason },
        S::Unblock => Command::Unblock,
        S::SetOutcome { outcome, .. } => Command::SetOutcome { outcome },
        S::MoveStart { start, reason } => Command::MoveStart { start, reason },
        S::SetResponsible { .. }
        | S::SetParty { .. }
        | S::FollowParty { .. }
        | S::SetProgramme { .. }
        | S::RecordMaturity { .. }
        | S::ChangeTemplate { .. }
        | S::ChangeCoverage { .. } => return None,
    })
}

fn waiting_role(work: &Work, kind: &str) -> Option<String> {
    work.template.waiting_kind(kind).map(|kind| kind.role.clone())
}

fn place(work: &Work, key: &str) -> Result<usize, SteeringError> {
    work.milestone(key).ok_or_else(|| SteeringError::UnknownMilestone { milestone: key.to_owned() })
}

fn milestone_at<'w>(
    work: &'w mut Work,
    at: usize,
    key: &str,
) -> Result<&'w mut milestone::Model, SteeringError> {
    work.milestones.get_mut(at).ok_or_else(|| SteeringError::UnknownMilestone { milestone: key.to_owned() })
}

/// Who plays the role of the milestone at this place.
fn party_of(work: &Work, at: usize) -> (Option<OrganisationId>, Option<PersonId>) {
    let role = work.milestones.get(at).map(|row| row.role.as_str());
    let party = work.parties.iter().find(|party| Some(party.role.as_str()) == role);
    (party.and_then(|party| party.organisation_id), party.and_then(|party| party.person_id))
}

fn decide(work: &mut Work, command: &SteerCommand, doing: &Doing<'_>) -> Result<Told, SteeringError> {
    let key = command.milestone().unwrap_or_default();
    let at = place(work, key)?;
    let now_playing = party_of(work, at);
    let row = milestone_at(work, at, key)?;
    let fact = match command {
        SteerCommand::Reopen { reason, .. } => {
            record(row, MilestoneChange::Reopened, doing.now, doing.ctx.actor.id.0, Some(reason));
            if !row.party_fixed {
                (row.party_id, row.person_id) = now_playing;
            }
            events::milestone_reopened(key, &row.phase, reason)
        }
        SteerCommand::Skip { reason, .. } => {
            let reason = reason.as_deref().filter(|reason| !reason.trim().is_empty());
            record(row, MilestoneChange::Skipped, doing.now, doing.ctx.actor.id.0, reason);
            events::milestone_skipped(key, &row.phase, reason)
        }
        _ => {
            record(row, MilestoneChange::Done, done_at(command, doing.now), doing.ctx.actor.id.0, None);
            events::milestone_completed(key, &row.phase, None)
        }
    };
    Ok(Told::Milestone(at, fact))
}

/// Enters what happened to a milestone.
pub fn record(
    row: &mut milestone::Model,
    what: MilestoneChange,
    at: DateTime<Utc>,
    actor: uuid::Uuid,
    reason: Option<&str>,
) {
    let mut entries = entries_of(row);
    entries.push(Entry { at, what });
    row.entries = serde_json::to_value(entries).unwrap_or_default();
    let (state, settled) = match what {
        MilestoneChange::Done => (MilestoneState::Done, true),
        MilestoneChange::Skipped => (MilestoneState::Skipped, true),
        MilestoneChange::Reopened => (MilestoneState::Open, false),
    };
    row.status = word(state);
    row.decided_at = settled.then_some(at);
    row.decided_by = settled.then_some(actor);
    row.reason = reason.map(str::to_owned);
}

/// Who does what can change until the course has ended otherwise than live.
pub fn changeable(work: &Work) -> Result<(), SteeringError> {
    match work.facts().ended() {
        Some(outcome) => Err(SteeringError::RolloutEnded { outcome: outcome.key }),
        None => Ok(()),
    }
}

fn responsible(
    work: &mut Work,
    key: &str,
    organisation: Option<OrganisationId>,
    person: Option<PersonId>,
) -> Result<Told, SteeringError> {
    changeable(work)?;
    let at = place(work, key)?;
    let role = work.milestones.get(at).map(|row| row.role.clone()).unwrap_or_default();
    let of_role = party_of(work, at);
    let fixed = organisation.is_some() || person.is_some();
    let (party, person) = match organisation {
        Some(organisation) => (Some(organisation), person),
        None => (of_role.0, person.or(of_role.1)),
    };
    let row = milestone_at(work, at, key)?;
    if row.status != word(MilestoneState::Open) {
        return Err(SteeringError::AlreadySettled { milestone: key.to_owned(), at: row.decided_at });
    }
    (row.party_id, row.person_id, row.party_fixed) = (party, person, fixed);
    Ok(Told::Milestone(at, events::party_set(&role, Some(key), party)))
}

fn set_party(
    work: &mut Work,
    role: &str,
    organisation: Option<OrganisationId>,
    person: Option<PersonId>,
    doing: &Doing<'_>,
) -> Result<Told, SteeringError> {
    changeable(work)?;
    if work.template.role(role).is_none() {
        return Err(SteeringError::UnknownRole { role: role.to_owned() });
    }
    let party = party_row(work, role, doing.ctx);
    (party.organisation_id, party.person_id) = (organisation, person);
    (party.fixed, party.entry_id) = (true, None);
    hand_on(work, role);
    Ok(Told::Part(events::party_set(role, None, organisation)))
}

fn follow_party(work: &mut Work, role: &str, doing: &Doing<'_>) -> Result<Told, SteeringError> {
    changeable(work)?;
    let known = work.template.role(role).map(|known| known.default_source);
    let source = known.ok_or_else(|| SteeringError::UnknownRole { role: role.to_owned() })?;
    let body = work.rollout.body_id;
    let row = party_row(work, role, doing.ctx);
    row.fixed = false;
    if source == PartySource::ResponsibleBody {
        // Rollouts from before there was a directory may not say so.
        row.default_id = row.default_id.or(Some(body));
    }
    if let Some(directory) = doing.directory {
        Following { directory, role: Some(role) }.work(work, doing.ctx);
    }
    Ok(Told::Part(events::party_set(role, None, work.party(role)).with("follows", true)))
}

fn set_outcome(
    work: &mut Work,
    outcome: OutcomeKey,
    reason: Option<&str>,
    doing: &Doing<'_>,
) -> Result<Told, SteeringError> {
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    if outcome.ends_course() && reason.is_none() {
        return Err(SteeringError::ReasonMissing);
    }
    let row = &mut work.rollout;
    row.outcome = Some(word(outcome));
    row.outcome_at = Some(doing.now);
    row.outcome_reason = reason.map(Sealed::new);
    Ok(Told::Rollout(events::outcome_set(outcome)))
}

/// Begins or ends a waiting, a deferral or a block; the command is checked already.
fn interval(work: &mut Work, command: &SteerCommand, doing: &Doing<'_>) -> Fact {
    use SteerCommand as S;
    let blank = |kind| interval::Model {
        id: doing.ctx.new_id(),
        rollout_id: work.rollout.id,
        kind,
        waiting_kind: None,
        role: None,
        party_id: None,
        started_at: doing.now,
        ended_at: None,
        follow_up: None,
        until: None,
        reason: None,
        started_by: doing.ctx.actor.id.0,
    };
    let (row, fact) = match command {
        S::StartWaiting { kind, role, organisation_id, reason, follow_up } => {
            let role = role.clone().or_else(|| waiting_role(work, kind)).unwrap_or_default();
            let follow_up = follow_up.or_else(|| default_follow_up(work, kind, doing));
            let fact =
                events::waiting_started(kind, &role, *organisation_id, follow_up).reason(reason.as_deref());
            let row = interval::Model {
                waiting_kind: Some(kind.clone()),
                role: Some(role),
                party_id: *organisation_id,
                follow_up,
                reason: reason.clone(),
                ..blank(IntervalKind::Waiting)
            };
            (row, fact)
        }
        S::Defer { until, reason } => {
            let deferral = blank(IntervalKind::Deferral);
            let row = interval::Model { until: Some(*until), reason: Some(reason.clone()), ..deferral };
            (row, events::deferred(*until, reason))
        }
        S::Block { reason } => {
            let row = interval::Model { reason: Some(reason.clone()), ..blank(IntervalKind::Block) };
            (row, events::blocked(reason))
        }
        S::EndWaiting => {
            let kind = end(work, IntervalKind::Waiting, doing.now).and_then(|row| row.waiting_kind.clone());
            return events::waiting_ended(kind.as_deref());
        }
        S::Resume => {
            end(work, IntervalKind::Deferral, doing.now);
            return events::resumed();
        }
        _ => {
            end(work, IntervalKind::Block, doing.now);
            return events::unblocked();
        }
    };
    work.intervals.push(row);
    fact
}

/// Ends the last open interval of a kind. A deferral that ran out by itself was never ended, but is not the last one
/// whenever a later one runs.
fn end(work: &mut Work, kind: IntervalKind, now: DateTime<Utc>) -> Option<&interval::Model> {
    let open = |row: &&mut interval::Model| row.kind == kind && row.ended_at.is_none();
    let row = work.intervals.iter_mut().rev().find(open)?;
    row.ended_at = Some(now);
    Some(row)
}

fn default_follow_up(work: &Work, kind: &str, doing: &Doing<'_>) -> Option<NaiveDate> {
    let days = work.template.waiting_kind(kind)?.default_follow_up_working_days;
    (days > 0).then(|| doing.calendar.add_working_days(local_date(doing.now), days))
}

/// What is told of the change from one state to another, besides the command itself.
pub fn consequences(before: &Work, after: &Work, steering: &steering::Steering) -> Vec<Fact> {
    let mut facts = Vec::new();
    let (from, to) = (before.rollout.phase.as_deref(), after.rollout.phase.as_deref());
    if from != to && steering.state != steering::CourseState::Ended {
        facts.push(events::phase_changed(from, to));
    }
    if let (None, Some(on)) = (before.rollout.live_on, after.rollout.live_on) {
        facts.push(events::rollout_live(on));
    }
    let finished = word(steering::CourseState::Finished);
    if before.rollout.state != finished && after.rollout.state == finished {
        facts.push(events::rollout_finished(steering.state));
    }
    facts
}
