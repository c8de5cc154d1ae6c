//! One rollout over some days.
use super::PastDays;
use super::undo::{Undo, Undone, uncover};
use crate::entity::{cover, interval};
use crate::service::{Book, Work};
use crate::steering::{Block, CourseState, Facts, Steering, evaluate, local_date};
use crate::template::Template;
use crate::types::IntervalKind;
use crate::types::rollout::word;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, RolloutId, ServiceId, TemplateId};
use std::collections::HashMap;
use std::sync::Arc;

/// How a rollout stood, in the words of the contract; an empty word stands for none.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stood {
    pub programme: Option<ProgrammeId>,
    /// `live`, what it came out as instead, or the state of its course before.
    pub standing: String,
    pub phase: String,
    pub light: String,
    pub ball_role: String,
}

/// How a rollout stood on some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolloutPast {
    pub id: RolloutId,
    pub body: OrganisationId,
    pub service: ServiceId,
    /// Each day on which it stood otherwise than before, with the people it covered; the first is the day before the days
    /// asked for. `None` before it came into being.
    pub days: Vec<(NaiveDate, Option<(Stood, i64)>)>,
}

/// A rollout with what has to be taken back to see how it was.
pub struct Course<'w> {
    pub work: &'w Work,
    facts: Facts,
    blocks: Vec<&'w interval::Model>,
    covers: Vec<cover::Model>,
    /// The newest first.
    undo: Vec<Undo>,
    templates: &'w HashMap<TemplateId, Arc<Template>>,
}

impl<'w> Course<'w> {
    pub fn new(
        work: &'w Work,
        covers: Vec<cover::Model>,
        undo: Vec<Undo>,
        templates: &'w HashMap<TemplateId, Arc<Template>>,
    ) -> Self {
        let blocks = work.intervals.iter().filter(|row| row.kind == IntervalKind::Block).collect();
        Self { facts: work.facts(), work, blocks, covers, undo, templates }
    }

    pub fn past(
        &self,
        book: &Book,
        days: PastDays,
        people: &HashMap<OrganisationId, i64>,
    ) -> Option<RolloutPast> {
        let row = &self.work.rollout;
        let mut day = days.before();
        let mut stood: Vec<(NaiveDate, Option<(Stood, i64)>)> = Vec::new();
        while day <= days.until {
            let (standing, next) = self.on(book, day, people);
            if stood.last().is_none_or(|(_, before)| *before != standing) {
                stood.push((day, standing));
            }
            day = next.max(day.succ_opt()?);
        }
        Some(RolloutPast { id: row.id, body: row.body_id, service: row.service_id?, days: stood })
    }

    /// How it stood at the end of a day, and the next day on which it may stand otherwise.
    fn on(
        &self,
        book: &Book,
        day: NaiveDate,
        people: &HashMap<OrganisationId, i64>,
    ) -> (Option<(Stood, i64)>, NaiveDate) {
        let end = PastDays::end_of(day);
        let Some((facts, steering)) = self.before(book, end) else {
            return (None, local_date(self.work.rollout.created_at));
        };
        let next = self.instants().filter(|at| *at >= end).min();
        let turn = steering.schedule.next_change(steering.as_of);
        let next = [next, steering.recompute_at, turn].into_iter().flatten().min();
        let covers = self.covers_before(end);
        let turn = covers.iter().flat_map(|row| [Some(row.valid_from), row.valid_to]).flatten();
        let turn = turn.filter(|turn| *turn > day).min();
        let next = next.map(local_date).into_iter().chain(turn).min().unwrap_or(NaiveDate::MAX);
        let covered =
            covers.iter().filter(|row| row.valid_from <= day && row.valid_to.is_none_or(|to| to > day));
        let people = covered.filter_map(|row| people.get(&row.organisation_id)).sum();
        (Some((stood(self.programme_before(end), &facts, &steering), people)), next)
    }

    /// Facts and steering as they were just before a moment; nothing before it came into being.
    pub fn before(&self, book: &Book, moment: DateTime<Utc>) -> Option<(Facts, Steering)> {
        if self.work.rollout.created_at >= moment {
            return None;
        }
        let (facts, template) = (self.facts_before(moment), self.template_before(moment));
        let now = moment - TimeDelta::microseconds(1);
        let steering = self.work.with_calendars(book, |calendars| evaluate(template, &facts, calendars, now));
        Some((facts, steering))
    }

