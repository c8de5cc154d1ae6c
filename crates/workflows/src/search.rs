//! Jumping to anything by key or name: a few of each kind the caller sees.
use crate::rollouts::rollouts_found;
use dienstweg_customers::input::{OrganisationListParams, PersonListParams};
use dienstweg_customers::policy::{ORGANISATION_READ, PERSON_READ};
use dienstweg_customers::service::{organisation_list, person_list};
use dienstweg_customers::view::{OrganisationRow, PersonView};
use dienstweg_kernel::page::PageRequest;
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::input::{OrderListParams, RolloutListParams, ServiceListParams};
use dienstweg_rollouts::policy::{ORDER_READ, ROLLOUT_READ, SERVICE_READ};
use dienstweg_rollouts::service::{order_list, service_list};
use dienstweg_rollouts::types::RolloutKind;
use dienstweg_rollouts::view::{OrderView, RolloutRow, ServiceView};
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
    let mut hits = Vec::new();
    if q.trim().is_empty() {
        return Ok(hits);
    }
    let has = |permission| reader.ctx().actor.has(permission);
    if has(ROLLOUT_READ) {
        hits.extend(rollouts(reader, q, &few).await?);
    }
    if has(ORGANISATION_READ) {
        hits.extend(organisations(reader, q, &few).await?);
    }
    if has(ORDER_READ) {
        hits.extend(orders(reader, q, &few).await?);
    }
    if has(SERVICE_READ) {
        hits.extend(services(reader, q, &few).await?);
    }
    if has(PERSON_READ) {
        hits.extend(persons(reader, q, &few).await?);
    }
    Ok(hits)
}

async fn rollouts(reader: &Reader, q: &str, few: &PageRequest) -> Result<Vec<SearchHit>> {
    let params = RolloutListParams { q: Some(q.to_owned()), ..RolloutListParams::default() };
    let found = rollouts_found(reader, &params, few).await?.items.into_iter();
    let hit = |row: RolloutRow| {
        let kind = if row.kind == RolloutKind::Mother { SearchKind::Mother } else { SearchKind::Rollout };
        let body = row.body.name.unwrap_or_default();
        let title = match row.service.and_then(|service| service.name) {
            Some(service) => format!("{body} · {service}"),
            None => body,
        };
        SearchHit {
            kind,
            id: row.id.0,
            key: Some(row.number),
            title,
            subtitle: row.phase.map(|phase| phase.name),
        }
    };
    Ok(found.map(hit).collect())
}

async fn organisations(reader: &Reader, q: &str, few: &PageRequest) -> Result<Vec<SearchHit>> {
    let params = OrganisationListParams { q: Some(q.to_owned()), ..OrganisationListParams::default() };
    let found = organisation_list(reader, &params, few).await?.items.into_iter();
    let hit = |row: OrganisationRow| SearchHit {
        kind: SearchKind::Organisation,
        id: row.id.0,
        key: row.ags.or(row.own_key),
        title: row.name,
        subtitle: row.parent.and_then(|parent| parent.name),
    };
    Ok(found.map(hit).collect())
}

async fn orders(reader: &Reader, q: &str, few: &PageRequest) -> Result<Vec<SearchHit>> {
    let params = OrderListParams { q: Some(q.to_owned()), ..OrderListParams::default() };
    let found = order_list(reader, &params, few).await?.items.into_iter();
    let hit = |row: OrderView| SearchHit {
        kind: SearchKind::Order,
        id: row.id.0,
        key: Some(row.number.clone()),
        title: row.number,
        subtitle: row.organisation.and_then(|body| body.name),
    };
    Ok(found.map(hit).collect())
}

async fn services(reader: &Reader, q: &str, few: &PageRequest) -> Result<Vec<SearchHit>> {
    let params = ServiceListParams { q: Some(q.to_owned()), ..ServiceListParams::default() };
    let found = service_list(reader, &params, few).await?.items.into_iter();
    let hit = |row: ServiceView| SearchHit {
        kind: SearchKind::Service,
        id: row.id.0,
        key: Some(row.key),
        title: row.name,
        subtitle: None,
    };
    Ok(found.map(hit).collect())
}

async fn persons(reader: &Reader, q: &str, few: &PageRequest) -> Result<Vec<SearchHit>> {
    let params = PersonListParams { q: Some(q.to_owned()), ..PersonListParams::default() };
    let found = person_list(reader, &params, few).await?.items.into_iter();
    let hit = |row: PersonView| SearchHit {
        kind: SearchKind::Person,
        id: row.id.0,
        key: None,
        title: row.name,
        subtitle: row.functions.into_iter().next().and_then(|function| function.organisation.name),
    };
    Ok(found.map(hit).collect())
}
