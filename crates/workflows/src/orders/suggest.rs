//! What an unclear position may mean: services by key and name, bodies by key, name and search form.
use dienstweg_customers::service::{BodyMatch, body_by_key};
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::input::BodyKeys;
use dienstweg_rollouts::service::{ServiceMatch, services_by_key};
use dienstweg_rollouts::types::PositionState;
use dienstweg_rollouts::view::{OrderView, PositionView, Suggestions};

/// As many as people read.
const FEW: u64 = 5;

/// Fills in suggestions for positions in clarification, from what the caller itself sees.
pub async fn with_suggestions(reader: &Reader, mut view: OrderView) -> Result<OrderView> {
    let ordering = view.ordering_body.clone();
    for position in &mut view.positions {
        if position.state == PositionState::Clarification {
            let bodies = bodies(reader, position.body_keys.as_ref().unwrap_or(&ordering)).await?;
            position.suggestions = Suggestions { services: services(reader, position).await?, bodies };
        }
    }
    Ok(view)
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
        let service = Named { id: one.service.id.0, name: Some(one.service.name), key: Some(one.service.key) };
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
