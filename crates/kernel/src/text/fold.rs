//! Folding letters to A–Z: by Unicode decomposition, and by a table for the letters that do not decompose.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const DIAERESIS: char = '\u{308}';
const RING: char = '\u{30A}';

/// Longest [`sort_key`]: an index row of PostgreSQL holds 2.7 KB, and nobody orders by the 257th letter.
const SORT_KEY_MAX: usize = 256;

/// The *Suchform* of DIN 91379: letters A–Z, digits and single spaces.
///
/// Marks fall away, Ä Ö Ü become AE OE UE, ß SS, Å AA, Ø OE, Ł L and so on. Apostrophes, hyphens and every other sign
/// separate words; transliteration signs (ʹ ʾ ʿ …) fall away within a word. Letters of other scripts stay, upper case.
#[must_use]
pub fn search_form(text: &str) -> String {
    let mut form = String::with_capacity(text.len() + 8);
    let (mut gap, mut base) = (false, ' ');
    for c in decomposed(text) {
        if is_combining_mark(c) {
            match (base, c) {
                ('A' | 'O' | 'U', DIAERESIS) => form.push('E'),
                ('A', RING) => form.push('A'),
                _ => continue,
            }
            base = ' ';
        } else if c.is_alphanumeric() {
            if gap && !form.is_empty() {
                form.push(' ');
            }
            gap = false;
            base = c.to_ascii_uppercase();
            match (c, basic_letters(c)) {
                ('Ø' | 'ø', _) => form.push_str("OE"),
                (_, Some(letters)) => form.push_str(&letters.to_ascii_uppercase()),
                (_, None) => form.extend(c.to_uppercase()),
            }
        } else {
            (gap, base) = (true, ' ');
        }
    }
    form
}

/// A key whose byte order is the order of DIN 5007-1 (ä as a, ß as ss, no difference of case), at most 256 bytes of ASCII.
///
/// Signs become one space and come first, then digits, then letters, then other scripts. Numbers are ordered by value:
/// `M 2` before `M 10`. Where two texts differ only in marks or case the keys are equal: order by id after it.
/// PostgreSQL must compare it bytewise (`COLLATE "C"`), SQLite does so by default.
#[must_use]
pub fn sort_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() + 8);
    let (mut gap, mut digits) = (false, String::new());
    for c in decomposed(text).filter(|c| !is_combining_mark(*c)) {
        if !c.is_ascii_digit() {
            push_number(&mut key, &mut digits);
        }
        if !c.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && !key.is_empty() {
            key.push(' ');
        }
        gap = false;
        match basic_letters(c) {
            _ if c.is_ascii_digit() => digits.push(c),
            Some(letters) => key.push_str(letters),
            None => c.to_lowercase().for_each(|lower| push_letter(&mut key, lower)),
        }
        if key.len() > SORT_KEY_MAX {
            break;
        }
    }
    push_number(&mut key, &mut digits);
    key.truncate(SORT_KEY_MAX);
    key
}

/// ASCII as it is; other scripts as `{` (sorts after z) and the code point, so the key stays ASCII on every database.
fn push_letter(key: &mut String, letter: char) {
    if letter.is_ascii() {
        key.push(letter);
    } else {
        key.push_str(&format!("{{{:06x}", u32::from(letter)));
    }
}

/// Eight digits order by value; longer numbers follow all of these (`:` sorts after 9), first by length, then by value.
fn push_number(key: &mut String, digits: &mut String) {
    if digits.is_empty() {
        return;
    }
    let value = digits.trim_start_matches('0');
    if value.len() <= 8 {
        key.push_str(&format!("{value:0>8}"));
    } else {
        key.push_str(&format!(":{:03}{value}", value.len().min(999)));
    }
    digits.clear();
}

