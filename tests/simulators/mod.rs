//! Outside systems, built from their documented protocols. Those that need another language stand in folders of their own.
pub mod published;
