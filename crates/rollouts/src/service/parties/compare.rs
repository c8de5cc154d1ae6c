//! Comparing who plays the roles of rollouts with the directory, many at a time.
use super::super::steer::{Following, Roles};
use crate::entity::party;
use crate::store;
use crate::store::parties::{Directory, Follower};
use dienstweg_kernel::ids::{PartyEntryId, RolloutId};
use dienstweg_kernel::{Result, Tx};
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryTrait};
use std::collections::HashMap;
use uuid::Uuid;

/// Rows written in one statement; both databases limit how many values one takes.
const PORTION: usize = 500;

/// What differs.
#[derive(Default)]
pub struct Differences {
    /// Rollouts in which somebody else plays a role, by their ids.
    pub moved: Vec<RolloutId>,
    /// Roles that have no row yet, and that nobody plays.
    missing: Vec<party::Model>,
    /// Rows that say the same as before but on other grounds.
    grounds: HashMap<Option<PartyEntryId>, Vec<Uuid>>,
}

/// Asks directory and rows, in three statements whatever their number.
pub async fn differences(tx: &Tx, followers: &[Follower], role: Option<&str>) -> Result<Differences> {
    let templates = store::steer::templates(tx, followers.iter().map(|one| one.template_id)).await?;
    let directory = Directory::load(tx, followers.iter().map(Follower::spot), role).await?;
    let ids = followers.iter().map(|one| one.id).collect();
    let mut stored = store::parties::parties_of(tx, ids, role).await?;
    let following = Following { directory: &directory, role };
    let mut found = Differences::default();
    for one in followers {
        let Some(template) = templates.get(&one.template_id) else { continue };
        let before = stored.remove(&one.id).unwrap_or_default();
        let mut after = before.clone();
        let mut roles = Roles { rollout: one.id, spot: one.spot(), template, parties: &mut after };
        let followed = following.rows(&mut roles, tx.ctx());
        match followed.moved.is_empty() {
            true => found.quietly(&before, after),
            false => found.moved.push(one.id),
        }
    }
    Ok(found)
}

impl Differences {
    fn quietly(&mut self, before: &[party::Model], after: Vec<party::Model>) {
        for row in after {
            match before.iter().find(|old| old.id == row.id) {
                None => self.missing.push(row),
                Some(old) if old.entry_id != row.entry_id => {
                    self.grounds.entry(row.entry_id).or_default().push(row.id);
                }
                Some(_) => {}
            }
        }
    }

    /// Stores what nobody is told of: nothing of it changes who has to act. Whoever sets a role by hand meanwhile goes
    /// before it.
    pub async fn store_quietly(&self, tx: &Tx) -> Result<()> {
        use party::Column as P;
        let write = tx.unscoped_write("who plays a role follows the directory");
        for portion in self.missing.chunks(PORTION) {
            let rows = portion.iter().map(|row| row.clone().into_active_model().reset_all());
            let there = OnConflict::columns([P::RolloutId, P::Role]).do_nothing().to_owned();
            write.run(&party::Entity::insert_many(rows).on_conflict(there).into_query()).await?;
        }
        for (entry, ids) in &self.grounds {
            let update = Query::update()
                .table(party::Entity)
                .value(P::EntryId, *entry)
                .and_where(P::Id.is_in(ids.iter().copied()))
                .and_where(P::Fixed.eq(false))
                .take();
            write.run(&update).await?;
        }
        Ok(())
    }
}
