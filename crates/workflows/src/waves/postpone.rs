//! Moving a wave to another day: plans shift, what was done stays.
use super::POSTPONE;
use crate::rollouts::{RolloutAct, of};
use chrono::NaiveDate;
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::ids::WaveId;
use dienstweg_kernel::{Error, Result, Tx};
use dienstweg_rollouts::input::{SteerCommand, WavePostpone};
use dienstweg_rollouts::service::{WaveRollout, parsed, wave_moved, wave_plan, wave_rollouts};
use dienstweg_rollouts::steering::{slot, start_for};
use dienstweg_rollouts::template::Template;
use dienstweg_worker::jobs::{Job, JobState, JobView, NewItem, NewJob, job_create};
use serde::{Deserialize, Serialize};

/// What a job to move a wave carries.
#[derive(Debug, Serialize, Deserialize)]
struct Params {
    wave: WaveId,
    name: String,
    from: NaiveDate,
    to: NaiveDate,
    reason: String,
}

/// The wave goes to its new day with its rollouts, and back with them.
pub(crate) async fn wave_follows(tx: &Tx, job: &Job) -> Result<()> {
    let Params { wave, from, to, reason, .. } = job.params()?;
    let day = if job.state() == JobState::Undoing { from } else { to };
    wave_moved(tx, wave, day, &reason).await
}

/// Prepares a job that moves the rollouts of a wave which are neither live nor over. What has begun keeps its start and
/// gets another go-live; what has not begins later.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`; `invalid` where the day has passed.
pub async fn wave_postpone(tx: &Tx, id: WaveId, seen: IfMatch, to: &WavePostpone) -> Result<JobView> {
    let plan = wave_plan(tx, id, seen, Some(to.key_date)).await?;
    let template = parsed(tx, plan.template_id).await?;
    let rollouts: Vec<WaveRollout> =
        wave_rollouts(tx, id).await?.into_iter().filter(WaveRollout::is_ahead).collect();
    let calendars = of(tx, rollouts.iter().map(|row| row.body_id).collect()).await?;
    let named = rollouts.iter().flat_map(|row| [Some(row.body_id.0), row.service_id.map(|id| id.0)]);
    let labels = tx.labels(named.flatten()).await?;
    let other = WorkCalendar::bavarian();
    let mut items = Vec::with_capacity(rollouts.len());
    for (at, row) in rollouts.iter().enumerate() {
        let calendar = calendars.get(&row.body_id).unwrap_or(&other);
        let by = slot(calendar, to.key_date, rollouts.len() - 1 - at, plan.capacity_per_week);
        let command = moved(row, &template, calendar, by, (tx.ctx().today(), &to.reason))?;
        let act = RolloutAct { command, audience: None, note: None };
        let body = labels.named(row.body_id).name.unwrap_or_default();
        let service = row.service_id.and_then(|id| labels.named(id).key).unwrap_or_default();
        items.push(NewItem {
            subject_id: Some(row.id.0),
            key: Some(format!("{body} · {service}")),
            data: Some(serde_json::to_value(act).map_err(Error::internal)?),
            refusal: None,
        });
    }
    let (from, reason) = (plan.key_date, to.reason.clone());
    let params = Params { wave: id, name: plan.name, from, to: to.key_date, reason };
    let params = serde_json::to_value(params).map_err(Error::internal)?;
    job_create(tx, NewJob { kind: POSTPONE, params, items, reversible: true }).await
}

/// The command that moves one rollout.
fn moved(
    row: &WaveRollout,
    template: &Template,
    calendar: &WorkCalendar,
    by: NaiveDate,
    (today, reason): (NaiveDate, &str),
) -> Result<SteerCommand> {
    if row.has_begun(today) {
        let milestone = template.go_live().ok_or_else(|| Error::internal("a template without go-live"))?;
        return Ok(SteerCommand::SetDue { milestone: milestone.key.clone(), due: Some(by) });
    }
    let (start, _) = start_for(template, calendar, by, today);
    Ok(SteerCommand::MoveStart { start, reason: reason.to_owned() })
}
