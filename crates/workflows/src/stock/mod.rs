//! Stock: rollouts that are under way already, taken in from a sheet. Each row becomes an item of a job, so that it is tried
//! first, what is wrong is said per row, and the same file again adds only what is new in it.
mod carry;
mod mapping;
mod rows;

pub use carry::StockEffect;
pub(crate) use carry::item;
pub use mapping::{StockColumns, StockMapping, stock_columns};

use chrono::NaiveDate;
use dienstweg_intake::read_sheet;
use dienstweg_kernel::error::{Error, Fault, Text};
use dienstweg_kernel::ids::ProgrammeId;
use dienstweg_kernel::{Result, Tx};
use dienstweg_rollouts::policy::ROLLOUT_STEER;
use dienstweg_rollouts::service::{parsed, programme_get};
use dienstweg_worker::jobs::{JobView, NewJob, job_create};
use mapping::Mapping;
use rows::{Known, Row};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

/// Of jobs that take in rollouts which are under way.
pub const KIND: &str = "stock_import";

/// Rows of one file.
const MOST: usize = 5_000;

/// What a sheet means.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StockParams {
    /// The programme in which they run, with its template.
    pub programme: ProgrammeId,
    /// What has no date of its own was done on this day; today where it is not said.
    pub as_of: Option<NaiveDate>,
    /// `target:column`, such as `body:Gemeindeschlüssel` or `M3.2:DVDV-Eintrag`; repeat for several. What is not said is
    /// found by the names of the columns.
    #[serde(default)]
    pub map: Vec<String>,
}

/// What a job of this kind carries.
#[derive(Debug, Serialize, Deserialize)]
struct Params {
    programme: ProgrammeId,
    name: String,
}

/// Prepares a job that takes in the rows of a sheet.
///
/// # Errors
/// `forbidden` for those who steer nothing; `invalid` for a file or mapping that cannot be read; what is wrong with a row is
/// said at its item.
pub async fn stock_import(tx: &Tx, bytes: &[u8], params: &StockParams) -> Result<JobView> {
    if !tx.ctx().actor.has(ROLLOUT_STEER) {
        return Err(Error::forbidden(ROLLOUT_STEER));
    }
    let sheet = read_sheet(bytes).map_err(|fault| unreadable(&fault))?;
    if sheet.rows.len() > MOST {
        let text = Text::new(
            format!("Es sind mehr als {MOST} Zeilen."),
            format!("These are more than {MOST} rows."),
        );
        return Err(Error::invalid(vec![Fault::new("/file", "too_many", text)]));
    }
    let programme = programme_get(tx, params.programme).await?;
    let template = parsed(tx, programme.template.id.into()).await?;
    let mapping = Mapping::of(&sheet.header, &template, &params.map)?;
    let day = params.as_of.unwrap_or_else(|| tx.ctx().today());
    let rows: Vec<Row> = sheet.rows.iter().map(|row| mapping.row(row, &template, day)).collect();
    let known = Known::load(tx, &rows, &programme).await?;
    let today = tx.ctx().today();
    let items = rows.into_iter().map(|row| known.item(row, today)).collect::<Result<Vec<_>>>()?;
    let params = Params { programme: params.programme, name: programme.name };
    let params = serde_json::to_value(params).map_err(Error::internal)?;
    job_create(tx, NewJob { kind: KIND, params, items, reversible: false }).await
}

fn unreadable(fault: &dienstweg_intake::Fault) -> Error {
    let text = Text::new(format!("{}.", fault.message_de), format!("{}.", fault.message_en));
    Error::invalid(vec![Fault::new(format!("{}:{}", fault.line, fault.column), fault.code, text)])
}
