//! Where the contents of files are kept: outside the database, under the hash of what they hold, never under a name
//! that somebody gave. A row that names a file is written after the file is safely stored; a file without a row is an
//! orphan and is swept.
mod local;

pub use local::LocalFiles;

use crate::error::{Error, Result};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::future::{BoxFuture, LocalBoxFuture};
use futures_util::stream::{BoxStream, LocalBoxStream};
use std::fmt::{self, Debug, Display};
use std::str::FromStr;

/// As many bytes of the beginning as tell what a file is.
pub const HEAD: usize = 4096;

/// A file that was stored.
#[derive(Clone, Debug)]
pub struct Stored {
    pub key: FileKey,
    /// Bytes.
    pub size: u64,
    /// SHA-256, 64 hexadecimal digits.
    pub sha256: String,
    /// The first [`HEAD`] bytes at most.
    pub head: Bytes,
}

/// A folder or an object store.
pub trait FileStore: Send + Sync + Debug {
    /// Takes a stream; when it answers, the file survives a power cut. Not for use inside a unit of work, which may
    /// run twice. The stream stays on its thread, as request bodies do.
    ///
    /// # Errors
    /// `too-large` beyond `limit` bytes; what the stream answers.
    fn put<'a>(
        &'a self,
        bytes: LocalBoxStream<'a, Result<Bytes>>,
        limit: u64,
    ) -> LocalBoxFuture<'a, Result<Stored>>;

    /// The contents in portions.
    ///
    /// # Errors
    /// `internal` where it is not there: a row names only what was stored.
    fn get<'a>(&'a self, key: &'a FileKey) -> BoxFuture<'a, Result<BoxStream<'static, Result<Bytes>>>>;

    /// Everything that was last put before that instant, with what broken uploads left.
    fn stale(&self, before: DateTime<Utc>) -> BoxFuture<'_, Result<Vec<FileKey>>>;

    /// Deletes a file, unless it was put again since `before`. Answers whether it is gone.
    fn delete<'a>(&'a self, key: &'a FileKey, before: DateTime<Utc>) -> BoxFuture<'a, Result<bool>>;
}

/// The place of a file: `ab/cd/` and its SHA-256, or `tmp/` and 32 digits while it is being received.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileKey(String);

impl FileKey {
    fn content(sha256: &str) -> Self {
        Self(format!("{}/{}/{sha256}", &sha256[..2], &sha256[2..4]))
    }

    fn part(random: &str) -> Self {
        Self(format!("tmp/{random}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is what an upload leaves that broke off, or one that is still going on.
    pub fn is_part(&self) -> bool {
        self.0.starts_with("tmp/")
    }
}

impl Display for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for FileKey {
    type Err = Error;

    /// Reads a stored key. Only hexadecimal digits get through, so no key leads out of the store.
    fn from_str(text: &str) -> Result<Self> {
        let hex =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        let parts: Vec<&str> = text.split('/').collect();
        let valid = match parts[..] {
            ["tmp", name] => name.len() == 32 && hex(name),
            [a, b, name] => name.len() == 64 && hex(name) && a == &name[..2] && b == &name[2..4],
            _ => false,
        };
        if valid {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::internal("a file key that was not made here"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_leads_out_of_the_store() {
        let name = "ab12".repeat(16);
        assert_eq!(
            FileKey::content(&name).as_str().parse::<FileKey>().unwrap().as_str(),
            format!("ab/12/{name}")
        );
        for bad in
            ["", "tmp/x", "../../etc/passwd", "ab/12/x", "/ab/12", "tmp/../../aaaaaaaaaaaaaaaaaaaaaaaaaaa"]
        {
            assert!(bad.parse::<FileKey>().is_err(), "{bad}");
        }
        assert!(format!("ab/13/{name}").parse::<FileKey>().is_err());
        assert!(format!("AB/12/{}", name.to_uppercase()).parse::<FileKey>().is_err());
    }
}
