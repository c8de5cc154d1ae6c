//! The holidays as data: on which day, in which Länder, since when, and by whose word.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Serialize;

use crate::easter::easter_sunday;
use crate::{FIRST_YEAR, Flag, Flags, LAST_YEAR, Land, MunicipalHoliday};
use Land::{BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH};

/// A public holiday: stable key (snake case) and names for screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Holiday {
    pub key: &'static str,
    pub name_de: &'static str,
    pub name_en: &'static str,
}

#[derive(Clone, Copy)]
enum When {
    /// Month and day.
    Fixed(u32, u32),
    /// Days after Easter Sunday, negative before.
    Easter(i64),
    /// Wednesday before 23 November (§ 1 Abs. 1 SächsSFG: eleven days before the first Sunday of Advent).
    Repentance,
}

/// Where and when a rule holds: these Länder, first to last year, in the whole Land or where the municipality's flag says so.
struct Grant {
    lands: &'static [Land],
    years: (i32, i32),
    municipal: Option<MunicipalHoliday>,
}

struct Rule {
    holiday: Holiday,
    when: When,
    grants: &'static [Grant],
}

const ALL: &[Land] = &Land::ALL;
const NATIONWIDE: &[Grant] = &[always(ALL)];

const fn always(lands: &'static [Land]) -> Grant {
    since(FIRST_YEAR, lands)
}

const fn since(year: i32, lands: &'static [Land]) -> Grant {
    Grant { lands, years: (year, LAST_YEAR), municipal: None }
}

const fn only(year: i32, lands: &'static [Land]) -> Grant {
    Grant { lands, years: (year, year), municipal: None }
}

const fn municipal(holiday: MunicipalHoliday, lands: &'static [Land]) -> Grant {
    Grant { lands, years: (FIRST_YEAR, LAST_YEAR), municipal: Some(holiday) }
}

const fn rule(
    when: When,
    key: &'static str,
    name_de: &'static str,
    name_en: &'static str,
    grants: &'static [Grant],
) -> Rule {
    Rule { holiday: Holiday { key, name_de, name_en }, when, grants }
}

use When::{Easter, Fixed, Repentance};

/// Source: holiday acts of the Länder and Art. 2 Abs. 2 of the Unification Treaty (3 October). Changes since 1995:
/// Reformation Day 2017 once in all Länder, since 2018 in HB, HH, NI, SH; Women's Day since 2019 in BE, 2023 in MV;
/// Children's Day since 2019 in TH; in BE once 8 May 2020, 8 May 2025 and 17 June 2028 (§ 1 FeiertG BE).
#[rustfmt::skip]
const RULES: &[Rule] = &[
    rule(Fixed(1, 1), "new_year", "Neujahr", "New Year's Day", NATIONWIDE),
    rule(Fixed(1, 6), "epiphany", "Heilige Drei Könige", "Epiphany", &[always(&[BW, BY, ST])]),
    rule(Fixed(3, 8), "womens_day", "Internationaler Frauentag", "International Women's Day", &[since(2019, &[BE]), since(2023, &[MV])]),
    rule(Easter(-2), "good_friday", "Karfreitag", "Good Friday", NATIONWIDE),
    rule(Easter(0), "easter_sunday", "Ostersonntag", "Easter Sunday", &[always(&[BB])]),
    rule(Easter(1), "easter_monday", "Ostermontag", "Easter Monday", NATIONWIDE),
    rule(Fixed(5, 1), "labour_day", "Tag der Arbeit", "Labour Day", NATIONWIDE),
    rule(Fixed(5, 8), "liberation_day", "Tag der Befreiung", "Liberation Day", &[only(2020, &[BE]), only(2025, &[BE])]),
    rule(Easter(39), "ascension", "Christi Himmelfahrt", "Ascension Day", NATIONWIDE),
    rule(Easter(49), "whit_sunday", "Pfingstsonntag", "Whit Sunday", &[always(&[BB])]),
    rule(Easter(50), "whit_monday", "Pfingstmontag", "Whit Monday", NATIONWIDE),
    rule(Easter(60), "corpus_christi", "Fronleichnam", "Corpus Christi",
        &[always(&[BW, BY, HE, NW, RP, SL]), municipal(MunicipalHoliday::CorpusChristi, &[SN, TH])]),
    rule(Fixed(6, 17), "uprising_1953", "75. Jahrestag des Aufstandes vom 17. Juni 1953",
        "75th anniversary of the uprising of 17 June 1953", &[only(2028, &[BE])]),
    rule(Fixed(8, 8), "peace_festival", "Augsburger Friedensfest", "Augsburg Peace Festival",
        &[municipal(MunicipalHoliday::PeaceFestival, &[BY])]),
    rule(Fixed(8, 15), "assumption", "Mariä Himmelfahrt", "Assumption Day",
        &[always(&[SL]), municipal(MunicipalHoliday::Assumption, &[BY])]),
    rule(Fixed(9, 20), "childrens_day", "Weltkindertag", "World Children's Day", &[since(2019, &[TH])]),
    rule(Fixed(10, 3), "german_unity", "Tag der Deutschen Einheit", "German Unity Day", NATIONWIDE),
    rule(Fixed(10, 31), "reformation_day", "Reformationstag", "Reformation Day",
        &[always(&[BB, MV, SN, ST, TH]), since(2018, &[HB, HH, NI, SH]), only(2017, ALL)]),
    rule(Fixed(11, 1), "all_saints", "Allerheiligen", "All Saints' Day", &[always(&[BW, BY, NW, RP, SL])]),
    rule(Repentance, "repentance_day", "Buß- und Bettag", "Day of Repentance and Prayer", &[always(&[SN])]),
    rule(Fixed(12, 25), "christmas_day", "Erster Weihnachtstag", "Christmas Day", NATIONWIDE),
    rule(Fixed(12, 26), "boxing_day", "Zweiter Weihnachtstag", "Second Day of Christmas", NATIONWIDE),
];

impl When {
    fn in_year(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Self::Easter(offset) => {
                let easter = easter_sunday(year)?;
                let days = Days::new(offset.unsigned_abs());
                if offset < 0 { easter.checked_sub_days(days) } else { easter.checked_add_days(days) }
            }
            // The seven days that end on 22 November hold exactly one Wednesday.
            Self::Repentance => (16..=22)
                .filter_map(|day| NaiveDate::from_ymd_opt(year, 11, day))
                .find(|date| date.weekday() == Weekday::Wed),
        }
    }
}

impl Rule {
    /// `Yes` and `No` are certain; `Unknown` when only a municipal grant applies whose flag is not maintained.
    fn holds(&self, land: Land, flags: Flags, year: i32) -> Flag {
        let applies =
            |grant: &&Grant| grant.years.0 <= year && year <= grant.years.1 && grant.lands.contains(&land);
        self.grants
            .iter()
            .find(applies)
            .map_or(Flag::No, |grant| grant.municipal.map_or(Flag::Yes, |holiday| flags.get(holiday)))
    }
}

/// The holidays of a year whose flag is `wanted` (`Yes`: they hold, `Unknown`: nobody said so yet), in order of their dates.
pub(crate) fn holidays_of(land: Land, flags: Flags, year: i32, wanted: Flag) -> Vec<(NaiveDate, Holiday)> {
    let mut days: Vec<_> = RULES
        .iter()
        .filter(|rule| rule.holds(land, flags, year) == wanted)
        .filter_map(|rule| Some((rule.when.in_year(year)?, rule.holiday)))
        .collect();
    days.sort_by_key(|(date, _)| *date);
    days
}
