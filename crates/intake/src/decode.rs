//! Which encoding a file has. Official files come as UTF-8, ISO-8859-1 or DOS text, and none of them says so.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The character encoding a file was found to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Encoding {
    /// Plain ASCII counts as UTF-8.
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "utf-8-bom")]
    Utf8Bom,
    #[serde(rename = "utf-16le")]
    Utf16Le,
    #[serde(rename = "utf-16be")]
    Utf16Be,
    /// ISO-8859-1: no byte between 0x80 and 0x9F, where Windows-1252 has its extra characters.
    #[serde(rename = "iso-8859-1")]
    Iso88591,
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// The DOS code page of western Europe; same umlauts as code page 437.
    #[serde(rename = "cp850")]
    Cp850,
}

/// How the lines of a file end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LineEnd {
    /// At most one line, without an end.
    None,
    Lf,
    CrLf,
    Cr,
    Mixed,
}

/// A file as text. `text` has neither byte order mark nor DOS end-of-file mark (0x1A); its line ends are left as found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    pub encoding: Encoding,
    pub line_end: LineEnd,
    /// Places that could not be decoded and now hold U+FFFD.
    pub replaced: usize,
}

/// Reads bytes as text; never fails. Byte order marks decide first, then valid UTF-8, then [`single_byte`] guesses.
///
/// A file that is UTF-8 for its greater part (more whole multi-byte characters than broken ones, say one cut off at its end)
/// stays UTF-8, because reading it as Windows-1252 would spoil every umlaut in it to save one.
pub fn decode(bytes: &[u8]) -> Decoded {
    let (text, encoding) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (String::from_utf8_lossy(rest).into_owned(), Encoding::Utf8Bom),
        [0xFF, 0xFE, rest @ ..] => {
            (UTF_16LE.decode_without_bom_handling(rest).0.into_owned(), Encoding::Utf16Le)
        }
        [0xFE, 0xFF, rest @ ..] => {
            (UTF_16BE.decode_without_bom_handling(rest).0.into_owned(), Encoding::Utf16Be)
        }
        _ if is_mostly_utf8(bytes) => (String::from_utf8_lossy(bytes).into_owned(), Encoding::Utf8),
        _ => single_byte(bytes),
    };
    let text = without_dos_end(text);
    Decoded {
        line_end: line_end(&text),
        replaced: text.matches(char::REPLACEMENT_CHARACTER).count(),
        encoding,
        text,
    }
}

/// The lines of a text without their ends, whichever of LF, CRLF and CR (even mixed) they have.
/// An end at the very end of the text opens no further line.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let at = rest.find(['\r', '\n']).unwrap_or(rest.len());
        let (line, tail) = rest.split_at(at);
        rest = tail.strip_prefix("\r\n").or_else(|| tail.strip_prefix(['\r', '\n'])).unwrap_or(tail);
        Some(line)
    })
}

fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken == 0 || whole > broken
}

/// Tells Windows-1252 (of which ISO-8859-1 is a part) from DOS text by where umlaut bytes stand.
///
/// The two tables put German letters on different bytes: `ä ö ü ß` are E4 F6 FC DF in one and 84 94 81 E1 in the other.
/// Read the wrong way round, one gives signs that do not stand inside words: 0x84 and 0x94 are quotation marks in
/// Windows-1252 (so only *between two letters* they speak for DOS), 0x81 is not assigned there at all. DOS text is taken
/// only if such a byte is found and no Windows-1252 umlaut touches a letter; in doubt it is Windows-1252.
fn single_byte(bytes: &[u8]) -> (String, Encoding) {
    let letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic);
    let (mut dos, mut windows, mut extra) = (0, 0, false);
    for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
        let (before, after) = (letter(at.checked_sub(1)), letter(at.checked_add(1)));
        dos +=
            usize::from(matches!(byte, 0x84 | 0x94) && before && after || *byte == 0x81 && (before || after));
        windows += usize::from(b"\xE4\xF6\xFC\xC4\xD6\xDC\xDF".contains(byte) && (before || after));
        extra |= matches!(byte, 0x80..=0x9F);
    }
    if dos > 0 && windows == 0 {
        return (from_cp850(bytes), Encoding::Cp850);
    }
    let text = WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
    (text, if extra { Encoding::Windows1252 } else { Encoding::Iso88591 })
}

