//! What is wrong in a file, and where.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The language of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    De,
    En,
}

/// An error that can say what is wrong: to machines by a stable code, to people by a sentence.
pub trait Explain {
    /// Stable, `snake_case`; part of the interface, so never reworded.
    fn code(&self) -> &'static str;
    /// One sentence for the screen.
    fn message(&self, language: Language) -> String;
}

/// One thing wrong in a file. Line and column count from 1; columns count characters, not bytes, as an editor does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub line: usize,
    pub column: usize,
    pub code: &'static str,
    pub message_de: String,
    pub message_en: String,
}

impl Fault {
    pub fn new(
        line: usize,
        column: usize,
        code: &'static str,
        de: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self { line, column, code, message_de: de.into(), message_en: en.into() }
    }

    /// The fault an [`Explain`]ing error stands for at a place in a file.
    pub fn of(line: usize, column: usize, error: &impl Explain) -> Self {
        Self::new(line, column, error.code(), error.message(Language::De), error.message(Language::En))
    }

    pub fn message(&self, language: Language) -> &str {
        match language {
            Language::De => &self.message_de,
            Language::En => &self.message_en,
        }
    }

    /// The form it has in API answers.
    pub fn view(&self, language: Language) -> FaultView {
        FaultView {
            line: self.line,
            column: self.column,
            code: self.code.to_owned(),
            message: self.message(language).to_owned(),
        }
    }
}

/// A fault in an API answer, in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FaultView {
    /// Line in the file, from 1.
    #[schema(example = 17)]
    pub line: usize,
    /// Character in the line, from 1.
    #[schema(example = 123)]
    pub column: usize,
    #[schema(example = "duplicate_key")]
    pub code: String,
    pub message: String,
}

/// All faults of a file in an API answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FaultsView {
    /// How many there are; `faults` may list fewer.
    pub total: usize,
    pub faults: Vec<FaultView>,
}

/// Collects faults: keeps the first [`Faults::DEFAULT_CAP`] (a file of the wrong kind has one per line), counts all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults {
    kept: Vec<Fault>,
    total: usize,
    cap: usize,
}

impl Default for Faults {
    fn default() -> Self {
        Self::with_cap(Self::DEFAULT_CAP)
    }
}

impl Faults {
    pub const DEFAULT_CAP: usize = 1_000;

    pub fn with_cap(cap: usize) -> Self {
        Self { kept: Vec::new(), total: 0, cap }
    }

    pub fn push(&mut self, fault: Fault) {
        self.total += 1;
        if self.kept.len() < self.cap {
            self.kept.push(fault);
        }
    }

    /// Takes over what another collector kept and counted.
    pub fn append(&mut self, other: Self) {
        let room = self.cap.saturating_sub(self.kept.len());
        self.total += other.total;
        self.kept.extend(other.kept.into_iter().take(room));
    }

    /// Brings the kept faults into the order of the file; faults found only at its end belong to earlier lines.
    pub fn sort(&mut self) {
        self.kept.sort_by_key(|fault| (fault.line, fault.column));
    }

    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// How many were found, kept or not.
    pub fn total(&self) -> usize {
        self.total
    }

    pub fn kept(&self) -> &[Fault] {
        &self.kept
    }

    pub fn view(&self, language: Language) -> FaultsView {
        FaultsView { total: self.total, faults: self.kept.iter().map(|fault| fault.view(language)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_up_to_the_cap_and_counts_all() {
        let mut faults = Faults::with_cap(2);
        for line in [3, 2, 1] {
            faults.push(Fault::new(line, 1, "x", "schlecht", "bad"));
        }
        let mut more = Faults::default();
        more.push(Fault::new(9, 1, "y", "schlecht", "bad"));
        faults.append(more);
        faults.sort();
        assert_eq!(faults.total(), 4);
        assert_eq!(faults.kept().iter().map(|fault| fault.line).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn serialises_in_one_language() {
        let fault = Fault::new(4, 7, "not_digits", "keine Ziffer", "not a digit");
        let json = serde_json::to_value(fault.view(Language::De)).unwrap();
        assert_eq!(
            json,
            serde_json::json!({"line": 4, "column": 7, "code": "not_digits", "message": "keine Ziffer"})
        );
        assert_eq!(fault.view(Language::En).message, "not a digit");
    }
}
