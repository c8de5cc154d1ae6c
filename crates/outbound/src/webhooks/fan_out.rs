//! Who gets an event.
use super::entity::{delivery, webhook};
use super::types::DeliveryState;
use super::{Webhooks, events, store, types};
use dienstweg_kernel::events::Event;
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{ActorId, DeliveryId, EventId};
use dienstweg_kernel::{Ctx, Reader, Result, Tx};
use sea_orm::ActiveValue::{NotSet, Set};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// Name of the cursor.
const CURSOR: &str = "webhooks";
/// Events looked at in one commit.
const PORTION: u64 = 200;

type Webhook = Visible<webhook::Entity>;

impl Webhooks {
    /// Writes down what is to be sent of new events, in the commit that moves the cursor. Answers how many events it
    /// has looked at.
    pub async fn fan_out(&self) -> Result<u64> {
        let ctx = self.ctx();
        let reader = self.0.db.read(&ctx);
        let from = reader.subscriber_at(CURSOR).await?;
        let events = reader.events_after(from, PORTION).await?;
        let Some(last) = events.last() else { return Ok(0) };
        let matches = self.matches(&reader, &events).await?;
        let work = async |tx: &Tx| {
            if tx.subscriber_position(CURSOR).await? != from {
                return Ok(()); // another process was faster
            }
            let rows =
                matches.iter().map(|(webhook, event)| new_delivery(tx.ctx(), webhook, event)).collect();
            store::add_deliveries(tx, rows).await?;
            tx.subscriber_advance(CURSOR, last.position).await
        };
        self.0.db.write(&ctx, work).await?;
        Ok(events.len() as u64)
    }

    /// Pairs of subscription and event where the patterns fit and the owner sees the subject, in order.
    async fn matches<'e>(&self, reader: &Reader, events: &'e [Event]) -> Result<Vec<(Webhook, &'e Event)>> {
        let mut wanted: BTreeMap<ActorId, Vec<(Webhook, &Event)>> = BTreeMap::new();
        for webhook in store::active_webhooks(reader).await? {
            let patterns = webhook.patterns();
            let fitting = events.iter().filter(|event| self.wants(&webhook, &patterns, event));
            wanted.entry(webhook.owner_id).or_default().extend(fitting.map(|event| (webhook.clone(), event)));
        }
        let mut matches = Vec::new();
        for (owner, pairs) in wanted.into_iter().filter(|(_, pairs)| !pairs.is_empty()) {
            let visible = self.visible_to(reader, owner, &pairs).await?;
            matches.extend(pairs.into_iter().filter(|(_, event)| visible.contains(&event.id)));
        }
        Ok(matches)
    }

    fn wants(&self, webhook: &webhook::Model, patterns: &[String], event: &Event) -> bool {
        if event.name == events::TEST {
            return event.subject_id == webhook.id.0;
        }
        types::matches(patterns, &event.name) && self.0.renderers.knows(&event.subject_kind)
    }

    /// Those of the events whose subjects the owner sees. A test always reaches its own subscription.
    async fn visible_to(
        &self,
        reader: &Reader,
        owner: ActorId,
        pairs: &[(Webhook, &Event)],
    ) -> Result<HashSet<EventId>> {
        let tests = pairs.iter().filter(|(_, event)| event.name == events::TEST).map(|(_, event)| event.id);
        let mut visible: HashSet<EventId> = tests.collect();
        let Some(actor) = self.0.principals.load(reader, owner).await? else { return Ok(visible) };
        let reader = self.reader_as(actor);
        let mut subjects: BTreeMap<&str, HashSet<Uuid>> = BTreeMap::new();
        for (_, event) in pairs {
            subjects.entry(&event.subject_kind).or_default().insert(event.subject_id);
        }
        for (kind, ids) in subjects {
            let seen = self.0.visibility.among(&reader, kind, ids.into_iter().collect()).await?;
            let of_seen = |event: &Event| event.subject_kind == kind && seen.contains(&event.subject_id);
            visible.extend(pairs.iter().filter(|(_, event)| of_seen(event)).map(|(_, event)| event.id));
        }
        Ok(visible)
    }
}

fn new_delivery(ctx: &Ctx, webhook: &webhook::Model, event: &Event) -> delivery::ActiveModel {
    let id: DeliveryId = ctx.new_id();
    delivery::ActiveModel {
        id: Set(id),
        webhook_id: Set(webhook.id),
        message_id: Set(format!("msg_{}", id.0.simple())),
        event_id: Set(event.id),
        event_position: Set(event.position),
        event_name: Set(event.name.clone()),
        subject_kind: Set(event.subject_kind.clone()),
        subject_id: Set(event.subject_id),
        state: Set(DeliveryState::Pending),
        reason: NotSet,
        attempts: Set(0),
        due_at: Set(ctx.now()),
        leased_until: NotSet,
        lease: NotSet,
        body: NotSet,
        created_at: Set(ctx.now()),
        finished_at: NotSet,
    }
}
