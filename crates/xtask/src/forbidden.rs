//! Text that may not stand in the repository: machine paths, unfinished code, silenced lints, clocks and ids
//! outside their place, and uses of `.unscoped(` that nobody has agreed to.

use std::ops::Range;

use crate::lists::List;
use crate::repo::File;
use crate::report::Report;
use crate::scan;

/// Folders of a particular machine. In pieces, so this file does not trip over itself.
const MACHINE_PATHS: [&str; 2] = [concat!("/", "work/"), concat!("/", "root/")];

/// (text, rule, what to do instead) for the code of every Rust file, tests included.
const EVERYWHERE: [(&str, &str, &str); 4] = [
    ("todo!(", "unfinished", "write it, or leave it out"),
    ("unimplemented!(", "unfinished", "write it, or leave it out"),
    ("#[allow(", "no-allow", "use #[expect(lint, reason = \"…\")]"),
    ("#![allow(", "no-allow", "use #![expect(lint, reason = \"…\")]"),
];

/// The same for code outside tests and outside the one place in the kernel that owns time and ids.
const CLOCK_AND_IDS: [(&str, &str, &str); 3] = [
    ("Utc::now(", "clock", "time comes from Ctx"),
    ("now_v7(", "ids", "ids come from Ctx"),
    ("new_v4(", "ids", "ids come from Ctx"),
];

/// The ways around the row rules. In the folder of the database door they are defined and handed on, not used.
const ESCAPES: [&str; 3] = [".unscoped(", ".unscoped_write(", ".unscoped_write_apart("];
const DOOR: &str = "crates/kernel/src/db/";

const OWNERS: [&str; 4] = [
    "crates/kernel/src/clock.rs",
    "crates/kernel/src/clock/",
    "crates/kernel/src/ids.rs",
    "crates/kernel/src/ids/",
];

/// Checks every text file for machine paths and every Rust file for the rest.
pub fn check(files: &[File], unscoped: &List, report: &mut Report) {
    let mut open: Vec<_> = unscoped.entries.iter().collect();
    for file in files {
        machine_paths(file, report);
        if !file.is_rust() {
            continue;
        }
        let code = scan::code(&file.text);
        let tests =
            if file.is_test() { std::iter::once(0..code.len()).collect() } else { scan::test_spans(&code) };
        find(file, &code, &EVERYWHERE, &[], report);
        if !OWNERS.iter().any(|owner| file.path.starts_with(owner)) {
            find(file, &code, &CLOCK_AND_IDS, &tests, report);
        }
        for (line, reason) in unscoped_uses(file, &code, &tests) {
            let Some(reason) = reason else {
                report.fail(&file.path, line, "unscoped", "the reason has to be a text in the code");
                continue;
            };
            let agreed = open.iter().position(|entry| entry.path == file.path && entry.rest == reason);
            if let Some(index) = agreed {
                open.remove(index);
            } else {
                let message = format!("not agreed; if it has to be, add `{}: {reason}`", file.path);
                report.fail(&file.path, line, "unscoped", message);
            }
        }
    }
    for entry in open {
        let message = format!("no such use in {} (any more): remove the line", entry.path);
        report.fail(&unscoped.path, entry.line, "unscoped", message);
    }
}

