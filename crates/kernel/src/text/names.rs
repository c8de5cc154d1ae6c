//! Which names of persons may be stored: DIN 91379:2022-08, datatype A.
//!
//! The standard lists *glyphs*: precomposed letters, and sequences of a letter with marks that have no precomposed form.
//! Nothing is corrected or stripped here; a name is a person's own.

use std::fmt;
use std::ops::RangeInclusive;

use unicode_normalization::char::is_combining_mark;

use super::is_nfc;

/// Longest name, in glyphs.
pub const MAX_NAME_GLYPHS: usize = 200;

/// Group `bll`, precomposed letters. U+1E17 was added in 2022 (and is deprecated, so accepted only from registers that have it).
#[rustfmt::skip]
const LETTERS: [RangeInclusive<char>; 38] = [
    'A'..='Z', 'a'..='z', 'À'..='Ö', 'Ø'..='ö', 'ø'..='ž', 'Ƈ'..='ƈ', 'Ə'..='Ə', 'Ɨ'..='Ɨ', 'Ơ'..='ơ', 'Ư'..='ư',
    'Ʒ'..='Ʒ', 'Ǎ'..='ǜ', 'Ǟ'..='ǟ', 'Ǣ'..='ǰ', 'Ǵ'..='ǵ', 'Ǹ'..='ǿ', 'Ȓ'..='ȓ', 'Ș'..='ț', 'Ȟ'..='ȟ', 'ȧ'..='ȳ',
    'ə'..='ə', 'ɨ'..='ɨ', 'ʒ'..='ʒ', 'Ḃ'..='ḃ', 'Ḇ'..='ḇ', 'Ḋ'..='ḑ', 'ḗ'..='ḗ', 'Ḝ'..='ḫ', 'ḯ'..='ḷ', 'Ḻ'..='ḻ',
    'Ṁ'..='ṉ', 'Ṓ'..='ṛ', 'Ṟ'..='ṣ', 'Ṫ'..='ṯ', 'Ẁ'..='ẇ', 'Ẍ'..='ẗ', 'ẞ'..='ẞ', 'Ạ'..='ỹ',
];

/// Group `bnlreq`, the signs of names.
const SIGNS: &str = " ',-.`~¨´·ʹʺʾʿˈˌ’‡";

/// Group `bll`, sequences: what follows the letter, and the letters it may follow. U+030D was added in 2022.
const SEQUENCES: [(&str, &str); 21] = [
    ("\u{300}", "CFGKMPSTZcfgkmpstz"),
    ("\u{301}", "JjÿĪī"),
    ("\u{302}", "DKLMNdklmn"),
    ("\u{304}", "CFHKNPSTZcfhknpstzÛûḲḳṢṣṬṭỤụ"),
    ("\u{306}", "CMNRZcmnrzÇç"),
    ("\u{307}", "KUku"),
    ("\u{308}", "CTZczẠạỌọỤụ"),
    ("\u{30B}", "Aa"),
    ("\u{30C}", "J"),
    ("\u{30D}", "ēō"),
    ("\u{310}", "Mm"),
    ("\u{315}", "CKPTckptČč"),
    ("\u{31B}", "KTkt"),
    ("\u{31B}\u{304}", "Ss"),
    ("\u{323}", "CPcpČč"),
    ("\u{325}", "LRlr"),
    ("\u{325}\u{304}", "LRlr"),
    ("\u{326}", "CHKLNchklnŽž"),
    ("\u{327}", "ZzŽž"),
    ("\u{328}\u{306}", "Cc"),
    ("\u{331}", "HSs"),
];

/// A mark under two letters: K͟H, K͟h, k͟h.
const DOUBLE_MACRON_BELOW: &str = "\u{35F}";

/// Why a text is no name of a natural person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameFault {
    /// Nothing but blanks.
    Empty,
    /// More than [`MAX_NAME_GLYPHS`].
    TooLong,
    /// Not in Unicode normalisation form C.
    NotNfc,
    /// A glyph that datatype A does not hold; `position` counts glyphs from 1.
    Glyph { position: usize, glyph: String },
}

impl fmt::Display for NameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Bitte einen Namen angeben."),
            Self::TooLong => write!(f, "Der Name ist länger als {MAX_NAME_GLYPHS} Zeichen."),
            Self::NotNfc => f.write_str("Der Name ist nicht in der Unicode-Normalform C."),
            Self::Glyph { position, glyph } => {
                write!(
                    f,
                    "Das Zeichen „{}“ an Stelle {position} ist in Namen nicht zulässig (DIN 91379).",
                    glyph.escape_debug()
                )
            }
        }
    }
}

impl std::error::Error for NameFault {}

