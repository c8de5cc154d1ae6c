//! Use cases.
mod deliveries;
mod subscriptions;

pub use deliveries::{delivery_get, delivery_list, delivery_redeliver};
pub use subscriptions::{
    secret_rotate, webhook_create, webhook_delete, webhook_get, webhook_history, webhook_list, webhook_patch,
    webhook_test,
};
