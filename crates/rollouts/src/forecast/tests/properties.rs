//! What holds for any experience.

use proptest::prelude::*;

use super::*;

/// Some of what each milestone took, for all of them.
fn histories() -> impl Strategy<Value = Vec<Vec<(i64, u32)>>> {
    let milestones = 21;
    prop::collection::vec(prop::collection::vec((0_i64..120, 1_u32..9), 0..6), milestones)
}

fn history(seen: &[Vec<(i64, u32)>], more: i64) -> History {
    let mut history = History::default();
    for ((_, milestone), seen) in TEMPLATE.milestones().zip(seen) {
        for (days, times) in seen {
            history.add(&TEMPLATE.key, &milestone.key, None, &took(days + more, *times));
        }
    }
    history
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_same_input_gives_the_same_dates(seen in histories()) {
        let facts = course(&[("M1.1", "2026-02-02")]);
        let history = history(&seen, 0);
        prop_assert_eq!(forecast(&facts, &history, None, "2026-02-20"), forecast(&facts, &history, None, "2026-02-20"));
    }

    #[test]
    fn longer_durations_never_give_earlier_dates(seen in histories(), more in 1_i64..40) {
        // On the first day nothing has lasted yet, so that what is possible is the same.
        let facts = course(&[]);
        let before = forecast(&facts, &history(&seen, 0), None, "2026-02-02");
        let after = forecast(&facts, &history(&seen, more), None, "2026-02-02");
        prop_assert!(before.even <= after.even && before.cautious <= after.cautious);
        prop_assert!(before.even <= before.cautious);
    }

    #[test]
    fn shares_of_any_experience_add_up(done in prop::collection::vec((0_i64..2_000, 1_u32..50), 1..20), running in prop::collection::vec((0_i64..2_000, 1_u32..50), 0..20)) {
        let mut seen = Seen::default();
        done.iter().for_each(|(days, times)| seen.add_done(*days, *times));
        running.iter().for_each(|(days, times)| seen.add_running(*days, *times));
        let sum: f64 = seen.shares().iter().map(|(_, share)| share).sum();
        prop_assert!((sum - 1.0).abs() < 1e-6, "{}", sum);
    }
}
