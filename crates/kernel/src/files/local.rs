//! Files in a folder of this machine, the default.
use super::{FileKey, FileStore, HEAD, Stored};
use crate::clock::Clock;
use crate::error::{Error, Result, codes};
use aws_lc_rs::digest::{Context, SHA256};
use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use futures_util::future::{BoxFuture, LocalBoxFuture};
use futures_util::stream::{BoxStream, LocalBoxStream};
use futures_util::{FutureExt, StreamExt, TryStreamExt, stream};
use std::fmt::Write;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::fs::{self, File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Mutex;

/// How much is read at a time.
const PORTION: usize = 64 * 1024;

/// A folder that holds nothing but files of the store. See [`FileStore`].
#[derive(Debug)]
pub struct LocalFiles {
    root: PathBuf,
    clock: Arc<dyn Clock>,
    /// Between looking how old a file is and deleting it, nobody may put it again.
    places: Mutex<()>,
}

impl LocalFiles {
    /// The folder is created with the first file.
    pub fn new(root: impl Into<PathBuf>, clock: Arc<dyn Clock>) -> Self {
        Self { root: root.into(), clock, places: Mutex::new(()) }
    }

    fn path(&self, key: &FileKey) -> PathBuf {
        self.root.join(key.as_str())
    }

    async fn receive(&self, bytes: LocalBoxStream<'_, Result<Bytes>>, limit: u64) -> Result<Stored> {
        let mut random = [0; 16];
        self.clock.random(&mut random);
        let part = self.path(&FileKey::part(&hex(&random)));
        fs::create_dir_all(self.root.join("tmp")).await.map_err(Error::internal)?;
        let received = match write_part(&part, bytes, limit).await {
            Ok(stored) => self.place(&part, &stored.key).await.map(|()| stored),
            Err(error) => Err(error),
        };
        if received.is_err() {
            let _ = fs::remove_file(&part).await;
        }
        received
    }

    /// Moves a received file to its place. Equal content is there already at most: a fresh copy of it keeps a sweep
    /// away until the row that names it is committed.
    async fn place(&self, part: &Path, key: &FileKey) -> Result<()> {
        let path = self.path(key);
        let Some(folder) = path.parent() else { return Err(Error::internal("a file key without a folder")) };
        fs::create_dir_all(folder).await.map_err(Error::internal)?;
        let place = self.places.lock().await;
        fs::rename(part, &path).await.map_err(Error::internal)?;
        drop(place);
        for folder in path.ancestors().skip(1).take(3) {
            File::open(folder).await.map_err(Error::internal)?.sync_all().await.map_err(Error::internal)?;
        }
        Ok(())
    }

    async fn is_stale(&self, key: &FileKey, before: DateTime<Utc>) -> Result<bool> {
        match fs::metadata(self.path(key)).await.and_then(|data| data.modified()) {
            Ok(modified) => Ok(DateTime::<Utc>::from(modified) < before),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(Error::internal(error)),
        }
    }

    async fn all(&self) -> Result<Vec<FileKey>> {
        let mut folders = vec![String::new()];
        let mut keys = Vec::new();
        while let Some(folder) = folders.pop() {
            let mut entries = match fs::read_dir(self.root.join(&folder)).await {
                Ok(entries) => entries,
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => return Err(Error::internal(error)),
            };
            while let Some(entry) = entries.next_entry().await.map_err(Error::internal)? {
                let name = format!("{folder}{}", entry.file_name().to_string_lossy());
                if entry.file_type().await.map_err(Error::internal)?.is_dir() {
                    folders.push(format!("{name}/"));
                } else if let Ok(key) = name.parse() {
                    keys.push(key);
                }
            }
        }
        Ok(keys)
    }
}

impl FileStore for LocalFiles {
    fn put<'a>(
        &'a self,
        bytes: LocalBoxStream<'a, Result<Bytes>>,
        limit: u64,
    ) -> LocalBoxFuture<'a, Result<Stored>> {
        self.receive(bytes, limit).boxed_local()
    }

    fn get<'a>(&'a self, key: &'a FileKey) -> BoxFuture<'a, Result<BoxStream<'static, Result<Bytes>>>> {
        async move {
            let file = File::open(self.path(key)).await.map_err(Error::internal)?;
            let portions = stream::try_unfold(file, |mut file| async move {
                let mut portion = BytesMut::with_capacity(PORTION);
                let read = file.read_buf(&mut portion).await.map_err(Error::internal)?;
                Ok((read > 0).then(|| (portion.freeze(), file)))
            });
            Ok(portions.boxed())
        }
        .boxed()
    }

    fn stale(&self, before: DateTime<Utc>) -> BoxFuture<'_, Result<Vec<FileKey>>> {
        async move {
            let mut stale = Vec::new();
            for key in self.all().await? {
                if self.is_stale(&key, before).await? {
                    stale.push(key);
                }
            }
            Ok(stale)
        }
        .boxed()
    }

    fn delete<'a>(&'a self, key: &'a FileKey, before: DateTime<Utc>) -> BoxFuture<'a, Result<bool>> {
        async move {
            let _place = self.places.lock().await;
            if !self.is_stale(key, before).await? {
                return Ok(false);
            }
            fs::remove_file(self.path(key)).await.map(|()| true).map_err(Error::internal)
        }
        .boxed()
    }
}

