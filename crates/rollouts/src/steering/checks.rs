//! What may be done with a rollout: pure checks with all refusals.
//!
//! Only a course that has ended otherwise than live refuses everything. Deferred and blocked ones take milestones: what has
//! happened has happened, also while a rollout rests.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use crate::template::{OutcomeKey, Template};

use super::commands::Command;
use super::course::{Course, Step};
use super::days::local_date;
use super::error::SteeringError;
use super::facts::{Deferral, Facts};

/// A course is planned within these of today.
const TEN_YEARS: Duration = Duration::days(3_660);

type Checked = Result<(), SteeringError>;

/// A rollout at a moment, asked what may be done.
pub struct Case<'a> {
    template: &'a Template,
    facts: &'a Facts,
    course: Course<'a>,
    now: DateTime<Utc>,
}

impl<'a> Case<'a> {
    #[must_use]
    pub fn new(template: &'a Template, facts: &'a Facts, now: DateTime<Utc>) -> Self {
        Self { template, facts, course: Course::of(template, facts), now }
    }

    /// Whether `command` may be done as of `at` (≤ now).
    ///
    /// # Errors
    /// The first refusal.
    pub fn check(&self, command: &Command, at: DateTime<Utc>) -> Checked {
        match command {
            Command::Complete { milestone } => self.check_complete(milestone, at),
            Command::Reopen { milestone, reason } => self.check_reopen(milestone, reason, at),
            Command::Skip { milestone, reason } => self.check_skip(milestone, reason.as_deref(), at),
            Command::StartWaiting { kind, role, follow_up, .. } => {
                self.check_start_waiting(kind, role.as_deref(), *follow_up, at)
            }
            Command::EndWaiting => self.check_end_waiting(at),
            Command::DeferUntil { until, reason } => self.check_defer(*until, reason, at),
            Command::Resume => self.check_resume(at),
            Command::Block { reason } => self.check_block(reason, at),
            Command::Unblock => self.check_unblock(at),
            Command::SetDue { milestone, due } => self.check_set_due(milestone, *due),
            Command::MoveStart { start, reason } => self.check_move_start(*start, reason),
            Command::SetOutcome { outcome } => self.check_set_outcome(*outcome, at),
        }
    }

