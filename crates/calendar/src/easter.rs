//! Easter Sunday, from which the movable holidays follow.

use chrono::NaiveDate;

/// Easter Sunday of a Gregorian year; `None` only for years that chrono cannot represent.
///
/// Source: anonymous Gregorian computus (Meeus, *Astronomical Algorithms*, chapter 8).
pub(crate) fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, in_century) = (year.div_euclid(100), year.rem_euclid(100));
    let moon_correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon_correction + 15).rem_euclid(30);
    let to_sunday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let day_of_march = epact + to_sunday - 7 * late + 114;
    let (month, day) = (day_of_march / 31, day_of_march % 31 + 1);
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_easters_including_the_earliest_and_latest() {
        // 1818 and 1943 are the extremes 22 March and 25 April; 1954, 1981, 2049 and 2076 need the `late` correction.
        for (year, month, day) in [
            (1818, 3, 22),
            (1943, 4, 25),
            (1954, 4, 18),
            (1981, 4, 19),
            (2000, 4, 23),
            (2008, 3, 23),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2038, 4, 25),
            (2049, 4, 18),
            (2076, 4, 19),
        ] {
            assert_eq!(easter_sunday(year), NaiveDate::from_ymd_opt(year, month, day), "{year}");
        }
    }
}
