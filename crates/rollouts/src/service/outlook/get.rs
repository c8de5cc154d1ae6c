//! The forecast of one rollout, computed afresh out of what was learned.
use crate::forecast::{Ahead, Model, Open, Simulation, ahead, seed};
use crate::service::steer::{lang, milestone_name, role_name};
use crate::service::{Book, Work};
use crate::store;
use crate::store::whole::whole;
use crate::template::Lang;
use crate::view::{EvidenceView, ForecastView};
use dienstweg_calendar::WorkCalendar;
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use dienstweg_kernel::labels::Labels;
use dienstweg_kernel::{Reader, Result};
use std::collections::HashMap;
use uuid::Uuid;

/// The forecast as of today.
///
/// # Errors
/// `not-found` where the rollout is not there for the caller.
pub async fn forecast_get(
    reader: &Reader,
    id: RolloutId,
    calendars: &impl AsyncFn(&Reader, Vec<OrganisationId>) -> Result<HashMap<OrganisationId, WorkCalendar>>,
) -> Result<ForecastView> {
    let work = whole(reader, id).await?.work;
    let book = Book::load(reader, [&work], calendars).await?;
    let steering = work.evaluate(&book, reader.ctx().now());
    let parties = work.milestones.iter().filter_map(|row| row.party_id).collect();
    let history = store::outlook::history(reader, Some(&work.template.key), Some(parties)).await?;
    let learned_on = store::outlook::learned_on(reader).await?;
    let labels = reader.labels(work.milestones.iter().filter_map(|row| Some(row.party_id?.0))).await?;
    let today = reader.ctx().today();
    let mut model = Model::new(&work.template, &history);
    let calendar = book.of(work.rollout.body_id);
    let tools = (&mut model, &mut Simulation::default());
    let (facts, seed) = (work.facts(), seed(id.0, today));
    let ahead = ahead(tools, (&facts, &steering), |key| party(&work, key), (&calendar, today), seed);
    let blank = ForecastView {
        id,
        day: today,
        planned: steering.go_live.as_ref().map(|live| live.planned),
        p50: None,
        p85: None,
        delay_working_days: None,
        learned_on,
        evidence: Vec::new(),
    };
    let Some(Ahead { open, made }) = ahead else { return Ok(blank) };
    let delay = blank.planned.map(|planned| calendar.working_days_between(planned, made.even).max(0));
    let shown = Shown { work: &work, model: &model, labels: &labels, lang: lang(reader) };
    Ok(ForecastView {
        p50: Some(made.even),
        p85: Some(made.cautious),
        delay_working_days: delay,
        evidence: open
            .iter()
            .enumerate()
            .map(|(at, one)| shown.evidence(one, made.blame == Some(at)))
            .collect(),
        ..blank
    })
}

/// Who owes a milestone.
fn party(work: &Work, key: &str) -> Option<Uuid> {
    let row = work.milestone(key).and_then(|at| work.milestones.get(at))?;
    row.party_id.map(|id| id.0)
}

struct Shown<'a> {
    work: &'a Work,
    model: &'a Model<'a>,
    labels: &'a Labels,
    lang: Lang,
}

impl Shown<'_> {
    fn evidence(&self, open: &Open, decisive: bool) -> EvidenceView {
        let node = self.model.nodes().get(open.place);
        let (key, role) = node.map_or(("", ""), |node| (node.key.as_str(), node.role.as_str()));
        let template = Some(&*self.work.template);
        EvidenceView {
            milestone: milestone_name(template, key, self.lang),
            role: role.to_owned(),
            role_name: role_name(template, role, self.lang),
            party: self.labels.named_opt(party(self.work, key)),
            source: open.experience.source,
            observations: open.experience.observations,
            median_working_days: open.experience.curve.median(),
            target_working_days: open.experience.target,
            elapsed_working_days: open.elapsed,
            decisive,
        }
    }
}
