//! A report that the rollout team gets on Mondays.
use super::people::People;
use dienstweg_api::AppState;
use dienstweg_kernel::ids::ProgrammeId;
use dienstweg_kernel::{Ctx, Error, Result};
use dienstweg_projections::reports::{ReportCreate, report_create};
use serde_json::json;
use std::sync::Arc;

pub async fn create(state: &AppState, people: &People, programme: ProgrammeId) -> Result<()> {
    // It is due from now on, not from when the past was written.
    let ctx = Ctx::system(people.manager.clone(), Arc::clone(&state.clock));
    let report = json!({"name": "Montagsbericht", "scope": {"kind": "programme", "id": programme}, "rhythm": "weekly", "weekday": 1,
        "xlsx": true, "users": [people.manager.id, people.second.id]});
    let input: ReportCreate = serde_json::from_value(report).map_err(Error::internal)?;
    state.db.write(&ctx, async |tx| report_create(tx, input.clone()).await).await.map(|_| ())
}
