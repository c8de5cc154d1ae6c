//! One folder per outside system: its protocol comes in here, our use cases are called from here.

pub mod publication;
pub mod registers;
