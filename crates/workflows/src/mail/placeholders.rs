//! What the text of a reminder may name in braces.
use super::contents::said;
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::labels::Named;
use dienstweg_rollouts::view::RolloutRow;

/// What a text may name in braces.
const PLACEHOLDERS: [&str; 6] = ["Nummer", "Stelle", "Dienst", "Schritt", "Fällig", "Phase"];

/// Placeholders nobody knows.
pub fn text_faults(text: &str) -> Vec<Fault> {
    let inner = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    let unknown: Vec<&str> = inner.filter(|name| !PLACEHOLDERS.contains(name)).collect();
    if unknown.is_empty() {
        return Vec::new();
    }
    let (unknown, known) = (unknown.join("}, {"), PLACEHOLDERS.join("}, {"));
    let message = Text::new(
        format!("{{{unknown}}} gibt es nicht; es gibt {{{known}}}."),
        format!("There is no {{{unknown}}}; there are {{{known}}}."),
    );
    vec![Fault::new("/text", "unknown_placeholder", message)]
}

/// The text with what it names of this rollout. What is filled in is not read for placeholders again.
pub fn filled(text: &str, row: &RolloutRow, language: Language) -> String {
    let named = |named: Option<&Named>| named.and_then(|named| named.name.clone());
    let value = |name: &str| match name {
        "Nummer" => Some(row.number.clone()),
        "Stelle" => named(Some(&row.body)),
        "Dienst" => named(row.service.as_ref()),
        "Schritt" => row.next_milestone.as_ref().map(|milestone| milestone.name.clone()),
        "Fällig" => row.next_due.map(|due| said(due, language)),
        _ => row.phase.as_ref().map(|phase| phase.name.clone()),
    };
    let mut parts = text.split('{');
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('}') {
            Some((name, rest)) if PLACEHOLDERS.contains(&name) => {
                all.push_str(&value(name).unwrap_or_else(|| "–".to_owned()));
                all.push_str(rest);
            }
            _ => {
                all.push('{');
                all.push_str(part);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_placeholders_are_named_all_at_once() {
        assert!(text_faults("Bitte {Schritt} bis {Fällig}.").is_empty());
        let faults = text_faults("{Name} {Stelle} {Datum}");
        assert_eq!(faults.len(), 1);
        assert!(faults[0].message.de.contains("{Name}, {Datum}"), "{}", faults[0].message.de);
    }
}
