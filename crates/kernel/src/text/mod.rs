//! Text as the administration compares, orders, searches and accepts it. Pure; the same on every database.
//!
//! - [`search_form`]: the *Suchform* of DIN 91379, to find a person or place whatever the spelling (Möller = Moeller).
//! - [`sort_key`]: a key whose byte order is the order of DIN 5007-1.
//! - [`search_words`], [`search_text`], [`query_words`]: the one normaliser of full text, for documents and for queries.
//! - [`Likeness`]: how near a name comes to what somebody wrote.
//! - [`nfc`], [`valid_person_name`]: what may be stored (DIN 91379 demands NFC and names the letters).

mod fold;
mod names;
mod similar;
mod words;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

pub use fold::{search_form, sort_key};
pub use names::{MAX_NAME_GLYPHS, NameFault, valid_person_name};
pub use similar::Likeness;
pub use words::{query_words, search_text, search_words};

/// Whether the text is in Unicode normalisation form C.
#[must_use]
pub fn is_nfc(text: &str) -> bool {
    unicode_normalization::is_nfc(text)
}

/// The text in Unicode normalisation form C (DIN 91379 accepts no other); borrowed when it already is.
#[must_use]
pub fn nfc(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nfc_borrows_what_needs_no_change() {
        assert!(matches!(nfc("Möller"), Cow::Borrowed("Möller")));
        assert_eq!(nfc("Mo\u{308}ller"), "Möller");
        assert!(!is_nfc("Mo\u{308}ller"));
    }
}