fn find(
    file: &File,
    code: &str,
    rules: &[(&str, &'static str, &str)],
    except: &[Range<usize>],
    report: &mut Report,
) {
    for (text, rule, instead) in rules {
        for (at, _) in code.match_indices(text).filter(|(at, _)| !inside(except, *at)) {
            report.fail(&file.path, scan::line_at(code, at), rule, format!("`{text}`: {instead}"));
        }
    }
}

/// Absolute paths only: `a/work/b` and `../root/x` are names of this repository.
fn machine_paths(file: &File, report: &mut Report) {
    for path in MACHINE_PATHS {
        for (at, _) in file.text.match_indices(path) {
            let before = file.text[..at].chars().next_back();
            if !before.is_some_and(|c| c.is_alphanumeric() || "._-}$*~)".contains(c)) {
                let line = scan::line_at(&file.text, at);
                report.fail(&file.path, line, "machine-path", format!("`{path}` is a folder of one machine"));
            }
        }
    }
}

/// Line and reason of every use of an escape outside tests; the reason is `None` when it is no plain literal.
fn unscoped_uses(file: &File, code: &str, tests: &[Range<usize>]) -> Vec<(usize, Option<String>)> {
    if file.path.starts_with(DOOR) {
        return Vec::new();
    }
    let reason = |after: usize| {
        let argument = file.text[after..].trim_start().strip_prefix('"')?;
        argument.split_once('"').map(|(reason, _)| reason.to_owned())
    };
    let uses = ESCAPES.iter().flat_map(|call| code.match_indices(call));
    uses.filter(|(at, _)| !inside(tests, *at))
        .map(|(at, call)| (scan::line_at(code, at), reason(at + call.len())))
        .collect()
}

fn inside(spans: &[Range<usize>], at: usize) -> bool {
    spans.iter().any(|span| span.contains(&at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists;

    fn rules(path: &str, text: &str, unscoped: &str) -> Vec<(String, usize, &'static str)> {
        let mut report = Report::default();
        let files = [File { path: path.to_owned(), text: text.to_owned() }];
        check(&files, &lists::parse("unscoped.txt", unscoped).unwrap(), &mut report);
        report.failures().map(|finding| (finding.file.clone(), finding.line, finding.rule)).collect()
    }

    fn count(path: &str, text: &str) -> usize {
        rules(path, text, "").len()
    }

    #[test]
    fn machine_paths_are_found_in_every_file() {
        let path = MACHINE_PATHS[0];
        assert_eq!(rules("a.md", &format!("x\nsee {path}x"), ""), [("a.md".into(), 2, "machine-path")]);
        assert_eq!(count("a.md", &format!("https://host{path} ..{path} ${{A}}{path}")), 0);
        assert_eq!(count("a.sh", &format!("cd \"{}\"", MACHINE_PATHS[1])), 1);
    }

    #[test]
    fn unfinished_code_and_silenced_lints_fail_in_tests_too() {
        assert_eq!(count("tests/a.rs", "fn a() { todo!() }\n#[allow(dead_code)]\n"), 2);
        assert_eq!(count("a.rs", "// todo!()\nlet a = \"#[allow(\";\n#[expect(x, reason = \"y\")]"), 0);
    }

    #[test]
    fn clock_and_ids_have_one_owner() {
        let text = "fn a() { Utc::now(); Uuid::now_v7(); Uuid::new_v4(); }";
        assert_eq!(count("crates/tickets/src/store.rs", text), 3);
        assert_eq!(count("crates/kernel/src/clock.rs", text), 0);
        assert_eq!(count("crates/kernel/tests/clock.rs", text), 0);
        assert_eq!(count("a.rs", "fn a() {}\n#[cfg(test)]\nmod tests { fn a() { Utc::now(); } }"), 0);
    }

    #[test]
    fn unscoped_uses_are_a_list_that_shrinks() {
        let text = "fn a() { tx.unscoped(\n    \"login by name\",\n); }";
        assert_eq!(rules("a.rs", text, ""), [("a.rs".into(), 1, "unscoped")]);
        assert_eq!(rules("a.rs", text, "a.rs: login by name"), []);
        assert_eq!(rules("a.rs", text, "a.rs: another reason").len(), 2);
        assert_eq!(rules("a.rs", "", "a.rs: login by name"), [("unscoped.txt".into(), 1, "unscoped")]);
        assert_eq!(count("a.rs", "fn a() { tx.unscoped_write(\"seed\"); tx.unscoped(why); }"), 2);
        assert_eq!(count("crates/kernel/src/db/tx.rs", "fn a() { self.reader.unscoped(reason) }"), 0);
        let twice = format!("{text}{text}");
        assert_eq!(rules("a.rs", &twice, "a.rs: login by name").len(), 1);
    }
}
