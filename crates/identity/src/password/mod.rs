//! Passwords: Argon2id (RFC 9106) with the parameters OWASP recommends, and rules after BSI ORP.4.
//!
//! All of this is slow on purpose and touches no database: it runs outside of units of work, on a blocking thread.
mod rules;

pub use rules::password_faults;

use argon2::password_hash::{CustomizedPasswordHasher, PasswordVerifier, phc};
use argon2::{Algorithm, Argon2, Params, Version};
use dienstweg_kernel::error::{Error, Result};
use std::sync::LazyLock;

/// Memory in KiB, passes, lanes (OWASP Password Storage Cheat Sheet, Argon2id).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A hash as PHC string. Never printed, never serialised.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub(crate) String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash([sealed])")
    }
}

/// Hashes a password; `salt` comes from `ctx.random()`. Takes tens of milliseconds and 19 MiB.
///
/// # Errors
/// `internal` where the library refuses, which it does for no password of allowed length.
pub fn password_hash(password: &str, salt: [u8; 16]) -> Result<PasswordHash> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(Error::internal)?;
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let hash: phc::PasswordHash = argon
        .hash_password_customized(password.as_bytes(), &salt, None, None, params)
        .map_err(Error::internal)?;
    Ok(PasswordHash(hash.to_string()))
}

/// Whether the password is the one that was hashed. Without a hash (unknown login, no password set) it takes as
/// long and answers no.
pub fn password_verify(password: &str, hash: Option<&PasswordHash>) -> bool {
    static NOBODY: LazyLock<Option<PasswordHash>> = LazyLock::new(|| password_hash("nobody", [0; 16]).ok());
    let Some(stored) = hash.or(NOBODY.as_ref()) else { return false };
    let matches = Argon2::default().verify_password(password.as_bytes(), stored.0.as_str()).is_ok();
    matches && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_verifies_and_nobody_has_one() {
        let hash = password_hash("Regenschirm am Dienstag", [9; 16]).unwrap();
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(password_verify("Regenschirm am Dienstag", Some(&hash)));
        assert!(!password_verify("regenschirm am dienstag", Some(&hash)));
        assert!(!password_verify("nobody", None));
        assert_ne!(hash, password_hash("Regenschirm am Dienstag", [8; 16]).unwrap());
    }
}
