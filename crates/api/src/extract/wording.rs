//! What serde says about an input, in words for people.
use dienstweg_kernel::error::{Fault, Text};

/// One fault of an input that could not be read: `place` is where, `reason` what serde says, `also` what is valid
/// besides what serde knows of.
pub fn fault(place: &str, reason: &str, separator: &str, also: &[&str]) -> Fault {
    let names = quoted(reason);
    let valid = [names.get(1..).unwrap_or_default(), also].concat().join(", ");
    if reason.starts_with("unknown field") {
        let text = Text::new(
            format!("Das gibt es hier nicht. Gültig sind: {valid}."),
            format!("There is no such thing here. Valid are: {valid}."),
        );
        return Fault::new(place, "unknown_field", text);
    }
    if reason.starts_with("unknown variant") {
        let text = Text::new(
            format!("Diesen Wert gibt es hier nicht. Gültig sind: {valid}."),
            format!("There is no such value here. Valid are: {valid}."),
        );
        return Fault::new(place, "unknown_value", text);
    }
    if let (true, Some(name)) = (reason.starts_with("missing field"), names.first()) {
        let text = Text::new("Bitte machen Sie diese Angabe.", "Please give this.");
        return Fault::new(format!("{place}{separator}{name}"), "required", text);
    }
    let text = Text::new(
        format!("Diese Angabe ist so nicht lesbar ({reason})."),
        format!("This cannot be read ({reason})."),
    );
    Fault::new(place, "wrong_type", text)
}

/// The names between backticks.
fn quoted(reason: &str) -> Vec<&str> {
    reason.split('`').skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serde_speaks_german() {
        let unknown = fault("foo", "unknown field `foo`, expected one of `kind`, `q`", "/", &["limit"]);
        assert_eq!(unknown.message.de, "Das gibt es hier nicht. Gültig sind: kind, q, limit.");
        assert_eq!(fault("/body", "missing field `name`", "/", &[]).pointer, "/body/name");
        assert_eq!(
            fault("/kind", "unknown variant `x`, expected `a` or `b`", "/", &[]).code,
            "unknown_value"
        );
        assert_eq!(fault("/n", "invalid type: string \"x\", expected i64", "/", &[]).code, "wrong_type");
    }
}
