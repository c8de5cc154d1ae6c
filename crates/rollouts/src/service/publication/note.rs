//! Answers of the index, entered.
use super::judge::{Consequence, IndexAnswer, judge};
use crate::input::SteerCommand;
use crate::policy::steer::subject;
use crate::service::steer::{Happened, auto_complete, steer};
use crate::types::PUBLICATION_FOUND;
use crate::view::Steered;
use crate::{events, store};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use dienstweg_kernel::{Reader, Result, Tx};
use std::collections::HashMap;

/// Why a milestone is open again.
const VANISHED: &str = "Im Verzeichnis der veröffentlichten Leistungen nicht mehr zu finden";

/// What the index said of a rollout.
#[derive(Clone, Debug)]
pub struct Finding {
    pub rollout: RolloutId,
    pub said: IndexAnswer,
}

/// Enters answers: what is found completes its milestone where nothing is missing before it, what vanished opens it again.
/// Answers the rollouts that moved.
pub async fn publications_note(
    tx: &Tx,
    findings: &[Finding],
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<Vec<Steered>> {
    let ids = findings.iter().map(|finding| finding.rollout).collect();
    let mut rows = store::publication::of_rollouts(tx, ids).await?;
    let states = store::publication::milestones(tx, &rows.iter().collect::<Vec<_>>()).await?;
    let said: HashMap<RolloutId, &IndexAnswer> =
        findings.iter().map(|one| (one.rollout, &one.said)).collect();
    let (at, actor) = (tx.ctx().now(), tx.ctx().actor.id);
    let found = |rollout| Happened { rollout, event: PUBLICATION_FOUND, at, actor };
    let (mut completing, mut reopening) = (Vec::new(), Vec::new());
    for row in &mut rows {
        let (Some(said), Some(milestone)) = (said.get(&row.rollout_id), states.get(&row.rollout_id)) else {
            continue;
        };
        let before = row.state;
        match judge(row, *milestone, (*said).clone(), tx.ctx().now()) {
            Consequence::None => {}
            Consequence::Complete => completing.push(found(row.rollout_id)),
            Consequence::Reopen => reopening.push((row.rollout_id, row.milestone.clone())),
        }
        if row.state != before {
            tx.emit(subject(row.rollout_id), events::publication_changed(before, row.state));
        }
    }
    store::publication::store(tx, rows).await?;
    let mut moved = auto_complete(tx, &completing, calendars).await?;
    for (id, milestone) in reopening {
        let command = SteerCommand::Reopen { milestone, reason: VANISHED.to_owned() };
        // Boxed: it is one of the largest futures there are.
        match Box::pin(steer(tx, id, IfMatch::Any, &command, calendars)).await {
            Ok(steered) => moved.push(steered),
            // What rests on the milestone keeps it: it is contradicted, for people to see.
            Err(refusal) if refusal.code().status < 500 => {}
            Err(error) => return Err(error),
        }
    }
    Ok(moved)
}
