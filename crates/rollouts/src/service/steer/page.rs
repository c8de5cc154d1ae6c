//! The page of one rollout, out of its rows and its steering.
use super::list::{holder_name, light, phase_name, role_name};
use super::maturity::maturity_view;
use super::{Book, Work};
use crate::entity::{cover, interval, milestone, rollout};
use crate::steering::{CourseState, MilestoneState, MilestoneStatus, Steering, Telling, local_date};
use crate::template::{Lang, Template, Text};
use crate::types::rollout::of_word;
use crate::types::{IntervalKind, MaturityModel, RolloutKind};
use crate::view::{
    AccruedTime, AccruedView, BallView, ChoiceView, CoverView, IntervalView, LightView, MilestoneView,
    OutcomeView, PartyView, PhaseState, PhaseView, PlanView, ProgressView, RolloutView, TemplateRef,
};
use chrono::{DateTime, Utc};
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::MilestoneId;
use dienstweg_kernel::labels::Labels;
use std::collections::HashSet;
use std::sync::Arc;

/// What a page is made of.
pub struct Page<'a> {
    pub work: &'a Work,
    pub steering: &'a Steering,
    pub labels: &'a Labels,
    pub lang: Lang,
    pub now: DateTime<Utc>,
    /// Whether the caller steers this rollout.
    pub steers: bool,
    /// Versions of the template that were followed before, where something is kept of them.
    pub earlier: &'a [Arc<Template>],
    /// Milestones the caller may complete.
    pub mine: HashSet<MilestoneId>,
}

