//! One rollout with its parts while it is worked on: rows in, facts out, results of steering back into the rows.
use crate::entity::rollout::Schedule;
use crate::entity::{interval, milestone, party, rollout};
use crate::steering::{
    BallCause, Block, Calendars, CourseState, Deferral, DueDate, Facts, Holder, MilestoneEntry,
    MilestoneState, MilestoneStatus, OutcomeFact, Steering, Waiting, evaluate, local_date,
};
use crate::store::parties::Spot;
use crate::template::Template;
use crate::types::rollout::{day, of_word, word};
use crate::types::{Entry, IntervalKind, NO_DAY, RolloutKind};
use crate::view::Steered;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::{Reader, Result};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Settled milestones come after all open ones.
const SETTLED_RANK: i64 = 900_000_000;

/// Rows of one rollout as they are, or as they shall be.
#[derive(Clone, Debug)]
pub struct Work {
    pub rollout: rollout::Model,
    /// In template order.
    pub milestones: Vec<milestone::Model>,
    /// In the order recorded.
    pub intervals: Vec<interval::Model>,
    pub parties: Vec<party::Model>,
    pub template: Arc<Template>,
}

/// The calendars of organisations. What has none in the tree keeps the days of Bavaria.
#[derive(Debug, Default)]
pub struct Book(HashMap<OrganisationId, WorkCalendar>);

impl Book {
    /// Asks once for all organisations that count in these rollouts.
    pub async fn load<'w>(
        reader: &Reader,
        works: impl IntoIterator<Item = &'w Work>,
        calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
    ) -> Result<Self> {
        let ids: BTreeSet<OrganisationId> = works.into_iter().flat_map(Work::organisations).collect();
        Self::of_all(reader, ids, calendars).await
    }

    pub async fn of_all(
        reader: &Reader,
        ids: BTreeSet<OrganisationId>,
        calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
    ) -> Result<Self> {
        Ok(Self(calendars(reader, ids.into_iter().collect()).await?))
    }

    pub fn of(&self, organisation: OrganisationId) -> WorkCalendar {
        let known = self.0.get(&organisation).copied();
        known.unwrap_or_else(WorkCalendar::bavarian)
    }
}

impl Work {
    fn organisations(&self) -> impl Iterator<Item = OrganisationId> {
        let parties = self.parties.iter().filter_map(|party| party.organisation_id);
        parties.chain([self.rollout.body_id])
    }

    pub fn milestone(&self, key: &str) -> Option<usize> {
        self.milestones.iter().position(|milestone| milestone.key == key)
    }

    /// Milestones that an earlier version of the template asked for, and that stay because they are settled.
    pub fn kept(&self) -> impl Iterator<Item = &milestone::Model> {
        self.milestones.iter().filter(|row| self.template.milestone(&row.key).is_none())
    }

    /// Where it stands for the party directory.
    pub fn spot(&self) -> Spot {
        Spot::of(&self.rollout)
    }

    /// Who plays a role.
    pub fn party(&self, role: &str) -> Option<OrganisationId> {
        self.parties.iter().find(|party| party.role == role)?.organisation_id
    }

    /// Each organisation with each role it has, for the table of involvement.
    pub fn involved(&self) -> BTreeSet<(OrganisationId, &str)> {
        let parties = self.parties.iter().map(|party| (party.organisation_id, party.role.as_str()));
        let owing = self.milestones.iter().map(|owed| (owed.party_id, owed.role.as_str()));
        parties.chain(owing).filter_map(|(party, role)| Some((party?, role))).collect()
    }

    /// What is recorded, as steering reads it.
    pub fn facts(&self) -> Facts {
        let of_kind = |kind| self.intervals.iter().filter(move |interval| interval.kind == kind);
        let outcome = self.rollout.outcome.as_deref().and_then(of_word);
        Facts {
            level: Some(self.rollout.kind.level()),
            start: self.rollout.started_on,
            milestones: self.milestones.iter().flat_map(entries).collect(),
            due_dates: self.milestones.iter().filter_map(fixed).collect(),
            waiting: of_kind(IntervalKind::Waiting).map(waiting).collect(),
            deferrals: of_kind(IntervalKind::Deferral).filter_map(deferral).collect(),
            blocked: of_kind(IntervalKind::Block).rfind(|block| block.ended_at.is_none()).map(block),
            outcome: outcome.zip(self.rollout.outcome_at).map(|(key, at)| OutcomeFact { key, at }),
        }
    }

