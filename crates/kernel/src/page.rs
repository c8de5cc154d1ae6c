//! Pages of lists: keyset pagination with opaque, signed cursors. A cursor names the last row by what it is sorted by.
use crate::error::{Error, Fault, Result, Text, codes};
use crate::secret::Key;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{EntityTrait, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Largest page a caller may ask for.
pub const MAX_LIMIT: u64 = 200;
/// Exact totals end here; beyond, people read "1.000+".
pub const MAX_TOTAL: u64 = 1_000;

/// Which part of a list is wanted.
#[derive(Clone, Debug)]
pub struct PageRequest {
    /// Rows wanted, 1..=[`MAX_LIMIT`].
    pub limit: u64,
    pub cursor: Option<Cursor>,
    /// Whether the total is wanted too (up to [`MAX_TOTAL`]).
    pub count: bool,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self { limit: 50, cursor: None, count: false }
    }
}

/// A column a list may be sorted by, with the word for it in the contract.
#[derive(Clone, Copy, Debug)]
pub struct Sort<E: EntityTrait> {
    pub name: &'static str,
    pub column: E::Column,
    pub descending: bool,
}

impl<E: EntityTrait> Sort<E> {
    /// Finds `name` or `-name` (descending) in a closed list; the fault lists what is valid.
    pub fn parse(text: &str, columns: &[(&'static str, E::Column)]) -> Result<Self> {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        if let Some((name, column)) = columns.iter().find(|(known, _)| *known == name) {
            return Ok(Self { name, column: *column, descending });
        }
        let valid = columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let message =
            Text::new(format!("Sortieren geht nach: {valid}."), format!("Sorting is possible by: {valid}."));
        Err(Error::new(codes::UNKNOWN_PARAMETER).with_faults(vec![Fault::new(
            "sort",
            "unknown_sort",
            message,
        )]))
    }
}

/// The value of the sort column in the last row of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortValue {
    Text(String),
    Time(DateTime<Utc>),
    Date(NaiveDate),
    Number(i64),
}

impl SortValue {
    /// Sort columns are never NULL and of one of these types.
    pub(crate) fn of(value: Value) -> Option<Self> {
        match value {
            Value::String(Some(text)) => Some(Self::Text(text)),
            Value::ChronoDateTimeUtc(Some(time)) => Some(Self::Time(time)),
            Value::ChronoDate(Some(date)) => Some(Self::Date(date)),
            Value::BigInt(Some(number)) => Some(Self::Number(number)),
            Value::Int(Some(number)) => Some(Self::Number(number.into())),
            _ => None,
        }
    }

    pub(crate) fn to_value(&self) -> Value {
        match self {
            Self::Text(text) => text.clone().into(),
            Self::Time(time) => (*time).into(),
            Self::Date(date) => (*date).into(),
            Self::Number(number) => (*number).into(),
        }
    }
}

/// Where the next page begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cursor {
    /// The `sort` parameter the list was made with; a cursor fits no other order.
    pub sort: String,
    pub value: SortValue,
    pub id: Uuid,
}

impl Cursor {
    /// The text that goes out.
    pub fn seal(&self, key: &Key) -> String {
        key.sign(&serde_json::to_vec(self).unwrap_or_default())
    }

    /// Reads what came back; a cursor that was not made here is malformed.
    pub fn open(text: &str, key: &Key) -> Result<Self> {
        key.open(text).and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or_else(|| {
            let message = Text::new("Dieser Cursor stammt nicht von hier.", "This cursor was not made here.");
            Error::new(codes::MALFORMED).with_faults(vec![Fault::new("cursor", "unknown_cursor", message)])
        })
    }
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<Cursor>,
    /// The number of all rows where it was asked for, at most [`MAX_TOTAL`] + 1.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    pub fn map<U>(self, each: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(each).collect(), next: self.next, total: self.total }
    }

    /// Builds all views of a page at once, as `with` has looked up what they name.
    pub fn with_items<U>(self, items: Vec<U>) -> Page<U> {
        Page { items, next: self.next, total: self.total }
    }
}
