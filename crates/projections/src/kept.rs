//! What people keep here, views and reports, has a name they choose.
use dienstweg_kernel::error::{Fault, Text};

/// What is wrong with a name, if anything.
pub(crate) fn name_fault(name: &str) -> Option<Fault> {
    let fits = !name.trim().is_empty() && name.chars().count() <= 100 && !name.chars().any(char::is_control);
    let message = || Text::new("Bitte geben Sie 1 bis 100 Zeichen ein.", "Please enter 1 to 100 characters.");
    (!fits).then(|| Fault::new("/name", "length", message()))
}
