//! N decimal digits: what all official keys are made of.

use super::KeyError;

/// Exactly N ASCII digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Digits<const N: usize>(pub(super) [u8; N]);

impl<const N: usize> Digits<N> {
    /// Reads digits between which blanks and dots may stand, as keys are printed in groups. Only the counts of digits in
    /// `lengths` are right; shorter ones are filled with zeros on the right. `expected` names them in the message.
    pub(super) fn parse(
        text: &str,
        name: &'static str,
        lengths: &[usize],
        expected: &'static str,
    ) -> Result<Self, KeyError> {
        let mut digits = [b'0'; N];
        let mut found = 0;
        for (at, c) in text.trim().chars().enumerate() {
            match u8::try_from(c) {
                Ok(digit @ b'0'..=b'9') => {
                    if let Some(place) = digits.get_mut(found) {
                        *place = digit;
                    }
                    found += 1;
                }
                _ if c == '.' || c.is_whitespace() => {}
                _ => return Err(KeyError::NotDigit { name, found: c, position: at + 1 }),
            }
        }
        match found {
            0 => Err(KeyError::Empty { name }),
            _ if lengths.contains(&found) => Ok(Self(digits)),
            _ => Err(KeyError::Length { name, expected, found }),
        }
    }

    pub(super) fn as_str(&self) -> &str {
        // Only ASCII digits get in, so there is always text to give.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Digits `from..to`, counted from 0.
    pub(super) fn part(&self, from: usize, to: usize) -> &str {
        self.as_str().get(from..to).unwrap_or_default()
    }
}
