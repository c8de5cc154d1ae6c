//! The size budget: files of 400 lines at most (600 hard, tests 800), functions that fit a screen (40, hard 80).

use crate::lists::List;
use crate::repo::File;
use crate::report::Report;
use crate::scan;

const FILE_SOFT: usize = 400;
const FILE_HARD: usize = 600;
const TEST_FILE_HARD: usize = 800;
const FUNCTION_SOFT: usize = 40;
const FUNCTION_HARD: usize = 80;

/// Checks every source file; a file of `exceptions` may be longer, and has to be.
pub fn check(files: &[File], exceptions: &List, report: &mut Report) {
    let sources: Vec<&File> = files.iter().filter(|file| is_source(&file.path)).collect();
    let mut lengths: Vec<usize> = sources.iter().map(|file| file.text.lines().count()).collect();
    for (file, length) in sources.iter().zip(&lengths) {
        check_file(file, *length, exceptions, report);
    }
    check_needed(&sources, exceptions, report);
    let long = sources.iter().filter(|file| file.is_rust()).map(|file| check_functions(file, report)).sum();
    lengths.sort_unstable();
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or(0);
    report.note(summary(lengths.len(), median, long));
}

fn summary(files: usize, median: usize, long_functions: usize) -> String {
    format!(
        "sizes: {files} source files, median {median} lines; {long_functions} functions over {FUNCTION_SOFT} lines"
    )
}

fn is_source(path: &str) -> bool {
    [".rs", ".ts", ".tsx", ".css"].iter().any(|end| path.ends_with(end))
}

fn hard_limit(file: &File) -> usize {
    if file.is_test() { TEST_FILE_HARD } else { FILE_HARD }
}

fn check_file(file: &File, length: usize, exceptions: &List, report: &mut Report) {
    let excepted = exceptions.entries.iter().any(|entry| entry.path == file.path);
    let hard = hard_limit(file);
    if length > hard && !excepted {
        report.fail(&file.path, hard + 1, "file-size", format!("{length} lines, {hard} are the limit"));
    } else if length > FILE_SOFT {
        report.warn(
            &file.path,
            FILE_SOFT + 1,
            "file-size",
            format!("{length} lines, {FILE_SOFT} are the aim"),
        );
    }
}

/// The list only shrinks: an entry whose file is gone or short enough is a failure.
fn check_needed(sources: &[&File], exceptions: &List, report: &mut Report) {
    for entry in &exceptions.entries {
        let file = sources.iter().find(|file| file.path == entry.path);
        let needed = file.is_some_and(|file| file.text.lines().count() > hard_limit(file));
        if !needed {
            let message = format!("{} no longer needs its exception: remove the line", entry.path);
            report.fail(&exceptions.path, entry.line, "file-size", message);
        }
    }
}

/// Returns how many functions of the file exceed the soft limit.
fn check_functions(file: &File, report: &mut Report) -> usize {
    let code = scan::code(&file.text);
    let mut long = 0;
    for function in scan::functions(&code) {
        let first = scan::line_at(&code, function.span.start);
        let length = scan::line_at(&code, function.span.end - 1) - first + 1;
        let text = |limit: usize| format!("fn {} has {length} lines, limit {limit}", function.name);
        if length > FUNCTION_HARD {
            report.fail(&file.path, first, "function-size", text(FUNCTION_HARD));
        } else if length > FUNCTION_SOFT {
            report.warn(&file.path, first, "function-size", text(FUNCTION_SOFT));
        }
        long += usize::from(length > FUNCTION_SOFT);
    }
    long
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists;

    fn file(path: &str, lines: usize) -> File {
        File { path: path.to_owned(), text: "x\n".repeat(lines) }
    }

    fn run(files: &[File], exceptions: &str) -> (usize, usize) {
        let mut report = Report::default();
        check(files, &lists::parse("exceptions.txt", exceptions).unwrap(), &mut report);
        (report.failures().count(), report.warnings().count())
    }

    #[test]
    fn limits_depend_on_the_kind_of_file() {
        assert_eq!(run(&[file("a.rs", 400), file("b.md", 5000)], ""), (0, 0));
        assert_eq!(run(&[file("a.rs", 401), file("b.css", 600)], ""), (0, 2));
        assert_eq!(run(&[file("a.tsx", 601)], ""), (1, 0));
        assert_eq!(run(&[file("tests/a.rs", 800)], ""), (0, 1));
        assert_eq!(run(&[file("tests/a.rs", 801)], ""), (1, 0));
    }

    #[test]
    fn exceptions_only_shrink() {
        assert_eq!(run(&[file("a.rs", 700)], "a.rs: generated table"), (0, 1));
        assert_eq!(run(&[file("a.rs", 300)], "a.rs: generated table"), (1, 0));
        assert_eq!(run(&[], "gone.rs: generated table"), (1, 0));
    }

    #[test]
    fn functions_are_measured() {
        let body = |lines: usize| format!("fn a() {{\n{}}}\n", "    b();\n".repeat(lines - 2));
        let of = |lines: usize| run(&[File { path: "a.rs".into(), text: body(lines) }], "");
        assert_eq!((of(40), of(41), of(80), of(81)), ((0, 0), (0, 1), (0, 1), (1, 0)));
    }
}
