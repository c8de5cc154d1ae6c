//! The arithmetic: whole cents, wide enough that nothing overflows.
use super::{Cost, LevyLevel};

/// Cents of a euro.
const EURO: i128 = 100;

/// Who bears what of one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    pub state_cents: i64,
    /// In the order of [`LevyLevel::ALL`].
    levels: [i64; 3],
}

impl Split {
    pub fn of(cost: &Cost) -> Self {
        let half = cost.operation_cents / 2;
        let all: i128 = LevyLevel::ALL.iter().map(|level| i128::from(cost.shares.of(*level))).sum();
        let (mut levels, mut parts, mut given) = ([0; 3], 0_i128, 0);
        for (own, level) in levels.iter_mut().zip(LevyLevel::ALL) {
            parts += i128::from(cost.shares.of(level));
            let until = whole((i128::from(half) * parts).checked_div(all).unwrap_or_default());
            (*own, given) = (until - given, until);
        }
        Self { state_cents: cost.first_cents + cost.operation_cents - given, levels }
    }

    /// What the bodies of a level bear together.
    pub fn level_cents(&self, level: LevyLevel) -> i64 {
        self.levels.get(level as usize).copied().unwrap_or_default()
    }

    /// What all municipal bodies bear together.
    pub fn municipal_cents(&self) -> i64 {
        self.levels.iter().sum()
    }
}

/// One level as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LevelSum {
    /// What it has to bear.
    pub cost_cents: i64,
    pub bodies: i64,
    pub people: i64,
    /// What its bodies pay; more than its cost by what rounding up adds.
    pub amount_cents: i64,
}

/// The Digitalumlage of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levy {
    levels: [LevelSum; 3],
}

impl Levy {
    /// From the splits of all services, and the level and people of every body that pays; a kreisfreie Stadt comes twice.
    pub fn new(splits: &[Split], payers: &[(LevyLevel, i64)]) -> Self {
        let mut levels = [LevelSum::default(); 3];
        for (sum, level) in levels.iter_mut().zip(LevyLevel::ALL) {
            sum.cost_cents = splits.iter().map(|split| split.level_cents(level)).sum();
            let people = || payers.iter().filter(|(of, _)| *of == level).map(|(_, people)| *people);
            (sum.bodies, sum.people) = (people().map(|_| 1).sum(), people().sum());
            sum.amount_cents = people().map(|own| amount(sum.cost_cents, own, sum.people)).sum();
        }
        Self { levels }
    }

    pub fn level(&self, level: LevyLevel) -> LevelSum {
        self.levels.get(level as usize).copied().unwrap_or_default()
    }

    /// What a body with so many people pays at a level: full euros.
    pub fn amount_cents(&self, level: LevyLevel, people: i64) -> i64 {
        let sum = self.level(level);
        amount(sum.cost_cents, people, sum.people)
    }
}

/// Cost × own people / all people, rounded up to a full euro.
fn amount(cost_cents: i64, people: i64, all: i64) -> i64 {
    let (exact, euro) = (i128::from(cost_cents) * i128::from(people), i128::from(all) * EURO);
    let euros = (exact + euro - 1).checked_div(euro).unwrap_or_default();
    whole(euros * EURO)
}

/// The part of each cost that falls to a body, in whole cents: together they are the part of all costs, without what is
/// less than a cent.
pub fn portions(costs: &[i64], people: i64, all: i64) -> Vec<i64> {
    let (mut sum, mut given) = (0_i128, 0);
    let portion = |cost: &i64| {
        sum += i128::from(*cost);
        let until = whole((sum * i128::from(people)).checked_div(i128::from(all)).unwrap_or_default());
        let own = until - given;
        given = until;
        own
    };
    costs.iter().map(portion).collect()
}

fn whole(cents: i128) -> i64 {
    i64::try_from(cents).unwrap_or(i64::MAX)
}
