//! What an unclear position may mean: services by key and name, bodies by key and name, whatever the spelling.
use crate::competence::{Competence, competences};
use dienstweg_customers::service::{Body, bodies as facts, bodies_with_key, body_names};
use dienstweg_kernel::ids::ServiceId;
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::input::BodyKeys;
use dienstweg_rollouts::service::{service_names, services_by_ids};
use dienstweg_rollouts::types::PositionState;
use dienstweg_rollouts::view::{OrderView, PositionView, Suggestions};

/// As many as people read.
const FEW: usize = 5;

/// Fills in suggestions for positions in clarification, from what the caller itself sees.
pub async fn with_suggestions(reader: &Reader, mut view: OrderView) -> Result<OrderView> {
    let unclear = |position: &PositionView| position.state == PositionState::Clarification;
    if !view.positions.iter().any(unclear) {
        return Ok(view);
    }
    let catalogue = service_names(reader).await?;
    let ordering = view.ordering_body.clone();
    // Most positions are for the body that orders: each body is looked for once.
    let mut known: Vec<(BodyKeys, Vec<Named>)> = Vec::new();
    for position in view.positions.iter_mut().filter(|position| unclear(position)) {
        let keys = position.body_keys.as_ref().unwrap_or(&ordering);
        let mut bodies = match known.iter().find(|(other, _)| other == keys) {
            Some((_, bodies)) => bodies.clone(),
            None => {
                let bodies = bodies(reader, keys).await?;
                known.push((keys.clone(), bodies.clone()));
                bodies
            }
        };
        if let Some(other) = competent(reader, position, &bodies).await? {
            bodies.insert(0, other);
        }
        let written = position.service_key.iter().chain(&position.ozg_id).chain(&position.leika_keys);
        let services = catalogue.near(written.map(String::as_str), FEW);
        position.suggestions = Suggestions { services, bodies };
    }
    Ok(view)
}

/// Who is competent instead, where the body that asks is not.
async fn competent(reader: &Reader, position: &PositionView, asking: &[Named]) -> Result<Option<Named>> {
    let (Some(service), [body]) = (&position.service, asking) else { return Ok(None) };
    let service = ServiceId(service.id);
    let found = services_by_ids(reader, vec![service])
        .await?
        .remove(&service)
        .zip(facts(reader, vec![body.id.into()]).await?.remove(&body.id.into()));
    let Some((service, body)) = found else { return Ok(None) };
    match competences(reader, &[(&service, &body)]).await?.pop() {
        Some(Competence::Other(id)) => Ok(facts(reader, vec![id]).await?.remove(&id).map(named)),
        _ => Ok(None),
    }
}

/// Bodies that carry a key; where none does, those whose name or key comes near.
async fn bodies(reader: &Reader, keys: &BodyKeys) -> Result<Vec<Named>> {
    let mut found: Vec<Named> = Vec::new();
    for key in keys.keys() {
        found.extend(bodies_with_key(reader, key).await?.into_iter().map(named));
    }
    if found.is_empty() {
        let names = body_names(reader).await?;
        found.extend(keys.name.as_deref().map(|name| names.near(name, FEW)).unwrap_or_default());
        found.extend(keys.keys().flat_map(|key| names.near_key(key, FEW)));
    }
    let mut once: Vec<Named> = Vec::new();
    for body in found {
        if !once.contains(&body) {
            once.push(body);
        }
    }
    once.truncate(FEW);
    Ok(once)
}

fn named(body: Body) -> Named {
    Named { id: body.id.0, name: Some(body.name), key: body.key }
}