/// Whether the text may be the name of a natural person: only glyphs of DIN 91379 datatype A (Latin letters with their
/// marks and the signs of names, no digits), in NFC, not blank, at most [`MAX_NAME_GLYPHS`].
///
/// # Errors
/// The first [`NameFault`] found.
pub fn valid_person_name(name: &str) -> Result<(), NameFault> {
    if name.trim().is_empty() {
        return Err(NameFault::Empty);
    }
    if !is_nfc(name) {
        return Err(NameFault::NotNfc);
    }
    let mut rest = name;
    let mut position = 0;
    while let Some(base) = rest.chars().next() {
        position += 1;
        if position > MAX_NAME_GLYPHS {
            return Err(NameFault::TooLong);
        }
        let (glyph, after) = rest.split_at(glyph_length(rest, base));
        if !is_name_glyph(base, &glyph[base.len_utf8()..]) {
            return Err(NameFault::Glyph { position, glyph: glyph.to_owned() });
        }
        rest = after;
    }
    Ok(())
}

/// Bytes of the first glyph: a character with the marks behind it, and the second letter where a mark spans two.
fn glyph_length(text: &str, base: char) -> usize {
    let tail = &text[base.len_utf8()..];
    let marks = tail.find(|c| !is_combining_mark(c)).unwrap_or(tail.len());
    let second = if &tail[..marks] == DOUBLE_MACRON_BELOW {
        tail[marks..].chars().next().map_or(0, char::len_utf8)
    } else {
        0
    };
    base.len_utf8() + marks + second
}

fn is_name_glyph(base: char, tail: &str) -> bool {
    if tail.is_empty() {
        return SIGNS.contains(base) || LETTERS.iter().any(|letters| letters.contains(&base));
    }
    if let Some(second) = tail.strip_prefix(DOUBLE_MACRON_BELOW) {
        return matches!((base, second), ('K', "H" | "h") | ('k', "h"));
    }
    SEQUENCES.iter().any(|(marks, bases)| *marks == tail && bases.contains(base))
}

#[cfg(test)]
pub(super) mod tests {
    use std::path::Path;

    use super::*;

    pub struct Row {
        pub glyph: String,
        pub group: String,
        pub search_form: String,
    }

    /// The table of DIN SPEC 91379, but for line feed and carriage return; `None` (with a message) where the data is absent.
    pub fn din_91379_rows() -> Option<Vec<Row>> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../../shared/data/standards/din_spec_91379_latinchars.csv");
        let Ok(csv) = std::fs::read_to_string(&path) else {
            eprintln!("skipped: {} is absent", path.display());
            return None;
        };
        let scalar = |point: &str| {
            u32::from_str_radix(&point[2..], 16).ok().and_then(char::from_u32).expect("code point")
        };
        let rows = csv.lines().filter(|line| line.starts_with("U+")).filter_map(|line| {
            // From the right, because the second column is the character itself, the comma among them.
            let columns: Vec<_> = line.rsplitn(6, ',').collect();
            let [_, search_form, _, _, group, front] = columns[..] else { return None };
            let glyph = front.split(',').next()?.split(' ').map(scalar).collect();
            Some(Row { glyph, group: group.to_owned(), search_form: search_form.to_owned() })
        });
        Some(rows.collect())
    }

    #[test]
    fn exactly_the_664_glyphs_of_datatype_a_are_names() {
        let Some(rows) = din_91379_rows() else { return };
        let mut accepted = 0;
        for row in &rows {
            let expected = row.group == "bll" || row.group == "bnlreq";
            accepted += usize::from(expected);
            // Behind a letter that takes no marks, so that blanks are no empty name and lone marks find no partner.
            assert_eq!(valid_person_name(&format!("Q{}Q", row.glyph)).is_ok(), expected, "{:?}", row.glyph);
        }
        assert_eq!(accepted, 664);
    }

    #[test]
    fn no_letters_beyond_the_table() {
        let singles = ('\0'..=char::MAX).filter(|c| is_name_glyph(*c, "")).count();
        let sequences: usize = SEQUENCES.iter().map(|(_, bases)| bases.chars().count()).sum();
        assert_eq!((singles, sequences), (499 + 18 + 1, 147 - 3 + 2), "DIN SPEC 91379 and what 2022 added");
    }

    #[test]
    fn names_and_their_faults() {
        for name in [
            "Müller-Lüdenscheidt",
            "D’Angelo",
            "Jean-Luc, Ph. d.",
            "K͟halīl Ḥasan ʿAlī",
            "R̥̄",
            "ẞ",
            &"x".repeat(200),
        ] {
            assert_eq!(valid_person_name(name), Ok(()), "{name}");
        }
        let glyph = |position, glyph: &str| NameFault::Glyph { position, glyph: glyph.to_owned() };
        for (name, fault) in [
            ("", NameFault::Empty),
            (" \u{A0}", NameFault::Empty),
            ("Mu\u{308}ller", NameFault::NotNfc),
            (&*"x".repeat(201), NameFault::TooLong),
            ("K͟hal 2", glyph(5, "2")),
            ("Q\u{308}x", glyph(1, "Q\u{308}")),
            ("K\u{35F}", glyph(1, "K\u{35F}")),
            ("Жуков", glyph(1, "Ж")),
            ("a\tb", glyph(2, "\t")),
            ("<b>", glyph(1, "<")),
        ] {
            assert_eq!(valid_person_name(name), Err(fault), "{name}");
        }
    }
}
