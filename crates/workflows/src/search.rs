//! Jumping to anything by key or name: a few of each kind the caller sees.
use crate::rollouts::of;
use dienstweg_customers::input::{OrganisationListParams, PersonListParams};
use dienstweg_customers::policy::{ORGANISATION_READ, PERSON_READ};
use dienstweg_customers::service::{organisation_list, person_list};
use dienstweg_kernel::page::PageRequest;
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::input::{OrderListParams, RolloutListParams, ServiceListParams};
use dienstweg_rollouts::policy::{ORDER_READ, ROLLOUT_READ, SERVICE_READ};
use dienstweg_rollouts::service::{order_list, rollout_list, service_list};
use dienstweg_rollouts::types::RolloutKind;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What kind of thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SearchKind {
    Organisation,
    Mother,
    Rollout,
    Order,
    Service,
    Person,
}

/// Something to jump to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SearchHit {
    pub kind: SearchKind,
    pub id: Uuid,
    /// Number or key people know it by.
    pub key: Option<String>,
    pub title: String,
    pub subtitle: Option<String>,
}

/// At most `limit` of each kind, the kinds in a fixed order.
pub async fn search(reader: &Reader, q: &str, limit: u64) -> Result<Vec<SearchHit>> {
    let few = PageRequest { limit: limit.clamp(1, 20), cursor: None, count: false };
    let actor = &reader.ctx().actor;
    let mut hits = Vec::new();
    if q.trim().is_empty() {
        return Ok(hits);
    }
    if actor.has(ROLLOUT_READ) {
        let params = RolloutListParams { q: Some(q.to_owned()), ..RolloutListParams::default() };
        for row in rollout_list(reader, &params, &few, &of).await?.items {
            let kind = if row.kind == RolloutKind::Mother { SearchKind::Mother } else { SearchKind::Rollout };
            let service = row.service.and_then(|service| service.name);
            let body = row.body.name.unwrap_or_default();
            let title = service.map_or_else(|| body.clone(), |service| format!("{body} · {service}"));
            hits.push(SearchHit { kind, id: row.id.0, key: Some(row.number), title, subtitle: row.phase.map(|phase| phase.name) });
        }
    }
    if actor.has(ORGANISATION_READ) {
        let params = OrganisationListParams { q: Some(q.to_owned()), ..OrganisationListParams::default() };
        for row in organisation_list(reader, &params, &few).await?.items {
            let parent = row.parent.and_then(|parent| parent.name);
            hits.push(SearchHit { kind: SearchKind::Organisation, id: row.id.0, key: row.ags.or(row.own_key), title: row.name, subtitle: parent });
        }
    }
    if actor.has(ORDER_READ) {
        let params = OrderListParams { q: Some(q.to_owned()), ..OrderListParams::default() };
        for row in order_list(reader, &params, &few).await?.items {
            let body = row.organisation.and_then(|body| body.name);
            hits.push(SearchHit { kind: SearchKind::Order, id: row.id.0, key: Some(row.number.clone()), title: row.number, subtitle: body });
        }
    }
    if actor.has(SERVICE_READ) {
        let params = ServiceListParams { q: Some(q.to_owned()), ..ServiceListParams::default() };
        for row in service_list(reader, &params, &few).await?.items {
            hits.push(SearchHit { kind: SearchKind::Service, id: row.id.0, key: Some(row.key), title: row.name, subtitle: None });
        }
    }
    if actor.has(PERSON_READ) {
        let params = PersonListParams { q: Some(q.to_owned()), ..PersonListParams::default() };
        for row in person_list(reader, &params, &few).await?.items {
            let organisation = row.functions.first().and_then(|function| function.organisation.name.clone());
            hits.push(SearchHit { kind: SearchKind::Person, id: row.id.0, key: None, title: row.name, subtitle: organisation });
        }
    }
    Ok(hits)
}
