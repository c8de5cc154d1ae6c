//! What the keys of an order mean. Matching sees every body and service, whoever ordered: the answer must not depend
//! on who asks.
use crate::competence::{Asked, Competence, competences};
use dienstweg_customers::policy::ORGANISATION_READ;
use dienstweg_customers::service::{Body, bodies, bodies_with_key};
use dienstweg_kernel::ctx::{Actor, Ctx};
use dienstweg_kernel::ids::{OrganisationId, ServiceId};
use dienstweg_kernel::{Db, Reader, Result};
use dienstweg_rollouts::input::{BodyKeys, OrderContent, OrderLine, PositionMatch};
use dienstweg_rollouts::policy::{PROGRAMME_READ, SERVICE_READ};
use dienstweg_rollouts::service::{Programmes, ServiceFacts, ServicesByKey, services_by_ids};
use dienstweg_rollouts::types::Problem;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

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

/// A position on the way to its meaning.
type Found = (Result<ServiceFacts, Problem>, Result<Body, Problem>);

/// Finds out what an order means. The number of statements does not grow with its positions, only with the bodies they
/// name.
pub async fn meaning(reader: &Reader, content: &OrderContent) -> Result<Meaning> {
    let mut known: HashMap<&BodyKeys, Result<Body, Problem>> = HashMap::new();
    for keys in content.positions.iter().filter_map(|line| line.body.as_ref()).chain([&content.body]) {
        if let Entry::Vacant(place) = known.entry(keys) {
            place.insert(body(reader, keys).await?);
        }
    }
    let services = ServicesByKey::load(reader, content.positions.iter().flat_map(keys_of)).await?;
    let of_line = |line: &OrderLine| {
        let keys = line.body.as_ref().unwrap_or(&content.body);
        let body = known.get(keys).cloned().unwrap_or(Err(Problem::UnknownBody));
        (service(&services, line), body)
    };
    let found: Vec<Found> = content.positions.iter().map(of_line).collect();
    let ordering = known.get(&content.body).and_then(|found| found.as_ref().ok());
    let mut words: Vec<String> = Vec::new();
    words.extend(ordering.into_iter().flat_map(|body| [Some(body.name.clone()), body.key.clone()]).flatten());
    let named: BTreeMap<ServiceId, &ServiceFacts> =
        found.iter().filter_map(|(service, _)| service.as_ref().ok()).map(|one| (one.id, one)).collect();
    words.extend(named.values().map(|service| format!("{} {}", service.key, service.name)));
    Ok(Meaning {
        organisation: ordering.map(|body| body.id),
        positions: positions(reader, &found).await?,
        words,
    })
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
    Ok(positions(reader, &[(service, body)]).await?.pop().unwrap_or_default())
}

async fn positions(reader: &Reader, found: &[Found]) -> Result<Vec<PositionMatch>> {
    let asked: Vec<Asked<'_>> = found.iter().filter_map(clear).collect();
    let mut competences = competences(reader, &asked).await?.into_iter();
    let programmes = match asked.is_empty() {
        true => Programmes::default(),
        false => Programmes::load(reader, asked.iter().map(|(service, _)| service.id)).await?,
    };
    let position = |one: &Found| match clear(one).zip(clear(one).and_then(|_| competences.next())) {
        Some((asked, competence)) => understood(asked, competence, &programmes),
        None => unclear(one),
    };
    Ok(found.iter().map(position).collect())
}

fn clear((service, body): &Found) -> Option<Asked<'_>> {
    Some((service.as_ref().ok()?, body.as_ref().ok()?))
}

fn unclear((service, body): &Found) -> PositionMatch {
    let inactive = service.as_ref().is_ok_and(|service| !service.active);
    let problems = [service.as_ref().err().copied(), body.as_ref().err().copied()];
    PositionMatch {
        service_id: service.as_ref().ok().map(|service| service.id),
        body_id: body.as_ref().ok().map(|body| body.id),
        problems: problems
            .into_iter()
            .flatten()
            .chain(inactive.then_some(Problem::InactiveService))
            .collect(),
        ..PositionMatch::default()
    }
}

fn understood((service, body): Asked<'_>, competence: Competence, programmes: &Programmes) -> PositionMatch {
    let mut found = PositionMatch { service_id: Some(service.id), ..PositionMatch::default() };
    found.problems.extend((!service.active).then_some(Problem::InactiveService));
    match competence {
        Competence::Body { body: responsible, covers } => {
            found.body_id = Some(responsible);
            found.covers = covers;
            let none = programmes.nearest(service.id, &body.path()).is_none();
            found.problems.extend(none.then_some(Problem::NoProgramme));
        }
        Competence::Other(_) | Competence::Nobody => found.problems.push(Problem::NotCompetent),
    }
    found
}

async fn body(reader: &Reader, keys: &BodyKeys) -> Result<Result<Body, Problem>> {
    for key in keys.keys() {
        let mut found = bodies_with_key(reader, key).await?.into_iter();
        match (found.next(), found.next()) {
            (None, _) => {}
            (Some(body), None) => return Ok(Ok(body)),
            _ => return Ok(Err(Problem::AmbiguousBody)),
        }
    }
    Ok(Err(Problem::UnknownBody))
}

fn keys_of(line: &OrderLine) -> impl Iterator<Item = &str> {
    line.service_key.iter().chain(&line.ozg_id).chain(&line.leika_keys).map(String::as_str)
}

/// The one service that all keys of a position allow. Keys nobody knows are no contradiction.
fn service(known: &ServicesByKey, line: &OrderLine) -> Result<ServiceFacts, Problem> {
    let of_keys =
        keys_of(line).map(|key| known.of(key).collect::<Vec<_>>()).filter(|found| !found.is_empty());
    let allowed = of_keys.reduce(|mut before, now| {
        before.retain(|one| now.iter().any(|other| other.id == one.id));
        before
    });
    match allowed.as_deref() {
        None => Err(Problem::UnknownService),
        Some([]) => Err(Problem::ContradictingKeys),
        Some([one]) => Ok((*one).clone()),
        Some(_) => Err(Problem::AmbiguousService),
    }
}