/// Writes a stream to a new file and to the disk below it.
async fn write_part(part: &Path, mut bytes: LocalBoxStream<'_, Result<Bytes>>, limit: u64) -> Result<Stored> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(0o600);
    let mut file = options.open(part).await.map_err(Error::internal)?;
    let (mut hash, mut size, mut head) = (Context::new(&SHA256), 0_u64, BytesMut::new());
    while let Some(portion) = bytes.try_next().await? {
        size += portion.len() as u64;
        if size > limit {
            return Err(Error::new(codes::TOO_LARGE));
        }
        hash.update(&portion);
        head.extend_from_slice(&portion[..portion.len().min(HEAD - head.len())]);
        file.write_all(&portion).await.map_err(Error::internal)?;
    }
    file.flush().await.map_err(Error::internal)?;
    file.sync_all().await.map_err(Error::internal)?;
    let sha256 = hex(hash.finish().as_ref());
    Ok(Stored { key: FileKey::content(&sha256), size, sha256, head: head.freeze() })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use chrono::Duration;

    fn store(name: &str) -> LocalFiles {
        let folder = std::env::temp_dir().join(format!("dienstweg-files-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        LocalFiles::new(folder, Arc::new(SystemClock))
    }

    fn portions(parts: &[&'static str]) -> LocalBoxStream<'static, Result<Bytes>> {
        let parts: Vec<Result<Bytes>> =
            parts.iter().map(|part| Ok(Bytes::from_static(part.as_bytes()))).collect();
        stream::iter(parts).boxed_local()
    }

    #[tokio::test]
    async fn what_was_put_comes_back_under_its_hash_and_is_swept_only_when_old() {
        let store = store("roundtrip");
        let stored = store.put(portions(&["Grüß ", "Gott"]), 100).await.unwrap();
        assert_eq!(
            (stored.size, stored.sha256.as_str()),
            (11, crate::secret::hash_hex("Grüß Gott".as_bytes()).as_str())
        );
        assert_eq!(stored.head, "Grüß Gott".as_bytes());
        let read: Vec<Bytes> = store.get(&stored.key).await.unwrap().try_collect().await.unwrap();
        assert_eq!(read.concat(), "Grüß Gott".as_bytes());
        let again = store.put(portions(&["Grüß Gott"]), 100).await.unwrap();
        assert_eq!(again.key, stored.key);
        let now = SystemClock.now();
        let (hour_ago, soon) = (now - Duration::hours(1), now + Duration::hours(1));
        assert_eq!(store.stale(hour_ago).await.unwrap(), []);
        assert!(!store.delete(&stored.key, hour_ago).await.unwrap());
        assert_eq!(store.stale(soon).await.unwrap(), std::slice::from_ref(&stored.key));
        assert!(store.delete(&stored.key, soon).await.unwrap() && store.get(&stored.key).await.is_err());
        std::fs::remove_dir_all(&store.root).unwrap();
    }

    #[tokio::test]
    async fn too_much_and_broken_streams_leave_nothing() {
        let store = store("refused");
        let error = store.put(portions(&["12345", "67890"]), 9).await.unwrap_err();
        assert!(error.is(codes::TOO_LARGE));
        let broken =
            stream::iter([Ok(Bytes::from_static(b"1")), Err(Error::new(codes::MALFORMED))]).boxed_local();
        assert!(store.put(broken, 9).await.is_err());
        assert_eq!(store.all().await.unwrap(), []);
        std::fs::remove_dir_all(&store.root).unwrap();
    }
}