impl Page<'_> {
    pub fn view(
        &self,
        visible: &Visible<rollout::Entity>,
        book: &Book,
        covers: &[cover::Model],
    ) -> RolloutView {
        let (row, steering, template) = (&self.work.rollout, self.steering, &self.work.template);
        RolloutView {
            id: row.id,
            number: row.number.clone(),
            kind: row.kind,
            body: self.labels.named(row.body_id),
            service: self.labels.named_opt(row.service_id),
            programme: self.labels.named_opt(row.programme_id),
            mother: self.labels.named_opt(row.mother_id),
            position_id: row.position_id,
            template: TemplateRef {
                id: row.template_id,
                key: template.key.clone(),
                version: template.version,
                name: self.text(&template.name),
            },
            covers: covers.iter().map(|cover| self.cover(cover)).collect(),
            state: steering.state,
            phases: self.phases(),
            milestones: self.milestones(),
            next: steering.next_open().map(|next| next.key.clone()).collect(),
            parties: self.parties(),
            ball: self.ball(),
            accrued: self.accrued(book),
            light: self.light(book),
            plan: self.plan(),
            progress: self.progress(),
            open_intervals: self.open_intervals(),
            waiting_kinds: template
                .waiting_kinds
                .iter()
                .map(|kind| self.choice(&kind.key, &kind.name))
                .collect(),
            outcomes: self.outcomes(),
            outcome: self.outcome(visible),
            maturity_one: maturity_view(row, MaturityModel::One, self.lang),
            maturity_two: maturity_view(row, MaturityModel::Two, self.lang),
            started_on: row.started_on,
            can: self.can(),
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }

    fn text(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    fn role_name(&self, role: &str) -> String {
        role_name(Some(&self.work.template), role, self.lang)
    }

    fn choice(&self, key: &str, name: &Text) -> ChoiceView {
        ChoiceView { key: key.to_owned(), name: self.text(name) }
    }

    fn outcomes(&self) -> Vec<ChoiceView> {
        let word = crate::types::rollout::word;
        let outcomes = self.work.template.outcomes.iter();
        outcomes.map(|outcome| self.choice(&word(outcome.key), &outcome.name)).collect()
    }

    fn cover(&self, cover: &cover::Model) -> CoverView {
        let organisation = self.labels.named(cover.organisation_id);
        CoverView { organisation, valid_from: cover.valid_from, valid_to: cover.valid_to }
    }

    /// The phases of this course; current is the one of the first open required milestone.
    fn phases(&self) -> Vec<PhaseView> {
        let level = self.work.rollout.kind.level();
        let phases = &self.work.template.phases;
        let current = self.steering.phase.as_deref();
        let at = phases.iter().position(|phase| Some(phase.key.as_str()) == current);
        let over = matches!(self.steering.state, CourseState::Finished);
        let state = |index: usize| match at {
            Some(at) if index == at => PhaseState::Current,
            Some(at) if index < at => PhaseState::Done,
            None if over => PhaseState::Done,
            _ if self.settled(index) => PhaseState::Done,
            _ => PhaseState::Open,
        };
        let of_level = phases.iter().enumerate().filter(|(_, phase)| phase.level == level);
        of_level
            .map(|(index, phase)| PhaseView {
                key: phase.key.clone(),
                name: phase_name(Some(&self.work.template), &phase.key, self.lang),
                state: state(index),
                target_working_days: phase.target_working_days,
                planned: self.of_phase(index).filter_map(|status| status.due).max(),
            })
            .collect()
    }

    fn of_phase(&self, phase: usize) -> impl Iterator<Item = &MilestoneStatus> {
        self.steering.milestones.iter().filter(move |status| status.phase == phase && status.required)
    }

    fn settled(&self, phase: usize) -> bool {
        self.of_phase(phase).next().is_some()
            && self.of_phase(phase).all(|status| status.state != MilestoneState::Open)
    }

    fn milestones(&self) -> Vec<MilestoneView> {
        let pairs = self.steering.milestones.iter().filter_map(|status| {
            let at = self.work.milestone(&status.key)?;
            Some((status, self.work.milestones.get(at)?))
        });
        let asked = pairs.map(|(status, row)| self.milestone(status, row));
        asked.chain(self.work.kept().map(|row| self.kept(row))).collect()
    }

    /// What an earlier version of the template asked for, and is settled.
    fn kept(&self, row: &milestone::Model) -> MilestoneView {
        let asked = self.earlier.iter().find_map(|template| {
            Some((template.milestone(&row.key)?, role_name(Some(template), &row.role, self.lang)))
        });
        let name = asked.as_ref().map(|(milestone, _)| self.text(&milestone.name));
        MilestoneView {
            id: row.id,
            key: row.key.clone(),
            phase: row.phase.clone(),
            name: name.unwrap_or_else(|| row.key.clone()),
            description: None,
            exit_criteria: Vec::new(),
            required: false,
            state: of_word(&row.status).unwrap_or(MilestoneState::Done),
            ready: false,
            missing: Vec::new(),
            form: None,
            role: row.role.clone(),
            role_name: asked.map_or_else(|| row.role.clone(), |(_, name)| name),
            party: self.labels.named_opt(row.party_id),
            person: self.labels.named_opt(row.person_id),
            due: row.due,
            due_original: row.due_original,
            due_fixed: row.due_fixed.is_some(),
            decided_at: row.decided_at,
            decided_by: self.labels.named_opt(row.decided_by),
            reason: row.reason.clone(),
            can: Vec::new(),
            version: row.version,
        }
    }

    fn milestone(&self, status: &MilestoneStatus, row: &milestone::Model) -> MilestoneView {
        let definition = self.work.template.milestone(&row.key);
        let criteria = definition.into_iter().flat_map(|definition| &definition.exit_criteria);
        MilestoneView {
            id: row.id,
            key: row.key.clone(),
            phase: row.phase.clone(),
            name: definition.map_or_else(|| row.key.clone(), |definition| self.text(&definition.name)),
            description: definition
                .and_then(|definition| definition.description.as_ref())
                .map(|text| self.text(text)),
            exit_criteria: criteria.map(|text| self.text(text)).collect(),
            required: row.required,
            state: status.state,
            ready: status.is_ready() && self.steering.state != CourseState::Ended,
            missing: status.missing.clone(),
            form: definition.and_then(|definition| definition.form.clone()),
            role: row.role.clone(),
            role_name: self.role_name(&row.role),
            party: self.labels.named_opt(row.party_id),
            person: self.labels.named_opt(row.person_id),
            due: status.due,
            due_original: status.original_due,
            due_fixed: status.due_by_hand,
            decided_at: row.decided_at,
            decided_by: self.labels.named_opt(row.decided_by),
            reason: row.reason.clone(),
            can: self.can_milestone(status, row),
            version: row.version,
        }
    }

    fn can_milestone(&self, status: &MilestoneStatus, row: &milestone::Model) -> Vec<&'static str> {
        if self.steering.state == CourseState::Ended {
            return Vec::new();
        }
        let open = status.state == MilestoneState::Open;
        let mut can = Vec::new();
        if status.is_ready() && self.work.rollout.started_on.is_some() && self.mine.contains(&row.id) {
            can.push("complete");
        }
        if self.steers && open {
            let go_live = self.work.template.milestone(&row.key).is_some_and(|definition| definition.go_live);
            can.extend((!go_live).then_some("skip"));
            can.extend(["set_due", "set_responsible"]);
        } else if self.steers {
            can.push("reopen");
        }
        can
    }

    fn parties(&self) -> Vec<PartyView> {
        let party = |role: &crate::template::PartyRole| {
            let row = self.work.parties.iter().find(|party| party.role == role.key);
            PartyView {
                role: role.key.clone(),
                role_name: self.text(&role.name),
                organisation: self.labels.named_opt(row.and_then(|row| row.organisation_id)),
                person: self.labels.named_opt(row.and_then(|row| row.person_id)),
            }
        };
        self.work.template.parties.iter().map(party).collect()
    }

    fn ball(&self) -> Option<BallView> {
        let ball = self.steering.ball.as_ref()?;
        Some(BallView {
            role: ball.holder.role.clone(),
            role_name: self.role_name(&ball.holder.role),
            party: self.labels.named_opt(self.work.holder(&ball.holder)),
            since: Some(ball.since),
        })
    }

    /// With the time of the present holder until now.
    fn accrued(&self, book: &Book) -> Vec<AccruedView> {
        let facts = self.work.facts();
        let history = crate::steering::ball_history(&self.work.template, &facts, self.now);
        let sums = self.work.with_calendars(book, |calendars| crate::steering::accrued(&history, calendars));
        let shown = |sum: &crate::steering::Accrued| AccruedView {
            role: sum.role.clone(),
            role_name: self.role_name(&sum.role),
            party: self
                .labels
                .named_opt(sum.party.or_else(|| self.work.party(&sum.role).map(|party| party.0))),
            time: AccruedTime::from(sum),
        };
        sums.iter().map(shown).collect()
    }

    fn light(&self, book: &Book) -> LightView {
        let ball = self.ball();
        let holder = ball.as_ref().map(holder_name);
        self.work.with_calendars(book, |calendars| {
            let today = local_date(self.now);
            let telling =
                Telling { template: &self.work.template, calendars, today, lang: self.lang, holder };
            light(&self.steering.schedule, self.now, |light, reason| telling.sentence(light, reason))
        })
    }

    fn plan(&self) -> PlanView {
        let (live, end) = (self.steering.go_live.as_ref(), self.steering.end.as_ref());
        PlanView {
            start: self.work.rollout.started_on,
            original: live.map(|live| live.original).or(end.map(|end| end.original)),
            moved: live.map(|live| live.planned).or(end.map(|end| end.planned)),
            forecast: live.map(|live| live.forecast).filter(|_| self.steering.state != CourseState::Ended),
            actual: live.and_then(|live| live.actual),
            ended: end.and_then(|end| end.actual),
        }
    }

    fn progress(&self) -> ProgressView {
        let progress = self.steering.progress;
        let percent = progress.percent();
        ProgressView { required: progress.required, done: progress.done, skipped: progress.skipped, percent }
    }

    fn open_intervals(&self) -> Vec<IntervalView> {
        let ran_out = |row: &interval::Model| row.until.is_some_and(|until| until <= local_date(self.now));
        let over = matches!(self.steering.state, CourseState::Ended);
        let open = self.work.intervals.iter().filter(|row| !over && row.ended_at.is_none() && !ran_out(row));
        open.map(|row| self.interval(row)).collect()
    }

    fn interval(&self, row: &interval::Model) -> IntervalView {
        let kind = row.waiting_kind.as_deref().and_then(|kind| self.work.template.waiting_kind(kind));
        IntervalView {
            id: row.id,
            kind: row.kind,
            waiting_kind: row.waiting_kind.clone(),
            name: kind.map(|kind| self.text(&kind.name)),
            role: row.role.clone(),
            party: self.labels.named_opt(row.party_id),
            since: row.started_at,
            follow_up: row.follow_up,
            until: row.until,
            reason: row.reason.clone(),
            started_by: self.labels.named(row.started_by),
        }
    }

    fn outcome(&self, visible: &Visible<rollout::Entity>) -> Option<OutcomeView> {
        let key = of_word(self.work.rollout.outcome.as_deref()?)?;
        let name = self.work.template.outcomes.iter().find(|outcome| outcome.key == key);
        Some(OutcomeView {
            key,
            name: name.map(|outcome| self.text(&outcome.name)).unwrap_or_default(),
            at: self.work.rollout.outcome_at,
            reason: visible.open(|row| row.outcome_reason.as_ref()),
        })
    }

    /// Commands to the rollout itself that would not be refused for its state.
    fn can(&self) -> Vec<&'static str> {
        let state = self.steering.state;
        if !self.steers || state == CourseState::Ended {
            return Vec::new();
        }
        let open = |kind| self.work.intervals.iter().any(|row| row.kind == kind && row.ended_at.is_none());
        let mut can = vec!["set_party"];
        can.push("change_template");
        if self.work.rollout.kind == RolloutKind::Daughter {
            can.extend(["change_coverage", "set_programme", "record_maturity"]);
        }
        can.extend((state != CourseState::Finished).then_some("move_start"));
        if self.work.rollout.outcome.is_none() {
            can.push("set_outcome");
        }
        if self.work.rollout.started_on.is_some() && state != CourseState::Finished {
            can.push(if open(IntervalKind::Waiting) { "end_waiting" } else { "start_waiting" });
            can.push(if state == CourseState::Deferred { "resume" } else { "defer" });
            can.push(if open(IntervalKind::Block) { "unblock" } else { "block" });
        }
        can
    }
}
