//! What a picture of the whole shows of rollouts: one letter for each.
use crate::entity::{cover, position, rollout};
use crate::input::RolloutListParams;
use crate::steering::{CourseState, Light};
use crate::store;
use crate::store::lists::light_is;
use crate::template::OutcomeKey;
use crate::types::rollout::word;
use crate::types::{PositionState, RolloutKind};
use dienstweg_kernel::ids::{OrganisationId, ServiceId};
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, IntoCondition, Query};
use sea_orm::{ColumnTrait, Condition, FromQueryResult};
use serde::Serialize;
use utoipa::ToSchema;

/// How a service stands at a body, in one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
pub enum CellState {
    #[serde(rename = "L")]
    Live,
    #[serde(rename = "r")]
    Red,
    #[serde(rename = "y")]
    Yellow,
    #[serde(rename = "g")]
    Green,
    #[serde(rename = "d")]
    Deferred,
    /// Ordered, or released and not begun.
    #[serde(rename = "o")]
    Ordered,
    /// An order that has to be clarified.
    #[serde(rename = "c")]
    Clarification,
    #[serde(rename = "w")]
    OwnSolution,
    #[serde(rename = "-")]
    NotCompetent,
    #[serde(rename = "p")]
    Replaced,
    #[serde(rename = "x")]
    Cancelled,
    #[serde(rename = ".")]
    NotOrdered,
}

impl CellState {
    /// All, the one that counts most first: where a body has several rollouts of a service, that one is shown.
    pub const ALL: [Self; 12] = [
        Self::Live,
        Self::Red,
        Self::Yellow,
        Self::Green,
        Self::Deferred,
        Self::Ordered,
        Self::Clarification,
        Self::OwnSolution,
        Self::NotCompetent,
        Self::Replaced,
        Self::Cancelled,
        Self::NotOrdered,
    ];

    pub const fn letter(self) -> char {
        match self {
            Self::Live => 'L',
            Self::Red => 'r',
            Self::Yellow => 'y',
            Self::Green => 'g',
            Self::Deferred => 'd',
            Self::Ordered => 'o',
            Self::Clarification => 'c',
            Self::OwnSolution => 'w',
            Self::NotCompetent => '-',
            Self::Replaced => 'p',
            Self::Cancelled => 'x',
            Self::NotOrdered => '.',
        }
    }

    pub fn of(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.letter() == letter)
    }
}

/// The state as SQL tells it, by the clock of the caller.
fn letter(reader: &Reader) -> Expr {
    use CellState as S;
    use rollout::Column as C;
    let now = reader.ctx().now();
    let is = |state| C::State.eq(word(state));
    let ended = |outcome: OutcomeKey| is(CourseState::Ended).and(C::Outcome.eq(outcome.as_str()));
    let cases: [(Condition, S); 10] = [
        (ended(OutcomeKey::OwnSolution).into_condition(), S::OwnSolution),
        (ended(OutcomeKey::NotCompetent).into_condition(), S::NotCompetent),
        (ended(OutcomeKey::Replaced).into_condition(), S::Replaced),
        (is(CourseState::Ended).into_condition(), S::Cancelled),
        (C::LiveOn.is_not_null().into_condition(), S::Live),
        (is(CourseState::Deferred).into_condition(), S::Deferred),
        (is(CourseState::NotStarted).into_condition(), S::Ordered),
        (light_is(Light::Red, now), S::Red),
        (light_is(Light::Yellow, now), S::Yellow),
        (light_is(Light::Grey, now), S::Ordered),
    ];
    let text = |state: S| Expr::val(state.letter().to_string());
    let case =
        cases.into_iter().fold(CaseStatement::new(), |case, (when, state)| case.case(when, text(state)));
    Expr::Case(Box::new(case.finally(text(S::Green))))
}

/// The services of one body or municipality as [`dienstweg_kernel::db::pairs`] of service and letter.
#[derive(Clone, Debug, FromQueryResult)]
pub struct BodyCells {
    pub id: OrganisationId,
    pub cells: String,
}

/// Rollouts of the caller that the parameters name, by responsible body: one statement, one row for each body.
pub async fn cells_of_bodies(reader: &Reader, params: &RolloutListParams) -> Result<Vec<BodyCells>> {
    use rollout::Column as C;
    #[derive(FromQueryResult)]
    struct Row {
        body_id: OrganisationId,
        cells: String,
    }
    let daughters = RolloutListParams { kind: vec![RolloutKind::Daughter], ..params.clone() };
    let cells = reader.pairs_of(C::ServiceId, letter(reader));
    let scoped = store::lists::selected(reader, &daughters);
    let rows: Vec<Row> = scoped.summarise(&[C::BodyId], [(cells, "cells")]).await?;
    Ok(rows.into_iter().map(|row| BodyCells { id: row.body_id, cells: row.cells }).collect())
}

/// The same by the municipalities they cover today, without those a municipality is responsible for itself.
pub async fn cells_of_covered(reader: &Reader, params: &RolloutListParams) -> Result<Vec<BodyCells>> {
    use cover::Column as V;
    use rollout::Column as C;
    let daughters = RolloutListParams { kind: vec![RolloutKind::Daughter], ..params.clone() };
    let seen = store::lists::selected(reader, &daughters).into_ids();
    let municipality = || Expr::col(V::OrganisationId.as_column_ref());
    let select = Query::select()
        .expr_as(municipality(), "id")
        .expr_as(reader.pairs_of(C::ServiceId, letter(reader)), "cells")
        .from(cover::Entity)
        .inner_join(rollout::Entity, Expr::col(C::Id.as_column_ref()).equals(V::RolloutId.as_column_ref()))
        .cond_where(store::cover::covers_on(reader))
        .and_where(municipality().ne(Expr::col(C::BodyId.as_column_ref())))
        .and_where(Expr::col(C::Id.as_column_ref()).in_subquery(seen))
        .add_group_by([municipality()])
        .take();
    reader.unscoped("whom the rollouts the caller sees cover").rows(&select).await
}

/// An order that has not become a rollout.
#[derive(Clone, Debug, FromQueryResult)]
struct Open {
    body_id: Option<OrganisationId>,
    service_id: Option<ServiceId>,
    state: PositionState,
}

/// Positions of orders the caller sees that are not decided, as far as body and service are known.
pub async fn cells_ordered(reader: &Reader) -> Result<Vec<(OrganisationId, ServiceId, CellState)>> {
    use position::Column as C;
    let open = [PositionState::Clarification, PositionState::Ready, PositionState::Checked];
    let rows: Vec<Open> = reader
        .select::<position::Entity>()
        .filter(C::State.is_in(open))
        .filter(C::BodyId.is_not_null())
        .filter(C::ServiceId.is_not_null())
        .summarise(&[C::BodyId, C::ServiceId, C::State], [])
        .await?;
    let cell = |row: &Open| match row.state {
        PositionState::Clarification => CellState::Clarification,
        _ => CellState::Ordered,
    };
    Ok(rows.iter().filter_map(|row| Some((row.body_id?, row.service_id?, cell(row)))).collect())
}
