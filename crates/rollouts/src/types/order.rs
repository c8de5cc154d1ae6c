//! States of orders and positions, and what can be wrong with a position.
use dienstweg_kernel::ctx::Language;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where an order stands. Follows from its positions and from a requested cancellation.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Something is left to clarify, check or release.
    Open,
    /// All is decided, and something was released.
    Released,
    /// All is decided, and nothing was released.
    Closed,
    /// Somebody wants to cancel what was released; people decide.
    CancelRequested,
    Cancelled,
}

impl OrderState {
    /// The state that follows.
    pub fn of(positions: impl IntoIterator<Item = PositionState>, cancel_requested: bool) -> Self {
        use PositionState as P;
        let states: Vec<P> = positions.into_iter().collect();
        let any = |wanted: &[P]| states.iter().any(|state| wanted.contains(state));
        if cancel_requested {
            Self::CancelRequested
        } else if any(&[P::Clarification, P::Ready, P::Checked]) {
            Self::Open
        } else if any(&[P::Released, P::Linked]) {
            Self::Released
        } else if any(&[P::Rejected]) {
            Self::Closed
        } else {
            Self::Cancelled
        }
    }
}

/// Where a position stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum PositionState {
    /// Service or body are not known for certain.
    Clarification,
    /// Waits to be checked.
    Ready,
    /// Waits to be released.
    Checked,
    /// Has a rollout of its own.
    Released,
    /// The body already has a rollout of this service.
    Linked,
    Rejected,
    Cancelled,
}

impl PositionState {
    /// Not decided yet.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Clarification | Self::Ready | Self::Checked)
    }

    /// Has a rollout.
    pub fn is_released(self) -> bool {
        matches!(self, Self::Released | Self::Linked)
    }
}

/// Why a position needs clarification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PositionProblem)]
pub enum Problem {
    UnknownService,
    AmbiguousService,
    /// Not active on this day.
    InactiveService,
    /// The keys of the position mean different services.
    ContradictingKeys,
    UnknownBody,
    AmbiguousBody,
    /// The body exists but is not the one that does this task.
    NotCompetent,
    /// No active programme has this service for this body.
    NoProgramme,
}

impl Problem {
    /// One sentence for people.
    pub fn text(self, language: Language) -> &'static str {
        let (de, en) = match self {
            Self::UnknownService => ("Dieser Dienst ist nicht bekannt.", "This service is not known."),
            Self::AmbiguousService => ("Mehrere Dienste passen.", "Several services match."),
            Self::InactiveService => {
                ("Der Dienst wird zurzeit nicht angeboten.", "The service is not offered now.")
            }
            Self::ContradictingKeys => {
                ("Die Schlüssel meinen verschiedene Dienste.", "The keys mean different services.")
            }
            Self::UnknownBody => ("Diese Stelle ist nicht bekannt.", "This body is not known."),
            Self::AmbiguousBody => ("Mehrere Stellen passen.", "Several bodies match."),
            Self::NotCompetent => (
                "Die Stelle ist für diesen Dienst nicht zuständig.",
                "The body is not competent for this service.",
            ),
            Self::NoProgramme => (
                "Kein laufendes Programm enthält diesen Dienst.",
                "No active programme contains this service.",
            ),
        };
        match language {
            Language::De => de,
            Language::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PositionState as P;

    #[test]
    fn an_order_stands_where_its_positions_stand() {
        let of = |states: &[P]| OrderState::of(states.iter().copied(), false);
        assert_eq!(of(&[P::Released, P::Clarification]), OrderState::Open);
        assert_eq!(of(&[P::Linked, P::Rejected, P::Cancelled]), OrderState::Released);
        assert_eq!(of(&[P::Rejected, P::Cancelled]), OrderState::Closed);
        assert_eq!(of(&[P::Cancelled]), OrderState::Cancelled);
        assert_eq!(OrderState::of([P::Released, P::Ready], true), OrderState::CancelRequested);
    }
}
