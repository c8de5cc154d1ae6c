//! States of subscriptions and deliveries, and names of events as patterns.
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why nothing is sent to a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum DisabledReason {
    /// Somebody switched it off.
    ByHand,
    /// The receiver answered 410: it wants nothing any more.
    Gone,
}

/// Where a delivery stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum DeliveryState {
    /// To be sent, for the first time or again.
    Pending,
    Delivered,
    /// Given up; can be sent again by hand.
    Parked,
    /// There was nothing to send.
    Dropped,
}

/// Why a delivery was parked or dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum DeliveryReason {
    /// All attempts of three days failed.
    GaveUp,
    /// The receiver answered 410.
    Gone,
    /// The owner of the subscription may not see the subject (any more).
    NotVisible,
    /// The owner is deactivated or no more.
    OwnerGone,
    /// The event is older than events are kept.
    EventExpired,
}

/// Whether `pattern` is well formed: the exact name of an event, or its first part and `*`.
pub(super) fn is_pattern(pattern: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    pattern
        .split_once('.')
        .is_some_and(|(kind, rest)| word(kind) && (rest == "*" || rest.split('.').all(word)))
}

/// Whether one of the patterns names this event.
pub(super) fn matches(patterns: &[String], name: &str) -> bool {
    patterns.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => pattern == name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_names_or_a_first_part_with_a_star() {
        for good in ["rollout.*", "rollout.phase_changed", "order.position.released"] {
            assert!(is_pattern(good), "{good}");
        }
        for bad in ["*", "rollout", "rollout.", "*.created", "rollout.phase*", "Rollout.*", "rollout.*.x", ""]
        {
            assert!(!is_pattern(bad), "{bad}");
        }
        let patterns = ["rollout.*".to_owned(), "ticket.created".to_owned()];
        assert!(matches(&patterns, "rollout.phase_changed") && matches(&patterns, "ticket.created"));
        assert!(!matches(&patterns, "rollouts.x") && !matches(&patterns, "ticket.created_again"));
    }
}
