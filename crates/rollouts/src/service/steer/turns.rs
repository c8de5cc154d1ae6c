//! Whose turn it is, for those who tell them.
use crate::entity::{milestone, rollout};
use crate::input::RolloutListParams;
use crate::steering::CourseState;
use crate::store;
use crate::types::rollout::word;
use chrono::{DateTime, Utc};
use dienstweg_kernel::ids::{OrganisationId, PersonId, RolloutId, ServiceId};
use dienstweg_kernel::{Reader, Result};
use sea_orm::{ColumnTrait, FromQueryResult};
use std::collections::HashMap;

/// Who must act in a running rollout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub rollout: RolloutId,
    pub body: OrganisationId,
    /// Nobody where the rollout team itself must act.
    pub party: Option<OrganisationId>,
    /// Of the party, where the next milestone names one.
    pub person: Option<PersonId>,
    pub since: DateTime<Utc>,
    /// Key of the next milestone.
    pub milestone: String,
}

/// Of these rollouts those that run and wait for somebody. Two statements.
pub async fn turns(reader: &Reader, ids: Vec<RolloutId>) -> Result<Vec<Turn>> {
    use milestone::Column as M;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let params = RolloutListParams { ids, state: vec![CourseState::Running], ..RolloutListParams::default() };
    let rows = store::lists::selected(reader, &params).all().await?;
    let named = reader
        .select::<milestone::Entity>()
        .filter(M::RolloutId.is_in(rows.iter().map(|row| row.id)))
        .filter(store::steer::unsettled())
        .filter(M::PersonId.is_not_null())
        .all()
        .await?;
    let persons: HashMap<(RolloutId, &str), _> =
        named.iter().map(|row| ((row.rollout_id, row.key.as_str()), (row.party_id, row.person_id))).collect();
    let turn = |row: &rollout::Model| {
        let (milestone, since) = (row.next_milestone.clone()?, row.ball_since?);
        row.ball_role.as_ref()?;
        let owing = persons.get(&(row.id, milestone.as_str()));
        let person = owing.filter(|(party, _)| *party == row.ball_party_id).and_then(|(_, person)| *person);
        let (rollout, body, party) = (row.id, row.body_id, row.ball_party_id);
        Some(Turn { rollout, body, party, person, since, milestone })
    };
    Ok(rows.iter().filter_map(|row| turn(row)).collect())
}

/// A body and a party where the ball changed hands in some time.
#[derive(Clone, Debug, FromQueryResult)]
pub struct TurnPlace {
    pub body_id: OrganisationId,
    pub ball_party_id: Option<OrganisationId>,
}

/// Each pair once, in one statement.
pub async fn turn_places(
    reader: &Reader,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<TurnPlace>> {
    use rollout::Column as C;
    let params = RolloutListParams {
        ball_between: Some((from, until)),
        state: vec![CourseState::Running],
        ..RolloutListParams::default()
    };
    store::lists::selected(reader, &params).summarise(&[C::BodyId, C::BallPartyId], []).await
}

/// The rollouts a list's parameters name, at most `limit` and one more.
pub async fn rollouts_selected(
    reader: &Reader,
    params: &RolloutListParams,
    limit: u64,
) -> Result<Vec<RolloutId>> {
    let rows = store::lists::selected(reader, params).limit(limit + 1).all().await?;
    Ok(rows.iter().map(|row| row.id).collect())
}

/// A rollout by body and service.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RolloutOf {
    pub id: RolloutId,
    pub body_id: OrganisationId,
    /// Nothing for mothers.
    pub service_id: Option<ServiceId>,
}

/// The same with body and service, those first that did not end otherwise than live.
pub async fn rollouts_of(reader: &Reader, params: &RolloutListParams, limit: u64) -> Result<Vec<RolloutOf>> {
    use rollout::Column as C;
    let scoped = store::lists::selected(reader, params).limit(limit + 1);
    let columns = [C::Id, C::BodyId, C::ServiceId, C::State, C::BodySort, C::ServiceSort];
    let ended = |state: &str| state == word(CourseState::Ended);
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        of: RolloutOf,
        state: String,
        body_sort: String,
        service_sort: String,
    }
    let mut rows: Vec<Row> = scoped.summarise(&columns, []).await?;
    rows.sort_by(|one, other| {
        let key = |row: &Row| (ended(&row.state), row.body_sort.clone(), row.service_sort.clone(), row.of.id);
        key(one).cmp(&key(other))
    });
    Ok(rows.into_iter().map(|row| row.of).collect())
}

/// How many rollouts a list's parameters name.
pub async fn rollouts_count(reader: &Reader, params: &RolloutListParams) -> Result<u64> {
    store::lists::selected(reader, params).count().await
}

/// Those of these rollouts that the caller steers.
pub async fn rollouts_steered(
    reader: &Reader,
    ids: Vec<RolloutId>,
) -> Result<std::collections::HashSet<RolloutId>> {
    let steered = reader.select_with::<rollout::Entity>(crate::policy::steer::ROLLOUT_STEER);
    let rows = steered.filter(rollout::Column::Id.is_in(ids)).all().await?;
    Ok(rows.iter().map(|row| row.id).collect())
}
