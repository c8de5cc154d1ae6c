//! Events: positions, live streams, webhooks.
mod live;
mod positions;
