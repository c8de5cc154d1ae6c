//! The hook of marketplaces.
