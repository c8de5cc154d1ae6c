//! Taking in one row: a rollout that comes to be with what had happened, or one that is there gets what it lacks.
use super::Params;
use super::rows::{Contact, Stock};
use crate::births::{Birth, Surroundings, births};
use crate::competence::{Competence, competences};
use crate::rollouts::{RolloutAct, of, rollout_act};
use dienstweg_customers::input::{FunctionCreate, PersonCreate};
use dienstweg_customers::service::{bodies, person_create, persons_by_email};
use dienstweg_customers::types::FunctionKind;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::codes;
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use dienstweg_kernel::{Error, Result, Tx};
use dienstweg_rollouts::input::{Prior, PriorWhat, RolloutListParams, SteerCommand};
use dienstweg_rollouts::service::{
    programme_get, rollout_get, rollouts_of, rollouts_running, services_by_ids,
};
use dienstweg_rollouts::steering::{MilestoneState, end_of};
use dienstweg_rollouts::types::RolloutKind;
use dienstweg_tickets::input::ArticleCreate;
use dienstweg_tickets::service::{article_create, mothers_hold};
use dienstweg_tickets::{Audience, Channel};
use dienstweg_worker::jobs::{ItemOutcome, Job, JobItem, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a row did.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct StockEffect {
    /// The rollout is new.
    pub created: bool,
    pub rollout_id: RolloutId,
    pub number: String,
    /// Keys of milestones that are done by it.
    pub completed: Vec<String>,
}

/// Takes in the row of an item.
///
/// # Errors
/// Why it cannot be; what has been written then must not stay.
pub(crate) async fn item(tx: &Tx, job: &Job, item: &JobItem) -> Result<ItemOutcome> {
    let data = item.data.clone().ok_or_else(Error::not_found)?;
    let stock: Stock = serde_json::from_value(data).map_err(Error::internal)?;
    // Creations wait for each other here, so that two of the same service and body do not both see none.
    mothers_hold(tx).await?;
    let running = rollouts_running(tx, vec![stock.body], RolloutKind::Daughter).await?;
    let effect = match running.get(&(stock.body, Some(stock.service))) {
        Some(id) => catch_up(tx, *id, &stock).await?,
        None if stock.outcome.is_some() && ended_before(tx, &stock).await? => None,
        None => Some(create(tx, &job.params::<Params>()?, &stock).await?),
    };
    let Some(effect) = effect else { return Ok(ItemOutcome::Refused(the_same())) };
    if let Some(contact) = &stock.contact {
        know(tx, stock.body, contact).await?;
    }
    Ok(ItemOutcome::Went { effect: serde_json::to_value(effect).map_err(Error::internal)?, undo: None })
}

/// What came out otherwise once is not taken in again.
async fn ended_before(tx: &Tx, stock: &Stock) -> Result<bool> {
    let params = RolloutListParams {
        body: vec![stock.body],
        service: vec![stock.service],
        ..RolloutListParams::default()
    };
    Ok(!rollouts_of(tx, &params, 1).await?.is_empty())
}

async fn create(tx: &Tx, params: &Params, stock: &Stock) -> Result<StockEffect> {
    let bodies = bodies(tx, vec![stock.body]).await?;
    let services = services_by_ids(tx, vec![stock.service]).await?;
    let asked = services.get(&stock.service).zip(bodies.get(&stock.body)).ok_or_else(Error::not_found)?;
    let covers = match competences(tx, &[asked]).await?.pop() {
        Some(Competence::Body { body, covers }) if body == stock.body => covers,
        _ => return Err(not_competent()),
    };
    let actor = tx.ctx().actor.id;
    let done =
        |(key, day): &(String, _)| Prior { what: PriorWhat::Done(key.clone()), at: end_of(*day), actor };
    let outcome = |(key, day)| Prior { what: PriorWhat::CameOut(key, None), at: end_of(day), actor };
    let programme = programme_get(tx, params.programme).await?;
    let birth = Birth {
        body_id: stock.body,
        service_id: stock.service,
        programme_id: params.programme,
        template_id: programme.template.id.into(),
        started_on: stock.started_on,
        covers,
        position_id: None,
        wave_id: None,
        prior: stock.done.iter().map(done).chain(stock.outcome.map(outcome)).collect(),
    };
    let around = Surroundings { bodies: &bodies, services: &services };
    let born = births(tx, &[birth], &around).await?.pop().ok_or_else(Error::not_found)?;
    if let Some(number) = &stock.order_number {
        let text = format!("Aus dem Bestand übernommen, Bestellung {number}");
        let note = ArticleCreate { audience: Audience::All, text };
        article_create(tx, born.steered.id.into(), note, Channel::Web).await?;
    }
    let completed = stock.done.iter().map(|(key, _)| key.clone()).collect();
    Ok(StockEffect { created: true, rollout_id: born.steered.id, number: born.number, completed })
}

/// What is there stays as it is; what is missing is added in the order in which it was done.
async fn catch_up(tx: &Tx, id: RolloutId, stock: &Stock) -> Result<Option<StockEffect>> {
    let rollout = rollout_get(tx, id, &of).await?;
    let open =
        |key: &str| rollout.milestones.iter().any(|one| one.key == key && one.state == MilestoneState::Open);
    let mut completed = Vec::new();
    for (key, day) in stock.done.iter().filter(|(key, _)| open(key)) {
        let command = SteerCommand::Complete { milestone: key.clone(), on: Some(*day) };
        act(tx, id, command).await?;
        completed.push(key.clone());
    }
    if let Some((outcome, _)) = stock.outcome {
        let reason = Some("Aus dem Bestand übernommen".to_owned());
        act(tx, id, SteerCommand::SetOutcome { outcome, reason }).await?;
    } else if completed.is_empty() {
        return Ok(None);
    }
    Ok(Some(StockEffect { created: false, rollout_id: id, number: rollout.number, completed }))
}

async fn act(tx: &Tx, id: RolloutId, command: SteerCommand) -> Result<()> {
    let act = RolloutAct { command, audience: None, note: None };
    // One after the other on the same rollout: each is a future as large as a whole command.
    Box::pin(rollout_act(tx, id, IfMatch::Any, &act)).await.map(drop)
}

/// Somebody whose address nobody has becomes a person of the body.
async fn know(tx: &Tx, body: OrganisationId, contact: &Contact) -> Result<()> {
    let Some(email) = &contact.email else { return Ok(()) };
    if persons_by_email(tx, std::slice::from_ref(email)).await?.contains_key(&email.to_lowercase()) {
        return Ok(());
    }
    let (given, family) = match contact.name.rsplit_once(' ') {
        Some((given, family)) => (Some(given.to_owned()), family.to_owned()),
        None => (None, contact.name.clone()),
    };
    let function = FunctionCreate {
        organisation_id: body,
        function: FunctionKind::SubjectContact,
        valid_from: None,
        valid_to: None,
    };
    let person = PersonCreate {
        title: None,
        given_name: given,
        family_name: family,
        email: Some(email.clone()),
        phone: contact.phone.clone(),
        functions: vec![function],
    };
    person_create(tx, person).await.map(drop)
}

fn the_same() -> Refusal {
    Refusal::new("no-change", "Steht schon so da", "This is so already")
}

fn not_competent() -> Error {
    Error::new(codes::CONFLICT)
        .detail("Dafür ist eine andere Stelle zuständig.", "Another body is competent for this.")
}
