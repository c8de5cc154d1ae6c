//! Certificates and contracts, some of which end soon.
use super::land::Places;
use super::people::People;
use chrono::TimeDelta;
use dienstweg_api::AppState;
use dienstweg_kernel::{Ctx, Result};
use dienstweg_rollouts::input::TermCreate;
use dienstweg_rollouts::service::term_create;
use dienstweg_rollouts::types::TermKind;
use std::sync::Arc;

pub async fn create(state: &AppState, people: &People, places: &Places) -> Result<()> {
    let ctx = Ctx::system(people.manager.clone(), Arc::clone(&state.clock));
    let terms = [
        (TermKind::Certificate, "OSCI-Zertifikat der V-PKI", 17),
        (TermKind::DirectoryEntry, "DVDV-Eintrag Meldewesen", 75),
        (TermKind::Contract, "Nachnutzungsvertrag Wohnsitzanmeldung", 210),
    ];
    for (kind, title, days) in terms {
        let input = TermCreate {
            kind,
            title: title.to_owned(),
            body_id: places.association,
            party_id: None,
            service_id: None,
            valid_until: ctx.today() + TimeDelta::days(days),
            lead_days: None,
            note: None,
        };
        state.db.write(&ctx, async |tx| term_create(tx, input.clone()).await).await?;
    }
    Ok(())
}
