//! Fictional data to try things with.
use dienstweg_api::AppState;
use dienstweg_kernel::Result;

/// Who may log in.
pub const LOGINS: &str = "";

/// Fills an empty database.
pub async fn fill(_state: &AppState) -> Result<()> {
    Ok(())
}
