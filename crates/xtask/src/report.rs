//! What the checks found, and how it is printed.

use std::fmt;

/// One broken or strained rule at one place. `line` is 1-based; 0 stands for the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub fails: bool,
    pub file: String,
    pub line: usize,
    pub rule: &'static str,
    pub message: String,
}

#[derive(Debug, Default)]
pub struct Report {
    findings: Vec<Finding>,
    notes: Vec<String>,
}

impl Report {
    pub fn fail(&mut self, file: &str, line: usize, rule: &'static str, message: impl Into<String>) {
        self.push(true, file, line, rule, message.into());
    }

    pub fn warn(&mut self, file: &str, line: usize, rule: &'static str, message: impl Into<String>) {
        self.push(false, file, line, rule, message.into());
    }

    /// A figure worth reading on every run.
    pub fn note(&mut self, text: String) {
        self.notes.push(text);
    }

    pub fn failures(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.fails)
    }

    pub fn warnings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| !finding.fails)
    }

    fn push(&mut self, fails: bool, file: &str, line: usize, rule: &'static str, message: String) {
        self.findings.push(Finding { fails, file: file.to_owned(), line, rule, message });
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (kind, found) in [("warning", false), ("error", true)] {
            for finding in self.findings.iter().filter(|finding| finding.fails == found) {
                let Finding { file, line, rule, message, .. } = finding;
                writeln!(out, "{kind}: {file}:{} [{rule}] {message}", (*line).max(1))?;
            }
        }
        for note in &self.notes {
            writeln!(out, "{note}")?;
        }
        let (broken, strained) = (self.failures().count(), self.warnings().count());
        let verdict = if broken == 0 { "plan kept" } else { "plan BROKEN" };
        writeln!(out, "{verdict}: {broken} errors, {strained} warnings")
    }
}
