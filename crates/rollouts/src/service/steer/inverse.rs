//! What takes a command back. Pure.
use super::Work;
use super::maturity::recorded;
use super::work::entries_of;
use crate::entity::interval;
use crate::input::SteerCommand;
use crate::steering::MilestoneChange;
use crate::types::IntervalKind;

/// The command that leads back to `before`, with `reason` where one has to be given; nothing where there is none. What
/// has happened stays in the history: it is taken back, not made undone.
pub fn inverse(before: &Work, command: &SteerCommand, reason: &str) -> Option<SteerCommand> {
    use SteerCommand as S;
    let milestone = |key: &str| before.milestones.get(before.milestone(key)?);
    let open = |kind: IntervalKind| {
        before.intervals.iter().rev().find(|row| row.kind == kind && row.ended_at.is_none())
    };
    Some(match command {
        S::Complete { milestone, .. } | S::Skip { milestone, .. } => {
            S::Reopen { milestone: milestone.clone(), reason: reason.to_owned() }
        }
        S::Reopen { milestone: key, .. } => match entries_of(milestone(key)?).last()?.what {
            MilestoneChange::Done => S::Complete { milestone: key.clone(), on: None },
            MilestoneChange::Skipped => {
                S::Skip { milestone: key.clone(), reason: milestone(key)?.reason.clone() }
            }
            MilestoneChange::Reopened => return None,
        },
        S::SetDue { milestone: key, .. } => {
            S::SetDue { milestone: key.clone(), due: milestone(key)?.due_fixed }
        }
        S::SetResponsible { milestone: key, .. } => {
            let row = milestone(key)?;
            // One that went with its role goes with it again.
            let own = row.party_fixed.then_some((row.party_id, row.person_id));
            let (organisation_id, person_id) = own.unwrap_or_default();
            S::SetResponsible { milestone: key.clone(), organisation_id, person_id }
        }
        S::SetParty { role, .. } | S::FollowParty { role } => {
            match before.parties.iter().find(|party| party.role == *role).filter(|party| party.fixed) {
                Some(party) => {
                    let (organisation_id, person_id) = (party.organisation_id, party.person_id);
                    S::SetParty { role: role.clone(), organisation_id, person_id }
                }
                None => S::FollowParty { role: role.clone() },
            }
        }
        S::StartWaiting { .. } => S::EndWaiting,
        S::EndWaiting => waiting_again(open(IntervalKind::Waiting)?)?,
        S::Defer { .. } => S::Resume,
        S::Resume => {
            let row = open(IntervalKind::Deferral)?;
            S::Defer { until: row.until?, reason: row.reason.clone().unwrap_or_default() }
        }
        S::Block { .. } => S::Unblock,
        S::Unblock => S::Block { reason: open(IntervalKind::Block)?.reason.clone().unwrap_or_default() },
        S::MoveStart { .. } => S::MoveStart { start: before.rollout.started_on?, reason: reason.to_owned() },
        S::SetProgramme { .. } => S::SetProgramme { programme_id: before.rollout.programme_id },
        S::RecordMaturity { model, .. } => {
            let old = recorded(&before.rollout, *model);
            S::RecordMaturity {
                model: *model,
                level: old.as_ref().map(|old| old.level),
                on: old.as_ref().map(|old| old.on),
                assessor: old.and_then(|old| old.assessor),
            }
        }
        S::SetOutcome { .. } | S::ChangeCoverage { .. } | S::ChangeTemplate { .. } => return None,
    })
}

fn waiting_again(row: &interval::Model) -> Option<SteerCommand> {
    Some(SteerCommand::StartWaiting {
        kind: row.waiting_kind.clone()?,
        role: row.role.clone(),
        organisation_id: row.party_id,
        reason: row.reason.clone(),
        follow_up: row.follow_up,
    })
}
