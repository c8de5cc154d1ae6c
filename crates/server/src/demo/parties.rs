//! The party directory: who it is in a programme, in a district, at one body.
use super::land::Places;
use dienstweg_api::AppState;
use dienstweg_customers::input::PersonListParams;
use dienstweg_customers::service::person_list;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId};
use dienstweg_kernel::page::PageRequest;
use dienstweg_kernel::{Ctx, Error, Result};
use dienstweg_rollouts::input::PartyEntryCreate;
use dienstweg_workflows::parties::entry_create;
use serde_json::{Value, json};

pub async fn create(state: &AppState, ctx: &Ctx, places: &Places, programme: ProgrammeId) -> Result<()> {
    let vendor = json!({"role": "software_vendor", "programme_id": programme, "organisation_id": places.vendor,
        "note": "Rahmenvertrag für alle Dienste des Pakets"});
    entry(state, ctx, vendor).await?;
    // The others have to be found out: they are the list of work.
    let districts = places.bodies.iter().filter(|(key, id)| key.len() == 5 && *id != places.district);
    for (_, district) in districts.take(2) {
        let provider =
            json!({"role": "it_provider", "body_id": district, "organisation_id": places.it_provider});
        entry(state, ctx, provider).await?;
    }
    let towns = places.bodies.iter().filter(|(key, id)| key.len() == 9 && *id != places.association);
    for (_, town) in towns.take(2) {
        let person = speaker(state, ctx, *town).await?;
        let own =
            json!({"role": "body_digital", "body_id": town, "organisation_id": town, "person_id": person});
        entry(state, ctx, own).await?;
    }
    Ok(())
}

async fn entry(state: &AppState, ctx: &Ctx, body: Value) -> Result<()> {
    let input: PartyEntryCreate = serde_json::from_value(body).map_err(Error::internal)?;
    state.db.write(ctx, async |tx| entry_create(tx, input.clone()).await).await.map(|_| ())
}

/// Somebody who speaks for a body.
async fn speaker(state: &AppState, ctx: &Ctx, body: OrganisationId) -> Result<Option<Value>> {
    let params = PersonListParams { organisation: Some(body), ..PersonListParams::default() };
    let one = PageRequest { limit: 1, ..PageRequest::default() };
    let found = person_list(&state.db.read(ctx), &params, &one).await?;
    Ok(found.items.first().map(|person| json!(person.id)))
}
