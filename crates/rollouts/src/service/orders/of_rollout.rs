//! Which orders a rollout answers.
use crate::entity::position;
use crate::policy::orders::order_subject;
use crate::view::Steered;
use dienstweg_kernel::events::Fact;
use dienstweg_kernel::ids::RolloutId;
use dienstweg_kernel::{Reader, Result, Tx};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Tells the orders of a rollout that it entered another phase, went live or came out otherwise, whoever steered it:
/// who ordered sees the order, not the rollout.
pub async fn orders_told(tx: &Tx, steered: &Steered, outcome_set: bool) -> Result<()> {
    let outcome = steered.outcome.filter(|_| outcome_set);
    if !steered.phase_changed && outcome.is_none() {
        return Ok(());
    }
    for row in positions(tx, steered.id).await? {
        let phase = steered.phase.as_ref().map(|(key, _)| key.as_str());
        let name =
            if outcome.is_some() { "order.rollout_outcome_set" } else { "order.rollout_phase_changed" };
        let fact =
            Fact::new(name).with("position", row.id).with("line", row.line).with("rollout", steered.id);
        tx.emit(order_subject(row.order_id), fact.with("phase", phase).with("outcome", outcome));
    }
    Ok(())
}

async fn positions(reader: &Reader, rollout: RolloutId) -> Result<Vec<position::Model>> {
    let of = position::Entity::find().filter(position::Column::RolloutId.eq(rollout));
    reader.unscoped("orders hear of their rollout, whoever steers it").all(of).await
}
