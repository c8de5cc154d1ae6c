//! Who does a service's task for whom: an override in force, or else the place in the tree and the service's level.
use dienstweg_customers::service::{Body, Tier, bodies, covered, responsible};
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::ServiceLevel;
use dienstweg_rollouts::service::{ServiceFacts, override_for};

/// What becomes of asking for a service for a body.
#[derive(Clone, Debug)]
pub enum Competence {
    /// This body does it, for these municipalities.
    Body { body: OrganisationId, covers: Vec<OrganisationId> },
    /// Another body would have to ask.
    Other(OrganisationId),
    /// Nobody in the tree.
    Nobody,
}

fn tier(level: ServiceLevel) -> Tier {
    match level {
        ServiceLevel::Municipality => Tier::Municipality,
        ServiceLevel::Association => Tier::Association,
        ServiceLevel::District => Tier::District,
        ServiceLevel::Bezirk => Tier::Bezirk,
    }
}

/// Who does the task of `service` when `asking` asks for it. An association asks and acts for its members, so their
/// orders become its rollout; a district does not become the orderer because one of its municipalities asked.
pub async fn competence(reader: &Reader, service: &ServiceFacts, asking: &Body) -> Result<Competence> {
    if let Some(body) = override_for(reader, service.id, asking.id).await? {
        return own(reader, body, asking).await;
    }
    let Some(derived) = responsible(reader, asking, tier(service.level)).await? else {
        return Ok(Competence::Nobody);
    };
    let body = override_for(reader, service.id, derived).await?.unwrap_or(derived);
    let may_ask = derived == asking.id || service.level == ServiceLevel::Association;
    if may_ask { own(reader, body, asking).await } else { Ok(Competence::Other(body)) }
}

async fn own(reader: &Reader, body: OrganisationId, asking: &Body) -> Result<Competence> {
    let mut covers = covered(reader, asking).await?;
    if body != asking.id
        && let Some(body) = bodies(reader, vec![body]).await?.get(&body)
    {
        // By an override a body may act for one that is not among its own.
        let own = covered(reader, body).await?;
        covers.retain(|asked| !own.contains(asked));
        covers.splice(0..0, own);
    }
    Ok(Competence::Body { body, covers })
}
