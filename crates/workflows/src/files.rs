//! Files that nobody names any more, or never did, are deleted. All domains keep their files in one store, so each of
//! them is asked: whoever stores files in a new place has a `files_named` and is asked here.
use chrono::Duration;
use dienstweg_kernel::files::{FileKey, FileStore};
use dienstweg_kernel::{Reader, Result};
use std::collections::HashSet;

/// An upload may take this long from its first byte to the commit that names it.
const IN_PROGRESS: Duration = Duration::hours(24);
/// Keys asked for in one statement.
const PORTION: usize = 500;

/// Deletes what no row names and was put longer ago than an upload takes. Answers how many files.
///
/// Where rows name none of the old files, only broken uploads go: the folder is that of another database then, and it
/// would be emptied.
pub async fn sweep(reader: &Reader, files: &dyn FileStore) -> Result<u64> {
    let before = reader.ctx().now() - IN_PROGRESS;
    let stale = files.stale(before).await?;
    let named = named(reader, &stale).await?;
    let orphans = stale.iter().filter(|key| !named.contains(key.as_str()));
    let mut swept = 0;
    for key in orphans.filter(|key| key.is_part() || !named.is_empty()) {
        swept += u64::from(files.delete(key, before).await?);
    }
    Ok(swept)
}

async fn named(reader: &Reader, keys: &[FileKey]) -> Result<HashSet<String>> {
    let mut named = HashSet::new();
    for portion in keys.chunks(PORTION) {
        let keys: Vec<&str> = portion.iter().map(FileKey::as_str).collect();
        named.extend(dienstweg_tickets::service::files_named(reader, &keys).await?);
        named.extend(dienstweg_customers::service::files_named(reader, &keys).await?);
    }
    Ok(named)
}