    /// Lets `work` count with the calendars of body and roles.
    pub fn with_calendars<T>(&self, book: &Book, work: impl FnOnce(Calendars<'_>) -> T) -> T {
        let default = book.of(self.rollout.body_id);
        let roles: Vec<(&str, WorkCalendar)> = self
            .parties
            .iter()
            .filter_map(|party| Some((party.role.as_str(), book.of(party.organisation_id?))))
            .collect();
        let by_role: Vec<(&str, &WorkCalendar)> =
            roles.iter().map(|(role, calendar)| (*role, calendar)).collect();
        work(Calendars { default: &default, by_role: &by_role })
    }

    pub fn evaluate(&self, book: &Book, now: DateTime<Utc>) -> Steering {
        self.with_calendars(book, |calendars| evaluate(&self.template, &self.facts(), calendars, now))
    }

    /// Computes everything that follows and enters it into the rows.
    pub fn settle(&mut self, book: &Book, now: DateTime<Utc>) -> Steering {
        let steering = self.evaluate(book, now);
        self.enter(&steering);
        self.enter_dates(&steering);
        self.enter_light(&steering);
        let over = steering.state == CourseState::Ended;
        for milestone in &mut self.milestones {
            if let Some(status) = steering.milestones.iter().find(|status| status.key == milestone.key) {
                enter_milestone(milestone, status, over);
            }
        }
        steering
    }

    fn enter(&mut self, steering: &Steering) {
        let running = !matches!(steering.state, CourseState::Finished | CourseState::Ended);
        let next = steering
            .milestones
            .iter()
            .find(|next| running && next.required && next.state == MilestoneState::Open);
        let ball_party = steering.ball.as_ref().and_then(|ball| self.holder(&ball.holder));
        let deferral = self.facts().deferral_at(steering.as_of).map(|deferral| deferral.until);
        let blocked = self.facts().blocked.map(|block| block.since);
        let row = &mut self.rollout;
        row.state = word(steering.state);
        row.phase.clone_from(&steering.phase);
        row.progress_done = i32::try_from(steering.progress.weight_settled).unwrap_or(i32::MAX);
        row.progress_total = i32::try_from(steering.progress.weight).unwrap_or(i32::MAX);
        row.ball_role = steering.ball.as_ref().map(|ball| ball.holder.role.clone());
        if row.ball_party_id != ball_party {
            row.ball_given_at = Some(steering.as_of);
        }
        row.ball_party_id = ball_party;
        row.ball_since = steering.ball.as_ref().map(|ball| ball.since);
        row.next_milestone = next.map(|next| next.key.clone());
        row.next_due = next.and_then(|next| next.due).unwrap_or(NO_DAY);
        row.deferred_until = deferral;
        row.blocked_since = blocked;
        row.recompute_at = steering.recompute_at;
        row.evaluated_at = steering.as_of;
    }

    fn enter_dates(&mut self, steering: &Steering) {
        let row = &mut self.rollout;
        let ended = steering.state == CourseState::Ended;
        // A mother has no go-live; its plan is the end of its course.
        let end = steering.end.as_ref();
        let go_live = steering.go_live.as_ref();
        row.plan_go_live = go_live.map(|live| live.original).or(end.map(|end| end.original));
        row.moved_go_live = go_live.map(|live| live.planned).or(end.map(|end| end.planned));
        row.live_on = go_live.and_then(|live| live.actual);
        let forecast = go_live.map(|live| live.forecast).filter(|_| !ended || row.live_on.is_some());
        row.forecast_go_live = forecast.unwrap_or(NO_DAY);
        let by_outcome = row.outcome_at.filter(|_| ended).map(local_date);
        row.ended_on = end.and_then(|end| end.actual).or(by_outcome);
    }

    fn enter_light(&mut self, steering: &Steering) {
        let (row, schedule) = (&mut self.rollout, &steering.schedule);
        row.yellow_from = schedule.yellow_from.as_ref().map(|turn| turn.at);
        row.red_from = schedule.red_from.as_ref().map(|turn| turn.at);
        row.grey = schedule.grey.is_some();
        row.grey_until = schedule.grey.as_ref().and_then(|grey| grey.until);
        row.schedule = Schedule(schedule.clone());
    }

    /// The organisation behind a holder: named in the interval, owing the milestone, or playing the role.
    pub fn holder(&self, holder: &Holder) -> Option<OrganisationId> {
        let owing = match &holder.because {
            BallCause::Milestone(key) => self.milestone(key).and_then(|at| self.milestones.get(at)?.party_id),
            BallCause::Waiting(_) => None,
        };
        holder.party.map(OrganisationId).or(owing).or_else(|| self.party(&holder.role))
    }

    /// What others learn of this work, compared to how the rollout stood before.
    pub fn steered(&self, steering: &Steering, before: Option<&str>) -> Steered {
        let phase = steering
            .phase
            .as_deref()
            .and_then(|key| self.template.phases.iter().find(|phase| phase.key == key));
        Steered {
            id: self.rollout.id,
            kind: self.rollout.kind,
            state: steering.state,
            phase: phase.map(|phase| (phase.key.clone(), phase.name.clone())),
            phase_changed: steering.phase.as_deref() != before,
            outcome: self.rollout.outcome.as_deref().and_then(of_word),
            live_on: self.rollout.live_on.filter(|_| self.rollout.kind == RolloutKind::Daughter),
            forecast: day(self.rollout.forecast_go_live),
            milestone_version: None,
            moved: None,
            inverse: None,
        }
    }
}

/// The recorded entries of one milestone.
pub fn entries_of(milestone: &milestone::Model) -> Vec<Entry> {
    serde_json::from_value(milestone.entries.clone()).unwrap_or_default()
}

fn entries(milestone: &milestone::Model) -> Vec<MilestoneEntry> {
    let entry = |entry: Entry| MilestoneEntry {
        milestone: milestone.key.clone(),
        at: entry.at,
        what: entry.what,
        reason: None,
    };
    entries_of(milestone).into_iter().map(entry).collect()
}

fn fixed(milestone: &milestone::Model) -> Option<DueDate> {
    milestone.due_fixed.map(|due| DueDate { milestone: milestone.key.clone(), due })
}

fn waiting(row: &interval::Model) -> Waiting {
    Waiting {
        kind: row.waiting_kind.clone().unwrap_or_default(),
        role: row.role.clone().unwrap_or_default(),
        party: row.party_id.map(|id| id.0),
        from: row.started_at,
        until: row.ended_at,
        follow_up: row.follow_up,
    }
}

fn deferral(row: &interval::Model) -> Option<Deferral> {
    let reason = row.reason.clone().unwrap_or_default();
    Some(Deferral { from: row.started_at, until: row.until?, resumed_at: row.ended_at, reason })
}

fn block(row: &interval::Model) -> Block {
    Block { since: row.started_at, reason: row.reason.clone().unwrap_or_default() }
}

fn enter_milestone(row: &mut milestone::Model, status: &MilestoneStatus, over: bool) {
    row.status = word(status.state);
    row.due_original = status.original_due;
    row.due = status.due;
    row.ready = status.is_ready() && !over;
    row.ready_on = status.ready_on;
    row.took = status.took.and_then(|days| i32::try_from(days).ok());
    row.rank = if status.state == MilestoneState::Open { rank(row.ready, row.due) } else { SETTLED_RANK };
}

/// Ready ones first, then by due date: `0yyyymmdd` or `1yyyymmdd`.
fn rank(ready: bool, due: Option<NaiveDate>) -> i64 {
    let day = due.unwrap_or(NO_DAY);
    let number = i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day());
    if ready { number } else { 100_000_000 + number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ready_milestones_come_first_then_the_next_due_then_those_without_date_then_settled_ones() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let order = [
            rank(true, day("2026-03-05")),
            rank(true, day("2026-12-01")),
            rank(true, None),
            rank(false, day("2026-01-01")),
            rank(false, None),
            SETTLED_RANK,
        ];
        assert!(order.is_sorted_by(|a, b| a < b), "{order:?}");
    }
}
