//! Fictional data to try things with: a Land that does not exist, its bodies, services, people, and some months of work.
//! Everything is made by the use cases everybody else calls, on a clock that walks from then to now.
mod answers;
mod costs;
mod land;
mod map;
mod parties;
mod people;
mod reports;
mod terms;
mod work;

use dienstweg_api::AppState;
use dienstweg_customers::input::OrganisationListParams;
use dienstweg_customers::service::organisation_list;
use dienstweg_kernel::page::PageRequest;
use dienstweg_kernel::{Actor, Ctx, Result};
use std::sync::Arc;

/// Who may log in, for the line under the address.
pub const LOGINS: &str = "\
Anmelden als                Rolle
  admin                     Administration
  renate.rollout            Rollout-Management
  viktor.vieraugen          Rollout-Management, gibt frei
  karin.kommune             Koordination der VG Auenbach
  lena.landkreis            Multiplikatorin im Landkreis Talheim
  ingo.it                   IT-Dienstleister Kommunale IT Musterland
Passwort für alle: drei-blaue-Fenster
";

/// The password of everybody in the demo.
const PASSWORD: &str = "drei-blaue-Fenster";

/// Fills an empty database; leaves any other alone.
pub async fn fill(state: &AppState) -> Result<()> {
    let ctx = Ctx::system(Actor::operator(), Arc::clone(&state.clock));
    let one = PageRequest { limit: 1, ..PageRequest::default() };
    let present = organisation_list(&state.db.read(&ctx), &OrganisationListParams::default(), &one).await?;
    if !present.items.is_empty() {
        return Ok(());
    }
    tracing::info!("filling the empty database with fictional data");
    let places = land::create(state, &ctx).await?;
    map::create(state, &ctx, &places).await?;
    let people = people::create(state, &ctx, &places).await?;
    work::create(state, &people, &places).await?;
    terms::create(state, &people, &places).await?;
    // What was taken or kept while the past was being written does not know all of it.
    state.portfolio.forget().await;
    dienstweg_workflows::memory::remember_anew(&state.db, Arc::clone(&state.clock)).await
}

/// A small generator of numbers that is the same in every run (Lehmer, Park and Miller 1988).
pub(crate) struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        self.0 % sides.max(1)
    }
}
