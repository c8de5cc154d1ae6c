//! Commands to a rollout and what they change in its facts.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::template::{OutcomeKey, Template};

use super::checks::Case;
use super::error::SteeringError;
use super::facts::{Block, Deferral, DueDate, Facts, MilestoneChange, MilestoneEntry, OutcomeFact, Waiting};

/// A command to a rollout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "command", rename_all = "snake_case")]
#[schema(as = RolloutCommand)]
pub enum Command {
    Complete {
        milestone: String,
    },
    Reopen {
        milestone: String,
        reason: String,
    },
    /// Required milestones need a reason, optional ones do not. The gate does not matter.
    Skip {
        milestone: String,
        reason: Option<String>,
    },
    /// `role` defaults to the one of the kind.
    StartWaiting {
        kind: String,
        role: Option<String>,
        party: Option<Uuid>,
        follow_up: Option<NaiveDate>,
    },
    EndWaiting,
    DeferUntil {
        until: NaiveDate,
        reason: String,
    },
    Resume,
    Block {
        reason: String,
    },
    Unblock,
    /// `None` gives the date back to the plan.
    SetDue {
        milestone: String,
        due: Option<NaiveDate>,
    },
    SetOutcome {
        outcome: OutcomeKey,
    },
    MoveStart {
        start: NaiveDate,
        reason: String,
    },
}

/// Checks a command and enters it into the facts: the dry run of bulk actions, and what the rows must say afterwards.
///
/// # Errors
/// The first refusal; the facts are unchanged then.
pub fn apply(
    template: &Template,
    facts: &mut Facts,
    command: &Command,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), SteeringError> {
    Case::new(template, facts, now).check(command, at)?;
    let mut enter = |milestone: &str, what, reason: Option<&String>| {
        facts.milestones.push(MilestoneEntry {
            milestone: milestone.to_owned(),
            at,
            what,
            reason: reason.cloned(),
        });
    };
    match command {
        Command::Complete { milestone } => enter(milestone, MilestoneChange::Done, None),
        Command::Reopen { milestone, reason } => enter(milestone, MilestoneChange::Reopened, Some(reason)),
        Command::Skip { milestone, reason } => enter(milestone, MilestoneChange::Skipped, reason.as_ref()),
        Command::StartWaiting { kind, role, party, follow_up } => {
            let of_kind = template.waiting_kind(kind).map(|kind| kind.role.clone());
            let role = role.clone().or(of_kind).unwrap_or_default();
            facts.waiting.push(Waiting {
                kind: kind.clone(),
                role,
                party: *party,
                from: at,
                until: None,
                follow_up: *follow_up,
            });
        }
        Command::EndWaiting => facts
            .waiting
            .iter_mut()
            .filter(|waiting| waiting.until.is_none())
            .for_each(|open| open.until = Some(at)),
        Command::DeferUntil { until, reason } => {
            facts.deferrals.push(Deferral {
                from: at,
                until: *until,
                resumed_at: None,
                reason: reason.clone(),
            });
        }
        Command::Resume => {
            if let Some(running) = facts.deferrals.iter_mut().rev().find(|deferral| deferral.running_at(now))
            {
                running.resumed_at = Some(at);
            }
        }
        Command::Block { reason } => facts.blocked = Some(Block { since: at, reason: reason.clone() }),
        Command::Unblock => facts.blocked = None,
        Command::SetDue { milestone, due } => {
            facts.due_dates.retain(|fixed| fixed.milestone != *milestone);
            facts.due_dates.extend(due.map(|due| DueDate { milestone: milestone.clone(), due }));
        }
        Command::MoveStart { start, .. } => facts.start = Some(*start),
        Command::SetOutcome { outcome } => facts.outcome = Some(OutcomeFact { key: *outcome, at }),
    }
    Ok(())
}
