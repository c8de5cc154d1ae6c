//! What an unclear position may mean: services by key and name, bodies by key, name and search form.
use crate::competence::{Competence, competences};
use dienstweg_customers::service::{BodyMatch, bodies as facts, body_by_key};
use dienstweg_kernel::ids::ServiceId;
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::input::BodyKeys;
use dienstweg_rollouts::service::{ServiceMatch, services_by_ids, services_by_key};
use dienstweg_rollouts::types::PositionState;
use dienstweg_rollouts::view::{OrderView, PositionView, Suggestions};

/// As many as people read.
const FEW: u64 = 5;

/// Fills in suggestions for positions in clarification, from what the caller itself sees.
pub async fn with_suggestions(reader: &Reader, mut view: OrderView) -> Result<OrderView> {
    let ordering = view.ordering_body.clone();
    for position in &mut view.positions {
        if position.state == PositionState::Clarification {
            let mut bodies = bodies(reader, position.body_keys.as_ref().unwrap_or(&ordering)).await?;
            if let Some(other) = competent(reader, position, &bodies).await? {
                bodies.insert(0, other);
            }
            position.suggestions = Suggestions { services: services(reader, position).await?, bodies };
        }
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
        Some(Competence::Other(id)) => Ok(facts(reader, vec![id]).await?.remove(&id).map(|body| Named {
            id: id.0,
            name: Some(body.name),
            key: body.key,
        })),
        _ => Ok(None),
    }
}

async fn services(reader: &Reader, position: &PositionView) -> Result<Vec<Named>> {
    let mut found: Vec<ServiceMatch> = Vec::new();
    let keys = position.service_key.iter().chain(&position.ozg_id).chain(&position.leika_keys);
    for key in keys {
        found.extend(services_by_key(reader, Some(key), None, FEW).await?);
    }
    found.sort_by_key(|one| !one.exact);
    let mut named = Vec::new();
    for one in found {
        let service =
            Named { id: one.service.id.0, name: Some(one.service.name), key: Some(one.service.key) };
        if !named.contains(&service) {
            named.push(service);
        }
    }
    named.truncate(usize::try_from(FEW).unwrap_or(usize::MAX));
    Ok(named)
}

async fn bodies(reader: &Reader, keys: &BodyKeys) -> Result<Vec<Named>> {
    let mut found: Vec<BodyMatch> = Vec::new();
    for key in keys.keys() {
        found.extend(body_by_key(reader, Some(key), None, FEW).await?);
    }
    if found.is_empty() {
        found = body_by_key(reader, None, keys.name.as_deref(), FEW).await?;
    }
    let mut named = Vec::new();
    for one in found {
        let body = Named { id: one.id.0, name: Some(one.name), key: one.key };
        if !named.contains(&body) {
            named.push(body);
        }
    }
    named.truncate(usize::try_from(FEW).unwrap_or(usize::MAX));
    Ok(named)
}