    /// Every recorded instant.
    fn instants(&self) -> impl Iterator<Item = DateTime<Utc>> {
        let facts = &self.facts;
        let waiting = facts.waiting.iter().flat_map(|one| [Some(one.from), one.until]).flatten();
        let deferrals = facts.deferrals.iter().flat_map(|one| [one.from, one.ends_at()]);
        let blocks = self.blocks.iter().flat_map(|row| [Some(row.started_at), row.ended_at]).flatten();
        let milestones = facts.milestones.iter().map(|entry| entry.at);
        let changes = self.undo.iter().map(|undo| undo.at);
        let outcome = facts.outcome.iter().map(|outcome| outcome.at);
        milestones.chain(waiting).chain(deferrals).chain(blocks).chain(changes).chain(outcome)
    }

    /// The facts as they were just before a moment.
    fn facts_before(&self, moment: DateTime<Utc>) -> Facts {
        let mut facts = self.facts.clone();
        let before = |at: &DateTime<Utc>| *at < moment;
        facts.milestones.retain(|entry| before(&entry.at));
        facts.waiting.retain(|waiting| before(&waiting.from));
        facts.waiting.iter_mut().for_each(|waiting| waiting.until = waiting.until.filter(before));
        facts.deferrals.retain(|deferral| before(&deferral.from));
        facts.deferrals.iter_mut().for_each(|one| one.resumed_at = one.resumed_at.filter(before));
        let lasted = |row: &&&interval::Model| row.ended_at.is_none_or(|ended| ended >= moment);
        let block = self.blocks.iter().rev().filter(|row| before(&row.started_at)).find(lasted);
        facts.blocked =
            block.map(|row| Block { since: row.started_at, reason: row.reason.clone().unwrap_or_default() });
        facts.outcome = facts.outcome.filter(|outcome| before(&outcome.at));
        for undo in self.undone_since(moment) {
            match &undo.what {
                Undone::Start(start) => facts.start = *start,
                Undone::Due(milestone, due) => {
                    facts.due_dates.retain(|fixed| fixed.milestone != *milestone);
                    let fixed = |due| crate::steering::DueDate { milestone: milestone.clone(), due };
                    facts.due_dates.extend(due.map(fixed));
                }
                Undone::Coverage { .. } | Undone::Programme(_) | Undone::Template(_) => {}
            }
        }
        facts
    }

    fn undone_since(&self, moment: DateTime<Utc>) -> impl Iterator<Item = &Undo> {
        self.undo.iter().take_while(move |undo| undo.at >= moment)
    }

    /// The version of the template that was followed just before a moment.
    fn template_before(&self, moment: DateTime<Utc>) -> &Template {
        let before = self.undone_since(moment).filter_map(|undo| self.templates.get(&undo.template()?));
        before.last().unwrap_or(&self.work.template)
    }

    fn programme_before(&self, moment: DateTime<Utc>) -> Option<ProgrammeId> {
        let before = self.undone_since(moment).filter_map(|undo| match undo.what {
            Undone::Programme(before) => Some(before),
            _ => None,
        });
        before.last().unwrap_or(self.work.rollout.programme_id)
    }

    fn covers_before(&self, moment: DateTime<Utc>) -> Vec<cover::Model> {
        let mut covers = self.covers.clone();
        for undo in self.undone_since(moment) {
            if let Undone::Coverage { added, ended, on } = &undo.what {
                uncover(&mut covers, added, ended, *on);
            }
        }
        covers
    }
}

fn stood(programme: Option<ProgrammeId>, facts: &Facts, steering: &Steering) -> Stood {
    let live = steering.go_live.as_ref().is_some_and(|live| live.actual.is_some());
    let standing = match (facts.ended(), live) {
        (Some(outcome), _) => word(outcome.key),
        (None, true) => word(crate::template::OutcomeKey::Live),
        (None, false) if steering.state == CourseState::Finished => word(CourseState::Running),
        (None, false) => word(steering.state),
    };
    let role = steering.ball.as_ref().map(|ball| ball.holder.role.clone());
    Stood {
        programme,
        standing,
        phase: steering.phase.clone().unwrap_or_default(),
        light: word(steering.light),
        ball_role: role.unwrap_or_default(),
    }
}
