//! What may be a password (BSI IT-Grundschutz ORP.4.A22 and A23, NIST SP 800-63B § 5.1.1.2): long, not guessable,
//! no forced signs and no forced change.
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::text;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Characters.
const SHORTEST: usize = 12;
const LONGEST: usize = 256;

/// Passwords that everybody tries first, folded, one per line.
static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common.txt").lines().filter(|line| !line.is_empty()).collect());

/// Why this may not be the password of somebody with this login and name. Empty where it may.
pub fn password_faults(pointer: &str, password: &str, login: &str, name: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut add =
        |code, de: &'static str, en: &'static str| faults.push(Fault::new(pointer, code, Text::new(de, en)));
    let length = password.chars().count();
    if length < SHORTEST {
        add(
            "too_short",
            "Mindestens 12 Zeichen, gern ein ganzer Satz.",
            "At least 12 characters, a sentence is fine.",
        );
    }
    if length > LONGEST {
        add("too_long", "Höchstens 256 Zeichen.", "At most 256 characters.");
    }
    let folded = fold(password);
    if is_personal(&folded, login) || is_personal(&folded, name) {
        add("personal", "Nicht der eigene Name oder Anmeldename.", "Not one's own name or login.");
    }
    if is_common(&folded) {
        add(
            "too_common",
            "Dieses Passwort wird zuerst probiert.",
            "This is one of the passwords tried first.",
        );
    }
    faults
}

fn fold(text: &str) -> String {
    text::nfc(text).to_lowercase()
}

/// The name itself, also without what stands between its letters and with digits and signs after it.
fn is_personal(folded: &str, name: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let name = letters(&fold(name));
    !name.is_empty() && letters(folded) == name
}

/// On the list, also twice in a row, with digits and signs around it, or of three different characters at most.
fn is_common(folded: &str) -> bool {
    let core = folded.trim_matches(|c: char| !c.is_alphabetic());
    let half = folded.get(..folded.len() / 2).filter(|half| half.repeat(2) == folded);
    let listed = |text: &str| COMMON.contains(text);
    let different: HashSet<char> = folded.chars().collect();
    listed(folded) || listed(core) || half.is_some_and(listed) || different.len() <= 3 || is_run(folded)
}

/// Ascending or descending throughout: 123456789012, abcdefghijkl.
fn is_run(text: &str) -> bool {
    let bytes = text.as_bytes();
    let steps: HashSet<i16> = bytes
        .windows(2)
        .map(|pair| match (pair[0], pair[1]) {
            (b'9', b'0') => 1,
            (b'0', b'9') => -1,
            (a, b) => i16::from(b) - i16::from(a),
        })
        .collect();
    bytes.len() > 2 && steps.len() == 1 && steps.iter().all(|step| step.abs() <= 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(password: &str) -> Vec<&'static str> {
        password_faults("/password", password, "anna.huber", "Anna Huber")
            .iter()
            .map(|fault| fault.code)
            .collect()
    }

    #[test]
    fn long_and_unguessable_is_enough() {
        assert!(codes("drei blaue fenster").is_empty());
        assert!(codes("xkqvbmwzprlt").is_empty());
        assert_eq!(codes("kurz & gut"), ["too_short"]);
        assert_eq!(codes(&"drei blaue fenster ".repeat(20)), ["too_long"]);
    }

    #[test]
    fn names_and_what_everybody_tries_are_refused() {
        assert_eq!(codes("Anna.Huber2026!"), ["personal"]);
        assert_eq!(codes("Passwort123456!"), ["too_common"]);
        assert_eq!(codes("Willkommen2026"), ["too_common"]);
        assert_eq!(codes("geheimgeheim"), ["too_common"]);
        assert_eq!(codes("aaaaaaaaaaaa"), ["too_common"]);
        assert_eq!(codes("123456789012"), ["too_common"]);
        assert_eq!(codes("abcdefghijkl"), ["too_common"]);
    }

    #[test]
    fn the_list_is_folded_and_names_nothing_twice() {
        let lines: Vec<_> = include_str!("common.txt").lines().collect();
        assert!(lines.iter().all(|line| fold(line) == **line && !line.trim().is_empty()));
        assert_eq!(lines.len(), COMMON.len());
        assert!(lines.len() >= 180);
    }
}
