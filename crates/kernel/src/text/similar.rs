//! How near a name comes to what somebody wrote: slips of the pen, compounds taken apart, abbreviations. For suggestions
//! people choose from, never for a decision.
use super::search_form;
use std::collections::BTreeSet;

/// A text made ready for comparison.
#[derive(Clone, Debug)]
pub struct Likeness {
    words: Vec<String>,
    joined: String,
    grams: BTreeSet<[char; 3]>,
}

impl Likeness {
    /// Compares by the [`search_form`].
    #[must_use]
    pub fn of(text: &str) -> Self {
        let words: Vec<String> =
            search_form(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let joined = words.concat();
        // A blank on both ends: beginnings and ends weigh more, and short names have something to compare.
        let letters: Vec<char> = [' '].into_iter().chain(joined.chars()).chain([' ']).collect();
        let grams = letters.windows(3).filter_map(|window| window.try_into().ok()).collect();
        Self { words, joined, grams }
    }

    /// Whether there is nothing to compare.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.joined.is_empty()
    }

    /// Whether all of another text is one of the words here.
    #[must_use]
    pub fn has_word(&self, other: &Self) -> bool {
        !other.is_empty() && self.words.contains(&other.joined)
    }

    /// From 0 (nothing in common) to 1 (the same letters): the share of common letter triples, of both and of what was
    /// written alone, so that a compound finds its parts and a part its compound.
    #[must_use]
    pub fn to(&self, name: &Self) -> f64 {
        if self.is_empty() || name.is_empty() {
            return 0.0;
        }
        if self.joined == name.joined {
            return 1.0;
        }
        let common = number(self.grams.intersection(&name.grams).count());
        let both = 2.0 * common / number(self.grams.len() + name.grams.len());
        let own = common / number(self.grams.len());
        let near = f64::midpoint(both, own);
        if self.abbreviates(name) { near.max(ABBREVIATED + both / 10.0) } else { near }
    }

    /// Whether each word begins a word of the name or stands within one: `Gew Anm`, `Wohnsitz`.
    fn abbreviates(&self, name: &Self) -> bool {
        let within = |word: &String| {
            name.words.iter().any(|long| {
                long.starts_with(word.as_str()) || long.len() > LONG && long.contains(word.as_str())
            })
        };
        self.words.iter().all(|word| word.len() >= SHORTEST && within(word))
    }
}

/// What an abbreviation is worth, whatever it leaves out.
const ABBREVIATED: f64 = 0.6;
/// Letters an abbreviation has at least.
const SHORTEST: usize = 3;
/// Letters of a compound at least.
const LONG: usize = 10;

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best<'n>(written: &str, names: &[&'n str]) -> &'n str {
        let written = Likeness::of(written);
        let score = |name: &&&str| written.to(&Likeness::of(name));
        names.iter().max_by(|a, b| score(a).total_cmp(&score(b))).unwrap()
    }

    #[test]
    fn slips_compounds_and_abbreviations_find_the_name() {
        let names = [
            "Gewerbe anmelden",
            "Gewerbe ummelden",
            "Gaststättengewerbe anzeigen",
            "Wohnsitz ummelden",
            "Hund anmelden",
            "Fahrzeug zulassen",
        ];
        for (written, name) in [
            ("GEWERBEANMELDUNG", "Gewerbe anmelden"),
            ("Gewerbeanmeldng", "Gewerbe anmelden"),
            ("Gewebre anmelden", "Gewerbe anmelden"),
            ("gewerbe-anmeldung", "Gewerbe anmelden"),
            ("Gew. Anm.", "Gewerbe anmelden"),
            ("Gewerbeummeldung", "Gewerbe ummelden"),
            ("Gaststätte", "Gaststättengewerbe anzeigen"),
            ("Wohnsitzummeldung", "Wohnsitz ummelden"),
            ("Hundeanmeldung", "Hund anmelden"),
            ("Fahrzeugzulassung", "Fahrzeug zulassen"),
        ] {
            assert_eq!(best(written, &names), name, "{written}");
            assert!(Likeness::of(written).to(&Likeness::of(name)) > 0.45, "{written}");
        }
    }

    #[test]
    fn what_is_the_same_is_nearest_and_what_has_nothing_in_common_is_far() {
        assert!((Likeness::of("München").to(&Likeness::of("MUENCHEN")) - 1.0).abs() < f64::EPSILON);
        assert!(Likeness::of("Haar").to(&Likeness::of("Haarbach")) < 0.9);
        assert!(Likeness::of("Kfz").to(&Likeness::of("Wohnsitz ummelden")) < 0.2);
        assert!(Likeness::of(" - ").to(&Likeness::of("Au")) < f64::EPSILON);
    }
}
