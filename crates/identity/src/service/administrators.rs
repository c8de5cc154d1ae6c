//! There is always somebody who can give rights back.
use super::super::store;
use crate::error::LAST_ADMINISTRATOR;
use crate::types::Names;
use dienstweg_kernel::Tx;
use dienstweg_kernel::error::{Error, Result};

/// What was true of the administrators before a change that may take rights away. An administrator is an active user
/// who can log in and has, by whatever roles and teams, every right of the shipped role on everything.
#[derive(Debug)]
pub(super) struct Administrators {
    rights: Names,
    there: bool,
}

impl Administrators {
    /// Before the change. The caller holds [`store::lock_rights`], so that of two who take the right from each other at
    /// the same time the second one finds out.
    pub async fn before(tx: &Tx) -> Result<Self> {
        let rights = store::administrator_rights(tx).await?;
        let there = store::administrator_exists(tx, &rights).await?;
        Ok(Self { rights, there })
    }

    /// After the change and after the rights are computed anew.
    ///
    /// # Errors
    /// `last-administrator` where there was one and is none any more. Where there was none, nothing is kept.
    pub async fn kept(self, tx: &Tx) -> Result<()> {
        if !self.there || store::administrator_exists(tx, &self.rights).await? {
            return Ok(());
        }
        Err(Error::new(LAST_ADMINISTRATOR).detail(
            "Danach könnte niemand mehr alles verwalten. Geben Sie zuerst einer anderen aktiven Person die Rolle „Administration“ für alles.",
            "Nobody could manage everything any more. First give another active person the role \"Administrator\" on everything.",
        ))
    }
}
