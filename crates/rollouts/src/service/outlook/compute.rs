//! The forecasts of all open rollouts, in portions.
use crate::entity::{forecast, interval};
use crate::forecast::{Model, Moment, Open, Prediction, Simulation, predict, seed};
use crate::service::Book;
use crate::steering::{Deferral, Facts, Rests};
use crate::store;
use crate::store::outlook::{OpenMilestone, OpenRollout};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::ids::{OrganisationId, RolloutId, TemplateId};
use dienstweg_kernel::{Reader, Result, Tx};
use std::collections::{BTreeSet, HashMap};

/// Whether a rollout has no forecast of today and of its present state, or one has a forecast that is not on its way.
pub async fn forecasts_due(reader: &Reader) -> Result<bool> {
    let missing = store::outlook::to_forecast(reader, reader.ctx().today(), None, 1).await?;
    Ok(!missing.is_empty() || store::outlook::has_surplus(reader).await?)
}

/// Forecasts at most `limit` rollouts after `after` that have no forecast of today and of their present state. `people` is the
/// population of each municipality. Answers how many it made, and where the next portion begins; after the last one
/// forecasts of rollouts that are no longer on their way are forgotten.
pub async fn forecasts_compute(
    tx: &Tx,
    (after, limit): (Option<RolloutId>, u64),
    people: &HashMap<OrganisationId, i64>,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<(u64, Option<RolloutId>)> {
    let today = tx.ctx().today();
    let rollouts = store::outlook::to_forecast(tx, today, after, limit).await?;
    let next = rollouts.last().map(|row| row.id).filter(|_| rollouts.len() as u64 == limit);
    let rows = forecasts(tx, &rollouts, people, calendars).await?;
    let made = rows.len() as u64;
    store::outlook::forecasts_store(tx, rows).await?;
    let forgotten = if next.is_none() { store::outlook::forecasts_forget(tx).await? } else { 0 };
    Ok((made + forgotten, next))
}

async fn forecasts(
    reader: &Reader,
    rollouts: &[OpenRollout],
    people: &HashMap<OrganisationId, i64>,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<Vec<forecast::Model>> {
    if rollouts.is_empty() {
        return Ok(Vec::new());
    }
    let today = reader.ctx().today();
    let parts = Parts::load(reader, rollouts, people, calendars).await?;
    let history = store::outlook::history(reader, None, Some(parts.parties())).await?;
    let templates = store::steer::templates(reader, rollouts.iter().map(|row| row.template_id)).await?;
    let mut models: HashMap<TemplateId, Model<'_>> =
        templates.iter().map(|(id, template)| (*id, Model::new(template, &history))).collect();
    let mut simulation = Simulation::default();
    let made = rollouts.iter().filter_map(|rollout| {
        let model = models.get_mut(&rollout.template_id)?;
        parts.forecast(rollout, model, &mut simulation, today)
    });
    Ok(made.collect())
}

/// What rollouts of a portion consist of, by rollout.
struct Parts {
    milestones: HashMap<RolloutId, Vec<OpenMilestone>>,
    deferrals: HashMap<RolloutId, Vec<interval::Model>>,
    people: HashMap<RolloutId, i64>,
    book: Book,
}

impl Parts {
    async fn load(
        reader: &Reader,
        rollouts: &[OpenRollout],
        people: &HashMap<OrganisationId, i64>,
        calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
    ) -> Result<Self> {
        let ids: Vec<RolloutId> = rollouts.iter().map(|row| row.id).collect();
        let mut sums: HashMap<RolloutId, i64> = HashMap::new();
        for row in store::outlook::covered(reader, ids.clone()).await? {
            let of_municipality = people.get(&row.organisation_id).copied().unwrap_or_default();
            *sums.entry(row.rollout_id).or_default() += of_municipality;
        }
        let deferrals = store::outlook::deferrals(reader, ids.clone()).await?;
        let milestones = store::outlook::open_milestones(reader, ids).await?;
        let bodies: BTreeSet<OrganisationId> = rollouts.iter().map(|row| row.body_id).collect();
        Ok(Self {
            milestones: store::steer::grouped(milestones, |row| row.rollout_id),
            deferrals: store::steer::grouped(deferrals, |row| row.rollout_id),
            people: sums,
            book: Book::of_all(reader, bodies, calendars).await?,
        })
    }

    /// Those whose own experience counts here.
    fn parties(&self) -> Vec<OrganisationId> {
        let owed = self.milestones.values().flatten().filter_map(|row| row.party_id);
        owed.collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn forecast(
        &self,
        rollout: &OpenRollout,
        model: &mut Model<'_>,
        simulation: &mut Simulation,
        today: chrono::NaiveDate,
    ) -> Option<forecast::Model> {
        let calendar = self.book.of(rollout.body_id);
        let milestones = self.milestones.get(&rollout.id)?;
        let rests = self.rests(rollout.id);
        let moment = Moment { calendar: &calendar, rests: &rests, today };
        let rows = placed(model, milestones);
        let open: Vec<Open> = rows
            .iter()
            .map(|(place, row)| Open {
                place: *place,
                elapsed: row.ready_on.map(|day| moment.elapsed(day)),
                experience: model.expect(*place, row.party_id.map(|id| id.0)),
            })
            .collect();
        let from =
            [Some(today), Some(rollout.started_on), rollout.deferred_until].into_iter().flatten().max()?;
        let fixed = rows.last().and_then(|(_, row)| row.due_fixed);
        let made = predict(simulation, model, &open, seed(rollout.id.0, today), (&calendar, from, fixed))?;
        let blamed = made.blame.and_then(|at| rows.get(at)).map(|(_, row)| *row);
        let role = made.blame.and_then(|at| open.get(at)).and_then(|one| model.nodes().get(one.place));
        let people = self.people.get(&rollout.id).copied().unwrap_or_default();
        let row = row(rollout, &made, (&calendar, today), people)?;
        Some(forecast::Model {
            milestone: blamed.map(|row| row.key.clone()),
            role: role.map(|node| node.role.clone()),
            party_id: blamed.and_then(|row| row.party_id),
            ..row
        })
    }

    fn rests(&self, id: RolloutId) -> Rests {
        let deferral = |row: &interval::Model| {
            Some(Deferral {
                from: row.started_at,
                until: row.until?,
                resumed_at: row.ended_at,
                reason: String::new(),
            })
        };
        let deferrals = self.deferrals.get(&id).into_iter().flatten().filter_map(deferral).collect();
        Rests::of(&Facts { deferrals, ..Facts::default() })
    }
}

/// Open milestones on the way to the go-live, in order of their places; none once it is live.
fn placed<'m>(model: &Model<'_>, milestones: &'m [OpenMilestone]) -> Vec<(usize, &'m OpenMilestone)> {
    let mut rows: Vec<(usize, &OpenMilestone)> =
        milestones.iter().filter_map(|row| Some((model.place(&row.key)?, row))).collect();
    rows.sort_unstable_by_key(|(place, _)| *place);
    if rows.last().is_none_or(|(place, _)| place + 1 != model.nodes().len()) {
        rows.clear();
    }
    rows
}

/// The row, but for what is to blame.
fn row(
    rollout: &OpenRollout,
    made: &Prediction,
    (calendar, day): (&WorkCalendar, chrono::NaiveDate),
    people: i64,
) -> Option<forecast::Model> {
    let planned = rollout.moved_go_live?;
    let delay = calendar.working_days_between(planned, made.even).max(0);
    Some(forecast::Model {
        rollout_id: rollout.id,
        day,
        evaluated_at: rollout.evaluated_at,
        planned,
        p50: made.even,
        p85: made.cautious,
        dates: made.sketch.encoded(),
        delay: i32::try_from(delay).unwrap_or(i32::MAX),
        people,
        weight: delay.saturating_mul(people),
        milestone: None,
        role: None,
        party_id: None,
    })
}
