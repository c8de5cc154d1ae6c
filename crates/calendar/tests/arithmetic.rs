//! Working-day arithmetic against a walk day by day.
#![expect(clippy::expect_used, reason = "a test may panic, its helpers too")]

use chrono::{Datelike, NaiveDate, Weekday};
use dienstweg_calendar::{Flag, Flags, Land, WorkCalendar};
use proptest::prelude::*;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("ISO date")
}

/// The definition, from the list of holidays rather than from the table behind the arithmetic.
fn naive_is_working(calendar: &WorkCalendar, day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && calendar.holiday_on(day).is_none()
}

fn naive_add(calendar: &WorkCalendar, from: NaiveDate, n: i64) -> NaiveDate {
    let step = |day: NaiveDate| if n < 0 { day.pred_opt() } else { day.succ_opt() }.expect("date in range");
    let (mut day, mut left) = (from, n.abs());
    if n == 0 && !naive_is_working(calendar, day) {
        left = 1;
    }
    while left > 0 {
        day = step(day);
        left -= i64::from(naive_is_working(calendar, day));
    }
    day
}

fn naive_between(calendar: &WorkCalendar, a: NaiveDate, b: NaiveDate) -> i64 {
    let count = |days: &mut dyn Iterator<Item = NaiveDate>| {
        days.filter(|day| naive_is_working(calendar, *day)).count() as i64
    };
    if b >= a {
        count(&mut a.iter_days().skip(1).take_while(|day| *day <= b))
    } else {
        -count(&mut b.iter_days().take_while(|day| *day < a))
    }
}

fn calendars() -> impl Strategy<Value = WorkCalendar> {
    let flag = || prop_oneof![Just(Flag::Yes), Just(Flag::No), Just(Flag::Unknown)];
    (0..Land::ALL.len(), flag(), flag(), flag()).prop_map(
        |(land, assumption, peace_festival, corpus_christi)| {
            WorkCalendar::new(Land::ALL[land], Flags { assumption, peace_festival, corpus_christi })
        },
    )
}

/// Dates in and around the modelled years 1995 to 2100, also before the common era.
fn dates() -> impl Strategy<Value = NaiveDate> {
    let days = |from: &str, to: &str| date(from).num_days_from_ce()..date(to).num_days_from_ce();
    prop_oneof![
        8 => days("2015-01-01", "2040-01-01"),
        1 => days("1994-06-01", "1995-06-01"),
        1 => days("2100-06-01", "2101-06-01"),
        1 => -1000..1000_i32,
    ]
    .prop_map(|day| NaiveDate::from_num_days_from_ce_opt(day).expect("date in range"))
}

proptest! {
    #[test]
    fn adding_is_walking(calendar in calendars(), from in dates(), n in -90..90_i64) {
        prop_assert_eq!(calendar.add_working_days(from, n), naive_add(&calendar, from, n));
    }

    #[test]
    fn counting_is_walking(calendar in calendars(), a in dates(), offset in -150..150_i64) {
        let b = a + chrono::Duration::days(offset);
        prop_assert_eq!(calendar.working_days_between(a, b), naive_between(&calendar, a, b));
        prop_assert_eq!(calendar.is_working_day(b), naive_is_working(&calendar, b));
    }

    #[test]
    fn counting_undoes_adding(calendar in calendars(), a in dates(), b in dates()) {
        let b = calendar.add_working_days(b, 0);
        prop_assert!(calendar.is_working_day(b));
        prop_assert_eq!(calendar.add_working_days(a, calendar.working_days_between(a, b)), b);
    }

    #[test]
    fn steps_add_up(calendar in calendars(), from in dates(), n in -2000..2000_i64, m in -2000..2000_i64) {
        let start = calendar.add_working_days(from, 0);
        let in_two = calendar.add_working_days(calendar.add_working_days(start, n), m);
        prop_assert_eq!(in_two, calendar.add_working_days(start, n + m));
    }
}

#[test]
fn easter_2026_by_hand() {
    // Good Friday 3 April, Easter Monday 6 April.
    let calendar = WorkCalendar::new(Land::BY, Flags::default());
    let thursday = date("2026-04-02");
    assert_eq!(calendar.add_working_days(thursday, 1), date("2026-04-07"));
    assert_eq!(calendar.add_working_days(date("2026-04-07"), -1), thursday);
    assert_eq!(calendar.add_working_days(date("2026-04-04"), 0), date("2026-04-07"));
    assert_eq!(calendar.add_working_days(date("2026-04-04"), 1), date("2026-04-07"));
    assert_eq!(calendar.working_days_between(thursday, date("2026-04-06")), 0);
    assert_eq!(calendar.working_days_between(thursday, date("2026-04-07")), 1);
    assert_eq!(calendar.working_days_between(date("2026-04-07"), thursday), -1);
}

#[test]
fn moves_beyond_all_dates_end_at_the_edge() {
    let calendar = WorkCalendar::new(Land::BY, Flags::default());
    for n in [i64::MAX, 1 << 40] {
        assert_eq!(calendar.add_working_days(date("2026-04-02"), n), NaiveDate::MAX);
        assert_eq!(calendar.add_working_days(date("2026-04-02"), -n), NaiveDate::MIN);
    }
    assert_eq!(calendar.add_working_days(date("2026-04-02"), i64::MIN), NaiveDate::MIN);
}
