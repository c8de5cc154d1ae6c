//! The template and the facts laid side by side: one step per milestone, with its state.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::template::{Milestone, Template};

use super::facts::{Facts, MilestoneChange};

/// State of a milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RolloutMilestoneState)]
pub enum MilestoneState {
    Open,
    Done,
    Skipped,
}

pub(super) struct Step<'a> {
    pub milestone: &'a Milestone,
    /// Index of its phase in the template.
    pub phase: usize,
    /// Due after this many working days of its phase.
    pub in_phase: i64,
    /// Due after this many working days of the course.
    pub target: i64,
    pub state: MilestoneState,
    /// Time of the last entry.
    pub changed_at: Option<DateTime<Utc>>,
    pub due_by_hand: Option<NaiveDate>,
    /// Stands behind the go-live in template order.
    pub after_go_live: bool,
}

impl Step<'_> {
    pub fn is_open(&self) -> bool {
        self.state == MilestoneState::Open
    }

    /// Open and required: these hold the ball, colour the light and carry the forecast.
    pub fn counts(&self) -> bool {
        self.milestone.required && self.is_open()
    }

    pub fn settled_at(&self) -> Option<DateTime<Utc>> {
        if self.is_open() { None } else { self.changed_at }
    }

    fn take(&mut self, at: DateTime<Utc>, what: MilestoneChange) {
        if self.changed_at.is_none_or(|earlier| earlier <= at) {
            self.changed_at = Some(at);
            self.state = match what {
                MilestoneChange::Done => MilestoneState::Done,
                MilestoneChange::Skipped => MilestoneState::Skipped,
                MilestoneChange::Reopened => MilestoneState::Open,
            };
        }
    }
}

pub(super) struct Course<'a> {
    pub steps: Vec<Step<'a>>,
    /// Target working days of all steered phases together.
    pub length: i64,
}

impl<'a> Course<'a> {
    /// The course with nothing done yet.
    pub fn untouched(template: &'a Template, facts: &Facts) -> Self {
        let mut steps = Vec::with_capacity(template.phases.iter().map(|phase| phase.milestones.len()).sum());
        let (mut length, mut after_go_live) = (0, false);
        for (index, phase) in template.phases.iter().enumerate() {
            if facts.level.is_some_and(|level| level != phase.level) {
                continue;
            }
            for milestone in &phase.milestones {
                let in_phase = milestone.offset_working_days.unwrap_or(phase.target_working_days);
                steps.push(Step {
                    milestone,
                    phase: index,
                    in_phase,
                    target: length + in_phase,
                    state: MilestoneState::Open,
                    changed_at: None,
                    due_by_hand: None,
                    after_go_live,
                });
                after_go_live |= milestone.go_live;
            }
            length += phase.target_working_days;
        }
        Self { steps, length }
    }

    /// The course with all facts entered.
    pub fn of(template: &'a Template, facts: &Facts) -> Self {
        let mut course = Self::untouched(template, facts);
        for entry in &facts.milestones {
            course.enter(&entry.milestone, entry.at, entry.what);
        }
        if !facts.due_dates.is_empty() {
            for step in &mut course.steps {
                step.due_by_hand = facts.due_by_hand(&step.milestone.key);
            }
        }
        course
    }

    /// Entries of milestones outside of the course say nothing here.
    pub fn enter(&mut self, milestone: &str, at: DateTime<Utc>, what: MilestoneChange) {
        if let Some(step) = self.steps.iter_mut().find(|step| step.milestone.key == milestone) {
            step.take(at, what);
        }
    }

    pub fn step(&self, milestone: &str) -> Option<&Step<'a>> {
        self.steps.iter().find(|step| step.milestone.key == milestone)
    }

    /// The milestone that makes it live; a mother's course has none.
    pub fn go_live(&self) -> Option<&Step<'a>> {
        self.steps.iter().find(|step| step.milestone.go_live)
    }

    /// The first open required milestone in template order.
    pub fn first_open(&self) -> Option<&Step<'a>> {
        self.steps.iter().find(|step| step.counts())
    }

    /// Keys of the gate that are neither done nor skipped.
    pub fn missing<'s>(&'s self, step: &'s Step<'a>) -> impl Iterator<Item = &'a str> + use<'s, 'a> {
        let gate: &'a [String] = &step.milestone.gate;
        gate.iter().map(String::as_str).filter(|key| self.step(key).is_some_and(Step::is_open))
    }

    pub fn is_ready(&self, step: &Step<'a>) -> bool {
        self.missing(step).next().is_none()
    }
}
