//! Orders: found out what they mean, placed, clarified, released into rollouts. Marketplace and form share all of it.
mod join;
mod matching;
mod release;
mod suggest;

pub use release::{ReleaseOutcome, ReleaseResult, positions_release};
pub use suggest::with_suggestions;

use chrono::{DateTime, Utc};
use dienstweg_kernel::db::IfMatch;
use dienstweg_kernel::ids::{OrderId, PositionId, RolloutId};
use dienstweg_kernel::{Ctx, Db, Reader, Result, Tx};
use dienstweg_rollouts::input::{
    BodyKeys, CancellationDecision, NewOrder, OrderContact, OrderContent, OrderLine, PositionClarify,
    PositionMatch, SteerCommand,
};
use dienstweg_rollouts::service::{cancellation_decide, order_get, order_place, position_clarify};
use dienstweg_rollouts::template::OutcomeKey;
use dienstweg_rollouts::view::{OrderView, Placed, PositionView};
pub use matching::Meaning;
use matching::{all_seeing, decided, meaning};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

/// The source of orders that people enter by hand.
pub const MANUAL: &str = "manual";

/// Places an order, whatever it means: what cannot be matched is kept for clarification. Finding out what it means
/// happens before the unit of work, and again in it only if that is repeated.
pub async fn order_receive(db: &Db, ctx: &Ctx, source: &str, content: &OrderContent) -> Result<Placed> {
    let found = meaning(&all_seeing(db, ctx), content).await?;
    db.write(ctx, async |tx| order_place(tx, new_order(tx, source, content, &found)).await).await
}

/// The same inside a unit of work that guards it by an idempotency key; see [`order_meaning`].
pub async fn order_receive_in(
    tx: &Tx,
    source: &str,
    content: &OrderContent,
    found: &Meaning,
) -> Result<Placed> {
    order_place(tx, new_order(tx, source, content, found)).await
}

/// What an order means, found out before the unit of work that places it.
pub async fn order_meaning(db: &Db, ctx: &Ctx, content: &OrderContent) -> Result<Meaning> {
    meaning(&all_seeing(db, ctx), content).await
}

fn new_order(tx: &Tx, source: &str, content: &OrderContent, found: &Meaning) -> NewOrder {
    NewOrder {
        source: source.to_owned(),
        content: content.clone(),
        principal: tx.ctx().actor.id,
        organisation_id: found.organisation,
        matches: found.positions.clone(),
        words: found.words.clone(),
    }
}

/// One order with what its open positions may mean.
pub async fn order_detail(reader: &Reader, id: OrderId) -> Result<OrderView> {
    let view = order_get(reader, id).await?;
    with_suggestions(reader, view).await
}

/// What a position means after people have said so; what they left out stays as it was found.
pub async fn position_meaning(
    db: &Db,
    ctx: &Ctx,
    order: &OrderView,
    position: PositionId,
    said: &PositionClarify,
) -> Result<PositionMatch> {
    let known = order.positions.iter().find(|one| one.id == position);
    let named = |position: &PositionView| {
        (position.service.as_ref().map(|one| one.id.into()), position.body.as_ref().map(|one| one.id.into()))
    };
    let (service, body) = known.map(named).unwrap_or_default();
    decided(&all_seeing(db, ctx), said.service_id.or(service), said.body_id.or(body)).await
}

/// Enters what people found a position to mean.
pub async fn position_decide(
    tx: &Tx,
    position: PositionId,
    seen: IfMatch,
    found: &PositionMatch,
) -> Result<OrderView> {
    position_clarify(tx, position, seen, found).await
}

/// Decides on a requested cancellation; accepted, the rollouts made for it come out as cancelled.
pub async fn cancellation(
    tx: &Tx,
    id: OrderId,
    seen: IfMatch,
    decision: CancellationDecision,
    reason: &str,
) -> Result<OrderView> {
    let (view, rollouts) = cancellation_decide(tx, id, seen, decision, reason).await?;
    for rollout in rollouts {
        cancel(tx, rollout, reason).await?;
    }
    Ok(view)
}

async fn cancel(tx: &Tx, rollout: RolloutId, reason: &str) -> Result<()> {
    let command =
        SteerCommand::SetOutcome { outcome: OutcomeKey::Cancelled, reason: Some(reason.to_owned()) };
    let act = crate::rollouts::RolloutAct { command, audience: None, note: None };
    crate::rollouts::rollout_act(tx, rollout, IfMatch::Any, &act).await.map(|_| ())
}

/// An order entered by hand. Number and time are given here where they are not known.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"body": {"ars": "091755153"}, "positions": [{"line": 1, "service_key": "EWA"}]}))]
pub struct OrderByHand {
    #[validate(length(min = 1, max = 100))]
    #[schema(min_length = 1, max_length = 100)]
    pub number: Option<String>,
    pub placed_at: Option<DateTime<Utc>>,
    #[validate(nested)]
    pub body: BodyKeys,
    #[serde(default)]
    #[validate(length(max = 20), nested)]
    pub contacts: Vec<OrderContact>,
    #[validate(length(min = 1, max = 500), nested)]
    #[schema(min_items = 1, max_items = 500)]
    pub positions: Vec<OrderLine>,
    #[serde(default)]
    #[validate(length(max = 20))]
    pub contract_refs: Vec<String>,
    #[validate(length(max = 5000))]
    pub note: Option<String>,
}

impl OrderByHand {
    /// The order as a marketplace would have sent it.
    pub fn into_content(self, ctx: &Ctx) -> OrderContent {
        let made = || {
            let letters: String = ctx
                .random::<5>()
                .iter()
                .map(|byte| char::from(b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789"[usize::from(byte % 32)]))
                .collect();
            format!("M-{}-{letters}", ctx.today().format("%Y%m%d"))
        };
        OrderContent {
            number: self.number.unwrap_or_else(made),
            revision: None,
            placed_at: self.placed_at.unwrap_or_else(|| ctx.now()),
            body: self.body,
            contacts: self.contacts,
            positions: self.positions,
            contract_refs: self.contract_refs,
            note: self.note,
        }
    }
}
