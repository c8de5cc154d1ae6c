//! The one normaliser of full text: a document is found when a query, through the same functions, gives words it has.
//!
//! lower case → words → German stem → folded letters. So Häuser meets Haus, Straßen meets STRASSEN. Words with digits are
//! keys (AGS, ticket number, milestone) and are never stemmed.

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fold::{fold_word, is_invisible};

/// Signs that hold a key together: `RO-2026-004711`, `M3.2`, `10.0.12.5`; with both hyphens that word processors put.
const KEY_SIGNS: [char; 7] = ['-', '.', '/', '_', ':', '\u{2010}', '\u{2011}'];

/// Longest key that is kept whole, in characters; what is longer (addresses of the web) is searchable in parts only.
const KEY_MAX: usize = 40;

/// Longest word, in characters; the rest of it is not searchable. PostgreSQL ignores lexemes beyond 2 KB.
const WORD_MAX: usize = 64;

/// The words under which a text is found, in its order, repetitions included. They hold letters and digits only.
///
/// A key appears whole without its signs and in parts, numbers with and without leading zeros:
/// `RO-2026-004711` gives `ro2026004711 ro20264711 ro 2026 004711 4711`.
#[must_use]
pub fn search_words(text: &str) -> Vec<String> {
    let (lower, stemmer) = (lower_case(text), Stemmer::create(Algorithm::German));
    let mut words = Vec::new();
    for chunk in chunks(&lower) {
        let parts = || parts(chunk);
        if parts().nth(1).is_some() && is_key(chunk) && chunk.chars().count() <= KEY_MAX {
            let whole = parts().map(fold_word).collect();
            push_with_and_without(&mut words, whole, parts().map(without_zeros).map(fold_word).collect());
        }
        for part in parts() {
            if is_key(part) {
                push_with_and_without(&mut words, fold_word(part), fold_word(without_zeros(part)));
            } else {
                words.push(fold_word(&stemmer.stem(part)));
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// [`search_words`] with a space between, the text that goes into the full-text index (FTS5 `unicode61`, `to_tsvector('simple', …)`).
#[must_use]
pub fn search_text(text: &str) -> String {
    search_words(text).join(" ")
}

/// What a query asks for: a hit has, for every entry, at least one of its words. Empty when the query holds no word.
///
/// Keys are asked for in parts and without leading zeros, so `RO-2026`, `ro 4711` and `RO2026004711` all find
/// `RO-2026-004711`. The spellings ae, oe, ue and ä, ö, ü stand for each other: `Haeuser` finds `Häuser` and back.
/// For completion while typing, treat the words of the last entry as prefixes.
#[must_use]
pub fn query_words(query: &str) -> Vec<Vec<String>> {
    let (lower, stemmer) = (lower_case(query), Stemmer::create(Algorithm::German));
    let alternatives = |part: &str| {
        if is_key(part) {
            return vec![fold_word(without_zeros(part))];
        }
        let mut words: Vec<String> = Vec::new();
        for spelling in [part, &with_umlauts(part), &without_umlauts(part)] {
            let word = fold_word(&stemmer.stem(spelling));
            if !word.is_empty() && !words.contains(&word) {
                words.push(word);
            }
        }
        words
    };
    chunks(&lower).flat_map(parts).map(alternatives).filter(|words| !words.is_empty()).collect()
}

fn lower_case(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).nfc().flat_map(char::to_lowercase).collect()
}

/// Runs of letters, digits and the signs of keys.
fn chunks(lower: &str) -> impl Iterator<Item = &str> {
    lower.split(|c: char| !is_word_char(c) && !KEY_SIGNS.contains(&c))
}

/// The words of a chunk; a word is cut at [`WORD_MAX`].
fn parts(chunk: &str) -> impl Iterator<Item = &str> {
    chunk.split(KEY_SIGNS).filter(|part| !part.is_empty()).map(|part| {
        let end = part.char_indices().nth(WORD_MAX).map_or(part.len(), |(index, _)| index);
        &part[..end]
    })
}

/// Letters, digits and their marks, but no modifier letters (ʼ ʾ ʿ …), which Unicode counts among the letters.
fn is_word_char(c: char) -> bool {
    (c.is_alphanumeric() && !('\u{2B9}'..='\u{2FF}').contains(&c)) || is_combining_mark(c)
}

fn is_key(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
}

/// A number without leading zeros (spreadsheets eat them, people leave them out); anything else as it is.
fn without_zeros(part: &str) -> &str {
    if !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return part;
    }
    let value = part.trim_start_matches('0');
    if value.is_empty() { "0" } else { value }
}

fn push_with_and_without(words: &mut Vec<String>, with: String, without: String) {
    let differ = with != without;
    words.push(with);
    if differ {
        words.push(without);
    }
}

fn with_umlauts(word: &str) -> String {
    word.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")
}

fn without_umlauts(word: &str) -> String {
    word.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(query: &str, text: &str) -> bool {
        let words = search_words(text);
        query_words(query).iter().all(|any| any.iter().any(|word| words.contains(word)))
    }

    #[test]
    fn german_forms_meet() {
        for (query, text) in [
            ("Haus", "Häuser"),
            ("Häuser", "des Hauses"),
            ("Antrag", "Anträge"),
            ("grosse", "Größe"),
            ("STRASSEN", "Straßen"),
            ("strasse", "Straße"),
            ("burgerburo", "Bürgerbüro"),
            ("haeuser", "Häuser"),
            ("Möller", "Frau Moeller"),
            ("Moeller", "Mo\u{308}ller"),
            ("Straßenamt", "Straßen\u{AD}amt"),
            ("neue", "neue Geräte"),
            ("øre", "Øre"),
            ("gemeinde kirchdorf", "Kirchdorf (Gemeinde)"),
        ] {
            assert!(
                finds(query, text),
                "{query:?} should find {text:?}: {:?} {:?}",
                query_words(query),
                search_words(text)
            );
        }
        assert!(!finds("Haus Garten", "Häuser") && !finds("Antragsteller", "Antrag"));
    }

    #[test]
    fn keys_are_found_whole_and_in_parts() {
        assert_eq!(
            search_words("RO-2026-004711"),
            ["ro2026004711", "ro20264711", "ro", "2026", "004711", "4711"]
        );
        assert_eq!(search_words("(09184148)"), ["09184148", "9184148"]);
        assert_eq!(search_words("M3.2."), ["m32", "m3", "2"]);
        assert_eq!(search_words("Süd-7"), ["sud7", "sud", "7"]);
        let text = "Rollout RO-2026-004711: Meilenstein M3.2 bei 09184148 EWA, Gerät 10.0.0.5 Raum 000";
        for query in [
            "RO-2026-004711",
            "ro-2026",
            "RO2026004711",
            "ro 4711",
            "RO\u{2011}2026\u{2011}4711",
            "004711",
            "4711",
            "M3.2",
            "09184148 EWA",
            "9184148",
            "10.0.0.5",
            "000",
            "0",
        ] {
            assert!(finds(query, text), "{query:?}: {:?} in {:?}", query_words(query), search_words(text));
        }
        assert!(!finds("RO-2026-004712", text) && !finds("M3.3", text));
    }

    #[test]
    fn every_text_finds_itself_and_words_need_no_quoting() {
        for text in [
            "E-Mail an Łódź's \"Bürger:innen\" – §45(2) OR NOT x* 50 % İstanbul ǅ ﬁ ½ ß Ⅷ",
            "Ж1-Ω٣ 日本-7 a\u{310}\u{31B}b ŉ ʼn e̍",
            "-- .:/ _",
        ] {
            assert!(finds(text, text), "{text:?}: {:?} {:?}", query_words(text), search_words(text));
            let plain = |word: &String| !word.is_empty() && word.chars().all(char::is_alphanumeric);
            assert!(search_words(text).iter().all(plain), "{:?}", search_words(text));
        }
        assert!(query_words("-- „“ .").is_empty());
        assert!(search_words(&"x".repeat(5000)).iter().all(|word| word.len() == WORD_MAX));
    }
}
