//! The rollouts of a wave, as far as moving it concerns them.
use crate::entity::rollout;
use crate::input::RolloutListParams;
use crate::steering::CourseState;
use crate::store;
use crate::types::rollout::of_word;
use chrono::NaiveDate;
use dienstweg_kernel::Reader;
use dienstweg_kernel::Result;
use dienstweg_kernel::ids::{OrganisationId, RolloutId, ServiceId, TemplateId, WaveId};
use sea_orm::FromQueryResult;

/// A rollout of a wave.
#[derive(Clone, Debug, FromQueryResult)]
pub struct WaveRollout {
    pub id: RolloutId,
    pub body_id: OrganisationId,
    pub service_id: Option<ServiceId>,
    pub template_id: TemplateId,
    state: String,
    pub live_on: Option<NaiveDate>,
    started_on: Option<NaiveDate>,
    body_sort: String,
    service_sort: String,
}

impl WaveRollout {
    /// Neither live nor over.
    pub fn is_ahead(&self) -> bool {
        let over = matches!(of_word(&self.state), Some(CourseState::Ended | CourseState::Finished));
        self.live_on.is_none() && !over
    }

    /// Its first day has come, so that something may have been done.
    pub fn has_begun(&self, today: NaiveDate) -> bool {
        self.started_on.is_some_and(|start| start <= today)
    }
}

/// Those the caller sees, in the order of their bodies and services.
pub async fn wave_rollouts(reader: &Reader, wave: WaveId) -> Result<Vec<WaveRollout>> {
    use rollout::Column as C;
    let params = RolloutListParams { wave: vec![wave], ..RolloutListParams::default() };
    let columns = [
        C::Id,
        C::BodyId,
        C::ServiceId,
        C::TemplateId,
        C::State,
        C::LiveOn,
        C::StartedOn,
        C::BodySort,
        C::ServiceSort,
    ];
    let mut rows: Vec<WaveRollout> = store::lists::selected(reader, &params).summarise(&columns, []).await?;
    rows.sort_by(|one, other| {
        let key = |row: &WaveRollout| (row.body_sort.clone(), row.service_sort.clone(), row.id);
        key(one).cmp(&key(other))
    });
    Ok(rows)
}
