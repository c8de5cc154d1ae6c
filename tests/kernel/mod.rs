//! What holds below all domains: units of work may run twice, and statements are counted.
mod budgets;
mod twice;
