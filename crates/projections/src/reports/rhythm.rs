//! When a report is due: at six in the morning in Germany, on every day, on one of each week or on one of each month.
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use dienstweg_kernel::clock::{german_day, german_instant};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// More days than lie between two occasions of any rhythm.
const FAR: usize = 63;

/// How often, as one word.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[schema(as = ReportRhythm)]
pub enum RhythmWord {
    /// By hand alone.
    #[default]
    None,
    Daily,
    Weekly,
    Monthly,
}

/// How often, with the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    None,
    Daily,
    /// 1 is Monday.
    Weekly(u32),
    /// The last day where a month is shorter.
    Monthly(u32),
}

impl Rhythm {
    /// Nothing where the day is missing.
    pub fn of(word: RhythmWord, weekday: Option<i32>, month_day: Option<i32>) -> Option<Self> {
        let number = |day: Option<i32>, most: u32| {
            day.and_then(|day| u32::try_from(day).ok()).filter(|day| (1..=most).contains(day))
        };
        match word {
            RhythmWord::None => Some(Self::None),
            RhythmWord::Daily => Some(Self::Daily),
            RhythmWord::Weekly => number(weekday, 7).map(Self::Weekly),
            RhythmWord::Monthly => number(month_day, 31).map(Self::Monthly),
        }
    }

    fn falls_on(self, day: NaiveDate) -> bool {
        match self {
            Self::None => false,
            Self::Daily => true,
            Self::Weekly(weekday) => day.weekday().number_from_monday() == weekday,
            Self::Monthly(month_day) => day.day() == month_day.min(u32::from(day.num_days_in_month())),
        }
    }
}

fn six(day: NaiveDate) -> DateTime<Utc> {
    german_instant(day.and_time(NaiveTime::from_hms_opt(6, 0, 0).unwrap_or(NaiveTime::MIN)))
}

/// The first occasion after a moment.
pub fn next_after(rhythm: Rhythm, moment: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let days = german_day(moment).iter_days().take(FAR).filter(|day| rhythm.falls_on(*day));
    days.map(six).find(|at| *at > moment)
}

/// The day of the last occasion until a moment: of several that were missed it stands for all.
pub fn latest(rhythm: Rhythm, moment: DateTime<Utc>) -> Option<NaiveDate> {
    let today = german_day(moment);
    let days = (0..FAR as u64).filter_map(|back| today.checked_sub_days(Days::new(back)));
    days.filter(|day| rhythm.falls_on(*day)).find(|day| six(*day) <= moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn next(rhythm: Rhythm, moment: &str) -> String {
        next_after(rhythm, at(moment)).unwrap().to_rfc3339()
    }

    #[test]
    fn six_in_germany_is_another_instant_in_summer_and_on_the_day_clocks_change() {
        assert_eq!(next(Rhythm::Daily, "2026-03-27T12:00:00Z"), "2026-03-28T05:00:00+00:00");
        assert_eq!(next(Rhythm::Daily, "2026-03-28T05:00:00Z"), "2026-03-29T04:00:00+00:00");
        assert_eq!(next(Rhythm::Daily, "2026-10-24T04:00:00Z"), "2026-10-25T05:00:00+00:00");
        assert_eq!(next(Rhythm::Weekly(1), "2026-03-02T04:59:59Z"), "2026-03-02T05:00:00+00:00");
        assert_eq!(next(Rhythm::Weekly(1), "2026-03-02T05:00:00Z"), "2026-03-09T05:00:00+00:00");
    }

    #[test]
    fn a_month_without_the_day_has_its_last_one() {
        assert_eq!(next(Rhythm::Monthly(31), "2026-01-31T12:00:00Z"), "2026-02-28T05:00:00+00:00");
        assert_eq!(next(Rhythm::Monthly(31), "2026-02-28T12:00:00Z"), "2026-03-31T04:00:00+00:00");
        assert_eq!(next_after(Rhythm::None, at("2026-02-28T12:00:00Z")), None);
    }

    #[test]
    fn of_what_was_missed_the_last_counts() {
        let day = |rhythm, moment| latest(rhythm, at(moment)).map(|day| day.to_string());
        assert_eq!(day(Rhythm::Daily, "2026-03-05T04:59:00Z").as_deref(), Some("2026-03-04"));
        assert_eq!(day(Rhythm::Weekly(1), "2026-03-20T12:00:00Z").as_deref(), Some("2026-03-16"));
        assert_eq!(day(Rhythm::Monthly(30), "2026-03-15T12:00:00Z").as_deref(), Some("2026-02-28"));
    }
}
