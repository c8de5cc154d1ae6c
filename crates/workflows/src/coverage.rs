//! Whom a rollout may cover: the municipalities for which its body does the service's task, by register and overrides.
use crate::competence::elsewhere;
use crate::rollouts::{of, ticket_state};
use dienstweg_customers::OrganisationKind;
use dienstweg_customers::service::bodies;
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use dienstweg_kernel::{Error, Result, Tx};
use dienstweg_rollouts::input::SteerCommand;
use dienstweg_rollouts::policy::ROLLOUT_STEER;
use dienstweg_rollouts::service::{
    CoverageChange, ServiceFacts, coverage_faults, coverage_missing, rollout_place, services_by_ids, steer,
};
use dienstweg_tickets::input::TicketChange;
use dienstweg_tickets::service::{ticket_lock, ticket_touch};

/// As many as one command may name; more than any body stands for.
const MANY: usize = 500;

/// Refuses a change of coverage that names what cannot be covered, with all faults at once; other commands pass.
pub async fn check(tx: &Tx, id: RolloutId, command: &SteerCommand) -> Result<()> {
    let SteerCommand::ChangeCoverage { add, end, on, reason } = command else { return Ok(()) };
    if add.len() > MANY || end.len() > MANY {
        let message = Text::new("Höchstens 500 Gemeinden auf einmal.", "At most 500 municipalities at once.");
        return Err(Error::invalid(vec![Fault::new("/command/add", "too_many", message)]));
    }
    // A mother has no service; that it covers nothing is said where the command is carried out.
    let (body, Some(service)) = rollout_place(tx, id).await? else { return Ok(()) };
    let on = on.unwrap_or_else(|| tx.ctx().today());
    let mut faults = coverage_faults(tx, id, CoverageChange { add, end, on, reason }).await?;
    let service = services_by_ids(tx, vec![service]).await?.remove(&service);
    let service = service.ok_or_else(|| Error::invalid(vec![Fault::unknown_reference("/command/add")]))?;
    faults.extend(competence_faults(tx, &service, body, add).await?);
    Error::check(faults)
}

async fn competence_faults(
    tx: &Tx,
    service: &ServiceFacts,
    body: OrganisationId,
    add: &[OrganisationId],
) -> Result<Vec<Fault>> {
    use OrganisationKind as K;
    let known = bodies(tx, add.to_vec()).await?;
    let others = elsewhere(tx, service, body, known.values()).await?;
    let labels = tx.labels(others.values().flatten().map(|id| id.0)).await?;
    let fault = |(index, municipality): (usize, &OrganisationId)| {
        let pointer = format!("/command/add/{index}");
        let Some(asked) = known.get(municipality) else { return Some(Fault::unknown_reference(pointer)) };
        if !asked.in_force || !matches!(asked.kind, K::Municipality | K::IndependentCity) {
            let message = Text::new("Abgedeckt werden Gemeinden.", "Only municipalities are covered.");
            return Some(Fault::new(pointer, "no_municipality", message));
        }
        let other = others.get(municipality)?;
        let name = other.and_then(|id| labels.named(id).name);
        let message = match name {
            Some(_) if *other == Some(*municipality) => Text::new(
                format!("{} ist selbst zuständig.", asked.name),
                format!("{} does the task itself.", asked.name),
            ),
            Some(name) => Text::new(
                format!("Für {} ist {name} zuständig.", asked.name),
                format!("{name} is competent for {}.", asked.name),
            ),
            None => Text::new(
                format!("Für {} ist eine andere Stelle zuständig.", asked.name),
                format!("Another body is competent for {}.", asked.name),
            ),
        };
        Some(Fault::new(pointer, "not_competent", message))
    };
    Ok(add.iter().enumerate().filter_map(fault).collect())
}

/// Lets running rollouts that the caller steers cover, from today on, what positions linked to them ask for. Answers which
/// have changed.
pub async fn extend(tx: &Tx, wanted: Vec<(RolloutId, Vec<OrganisationId>)>) -> Result<Vec<RolloutId>> {
    let reason = Text::new("Eine weitere Bestellung wurde verknüpft.", "Another order was linked.");
    let reason = reason.get(tx.ctx().language);
    let mut extended = Vec::new();
    for (id, add) in coverage_missing(tx, wanted).await? {
        let lock = match ticket_lock(tx, id.into(), ROLLOUT_STEER, IfMatch::Any).await {
            Ok(lock) => lock,
            Err(refusal) if refusal.code().status < 500 => continue,
            Err(error) => return Err(error),
        };
        let (end, on, reason) = (Vec::new(), None, reason.to_owned());
        let command = SteerCommand::ChangeCoverage { add, end, on, reason };
        let steered = steer(tx, id, IfMatch::Any, &command, &of).await?;
        let change = TicketChange { state: Some(ticket_state(&steered)), ..TicketChange::default() };
        ticket_touch(tx, lock, Fact::new("ticket.rollout_changed"), change).await?;
        extended.push(id);
    }
    Ok(extended)
}
