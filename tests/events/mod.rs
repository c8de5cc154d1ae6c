//! Events: positions, live streams, webhooks.
mod positions;
