//! What is told back to who ordered: where each position stands. Written from facts with the subscriber's own rights;
//! no names of persons, no free text.
use crate::rollouts::of;
use dienstweg_kernel::events::Event;
use dienstweg_kernel::ids::{OrderId, RolloutId};
use dienstweg_kernel::{Reader, Result, error::codes};
use dienstweg_rollouts::service::{order_get, rollout_get};
use dienstweg_rollouts::view::{OrderView, PhaseState, PositionView};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// Where an order stands, for the marketplace it came from.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({"source": "digitalmarkt", "number": "DM-2026-0815", "revision": 1, "state": "released",
    "positions": [{"line": 1, "service_key": "EWA", "state": "released", "rollout": {"number": "RO-2026-000001",
    "state": "running", "phase": "preparation", "outcome": null, "live_on": null}}]}))]
pub struct OrderStatus {
    pub source: String,
    pub number: String,
    pub revision: i64,
    pub state: String,
    pub positions: Vec<PositionStatus>,
}

/// Where one position stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OrderPositionStatus)]
pub struct PositionStatus {
    pub line: i32,
    pub service_key: Option<String>,
    /// `clarification`, `ready`, `checked`, `released`, `linked`, `rejected` or `cancelled`.
    pub state: String,
    /// Why it is in clarification.
    pub problems: Vec<String>,
    pub rollout: Option<RolloutStatus>,
}

/// How far the rollout of a position is.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OrderRolloutStatus)]
pub struct RolloutStatus {
    pub number: String,
    pub state: String,
    /// Key of the phase.
    pub phase: Option<String>,
    pub outcome: Option<String>,
    pub live_on: Option<chrono::NaiveDate>,
}

impl From<&OrderView> for OrderStatus {
    fn from(order: &OrderView) -> Self {
        Self {
            source: order.source.clone(),
            number: order.number.clone(),
            revision: order.revision,
            state: word(&order.state),
            positions: order.positions.iter().map(PositionStatus::from).collect(),
        }
    }
}

impl From<&PositionView> for PositionStatus {
    fn from(position: &PositionView) -> Self {
        Self {
            line: position.line,
            service_key: position.service_key.clone(),
            state: word(&position.state),
            problems: position.problems.iter().map(|problem| word(&problem.code)).collect(),
            rollout: position.rollout.as_ref().map(|rollout| RolloutStatus {
                number: rollout.number.clone(),
                state: word(&rollout.state),
                phase: rollout.phase.as_ref().map(|phase| phase.key.clone()),
                outcome: rollout.outcome.as_ref().map(word),
                live_on: rollout.live_on,
            }),
        }
    }
}

/// The word of a state in the contract.
fn word(state: &impl Serialize) -> String {
    serde_json::to_value(state).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// `data` of an event about an order; nothing where the subscriber does not see it.
pub async fn order_event(reader: &Reader, event: &Event) -> Result<Option<Value>> {
    status(reader, OrderId(event.subject_id)).await
}

/// `data` of an event about a rollout; nothing where the subscriber does not see it.
pub async fn rollout_event(reader: &Reader, event: &Event) -> Result<Option<Value>> {
    let view = match rollout_get(reader, RolloutId(event.subject_id), &of).await {
        Ok(view) => view,
        Err(error) if error.is(codes::NOT_FOUND) => return Ok(None),
        Err(error) => return Err(error),
    };
    let status = RolloutStatus {
        number: view.number,
        state: word(&view.state),
        phase: view
            .phases
            .iter()
            .find(|phase| phase.state == PhaseState::Current)
            .map(|phase| phase.key.clone()),
        outcome: view.outcome.map(|outcome| word(&outcome.key)),
        live_on: view.plan.actual,
    };
    let service = view.service.and_then(|service| service.key);
    Ok(Some(json!({"rollout": status, "body_key": view.body.key, "service_key": service})))
}

async fn status(reader: &Reader, order: OrderId) -> Result<Option<Value>> {
    match order_get(reader, order).await {
        Ok(view) => Ok(serde_json::to_value(OrderStatus::from(&view)).ok()),
        Err(error) if error.is(codes::NOT_FOUND) => Ok(None),
        Err(error) => Err(error),
    }
}
