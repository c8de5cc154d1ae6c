//! What an uploaded file is, told from its first bytes, and what it may be called. Nothing the sender says is trusted.
use dienstweg_kernel::text;

/// Longest name of a file, in characters.
const NAME_MAX: usize = 150;

/// Types whose beginning is fixed.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
];

/// Types inside a ZIP, by what stands near its beginning.
const ZIPPED: &[(&[u8], &str)] = &[
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (
        b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    ),
];

/// Types a browser may show; none of them can run a script in our name.
const INLINE: &[&str] =
    &["application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"];

/// The media type by the first bytes of a file.
pub fn media_type(head: &[u8]) -> &'static str {
    if let Some((_, found)) = SIGNATURES.iter().find(|(start, _)| head.starts_with(start)) {
        return found;
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return "image/webp";
    }
    if head.starts_with(b"PK\x03\x04") {
        let inside = ZIPPED.iter().find(|(part, _)| head.windows(part.len()).any(|window| window == *part));
        return inside.map_or("application/zip", |(_, found)| found);
    }
    if is_text(head) { text_type(head) } else { "application/octet-stream" }
}

/// UTF-8 (the last letter may be cut) without control characters.
fn is_text(head: &[u8]) -> bool {
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or("")
        }
        Err(_) => return false,
    };
    valid.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
}

/// Anything that looks like markup is not plain text, for a browser might think so too.
fn text_type(head: &[u8]) -> &'static str {
    let lower = String::from_utf8_lossy(head).to_lowercase();
    let start = lower.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    if lower.contains("<svg") {
        "image/svg+xml"
    } else if ["<!doctype html", "<html", "<script", "<body", "<iframe"].iter().any(|tag| lower.contains(tag))
    {
        "text/html"
    } else if start.starts_with("<?xml") {
        "application/xml"
    } else {
        "text/plain"
    }
}

/// Whether a browser may show it; everything else is only ever downloaded.
pub fn is_inline(media_type: &str) -> bool {
    INLINE.contains(&media_type)
}

/// A name that is safe on every system and in a header: no folders, no control or direction characters, no name of a
/// device; the end of a long one is kept.
pub fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = last.chars().filter(|c| !c.is_control() && !is_direction(*c));
    let safe: String = kept.map(|c| if "<>:\"|?*".contains(c) { '_' } else { c }).collect();
    let name = text::nfc(safe.trim().trim_matches('.').trim()).into_owned();
    let stem = name.split('.').next().unwrap_or_default().trim().to_ascii_uppercase();
    let name = if is_device(&stem) { format!("_{name}") } else { name };
    if name.is_empty() { "Datei".to_owned() } else { shortened(&name) }
}

/// Marks that turn the direction of writing or show nothing, and so disguise an ending.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}')
}

fn is_device(stem: &str) -> bool {
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit())
    };
    ["CON", "PRN", "AUX", "NUL"].contains(&stem) || numbered("COM") || numbered("LPT")
}

fn shortened(name: &str) -> String {
    let length = name.chars().count();
    if length <= NAME_MAX {
        return name.to_owned();
    }
    let ending: String = match name.rsplit_once('.') {
        Some((_, ending)) if ending.chars().count() <= 10 => format!(".{ending}"),
        _ => String::new(),
    };
    let start: String = name.chars().take(NAME_MAX - ending.chars().count()).collect();
    format!("{start}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_told_from_content() {
        for (head, expected) in [
            (b"%PDF-1.7\n".as_slice(), "application/pdf"),
            (b"\x89PNG\r\n\x1a\n\0\0", "image/png"),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
            (b"PK\x03\x04....word/document.xml", ZIPPED[0].1),
            (b"PK\x03\x04....a.txt", "application/zip"),
            ("Grüß Gott\r\n".as_bytes(), "text/plain"),
            (&"Grüß".as_bytes()[..3], "text/plain"),
            (b"\xff\xfe\0a", "application/octet-stream"),
            (b"", "text/plain"),
        ] {
            assert_eq!(media_type(head), expected, "{head:?}");
        }
    }

    #[test]
    fn what_can_run_is_never_shown() {
        for head in [
            "\u{feff} <!DOCTYPE html>",
            "<svg onload=x>",
            "text <ScRiPt>",
            "<?xml version=\"1.0\"?><a/>",
            "a<html>",
        ] {
            assert!(!is_inline(media_type(head.as_bytes())), "{head}");
        }
        assert!(!is_inline(media_type(b"MZ\x90\0")) && is_inline(media_type(b"%PDF-")));
    }

    #[test]
    fn names_lead_nowhere_and_disguise_nothing() {
        for (given, expected) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\fakepath\\Bescheid.pdf", "Bescheid.pdf"),
            ("Rechnung\u{202e}fdp.exe", "Rechnungfdp.exe"),
            ("a\r\nSet-Cookie: x", "aSet-Cookie_ x"),
            ("..", "Datei"),
            ("", "Datei"),
            ("con.txt", "_con.txt"),
            (".profile", "profile"),
            ("Mo\u{308}ller.pdf", "Möller.pdf"),
        ] {
            assert_eq!(file_name(given), expected, "{given:?}");
        }
        let long = file_name(&format!("{}.pdf", "ä".repeat(300)));
        assert!(long.ends_with("ä.pdf") && long.chars().count() == NAME_MAX);
    }
}
