//! What reports say, in both languages.
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::clock::german_time;
use dienstweg_kernel::ctx::Language;
use dienstweg_projections::reports::ReportScopeKind;
use dienstweg_rollouts::steering::Light;

/// Words of one language.
#[derive(Clone, Copy, Debug)]
pub struct Say(pub Language);

impl Say {
    pub fn pick<'t>(self, de: &'t str, en: &'t str) -> &'t str {
        match self.0 {
            Language::De => de,
            Language::En => en,
        }
    }

    pub fn owned(self, de: &str, en: &str) -> String {
        self.pick(de, en).to_owned()
    }

    pub fn day(self, day: NaiveDate) -> String {
        day.format(self.pick("%d.%m.%Y", "%Y-%m-%d")).to_string()
    }

    pub fn moment(self, at: DateTime<Utc>) -> String {
        german_time(at).format(self.pick("%d.%m.%Y, %H:%M Uhr", "%Y-%m-%d, %H:%M")).to_string()
    }

    /// With a mark between thousands.
    pub fn number(self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut said = String::from(if number < 0 { "-" } else { "" });
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                said.push_str(self.pick(".", ","));
            }
            said.push(digit);
        }
        said
    }

    pub fn light(self, light: Light) -> &'static str {
        match (light, self.0) {
            (Light::Red, Language::De) => "rot",
            (Light::Red, Language::En) => "red",
            (Light::Yellow, Language::De) => "gelb",
            (Light::Yellow, Language::En) => "yellow",
            (Light::Green, Language::De) => "grün",
            (Light::Green, Language::En) => "green",
            (Light::Grey, Language::De) => "grau",
            (Light::Grey, Language::En) => "grey",
        }
    }

    /// What a rollout came out as.
    pub fn outcome(self, key: &str) -> String {
        let (de, en) = match key {
            "own_solution" => ("eigene Lösung", "own solution"),
            "not_competent" => ("nicht zuständig", "not competent"),
            "cancelled" => ("abgebrochen", "cancelled"),
            "replaced" => ("ersetzt", "replaced"),
            _ => (key, key),
        };
        self.owned(de, en)
    }

    pub fn title(self, kind: ReportScopeKind, name: &str) -> String {
        let of = match kind {
            ReportScopeKind::Programme => self.pick("Programm", "programme"),
            ReportScopeKind::Region => self.pick("Region", "region"),
            ReportScopeKind::Municipality => self.pick("Gemeinde", "municipality"),
        };
        format!("{} {of} {name}", self.pick("Statusbericht", "Status report"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_in_the_language() {
        let said = |number| (Say(Language::De).number(number), Say(Language::En).number(number));
        assert_eq!(said(1_214), ("1.214".to_owned(), "1,214".to_owned()));
        assert_eq!(said(-13_000_000).0, "-13.000.000");
        assert_eq!(said(999).0, "999");
    }
}