/// Lower case, letters and digits only: ä as a, ß as ss. Other scripts stay. Empty for a lone mark.
pub(super) fn fold_word(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in decomposed(word).filter(|c| c.is_alphanumeric() && !is_combining_mark(*c)) {
        match basic_letters(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// Letters and marks apart (NFKD), without what is not seen and without transliteration signs.
fn decomposed(text: &str) -> impl Iterator<Item = char> {
    text.nfc().filter(|c| !is_invisible(*c)).map(without_sign).nfkd().filter(|c| !is_transliteration_sign(*c))
}

/// Soft hyphen, joiners and byte order mark, as pasted from word processors and PDF.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Spacing modifier letters are letters to Unicode; here they are signs, but those like an apostrophe (ʻ ʼ ʽ) separate words.
fn is_transliteration_sign(c: char) -> bool {
    matches!(c, '\u{2B9}'..='\u{2BA}' | '\u{2BE}'..='\u{2DF}' | '\u{2EC}'..='\u{2FF}')
}

/// Letters whose compatibility decomposition holds a sign, and the apostrophe that Unicode calls a letter.
fn without_sign(c: char) -> char {
    match c {
        'ŉ' => 'n',
        'Ŀ' => 'L',
        'ŀ' => 'l',
        '\u{2BB}'..='\u{2BD}' => '\'',
        other => other,
    }
}

/// Basic letters of the Latin letters in DIN 91379 that Unicode does not decompose, lower case.
fn basic_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'Æ' | 'æ' => "ae",
        'Ƈ' | 'ƈ' => "c",
        'Ð' | 'ð' | 'Đ' | 'đ' => "d",
        'Ə' | 'ə' => "e",
        'Ǥ' | 'ǥ' => "g",
        'Ħ' | 'ħ' => "h",
        'Ɨ' | 'ɨ' | 'ı' => "i",
        'ĸ' => "k",
        'Ł' | 'ł' => "l",
        'Ŋ' | 'ŋ' => "n",
        'Ø' | 'ø' => "o",
        'Œ' | 'œ' => "oe",
        'ẞ' | 'ß' => "ss",
        'Ŧ' | 'ŧ' => "t",
        'Þ' | 'þ' => "th",
        'Ʒ' | 'ʒ' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::names::tests::din_91379_rows;

    #[test]
    fn search_form_matches_every_row_of_din_91379() {
        let Some(rows) = din_91379_rows() else { return };
        let mapped: Vec<_> = rows.iter().filter(|row| !row.search_form.is_empty()).collect();
        assert_eq!(mapped.len(), 622, "473 letters, 147 sequences, ª and º");
        for row in mapped {
            assert_eq!(search_form(&row.glyph), row.search_form, "{}", row.glyph);
            assert_eq!(
                search_form(&format!("x{}x", row.glyph)),
                format!("X{}X", row.search_form),
                "{}",
                row.glyph
            );
        }
    }

    #[test]
    fn spellings_of_one_name_meet() {
        for (spellings, form) in [
            (&["Möller", "Moeller", "MOELLER", "Mo\u{308}ller", "  möller "][..], "MOELLER"),
            (&["Groß-Gerau", "GROSS GERAU", "Groß\u{2011}Gerau", "Groẞ - Gerau"], "GROSS GERAU"),
            (&["O'Brien", "O’Brien", "O\u{2BC}Brien", "o brien"], "O BRIEN"),
            (&["Saʿid", "Said"], "SAID"),
            (&["Łukasz Søren 2", "lukasz soeren ²"], "LUKASZ SOEREN 2"),
            (&["Straßen\u{AD}amt", "Strassenamt"], "STRASSENAMT"),
            (&["", "-", " ’ "], ""),
        ] {
            for spelling in spellings {
                assert_eq!(search_form(spelling), form, "{spelling:?}");
            }
        }
    }

    #[test]
    fn sort_keys_order_as_din_5007_1() {
        let ordered = [
            "",
            "1. Bürgermeister",
            "2. Bürgermeister",
            "10. Bürgermeister",
            "99999999",
            "100000000",
            "1000000000",
            "Ärzte-Kammer",
            "Arzthaus",
            "M 2",
            "M 10",
            "Muehle",
            "Müller, Anna",
            "Müller-Berg",
            "Müllerin",
            "Straße",
            "Strasser",
            "Zoë",
            "Ωmega",
            "Жуков",
        ];
        for pair in ordered.windows(2) {
            let (first, second) = (sort_key(pair[0]), sort_key(pair[1]));
            assert!(first < second, "{pair:?}: {first:?}, {second:?}");
        }
        assert_eq!(sort_key("MÜLLER"), sort_key("muller"));
        assert_eq!(sort_key("Straße 007"), "strasse 00000007");
        assert!(sort_key(&"Ж9 ".repeat(500)).is_ascii() && sort_key(&"ß".repeat(500)).len() == SORT_KEY_MAX);
    }
}
