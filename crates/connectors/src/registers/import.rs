//! Importing the register: at once (command line) or previewed, looked at and applied in the background (screen).
use super::entries;
use super::gv100ad::{Register, parse};
use bytes::Bytes;
use dienstweg_customers::input::RegisterEntry;
use dienstweg_customers::service::{
    Preview, import_apply, import_fail, import_preview, import_start, imports_recover, register_difference,
};
use dienstweg_customers::view::{Change, Difference, RegisterImportView};
use dienstweg_intake::Language;
use dienstweg_kernel::error::{Code, Fault, Text, codes};
use dienstweg_kernel::files::{FileKey, FileStore};
use dienstweg_kernel::ids::ImportId;
use dienstweg_kernel::{Ctx, Db, Error, Result};
use futures_util::{StreamExt, TryStreamExt, stream};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The file of all of Germany has about 3.5 MB.
pub const MAX_FILE: u64 = 32 << 20;

/// Faults shown in one answer.
const SHOWN: usize = 200;

/// The file is no register, or a faulty one.
pub const REGISTER_FAULTY: Code = Code::new(
    "register-faulty",
    422,
    "Die Datei hat Fehler, nichts wurde übernommen",
    "The file has faults, nothing was imported",
);

/// What an import did, or would do.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Records read, by record type (10, 20, …, 60), all types named.
    pub records: BTreeMap<String, u32>,
    pub difference: Difference,
    pub changes: Vec<Change>,
}

/// Reads a Gemeindeverzeichnis in any published encoding and line end.
///
/// # Errors
/// `register-faulty` with line and column (`12:5`) of every fault, 200 at most, and their number.
pub fn read(bytes: &[u8]) -> Result<(Register, Vec<RegisterEntry>)> {
    let reading = parse(bytes);
    match reading.register {
        Some(register) if reading.faults.is_empty() => {
            let entries = entries(&register);
            Ok((register, entries))
        }
        _ => {
            let total = reading.faults.total();
            let shown = reading.faults.kept().iter().take(SHOWN).map(|fault| {
                let text =
                    Text::new(fault.message(Language::De).to_owned(), fault.message(Language::En).to_owned());
                Fault::new(format!("{}:{}", fault.line, fault.column), fault.code, text)
            });
            Err(Error::new(REGISTER_FAULTY)
                .detail(
                    format!("{total} Fehler, je mit Zeile:Spalte."),
                    format!("{total} faults, each with line:column."),
                )
                .with_faults(shown.collect()))
        }
    }
}

fn records(register: &Register) -> BTreeMap<String, u32> {
    let count = |kind: u8| register.counts.get(&kind).copied().unwrap_or_default();
    [10, 20, 30, 40, 50, 60]
        .map(|kind| (kind.to_string(), u32::try_from(count(kind)).unwrap_or(u32::MAX)))
        .into()
}

/// Imports in one commit, or only says what would change.
pub async fn import_now(db: &Db, ctx: &Ctx, bytes: &[u8], dry_run: bool) -> Result<Outcome> {
    let (register, entries) = read(bytes)?;
    let (difference, changes) = match dry_run {
        true => register_difference(&db.read(ctx), &entries).await?,
        false => db.write(ctx, async |tx| import_apply(tx, &entries, register.state, None).await).await?,
    };
    Ok(Outcome { records: records(&register), difference, changes })
}

/// Imports that are previewed first and applied in the background.
#[derive(Debug)]
pub struct Imports {
    db: Db,
    files: Arc<dyn FileStore>,
}

impl Imports {
    pub fn new(db: Db, files: Arc<dyn FileStore>) -> Self {
        Self { db, files }
    }

    /// Keeps the file and says what it would change.
    pub async fn preview(&self, ctx: &Ctx, file_name: &str, bytes: Bytes) -> Result<RegisterImportView> {
        let (register, entries) = read(&bytes)?;
        let stored = self.files.put(stream::iter([Ok(bytes)]).boxed_local(), MAX_FILE).await?;
        let preview = Preview {
            file_name: file_name.chars().take(200).collect(),
            file_key: stored.key.to_string(),
            state_date: register.state,
            records: records(&register),
        };
        self.db.write(ctx, async |tx| import_preview(tx, preview.clone(), &entries).await).await
    }

    /// Marks a previewed import as running. The second answer is the work itself, for the caller to spawn: it belongs
    /// to no request any more.
    pub async fn start(
        self: &Arc<Self>,
        ctx: &Ctx,
        id: ImportId,
    ) -> Result<(RegisterImportView, impl Future<Output = ()> + use<>)> {
        let (view, file) = self.db.write(ctx, async |tx| import_start(tx, id).await).await?;
        let (imports, ctx) = (Arc::clone(self), ctx.clone());
        let work = async move {
            if let Err(error) = imports.apply(&ctx, id, &file).await {
                tracing::error!(import = %id, "register import failed: {error}");
                let failed = imports.db.write(&ctx, async |tx| import_fail(tx, id).await).await;
                if let Err(error) = failed {
                    tracing::error!(import = %id, "failed import could not be marked: {error}");
                }
            }
        };
        Ok((view, work))
    }

    async fn apply(&self, ctx: &Ctx, id: ImportId, file: &str) -> Result<()> {
        let key: FileKey = file.parse()?;
        let parts: Vec<Bytes> = self.files.get(&key).await?.try_collect().await?;
        let (register, entries) = read(&parts.concat())?;
        self.db.write(ctx, async |tx| import_apply(tx, &entries, register.state, Some(id)).await).await?;
        Ok(())
    }

    /// Imports that a crash cut off can be started again.
    pub async fn recover(&self, ctx: &Ctx) -> Result<()> {
        self.db.write(ctx, async |tx| imports_recover(tx).await).await
    }
}

/// Codes of this connector, for the page about problems.
pub const CODES: &[Code] = &[REGISTER_FAULTY, codes::TOO_LARGE];
