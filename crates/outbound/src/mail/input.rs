//! What callers may say about mails.
use super::types::{MailState, Template};
use serde::Deserialize;
use utoipa::IntoParams;

/// Narrows and orders the log of mails.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct MailListParams {
    /// Where they stand; repeat for several.
    pub state: Vec<MailState>,
    /// What they are about; repeat for several.
    pub kind: Vec<Template>,
    /// Part of the address. Only for those who may read addresses.
    pub address: Option<String>,
    /// `created_at` or `-created_at` (newest first, the default).
    pub sort: Option<String>,
}
