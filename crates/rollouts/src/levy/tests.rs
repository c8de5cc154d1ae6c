//! Worked out by hand.
use super::{Cost, Levy, LevyLevel as L, LevyShares, Split, portions};
use proptest::prelude::*;

fn cost(operation_cents: i64, first_cents: i64, shares: (i32, i32, i32)) -> Cost {
    let (bezirk, district, municipality) = shares;
    Cost { operation_cents, first_cents, shares: LevyShares { bezirk, district, municipality } }
}

#[test]
fn the_state_bears_half_and_all_of_first_implementation() {
    // 1,200,000.00 € a year and 300,000.00 € once: 600,000.00 € for the municipalities.
    let split = Split::of(&cost(120_000_000, 30_000_000, (0, 0, 1)));
    assert_eq!((split.state_cents, split.municipal_cents()), (90_000_000, 60_000_000));
    assert_eq!(split.level_cents(L::Municipality), 60_000_000);
    // An odd cent is the State's.
    let odd = Split::of(&cost(101, 0, (0, 1, 0)));
    assert_eq!((odd.state_cents, odd.level_cents(L::District)), (51, 50));
}

#[test]
fn levels_share_by_parts_and_add_up() {
    // A half of 1,000.01 €: a third 333.33 €, the rest 666.68 €.
    let split = Split::of(&cost(200_002, 0, (0, 1, 2)));
    assert_eq!((split.level_cents(L::District), split.level_cents(L::Municipality)), (33_333, 66_668));
    assert_eq!(split.municipal_cents(), 100_001);
    let nobody = Split::of(&cost(200, 100, (0, 0, 0)));
    assert_eq!((nobody.state_cents, nobody.municipal_cents()), (300, 0));
}

#[test]
fn each_body_pays_by_its_people_rounded_up() {
    // 1,000.00 € over 1,000, 2,000 and 4,000 people: 142.857…, 285.714…, 571.428… €.
    let split = Split::of(&cost(200_000, 0, (0, 0, 1)));
    let towns = [(L::Municipality, 1_000), (L::Municipality, 2_000), (L::Municipality, 4_000)];
    let levy = Levy::new(&[split], &towns);
    let amounts = towns.map(|(level, people)| levy.amount_cents(level, people));
    assert_eq!(amounts, [14_300, 28_600, 57_200]);
    let sum = levy.level(L::Municipality);
    assert_eq!((sum.cost_cents, sum.bodies, sum.people, sum.amount_cents), (100_000, 3, 7_000, 100_100));
    // What comes out even is not rounded.
    assert_eq!(levy.amount_cents(L::Municipality, 7_000), 100_000);
}

#[test]
fn a_kreisfreie_stadt_pays_on_both_levels() {
    // 600 € at the Landkreise, 300 € at the municipalities; the city has 4,000 of 10,000 people on both.
    let splits = [Split::of(&cost(120_000, 0, (0, 1, 0))), Split::of(&cost(60_000, 0, (0, 0, 1)))];
    let payers =
        [(L::District, 4_000), (L::District, 6_000), (L::Municipality, 4_000), (L::Municipality, 6_000)];
    let levy = Levy::new(&splits, &payers);
    assert_eq!(
        (levy.amount_cents(L::District, 4_000), levy.amount_cents(L::Municipality, 4_000)),
        (24_000, 12_000)
    );
    assert_eq!(levy.amount_cents(L::Bezirk, 4_000), 0);
}

#[test]
fn nobody_pays_where_nobody_lives() {
    let levy = Levy::new(&[Split::of(&cost(200, 0, (1, 0, 0)))], &[(L::Bezirk, 0)]);
    assert_eq!((levy.amount_cents(L::Bezirk, 0), levy.level(L::Bezirk).amount_cents), (0, 0));
}

#[test]
fn portions_add_up_to_the_part_of_all() {
    // A seventh of 1.00, 1.00 and 5.00 €: 14.28…, 28.57…, 100 cents one after the other.
    assert_eq!(portions(&[100, 100, 500], 1, 7), [14, 14, 72]);
    assert_eq!(portions(&[100], 1, 0), [0]);
}

proptest! {
    /// Rounding adds something below a euro for each body, and never takes anything.
    #[test]
    fn rounding_adds_less_than_a_euro_each(
        costs in prop::collection::vec((0_i64..1_000_000_000_000, 0..5, 0..5, 0..5), 1..20),
        people in prop::collection::vec(1_i64..2_000_000, 1..60),
    ) {
        let splits: Vec<Split> =
            costs.iter().map(|(cents, b, d, m)| Split::of(&cost(*cents, 7, (*b, *d, *m)))).collect();
        let payers: Vec<(L, i64)> = L::ALL.iter().flat_map(|level| people.iter().map(|own| (*level, *own))).collect();
        let levy = Levy::new(&splits, &payers);
        for (split, (cents, ..)) in splits.iter().zip(&costs) {
            prop_assert_eq!(split.state_cents + split.municipal_cents(), cents + 7);
        }
        for level in L::ALL {
            let sum = levy.level(level);
            prop_assert!(sum.amount_cents >= sum.cost_cents);
            prop_assert!(sum.amount_cents < sum.cost_cents + sum.bodies * 100);
            let costs: Vec<i64> = splits.iter().map(|split| split.level_cents(level)).collect();
            for own in &people {
                let rounding = levy.amount_cents(level, *own) - portions(&costs, *own, sum.people).iter().sum::<i64>();
                prop_assert!((0..=100).contains(&rounding));
            }
        }
    }
}
