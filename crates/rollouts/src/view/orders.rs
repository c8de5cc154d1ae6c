//! What callers get to see of orders.
use crate::input::{BodyKeys, OrderContact};
use crate::steering::{CourseState, Light};
use crate::template::OutcomeKey;
use crate::types::{OrderState, PositionState, Problem};
use crate::view::PhaseName;
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::ids::{OrderId, OrganisationId, PositionId, RolloutId, ServiceId};
use dienstweg_kernel::labels::Named;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// One order.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrderView {
    pub id: OrderId,
    pub source: String,
    pub number: String,
    /// 0 where none was given.
    pub revision: i64,
    pub placed_at: DateTime<Utc>,
    pub principal: Named,
    /// The ordering body as the order names it.
    pub ordering_body: BodyKeys,
    /// The organisation it was found to be.
    pub organisation: Option<Named>,
    /// `null` where the caller may not read them; then `hidden` names them.
    pub contacts: Option<Vec<OrderContact>>,
    /// Members that are there but not for the caller's eyes.
    pub hidden: Vec<&'static str>,
    pub contract_refs: Vec<String>,
    pub note: Option<String>,
    pub state: OrderState,
    pub cancel_requested_at: Option<DateTime<Utc>>,
    pub cancel_reason: Option<String>,
    pub positions: Vec<PositionView>,
    /// Of `update`, `cancel`, `decide_cancellation`.
    pub can: Vec<&'static str>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// One position of an order.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OrderPosition)]
pub struct PositionView {
    pub id: PositionId,
    pub line: i32,
    pub service_key: Option<String>,
    pub ozg_id: Option<String>,
    pub leika_keys: Vec<String>,
    pub category: Option<String>,
    pub wish_date: Option<NaiveDate>,
    pub wish_wave: Option<String>,
    /// The body it is for, where the order names another one than the ordering.
    pub body_keys: Option<BodyKeys>,
    pub service: Option<Named>,
    pub body: Option<Named>,
    pub covers: Vec<Named>,
    pub state: PositionState,
    pub problems: Vec<ProblemView>,
    /// What it may mean; only of a single order.
    pub suggestions: Suggestions,
    /// A newer revision wants something else of what was released.
    pub change_requested: bool,
    pub rollout: Option<PositionRolloutView>,
    pub checked_by: Option<Named>,
    pub checked_at: Option<DateTime<Utc>>,
    pub released_by: Option<Named>,
    pub released_at: Option<DateTime<Utc>>,
    /// Why it was rejected or cancelled.
    pub reason: Option<String>,
    /// Somebody else must release it than who placed, clarified or checked it. Told to those who check or release.
    pub four_eyes: bool,
    /// Who that may be; only of a single order.
    pub releasers: Vec<Named>,
    /// For the rule above; the history tells who it was.
    #[serde(skip)]
    pub clarified_by: Option<Uuid>,
    /// Of `clarify`, `check`, `release`, `reject`.
    pub can: Vec<&'static str>,
    pub version: i64,
}

/// Why a position needs clarification.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PositionProblemText)]
pub struct ProblemView {
    pub code: Problem,
    pub text: &'static str,
}

/// Services and bodies a position may mean, the likeliest first.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = PositionSuggestions)]
pub struct Suggestions {
    pub services: Vec<Named>,
    pub bodies: Vec<Named>,
}

/// How far the rollout of a position is.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OrderPositionRollout)]
pub struct PositionRolloutView {
    pub id: RolloutId,
    pub number: String,
    pub state: CourseState,
    pub phase: Option<PhaseName>,
    pub outcome: Option<OutcomeKey>,
    pub live_on: Option<NaiveDate>,
    /// Only for those who see the rollout.
    pub light: Option<Light>,
}

/// How many positions wait for what, and how many orders for a decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderCounts {
    pub clarification: i64,
    pub ready: i64,
    pub checked: i64,
    pub change_requested: i64,
    pub cancel_requested: i64,
}

/// What became of an order that was placed.
#[derive(Clone, Debug)]
pub enum Placed {
    Created(OrderView),
    /// The same content again.
    Repeated(OrderView),
    /// A newer revision with other content.
    Changed(OrderView),
    /// An older revision than the stored one.
    Ignored(OrderView),
}

impl Placed {
    /// The order as it is stored now.
    pub fn view(&self) -> &OrderView {
        match self {
            Self::Created(view) | Self::Repeated(view) | Self::Changed(view) | Self::Ignored(view) => view,
        }
    }
}

/// A position that may be released: what its rollout shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Releasable {
    pub position_id: PositionId,
    pub order_id: OrderId,
    pub line: i32,
    pub service_id: ServiceId,
    pub body_id: OrganisationId,
    pub covers: Vec<OrganisationId>,
    pub wish_date: Option<NaiveDate>,
    pub wish_wave: Option<String>,
    /// When and by whom the order was placed: `order.received` happened then.
    pub received_at: DateTime<Utc>,
    pub principal: dienstweg_kernel::ids::ActorId,
}
