//! Whom to call about rollouts, and what was said.
mod list;
mod notes;
mod weigh;

pub use list::call_groups;
pub use notes::{
    Withdrawn, articles_withdrawn, call_articles, call_create, call_follow_ups, call_get, call_settle,
    call_withdraw,
};
