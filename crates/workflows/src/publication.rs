//! Whether citizens find what is rolled out: what an index is to be asked, with the keys it knows bodies and services by,
//! and what follows from its answers. Asking itself is the affair of a connector.
use crate::rollouts::{of, ticket_state};
use dienstweg_customers::policy::ORGANISATION_READ;
use dienstweg_customers::service::bodies;
use dienstweg_kernel::clock::Clock;
use dienstweg_kernel::ctx::{Actor, Ctx};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use dienstweg_kernel::{Db, Result, Tx};
use dienstweg_rollouts::policy::{ROLLOUT_READ, ROLLOUT_STEER};
use dienstweg_rollouts::service::{
    Enquiry, Finding, orders_told, publications_due, publications_follow, publications_note,
};
use dienstweg_tickets::input::TicketChange;
use dienstweg_tickets::policy::{TICKET_READ, TICKET_WRITE};
use dienstweg_tickets::service::{ticket_lock, ticket_touch};
use std::sync::Arc;

/// What an index is asked.
#[derive(Clone, Debug)]
pub struct Question {
    pub rollout: RolloutId,
    pub body: OrganisationId,
    /// AGS of a municipality, or the register key of what has none.
    pub key: Option<String>,
    /// 12 digits.
    pub ars: Option<String>,
    pub leika_keys: Vec<String>,
    pub portal_ids: Vec<String>,
}

fn ctx(clock: Arc<dyn Clock>) -> Ctx {
    let rights = [ROLLOUT_READ, ROLLOUT_STEER, TICKET_READ, TICKET_WRITE, ORGANISATION_READ];
    Ctx::system(Actor::system("publications", &rights), clock)
}

/// Lets the rollouts in question follow from where they stand. Answers how many came.
pub async fn questions_follow(db: &Db, clock: Arc<dyn Clock>) -> Result<u64> {
    db.write(&ctx(clock), async |tx| publications_follow(tx).await).await
}

/// What is to be asked now, at most `limit`, questions about one body together.
pub async fn questions(db: &Db, clock: Arc<dyn Clock>, limit: u64) -> Result<Vec<Question>> {
    let reader = db.read(&ctx(clock));
    let due = publications_due(&reader, limit).await?;
    let known = bodies(&reader, due.iter().map(|enquiry| enquiry.body).collect()).await?;
    let question = |enquiry: Enquiry| {
        let body = known.get(&enquiry.body);
        Question {
            rollout: enquiry.rollout,
            body: enquiry.body,
            key: body.and_then(|body| body.key.clone()),
            ars: body.and_then(|body| body.ars.clone()),
            leika_keys: enquiry.leika_keys,
            portal_ids: enquiry.portal_ids,
        }
    };
    Ok(due.into_iter().map(question).collect())
}

/// Enters answers; tickets and orders hear of what moved.
pub async fn answered(db: &Db, clock: Arc<dyn Clock>, findings: &[Finding]) -> Result<()> {
    let work = async |tx: &Tx| {
        for steered in publications_note(tx, findings, &of).await? {
            let lock = ticket_lock(tx, steered.id.into(), TICKET_WRITE, IfMatch::Any).await?;
            let change = TicketChange { state: Some(ticket_state(&steered)), ..TicketChange::default() };
            ticket_touch(tx, lock, Fact::new("ticket.rollout_changed"), change).await?;
            orders_told(tx, &steered, false).await?;
        }
        Ok(())
    };
    db.write(&ctx(clock), work).await
}
