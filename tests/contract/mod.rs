//! The contract: complete, consistent, and what the server really answers.
mod answers;
mod concurrency;
mod document;
mod exports;
