//! What all histories take.
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct HistoryParams {
    /// Only entries older than this one.
    pub before: Option<Uuid>,
    /// 1..=200, default 50.
    pub limit: Option<u64>,
}

impl HistoryParams {
    pub fn parts(&self) -> (Option<Uuid>, u64) {
        (self.before, self.limit.unwrap_or(50).clamp(1, 200))
    }
}
