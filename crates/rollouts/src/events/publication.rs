//! What an index of published services says of rollouts.
use crate::types::PublicationState;
use dienstweg_kernel::events::Fact;

pub fn publication_changed(from: PublicationState, to: PublicationState) -> Fact {
    Fact::new("rollout.publication_changed").told("from", from).told("to", to)
}
