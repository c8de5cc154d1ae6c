//! Who holds the ball: exactly one role at any moment of a running course, nobody when it is over.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::template::Template;

use super::course::Course;
use super::days::{Calendars, between, local_date, local_midnight};
use super::facts::{Facts, MilestoneEntry};

/// Who must act, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutBallHolder)]
pub struct Holder {
    pub role: String,
    /// Set when a waiting interval names the party; otherwise the party that fills the role.
    pub party: Option<Uuid>,
    pub because: BallCause,
}

/// Why somebody holds the ball.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "what", content = "key", rename_all = "snake_case")]
#[schema(as = RolloutBallCause)]
pub enum BallCause {
    /// Is waited for, with the waiting kind.
    Waiting(String),
    /// Owes the first open required milestone.
    Milestone(String),
}

/// The ball over time: `[from, to)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutBallInterval)]
pub struct BallInterval {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    /// `None` when the course is over.
    pub holder: Option<Holder>,
    /// The rollout rested meanwhile; this time counts for nobody's speed.
    pub deferred: bool,
}

/// Time one holder had the ball.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutAccrued)]
pub struct Accrued {
    pub role: String,
    pub party: Option<Uuid>,
    pub seconds: i64,
    /// Working days of the role's calendar.
    pub working_days: i64,
    /// Seconds that passed while the rollout was deferred; not part of `seconds`.
    pub deferred_seconds: i64,
}

/// The ball from the start until `now`, gap-free and without overlap; empty before the start.
#[must_use]
pub fn ball_history(template: &Template, facts: &Facts, now: DateTime<Utc>) -> Vec<BallInterval> {
    let Some(start) = facts.start.map(local_midnight).filter(|start| *start < now) else {
        return Vec::new();
    };
    let mut entries: Vec<&MilestoneEntry> = facts.milestones.iter().collect();
    entries.sort_by_key(|entry| entry.at);
    let mut entries = entries.into_iter().peekable();
    let mut course = Course::untouched(template, facts);
    let edges = edges(facts, start, now);
    let mut intervals: Vec<BallInterval> = Vec::with_capacity(edges.len());
    for (from, to) in edges.iter().zip(edges.iter().skip(1)) {
        while let Some(entry) = entries.next_if(|entry| entry.at <= *from) {
            course.enter(&entry.milestone, entry.at, entry.what);
        }
        let (holder, deferred) = (holder(&course, facts, *from), facts.deferral_at(*from).is_some());
        match intervals.last_mut() {
            Some(last) if last.deferred == deferred && last.holder == holder => last.to = *to,
            _ => intervals.push(BallInterval { from: *from, to: *to, holder, deferred }),
        }
    }
    intervals
}

/// All instants at which the ball may change hands, from start to now.
fn edges(facts: &Facts, start: DateTime<Utc>, now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    let mut edges: Vec<DateTime<Utc>> =
        Vec::with_capacity(facts.milestones.len() + 2 * facts.waiting.len() + 4);
    edges.extend([start, now]);
    edges.extend(facts.milestones.iter().map(|entry| entry.at));
    edges.extend(facts.waiting.iter().flat_map(|waiting| [Some(waiting.from), waiting.until]).flatten());
    edges.extend(facts.deferrals.iter().flat_map(|deferral| [deferral.from, deferral.ends_at()]));
    edges.extend(facts.outcome.iter().map(|outcome| outcome.at));
    edges.retain(|at| (start..=now).contains(at));
    edges.sort_unstable();
    edges.dedup();
    edges
}

fn holder(course: &Course<'_>, facts: &Facts, at: DateTime<Utc>) -> Option<Holder> {
    if facts.ended().is_some_and(|outcome| outcome.at <= at) {
        return None;
    }
    let step = course.first_open()?;
    let waiting = facts
        .waiting
        .iter()
        .filter(|w| w.from <= at && w.until.is_none_or(|until| at < until))
        .max_by_key(|w| w.from);
    Some(match waiting {
        Some(waiting) => Holder {
            role: waiting.role.clone(),
            party: waiting.party,
            because: BallCause::Waiting(waiting.kind.clone()),
        },
        None => {
            let milestone = step.milestone;
            Holder {
                role: milestone.role.clone(),
                party: None,
                because: BallCause::Milestone(milestone.key.clone()),
            }
        }
    })
}

/// The time each role and party had the ball in these intervals, in order of first holding it.
#[must_use]
pub fn accrued(intervals: &[BallInterval], calendars: Calendars<'_>) -> Vec<Accrued> {
    let mut sums: Vec<Accrued> = Vec::new();
    for interval in intervals {
        let Some(holder) = &interval.holder else { continue };
        let seconds = (interval.to - interval.from).num_seconds();
        let index = sums
            .iter()
            .position(|sum| sum.role == holder.role && sum.party == holder.party)
            .unwrap_or(sums.len());
        if index == sums.len() {
            sums.push(Accrued {
                role: holder.role.clone(),
                party: holder.party,
                seconds: 0,
                working_days: 0,
                deferred_seconds: 0,
            });
        }
        let Some(sum) = sums.get_mut(index) else { continue };
        if interval.deferred {
            sum.deferred_seconds += seconds;
        } else {
            sum.seconds += seconds;
            sum.working_days +=
                between(calendars.of(&holder.role), local_date(interval.from), local_date(interval.to));
        }
    }
    sums
}
