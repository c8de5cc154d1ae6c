//! The holiday rules against published dates.
#![expect(clippy::expect_used, reason = "a test may panic, its helpers too")]

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;
use dienstweg_calendar::{Flag, Flags, Land, MunicipalHoliday, WorkCalendar};

fn date(text: &str) -> NaiveDate {
    text.parse().expect("ISO date")
}

fn plain(land: Land) -> WorkCalendar {
    WorkCalendar::new(land, Flags::default())
}

fn everything_yes() -> Flags {
    Flags { assumption: Flag::Yes, peace_festival: Flag::Yes, corpus_christi: Flag::Yes }
}

#[test]
fn bavaria_2023_to_2035_matches_the_data_file() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/calendar/feiertage_bayern_2023_2035.csv");
    let Ok(csv) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is absent", path.display());
        return;
    };
    let expected = |scopes: &[&str]| -> BTreeSet<(NaiveDate, String)> {
        let rows = csv.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
        rows.filter(|row| scopes.contains(&row[3])).map(|row| (date(row[0]), row[2].to_owned())).collect()
    };
    let actual = |flags: Flags| -> BTreeSet<(NaiveDate, String)> {
        let calendar = WorkCalendar::new(Land::BY, flags);
        (2023..=2035)
            .flat_map(|year| calendar.holidays(year))
            .map(|(day, holiday)| (day, holiday.name_de.to_owned()))
            .collect()
    };
    assert_eq!(expected(&["BY"]).len(), 156, "the file has the shape this test expects");
    assert_eq!(actual(Flags::default()), expected(&["BY"]));
    assert_eq!(actual(everything_yes()), expected(&["BY", "BY-MARIA-HIMMELFAHRT", "BY-AUGSBURG"]));
}

#[test]
fn number_of_statutory_holidays_per_land_in_2026() {
    // Sundays that Brandenburg alone names as holidays (Easter, Whitsun) are included.
    let counts = Land::ALL.map(|land| (land, plain(land).holidays(2026).len()));
    let expected = [
        (Land::SH, 10),
        (Land::HH, 10),
        (Land::NI, 10),
        (Land::HB, 10),
        (Land::NW, 11),
        (Land::HE, 10),
        (Land::RP, 11),
        (Land::BW, 12),
        (Land::BY, 12),
        (Land::SL, 12),
        (Land::BE, 10),
        (Land::BB, 12),
        (Land::MV, 11),
        (Land::SN, 11),
        (Land::ST, 11),
        (Land::TH, 11),
    ];
    assert_eq!(counts, expected);
}

#[test]
fn changes_of_law_take_effect_in_their_year() {
    for (land, day, key) in [
        (Land::BE, "2020-05-08", Some("liberation_day")),
        (Land::BE, "2021-05-08", None),
        (Land::BE, "2025-05-08", Some("liberation_day")),
        (Land::BB, "2025-05-08", None),
        (Land::BE, "2028-06-17", Some("uprising_1953")),
        (Land::BE, "2029-06-17", None),
        (Land::BE, "2018-03-08", None),
        (Land::BE, "2019-03-08", Some("womens_day")),
        (Land::MV, "2022-03-08", None),
        (Land::MV, "2023-03-08", Some("womens_day")),
        (Land::TH, "2018-09-20", None),
        (Land::TH, "2019-09-20", Some("childrens_day")),
        (Land::BY, "2016-10-31", None),
        (Land::BY, "2017-10-31", Some("reformation_day")),
        (Land::BY, "2018-10-31", None),
        (Land::HH, "2016-10-31", None),
        (Land::HH, "2018-10-31", Some("reformation_day")),
        (Land::SN, "2016-10-31", Some("reformation_day")),
        (Land::SN, "2026-11-18", Some("repentance_day")),
        (Land::SN, "2023-11-22", Some("repentance_day")),
        (Land::BY, "2026-11-18", None),
        (Land::NW, "2026-06-04", Some("corpus_christi")),
        (Land::NI, "2026-06-04", None),
        (Land::ST, "2026-01-06", Some("epiphany")),
        (Land::BB, "2026-04-05", Some("easter_sunday")),
        (Land::BE, "2026-04-05", None),
        (Land::SL, "2026-08-15", Some("assumption")),
        (Land::BY, "2008-05-01", Some("labour_day")),
        (Land::BY, "1994-12-25", None),
        (Land::BY, "2101-12-25", None),
    ] {
        assert_eq!(plain(land).holiday_on(date(day)).map(|holiday| holiday.key), key, "{land:?} {day}");
    }
}

#[test]
fn an_unmaintained_flag_is_no_holiday_but_is_told() {
    let assumption = date("2028-08-15");
    let unknown = plain(Land::BY);
    assert!(unknown.is_working_day(assumption) && unknown.holiday_on(assumption).is_none());
    assert_eq!(unknown.unmaintained_on(assumption).map(|holiday| holiday.key), Some("assumption"));
    assert_eq!(unknown.unmaintained(2028).len(), 2, "Friedensfest and Mariä Himmelfahrt");
    assert_eq!(unknown.unmaintained_between(date("2027-08-09")..=date("2028-08-08")).len(), 2);

    let munich = Flags::by_law("09162000").with(MunicipalHoliday::Assumption, Flag::Yes);
    let munich = WorkCalendar::new(Land::BY, munich);
    assert!(!munich.is_working_day(assumption) && munich.unmaintained(2028).is_empty());
    assert!(munich.is_working_day(date("2028-08-08")));
    assert!(!WorkCalendar::new(Land::BY, Flags::by_law("09761000")).is_working_day(date("2028-08-08")));
}

#[test]
fn flags_reach_only_the_lands_that_leave_the_day_to_municipalities() {
    let keys = |land| {
        let all: BTreeSet<_> =
            WorkCalendar::new(land, everything_yes()).holidays(2026).iter().map(|(_, h)| h.key).collect();
        let few: BTreeSet<_> = plain(land).holidays(2026).iter().map(|(_, h)| h.key).collect();
        all.difference(&few).copied().collect::<Vec<_>>()
    };
    for land in Land::ALL {
        let expected: &[&str] = match land {
            Land::BY => &["assumption", "peace_festival"],
            Land::SN | Land::TH => &["corpus_christi"],
            _ => &[],
        };
        assert_eq!(keys(land), expected, "{land:?}");
    }
}