    /// # Errors
    /// Not scheduled, unknown, settled already, before its last change, or gate not ready with what is missing.
    pub fn check_complete(&self, milestone: &str, at: DateTime<Utc>) -> Checked {
        let step = self.open_step(milestone, at)?;
        let missing: Vec<String> = self.course.missing(step).map(str::to_owned).collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(SteeringError::GateNotReady { milestone: milestone.to_owned(), missing })
        }
    }

    /// # Errors
    /// As for completing, without the gate; the go-live; a required one without reason.
    pub fn check_skip(&self, milestone: &str, reason: Option<&str>, at: DateTime<Utc>) -> Checked {
        let step = self.open_step(milestone, at)?;
        if step.milestone.go_live {
            return Err(SteeringError::GoLiveCannotBeSkipped { milestone: milestone.to_owned() });
        }
        if step.milestone.required { said(reason.unwrap_or_default()) } else { Ok(()) }
    }

    /// # Errors
    /// Unknown, open, no reason, before its last change, or the outcome `live` rests on it.
    pub fn check_reopen(&self, milestone: &str, reason: &str, at: DateTime<Utc>) -> Checked {
        self.running(at)?;
        let step = self.step(milestone)?;
        if step.is_open() {
            return Err(SteeringError::NotSettled { milestone: milestone.to_owned() });
        }
        said(reason)?;
        not_before(step.changed_at, at)?;
        let live = self.facts.outcome.as_ref().is_some_and(|outcome| outcome.key == OutcomeKey::Live);
        if live && self.before_live().any(|below| below.milestone.key == milestone) {
            return Err(SteeringError::OutcomeRestsOnIt { milestone: milestone.to_owned() });
        }
        Ok(())
    }

    /// # Errors
    /// Nothing open, unknown kind or role, waiting already, inside an earlier interval, or a follow-up that is not later.
    pub fn check_start_waiting(
        &self,
        kind: &str,
        role: Option<&str>,
        follow_up: Option<NaiveDate>,
        at: DateTime<Utc>,
    ) -> Checked {
        self.open(at)?;
        if self.template.waiting_kind(kind).is_none() {
            return Err(SteeringError::UnknownWaitingKind { kind: kind.to_owned() });
        }
        if let Some(role) = role.filter(|role| self.template.role(role).is_none()) {
            return Err(SteeringError::UnknownRole { role: role.to_owned() });
        }
        if let Some(open) = self.facts.open_waiting() {
            return Err(SteeringError::AlreadyWaiting { kind: open.kind.clone(), since: open.from });
        }
        not_before(self.facts.waiting.iter().filter_map(|waiting| waiting.until).max(), at)?;
        follow_up.map_or(Ok(()), |day| later(day, local_date(at)))
    }

    /// # Errors
    /// Nobody is waited for, or the time lies before the beginning.
    pub fn check_end_waiting(&self, at: DateTime<Utc>) -> Checked {
        self.running(at)?;
        let open = self.facts.open_waiting().ok_or(SteeringError::NotWaiting)?;
        not_before(Some(open.from), at)
    }

    /// # Errors
    /// Nothing open, deferred already, no reason, or a date that is not later.
    pub fn check_defer(&self, until: NaiveDate, reason: &str, at: DateTime<Utc>) -> Checked {
        self.open(at)?;
        if let Some(running) = self.facts.deferral_at(self.now) {
            return Err(SteeringError::AlreadyDeferred { until: running.until });
        }
        said(reason)?;
        not_before(self.facts.deferrals.iter().map(Deferral::ends_at).max(), at)?;
        later(until, local_date(self.now))
    }

    /// # Errors
    /// Not deferred, or the time lies before the beginning.
    pub fn check_resume(&self, at: DateTime<Utc>) -> Checked {
        self.running(at)?;
        let running = self.facts.deferral_at(self.now).ok_or(SteeringError::NotDeferred)?;
        not_before(Some(running.from), at)
    }

    /// # Errors
    /// Nothing open, blocked already, or no reason.
    pub fn check_block(&self, reason: &str, at: DateTime<Utc>) -> Checked {
        self.open(at)?;
        if let Some(block) = &self.facts.blocked {
            return Err(SteeringError::AlreadyBlocked { since: block.since });
        }
        said(reason)
    }

    /// # Errors
    /// Not blocked, or the time lies before the beginning.
    pub fn check_unblock(&self, at: DateTime<Utc>) -> Checked {
        self.running(at)?;
        let block = self.facts.blocked.as_ref().ok_or(SteeringError::NotBlocked)?;
        not_before(Some(block.since), at)
    }

    /// # Errors
    /// Not scheduled, unknown, settled already, or a date before the start.
    pub fn check_set_due(&self, milestone: &str, due: Option<NaiveDate>) -> Checked {
        self.running(self.now)?;
        let start = self.facts.start.ok_or(SteeringError::NotScheduled)?;
        let step = self.step(milestone)?;
        if !step.is_open() {
            return Err(SteeringError::AlreadySettled {
                milestone: milestone.to_owned(),
                at: step.changed_at,
            });
        }
        match due {
            Some(day) if day < start => {
                Err(SteeringError::DateTooEarly { after: start.pred_opt().unwrap_or(start) })
            }
            _ => Ok(()),
        }
    }

    /// What events completed before anybody began (the order was received, released) stays before the start.
    ///
    /// # Errors
    /// Ended, nothing open, no reason, more than ten years away, or a milestone was done on an earlier day by somebody.
    pub fn check_move_start(&self, start: NaiveDate, reason: &str) -> Checked {
        self.running(self.now)?;
        self.course.first_open().ok_or(SteeringError::NothingOpen)?;
        said(reason)?;
        let today = local_date(self.now);
        let (from, to) = (today - TEN_YEARS, today + TEN_YEARS);
        if !(from..=to).contains(&start) {
            return Err(SteeringError::DateTooFar { from, to });
        }
        let by_hand = self.course.steps.iter().filter(|step| step.milestone.auto_complete_on.is_none());
        let settled = by_hand.filter_map(|step| Some((local_date(step.settled_at()?), step)));
        match settled.min_by_key(|(on, _)| *on).filter(|(on, _)| *on < start) {
            Some((on, step)) => {
                Err(SteeringError::DoneBeforeStart { milestone: step.milestone.key.clone(), on })
            }
            None => Ok(()),
        }
    }

    /// # Errors
    /// Set already, unknown, or `live` while the go-live or a required milestone before it is open.
    pub fn check_set_outcome(&self, outcome: OutcomeKey, at: DateTime<Utc>) -> Checked {
        not_future(at, self.now)?;
        if let Some(set) = &self.facts.outcome {
            return Err(SteeringError::OutcomeAlreadySet { outcome: set.key });
        }
        if !self.template.outcomes.iter().any(|known| known.key == outcome) {
            return Err(SteeringError::UnknownOutcome { outcome });
        }
        let missing: Vec<String> =
            self.before_live().filter(|step| step.is_open()).map(|step| step.milestone.key.clone()).collect();
        let live = missing.is_empty() && self.course.go_live().is_some();
        if outcome == OutcomeKey::Live && !live { Err(SteeringError::NotLiveYet { missing }) } else { Ok(()) }
    }

    /// The go-live and the required milestones before it.
    fn before_live(&self) -> impl Iterator<Item = &Step<'a>> {
        self.course.steps.iter().filter(|step| step.milestone.required && !step.after_go_live)
    }

    fn step(&self, milestone: &str) -> Result<&Step<'a>, SteeringError> {
        self.course
            .step(milestone)
            .ok_or_else(|| SteeringError::UnknownMilestone { milestone: milestone.to_owned() })
    }

    fn open_step(&self, milestone: &str, at: DateTime<Utc>) -> Result<&Step<'a>, SteeringError> {
        self.running(at)?;
        if self.facts.start.is_none() {
            return Err(SteeringError::NotScheduled);
        }
        let step = self.step(milestone)?;
        if !step.is_open() {
            return Err(SteeringError::AlreadySettled {
                milestone: milestone.to_owned(),
                at: step.changed_at,
            });
        }
        not_before(step.changed_at, at)?;
        Ok(step)
    }

    fn running(&self, at: DateTime<Utc>) -> Checked {
        match self.facts.ended() {
            Some(outcome) => Err(SteeringError::RolloutEnded { outcome: outcome.key }),
            None => not_future(at, self.now),
        }
    }

    /// Running, scheduled, and something required is left to do.
    fn open(&self, at: DateTime<Utc>) -> Checked {
        self.running(at)?;
        if self.facts.start.is_none() {
            return Err(SteeringError::NotScheduled);
        }
        self.course.first_open().map(|_| ()).ok_or(SteeringError::NothingOpen)
    }
}

fn said(reason: &str) -> Checked {
    if reason.trim().is_empty() { Err(SteeringError::ReasonMissing) } else { Ok(()) }
}

fn later(day: NaiveDate, than: NaiveDate) -> Checked {
    if day > than { Ok(()) } else { Err(SteeringError::DateTooEarly { after: than }) }
}

fn not_future(at: DateTime<Utc>, now: DateTime<Utc>) -> Checked {
    if at > now { Err(SteeringError::InTheFuture { now }) } else { Ok(()) }
}

fn not_before(last: Option<DateTime<Utc>>, at: DateTime<Utc>) -> Checked {
    match last {
        Some(last) if at < last => Err(SteeringError::BeforeLastChange { last }),
        _ => Ok(()),
    }
}
