//! The whole of a year: who bears what, by level and by region, and what rounding adds.
use super::Grounds;
use dienstweg_customers::service::Populated;
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::{Reader, Result};
use dienstweg_rollouts::levy::LevyLevel;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// One municipal level.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LevyLevelSum {
    pub level: LevyLevel,
    /// What its bodies bear together, in euro cents.
    pub cost_cents: i64,
    pub bodies: i64,
    pub population: i64,
    /// What they pay: the cost and what rounding up adds.
    pub amount_cents: i64,
    pub rounding_cents: i64,
}

/// All bodies of one government district, its Bezirk among them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LevyRegionSum {
    pub region: Named,
    pub bodies: i64,
    /// Of its municipalities.
    pub population: i64,
    pub amount_cents: i64,
}

/// The Digitalumlage of a year as a whole, in euro cents.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LevySums {
    pub year: i32,
    /// Services with costs in the year.
    pub services: i64,
    /// Procurement and operation.
    pub operation_cents: i64,
    /// First implementation.
    pub first_cents: i64,
    /// Borne by the State.
    pub state_cents: i64,
    /// To be borne by municipal bodies.
    pub municipal_cents: i64,
    /// What municipal bodies pay.
    pub amount_cents: i64,
    /// The check: what they pay more than they bear, because each amount is rounded up.
    pub rounding_cents: i64,
    /// Bodies that pay; a kreisfreie Stadt counts once.
    pub bodies: i64,
    pub levels: Vec<LevyLevelSum>,
    pub regions: Vec<LevyRegionSum>,
}

/// The sums of a year. Three statements.
///
/// # Errors
/// `forbidden` without a right to read the catalogue; `malformed`.
pub async fn levy_sums(reader: &Reader, year: Option<i32>) -> Result<LevySums> {
    let grounds = Grounds::load(reader, year).await?;
    let levels: Vec<LevyLevelSum> = LevyLevel::ALL.map(|level| level_sum(&grounds, level)).into();
    let costs = || grounds.services.iter().map(|(service, _)| service.cost);
    let municipal_cents = levels.iter().map(|level| level.cost_cents).sum();
    let amount_cents: i64 = levels.iter().map(|level| level.amount_cents).sum();
    Ok(LevySums {
        year: grounds.year,
        services: costs().map(|_| 1).sum(),
        operation_cents: costs().map(|cost| cost.operation_cents).sum(),
        first_cents: costs().map(|cost| cost.first_cents).sum(),
        state_cents: grounds.services.iter().map(|(_, split)| split.state_cents).sum(),
        municipal_cents,
        amount_cents,
        rounding_cents: levels.iter().map(|level| level.rounding_cents).sum(),
        bodies: grounds.bodies.iter().map(|_| 1).sum(),
        regions: regions(&grounds),
        levels,
    })
}

fn level_sum(grounds: &Grounds, level: LevyLevel) -> LevyLevelSum {
    let sum = grounds.levy.level(level);
    // Where nobody pays on a level, its cost stays where it is.
    let rounding_cents = if sum.people == 0 { 0 } else { sum.amount_cents - sum.cost_cents };
    LevyLevelSum {
        level,
        cost_cents: sum.cost_cents,
        bodies: sum.bodies,
        population: sum.people,
        amount_cents: sum.amount_cents,
        rounding_cents,
    }
}

fn regions(grounds: &Grounds) -> Vec<LevyRegionSum> {
    let mut all: BTreeMap<(&str, OrganisationId), LevyRegionSum> = BTreeMap::new();
    for body in &grounds.bodies {
        let sum = all.entry((&body.region_name, body.region)).or_insert_with(|| begun(body));
        sum.bodies += 1;
        let counts = super::levels(body.kind).contains(&LevyLevel::Municipality);
        sum.population += if counts { body.people } else { 0 };
        sum.amount_cents += grounds.amounts(body).map(|(_, cents)| cents).sum::<i64>();
    }
    all.into_values().collect()
}

fn begun(body: &Populated) -> LevyRegionSum {
    let region = Named { id: body.region.0, name: Some(body.region_name.clone()), key: None };
    LevyRegionSum { region, bodies: 0, population: 0, amount_cents: 0 }
}
