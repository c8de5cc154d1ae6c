//! One line, cut by characters.

use dienstweg_intake::{Fault, Faults};

/// A line of the file. Positions are 1-based and inclusive, as in the official description.
pub(super) struct Line<'a> {
    pub(super) number: usize,
    text: &'a str,
    /// Where each character begins; empty for ASCII lines, in which it is its own position.
    starts: Vec<usize>,
    length: usize,
}

impl<'a> Line<'a> {
    pub(super) fn new(number: usize, text: &'a str) -> Self {
        let starts: Vec<_> =
            if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(start, _)| start).collect() };
        let length = if starts.is_empty() { text.len() } else { starts.len() };
        Self { number, text, starts, length }
    }

    /// Characters in the line.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// The characters `from..=to`, fewer or none where the line is shorter.
    pub(super) fn raw(&self, from: usize, to: usize) -> &'a str {
        self.text.get(self.byte(from - 1)..self.byte(to)).unwrap_or_default()
    }

    /// The field without blanks around it.
    pub(super) fn text(&self, from: usize, to: usize) -> &'a str {
        self.raw(from, to).trim()
    }

    fn byte(&self, position: usize) -> usize {
        if position >= self.length {
            self.text.len()
        } else {
            self.starts.get(position).copied().unwrap_or(position)
        }
    }

    pub(super) fn fault(
        &self,
        column: usize,
        code: &'static str,
        de: impl Into<String>,
        en: impl Into<String>,
    ) -> Fault {
        Fault::new(self.number, column, code, de, en)
    }

    /// The field if it is digits from its first character to its last; else a fault at the first that is none.
    pub(super) fn digits(
        &self,
        (from, to): (usize, usize),
        what: What,
        faults: &mut Faults,
    ) -> Option<&'a str> {
        let field = self.raw(from, to);
        let wrong = field.chars().position(|c| !c.is_ascii_digit());
        if wrong.is_none() && field.len() == to + 1 - from {
            return Some(field);
        }
        let column = from + wrong.unwrap_or(field.len());
        let found = field.chars().nth(column - from).map_or("nichts".to_owned(), |c| format!("„{c}“"));
        let de = format!("{}: {found} statt einer Ziffer (Stellen {from} bis {to})", what.de);
        let en = format!("{}: not a digit (characters {from} to {to})", what.en);
        faults.push(self.fault(column, "not_digits", de, en));
        None
    }

    pub(super) fn number(&self, place: (usize, usize), what: What, faults: &mut Faults) -> Option<u32> {
        let digits = self.digits(place, what, faults)?;
        let number = digits.parse().ok();
        if number.is_none() {
            let (de, en) =
                (format!("{}: {digits} ist zu groß", what.de), format!("{}: {digits} is too large", what.en));
            faults.push(self.fault(place.0, "number_too_large", de, en));
        }
        number
    }
}

/// A field by its name in both languages.
#[derive(Clone, Copy)]
pub(super) struct What {
    pub(super) de: &'static str,
    pub(super) en: &'static str,
}

pub(super) const fn what(de: &'static str, en: &'static str) -> What {
    What { de, en }
}