/// Bytes 0x80 to 0xFF of code page 850 (IBM CDRA; Unicode mapping table `CP850.TXT`).
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ\
     áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
     └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
     ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

fn from_cp850(bytes: &[u8]) -> String {
    let upper: Vec<char> = CP850.chars().collect();
    let read = |byte: &u8| match byte {
        0..=0x7F => char::from(*byte),
        _ => upper.get(usize::from(*byte - 0x80)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    bytes.iter().map(read).collect()
}

/// DOS programs close a text file with 0x1A, some fill the last block with it.
fn without_dos_end(mut text: String) -> String {
    text.truncate(text.trim_end_matches('\u{1a}').len());
    text
}

fn line_end(text: &str) -> LineEnd {
    let crlf = text.matches("\r\n").count();
    let lf = text.matches('\n').count() - crlf;
    let cr = text.matches('\r').count() - crlf;
    match (crlf > 0, lf > 0, cr > 0) {
        (false, false, false) => LineEnd::None,
        (true, false, false) => LineEnd::CrLf,
        (false, true, false) => LineEnd::Lf,
        (false, false, true) => LineEnd::Cr,
        _ => LineEnd::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "Überlingen, Körnbach, Grünwörth, Weißenä";

    fn found(bytes: &[u8]) -> (String, Encoding) {
        let decoded = decode(bytes);
        (decoded.text, decoded.encoding)
    }

    #[test]
    fn finds_the_encoding_of_the_same_words() {
        let utf16 = |read: fn(u16) -> [u8; 2]| WORDS.encode_utf16().flat_map(read).collect::<Vec<_>>();
        let latin: Vec<u8> = WORDS.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        let table: Vec<char> = CP850.chars().collect();
        let dos_byte = |c: char| table.iter().position(|x| *x == c).map_or(c as u8, |at| at as u8 + 0x80);
        assert_eq!(table.len(), 128);
        let dos: Vec<u8> = WORDS.chars().map(dos_byte).collect();
        assert_eq!(dos[0], 0x9A);
        for (bytes, encoding) in [
            (WORDS.as_bytes().to_vec(), Encoding::Utf8),
            ([b"\xEF\xBB\xBF", WORDS.as_bytes()].concat(), Encoding::Utf8Bom),
            ([vec![0xFF, 0xFE], utf16(u16::to_le_bytes)].concat(), Encoding::Utf16Le),
            ([vec![0xFE, 0xFF], utf16(u16::to_be_bytes)].concat(), Encoding::Utf16Be),
            (latin, Encoding::Iso88591),
            (dos, Encoding::Cp850),
        ] {
            assert_eq!(found(&bytes), (WORDS.to_owned(), encoding));
        }
    }

    #[test]
    fn quotation_marks_are_no_dos_umlauts() {
        assert_eq!(found(b"\x84Amt\x94 100 \x80"), ("„Amt” 100 €".to_owned(), Encoding::Windows1252));
        assert_eq!(
            found(b"\x84Stra\xDFe\x94 und S\x94d"),
            ("„Straße” und S”d".to_owned(), Encoding::Windows1252)
        );
    }

    #[test]
    fn one_broken_character_does_not_spoil_the_rest() {
        let cut = &"Grün, Körn, Weiß".as_bytes()[..18];
        let decoded = decode(cut);
        assert_eq!(
            (decoded.text.as_str(), decoded.encoding, decoded.replaced),
            ("Grün, Körn, Wei\u{FFFD}", Encoding::Utf8, 1)
        );
    }

    #[test]
    fn line_ends_and_lines() {
        let ends =
            ["a", "a\nb", "a\r\nb\r\n", "a\rb", "a\r\nb\n"].map(|text| decode(text.as_bytes()).line_end);
        assert_eq!(ends, [LineEnd::None, LineEnd::Lf, LineEnd::CrLf, LineEnd::Cr, LineEnd::Mixed]);
        assert_eq!(lines("a\r\n\nb\rc\n").collect::<Vec<_>>(), ["a", "", "b", "c"]);
        assert_eq!(decode(b"a\r\n\x1a\x1a").text, "a\r\n");
    }
}
