//! What the keys of an order mean. Matching sees every body and service, whoever ordered: the answer must not depend
//! on who asks.
use crate::competence::{Competence, competence};
use dienstweg_customers::policy::ORGANISATION_READ;
use dienstweg_customers::service::{Body, bodies, body_by_key};
use dienstweg_kernel::ctx::{Actor, Ctx};
use dienstweg_kernel::ids::{OrganisationId, ServiceId};
use dienstweg_kernel::{Db, Reader, Result};
use dienstweg_rollouts::input::{BodyKeys, OrderContent, OrderLine, PositionMatch};
use dienstweg_rollouts::policy::{PROGRAMME_READ, SERVICE_READ};
use dienstweg_rollouts::service::{ServiceFacts, programme_for, services_by_ids, services_by_key};
use dienstweg_rollouts::types::Problem;
use std::collections::{BTreeSet, HashMap};

/// As many bodies or services as a key is compared with; more than one is ambiguous anyway.
const FEW: u64 = 10;

/// What an order was found to mean.
#[derive(Debug, Default)]
pub struct Meaning {
    pub organisation: Option<OrganisationId>,
    /// One per position.
    pub positions: Vec<PositionMatch>,
    /// Names and keys of what was found.
    pub words: Vec<String>,
}

/// A reader that sees all bodies, services and programmes.
pub fn all_seeing(db: &Db, ctx: &Ctx) -> Reader {
    let actor = Actor::system("orders", &[ORGANISATION_READ, SERVICE_READ, PROGRAMME_READ]);
    db.read(&ctx.with_actor(actor))
}

/// Finds out what an order means, position by position.
pub async fn meaning(reader: &Reader, content: &OrderContent) -> Result<Meaning> {
    let ordering = body(reader, &content.body).await?;
    let mut found =
        Meaning { organisation: ordering.as_ref().ok().map(|body| body.id), ..Meaning::default() };
    if let Ok(body) = &ordering {
        found.words.extend([body.name.clone()].into_iter().chain(body.key.clone()));
    }
    let mut services = HashMap::new();
    for line in &content.positions {
        let own = match &line.body {
            Some(keys) => body(reader, keys).await?,
            None => ordering.clone(),
        };
        let service = service(reader, line).await?;
        if let Ok(service) = &service {
            services.insert(service.id, format!("{} {}", service.key, service.name));
        }
        found.positions.push(position(reader, service, own).await?);
    }
    found.words.extend(services.into_values());
    Ok(found)
}

/// The same for a position whose service and body people have named.
pub async fn decided(
    reader: &Reader,
    service: Option<ServiceId>,
    body: Option<OrganisationId>,
) -> Result<PositionMatch> {
    let service = match service {
        Some(id) => services_by_ids(reader, vec![id]).await?.remove(&id).ok_or(Problem::UnknownService),
        None => Err(Problem::UnknownService),
    };
    let body = match body {
        Some(id) => bodies(reader, vec![id]).await?.remove(&id).ok_or(Problem::UnknownBody),
        None => Err(Problem::UnknownBody),
    };
    position(reader, service, body).await
}

async fn position(
    reader: &Reader,
    service: Result<ServiceFacts, Problem>,
    body: Result<Body, Problem>,
) -> Result<PositionMatch> {
    let mut found = PositionMatch {
        service_id: service.as_ref().ok().map(|service| service.id),
        ..PositionMatch::default()
    };
    found.problems.extend(service.as_ref().err());
    found.problems.extend(body.as_ref().err());
    if service.as_ref().is_ok_and(|service| !service.active) {
        found.problems.push(Problem::InactiveService);
    }
    let (Ok(service), Ok(body)) = (&service, &body) else {
        found.body_id = body.ok().map(|body| body.id);
        return Ok(found);
    };
    match competence(reader, service, body).await? {
        Competence::Body { body: responsible, covers } => {
            found.body_id = Some(responsible);
            found.covers = covers;
            let path: Vec<OrganisationId> =
                std::iter::once(body.id).chain(body.above.iter().map(|(id, _)| *id)).collect();
            if programme_for(reader, service.id, &path).await?.is_none() {
                found.problems.push(Problem::NoProgramme);
            }
        }
        Competence::Other(_) | Competence::Nobody => found.problems.push(Problem::NotCompetent),
    }
    Ok(found)
}

async fn body(reader: &Reader, keys: &BodyKeys) -> Result<Result<Body, Problem>> {
    for key in keys.keys() {
        let exact: Vec<OrganisationId> = body_by_key(reader, Some(key), None, FEW)
            .await?
            .into_iter()
            .filter(|found| found.exact)
            .map(|found| found.id)
            .collect();
        match exact[..] {
            [] => {}
            [id] => return Ok(bodies(reader, vec![id]).await?.remove(&id).ok_or(Problem::UnknownBody)),
            _ => return Ok(Err(Problem::AmbiguousBody)),
        }
    }
    Ok(Err(Problem::UnknownBody))
}

/// The one service that all keys of a position allow. Keys nobody knows are no contradiction.
async fn service(reader: &Reader, line: &OrderLine) -> Result<Result<ServiceFacts, Problem>> {
    let mut known: HashMap<ServiceId, ServiceFacts> = HashMap::new();
    let mut allowed: Option<BTreeSet<ServiceId>> = None;
    let keys = line.service_key.iter().chain(&line.ozg_id).chain(&line.leika_keys);
    for key in keys {
        let exact: Vec<ServiceFacts> = services_by_key(reader, Some(key), None, FEW)
            .await?
            .into_iter()
            .filter(|found| found.exact)
            .map(|found| found.service)
            .collect();
        if exact.is_empty() {
            continue;
        }
        let ids: BTreeSet<ServiceId> = exact.iter().map(|service| service.id).collect();
        known.extend(exact.into_iter().map(|service| (service.id, service)));
        allowed = Some(match allowed {
            Some(before) => before.intersection(&ids).copied().collect(),
            None => ids,
        });
    }
    let Some(allowed) = allowed else { return Ok(Err(Problem::UnknownService)) };
    let mut left = allowed.into_iter();
    Ok(match (left.next(), left.next()) {
        (None, _) => Err(Problem::ContradictingKeys),
        (Some(id), None) => known.remove(&id).ok_or(Problem::UnknownService),
        _ => Err(Problem::AmbiguousService),
    })
}
