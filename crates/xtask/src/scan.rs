//! A small reader of Rust source: enough to tell code from strings and comments and to find the bodies of functions.

use std::ops::Range;

/// `source` with comments and the insides of literals blanked, byte for byte, so offsets and lines stay the same.
pub fn code(source: &str) -> String {
    let bytes = source.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let end = skipped_end(bytes, at);
        if end > at {
            out.extend(bytes[at..end].iter().map(|byte| if *byte == b'\n' { b'\n' } else { b' ' }));
            at = end;
        } else {
            out.push(if bytes[at].is_ascii() { bytes[at] } else { b' ' });
            at += 1;
        }
    }
    String::from_utf8(out).unwrap_or_default()
}

/// The end of the comment or literal that begins at `at`; `at` itself if none does.
fn skipped_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    if rest.starts_with(b"//") {
        return at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    }
    if rest.starts_with(b"/*") {
        return block_comment_end(bytes, at);
    }
    match rest[0] {
        b'"' => quoted_end(bytes, at, b'"'),
        b'r' if at == 0 || !is_word(bytes[at - 1]) || is_literal_prefix(bytes, at - 1) => {
            raw_string_end(bytes, at)
        }
        b'\'' if is_char_literal(rest) => quoted_end(bytes, at, b'\''),
        _ => at,
    }
}

fn block_comment_end(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += 1;
        }
    }
    at.min(bytes.len())
}

fn quoted_end(bytes: &[u8], at: usize, quote: u8) -> usize {
    let mut end = at + 1;
    while end < bytes.len() && bytes[end] != quote {
        end += if bytes[end] == b'\\' { 2 } else { 1 };
    }
    (end + 1).min(bytes.len())
}

/// `r"…"` or `r#"…"#`; `at` itself for a raw identifier or a plain `r`.
fn raw_string_end(bytes: &[u8], at: usize) -> usize {
    let hashes = bytes[at + 1..].iter().take_while(|byte| **byte == b'#').count();
    let open = at + 1 + hashes;
    if bytes.get(open) != Some(&b'"') {
        return at;
    }
    let mut close = vec![b'"'];
    close.resize(hashes + 1, b'#');
    let inside = open + 1;
    bytes[inside..]
        .windows(close.len())
        .position(|window| window == close.as_slice())
        .map_or(bytes.len(), |found| inside + found + close.len())
}

/// The `b` or `c` of `br"…"` and `cr"…"`, standing alone before the `r`.
fn is_literal_prefix(bytes: &[u8], at: usize) -> bool {
    matches!(bytes[at], b'b' | b'c') && (at == 0 || !is_word(bytes[at - 1]))
}

/// Tells `'x'` and `'\n'` from the lifetime `'x`.
fn is_char_literal(rest: &[u8]) -> bool {
    match rest.get(1) {
        Some(b'\\') => true,
        Some(first) if first.is_ascii() => rest.get(2) == Some(&b'\''),
        Some(_) => true,
        None => false,
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// A function with a body: its name and the byte range from `fn` to the closing brace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    pub span: Range<usize>,
}

/// Every function with a body in `code` (as [`code`] returns it), inner ones included.
pub fn functions(code: &str) -> Vec<Function> {
    let named = |start: &usize| {
        let rest = code[start + 2..].strip_prefix([' ', '\n'])?.trim_start();
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let end = body_end(code, *start)?;
        (!name.is_empty()).then_some(Function { name, span: *start..end })
    };
    words(code, "fn").filter_map(|start| named(&start)).collect()
}

/// The end of the item that begins at `start`: past the brace that closes its body, `None` if a `;` ends it first.
fn body_end(code: &str, start: usize) -> Option<usize> {
    let (mut round, mut braces) = (0_i32, 0_i32);
    for (offset, byte) in code.bytes().enumerate().skip(start) {
        match byte {
            b'(' | b'[' => round += 1,
            b')' | b']' => round -= 1,
            b';' if round == 0 && braces == 0 => return None,
            b'{' if round == 0 || braces > 0 => braces += 1,
            b'}' if braces > 0 => {
                braces -= 1;
                if braces == 0 {
                    return Some(offset + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Byte ranges of the items under `#[cfg(test)]`.
pub fn test_spans(code: &str) -> Vec<Range<usize>> {
    let span = |(start, mark): (usize, &str)| {
        let item = start + mark.len();
        body_end(code, item).map(|end| start..end)
    };
    ["#[cfg(test)]", "#[cfg(any(test"]
        .iter()
        .flat_map(|mark| code.match_indices(mark))
        .filter_map(span)
        .collect()
}

/// Offsets of `word` where it stands as a word of its own.
fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let bytes = code.as_bytes();
    code.match_indices(word).map(|(start, _)| start).filter(move |start| {
        let before = start.checked_sub(1).is_none_or(|at| !is_word(bytes[at]) && bytes[at] != b'#');
        before && bytes.get(start + word.len()).is_none_or(|byte| !is_word(*byte))
    })
}

/// The 1-based line of the byte at `offset`.
pub fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
#[path = "scan_tests.rs"]
mod tests;
