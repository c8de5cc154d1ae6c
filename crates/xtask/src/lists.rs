//! The two lists that may only shrink. A line is `path: rest`; `#` begins a comment; blank lines are ignored.

use std::fs;
use std::path::Path;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// 1-based line in the list, for messages about the entry itself.
    pub line: usize,
    pub path: String,
    pub rest: String,
}

#[derive(Debug, Clone, Default)]
pub struct List {
    pub path: String,
    pub entries: Vec<Entry>,
}

/// Reads a list of the repository; a line without a reason is an error.
pub fn read(root: &Path, path: &str) -> Result<List, String> {
    let text = fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}"))?;
    parse(path, &text)
}

pub fn parse(path: &str, text: &str) -> Result<List, String> {
    let mut entries = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (file, rest) = line.split_once(':').unwrap_or((line, ""));
        if rest.trim().is_empty() {
            return Err(format!("{path}:{}: an entry is `path: reason`", index + 1));
        }
        entries.push(Entry { line: index + 1, path: file.trim().to_owned(), rest: rest.trim().to_owned() });
    }
    Ok(List { path: path.to_owned(), entries })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_needs_a_reason() {
        let list = parse("l", "# why\n\na.rs: read: at start\n").unwrap();
        assert_eq!(list.entries, [Entry { line: 3, path: "a.rs".into(), rest: "read: at start".into() }]);
        assert!(parse("l", "a.rs:\n").is_err() && parse("l", "a.rs\n").is_err());
    }
}
