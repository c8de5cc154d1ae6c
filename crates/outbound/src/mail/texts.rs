//! The texts of mails: per kind and language a subject, a plain text and simple HTML, as files of this crate. Values in
//! HTML are escaped, by the file's ending.
use super::types::{Template, language_word};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::{Error, Result};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde_json::Value;

/// A mail in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub subject: String,
    pub text: String,
    pub html: String,
}

macro_rules! files {
    ($($language:literal: $($name:literal)*;)*) => {
        &[$($(
            (concat!($language, "/", $name, ".subject"), include_str!(concat!("templates/", $language, "/", $name, ".subject"))),
            (concat!($language, "/", $name, ".txt"), include_str!(concat!("templates/", $language, "/", $name, ".txt"))),
            (concat!($language, "/", $name, ".html"), include_str!(concat!("templates/", $language, "/", $name, ".html"))),
        )*)*]
    };
}

const FILES: &[(&str, &str)] = files! {
    "de": "invitation" "password_reset" "order_confirmation" "turn" "digest" "reminder" "term" "report" "test";
    "en": "invitation" "password_reset" "order_confirmation" "turn" "digest" "reminder" "term" "report" "test";
};

/// Parts that all mails share.
const FRAMES: &[(&str, &str)] = &[
    ("de/frame.txt", include_str!("templates/de/frame.txt")),
    ("de/frame.html", include_str!("templates/de/frame.html")),
    ("en/frame.txt", include_str!("templates/en/frame.txt")),
    ("en/frame.html", include_str!("templates/en/frame.html")),
];

/// All texts, read once.
#[derive(Clone, Debug)]
pub(super) struct Texts(Environment<'static>);

impl Texts {
    /// # Errors
    /// `internal` where a file of ours cannot be read; a test reads them all.
    pub fn new() -> Result<Self> {
        let mut environment = Environment::new();
        // A value that is not there is a slip of ours and no gap in a letter.
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
        environment.set_syntax(syntax.map_err(Error::internal)?);
        for (name, text) in FILES.iter().chain(FRAMES) {
            environment.add_template(name, text).map_err(Error::internal)?;
        }
        Ok(Self(environment))
    }

    pub fn words(&self, template: Template, language: Language, values: &Value) -> Result<Words> {
        let part = |ending: &str| {
            let name = format!("{}/{}.{ending}", language_word(language), template.word());
            let file = self.0.get_template(&name).map_err(Error::internal)?;
            file.render(Serde(values)).map_err(Error::internal)
        };
        Ok(Words { subject: part("subject")?.trim().to_owned(), text: part("txt")?, html: part("html")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn values() -> Value {
        let row = json!({"number": "RO-2026-000001", "body": "Markt <Aßling>", "service": "Hund & Katze", "milestone": "Zertifikat",
            "due": "12.03.2026", "link": "https://dw.example.org/rollouts/1"});
        json!({"base": "https://dw.example.org", "link": "https://dw.example.org/x#t", "name": "Jürgen <Möller>", "login": "j.moeller",
            "hours": 72, "absent": "Anna Öztürk", "key": "RO-2026-000001", "rollout": row, "rows": [row], "terms": [term()], "term": term(), "more": 3, "new": 4, "open": 9,
            "report": report(), "order": "DM-1", "body": "Markt <Aßling>", "services": ["Hund & Katze"], "replies": false, "text": "Bitte <b>heute</b>\nnoch.", "sender": "Renate Größe"})
    }

    fn term() -> Value {
        json!({"kind": "Zertifikat", "title": "Siegel <b>heute", "body": "Markt <Aßling>", "until": "12.03.2026"})
    }

    fn report() -> Value {
        let figure = json!({"label": "rot", "value": {"text": "31", "link": "https://dw.example.org/rollouts?light=red"}, "change": 2});
        let row = json!([{"text": "Hund & Katze", "link": "https://dw.example.org/rollouts/1"}, {"text": "rot", "link": null}]);
        json!({"title": "Statusbericht Markt <Aßling>", "head": ["Stand 02.03.2026"], "groups": [{"title": "Ampel", "figures": [figure]}],
            "tables": [{"title": "Rot und gelb", "note": "", "rows": [row]}, {"title": "Neu live", "note": "Keine.", "rows": []}]})
    }

    #[test]
    fn every_text_is_there_in_both_languages_and_escapes_what_it_is_told() {
        use sea_orm::Iterable;
        let texts = Texts::new().unwrap();
        for template in Template::iter() {
            let in_german = texts.words(template, Language::De, &values()).unwrap();
            let in_english = texts.words(template, Language::En, &values()).unwrap();
            assert_ne!(in_german.text, in_english.text, "{template:?}");
            for words in [in_german, in_english] {
                assert!(!words.subject.is_empty() && !words.subject.contains('\n'), "{words:?}");
                for raw in ["<Möller>", "<Aßling>", "<b>heute", "Hund & Katze"] {
                    assert!(!words.html.contains(raw), "{template:?} does not escape: {}", words.html);
                }
                for personal in ["Möller", "j.moeller", "Anna", "Renate"] {
                    assert!(
                        !words.subject.contains(personal),
                        "{template:?} names a person: {}",
                        words.subject
                    );
                }
            }
        }
    }

    #[test]
    fn a_value_that_is_missing_is_an_error() {
        assert!(Texts::new().unwrap().words(Template::Turn, Language::De, &json!({})).is_err());
    }
}
