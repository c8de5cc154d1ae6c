//! The Digitalumlage of a year: what services cost, out of the catalogue, spread over the people of the register by the
//! rule of [`dienstweg_rollouts::levy`].
mod bodies;
mod sums;

pub use bodies::{LevyLine, LevyListParams, LevyRow, LevyView, levy_get, levy_list};
pub use sums::{LevyLevelSum, LevyRegionSum, LevySums, levy_sums};

use chrono::Datelike;
use dienstweg_customers::OrganisationKind;
use dienstweg_customers::service::{Populated, populated};
use dienstweg_kernel::error::{Fault, Text, codes};
use dienstweg_kernel::{Error, Reader, Result};
use dienstweg_rollouts::levy::{Levy, LevyLevel, Split};
use dienstweg_rollouts::policy::SERVICE_READ;
use dienstweg_rollouts::service::{ChargedService, charged_services};

/// What a year is computed from.
struct Grounds {
    year: i32,
    /// Each with how its cost is split.
    services: Vec<(ChargedService, Split)>,
    bodies: Vec<Populated>,
    levy: Levy,
}

impl Grounds {
    /// Three statements, however many services and bodies there are.
    async fn load(reader: &Reader, year: Option<i32>) -> Result<Self> {
        if !reader.ctx().actor.has(SERVICE_READ) {
            return Err(Error::forbidden(SERVICE_READ));
        }
        let year = year.unwrap_or_else(|| reader.ctx().today().year());
        if !(2020..=2100).contains(&year) {
            let text = Text::new("Ein Jahr von 2020 bis 2100.", "A year from 2020 to 2100.");
            return Err(Error::new(codes::MALFORMED).with_faults(vec![Fault::new("year", "range", text)]));
        }
        let charged = charged_services(reader, year).await?;
        let services: Vec<(ChargedService, Split)> = charged
            .into_iter()
            .map(|service| {
                let split = Split::of(&service.cost);
                (service, split)
            })
            .collect();
        let bodies = populated(reader).await?;
        let splits: Vec<Split> = services.iter().map(|(_, split)| *split).collect();
        let pays = |body: &Populated| {
            levels(body.kind).iter().map(|level| (*level, body.people)).collect::<Vec<_>>()
        };
        let payers: Vec<(LevyLevel, i64)> = bodies.iter().flat_map(pays).collect();
        Ok(Self { year, levy: Levy::new(&splits, &payers), services, bodies })
    }

    /// What a body pays at each of its levels.
    fn amounts(&self, body: &Populated) -> impl Iterator<Item = (LevyLevel, i64)> {
        levels(body.kind).iter().map(|level| (*level, self.levy.amount_cents(*level, body.people)))
    }
}

/// The levels on which bodies of a kind pay. A kreisfreie Stadt is Landkreis and municipality in one.
fn levels(kind: OrganisationKind) -> &'static [LevyLevel] {
    use OrganisationKind as K;
    match kind {
        K::Bezirk => &[LevyLevel::Bezirk],
        K::District => &[LevyLevel::District],
        K::IndependentCity => &[LevyLevel::District, LevyLevel::Municipality],
        K::Municipality => &[LevyLevel::Municipality],
        _ => &[],
    }
}
