//! Rights that cannot be forgotten.
//!
//! An entity that people may ask for is [`Guarded`]: it states its row rule once. The only ways to its rows are
//! [`crate::Reader::select`] and [`crate::Tx::lock`], which carry the rule, so a handler that forgets it does not
//! compile. What comes out is [`Visible`] (may be shown) or [`Locked`] (may be changed). Columns of type [`Sealed`]
//! open only through the row's `Visible`, which knows whether this caller may read them.
mod reach;
pub mod tables;

pub(crate) use reach::REACHED;
pub use reach::{Reach, within};

use crate::ctx::{Actor, Permission};
use crate::ids::Id;
use sea_orm::sea_query::{Expr, Func, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ActiveValue, Condition, DbErr, DeriveValueType, EntityTrait, FromQueryResult,
    IntoActiveModel, ModelTrait, QueryResult, QueryTrait,
};
use serde::{Serialize, Serializer};
use std::ops::Deref;
use uuid::Uuid;

/// What history and events are about: the root of an aggregate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    pub kind: &'static str,
    pub id: Uuid,
}

/// An entity with a row rule.
pub trait Guarded:
    EntityTrait<
        Model: IntoActiveModel<Self::ActiveModel> + Clone + Send + Sync,
        ActiveModel: ActiveModelTrait<Entity = Self> + Send,
    >
{
    /// The word for it in labels, involvement, audit and events, such as `organisation`.
    const KIND: &'static str;
    /// What one needs to see a row.
    const READ: Permission;
    type Id: Id;
    const ID: Self::Column;
    /// Columns that only [`Guarded::opens`] makes readable.
    const SEALED: &'static [Self::Column] = &[];
    /// Counts the changes of a row, for `If-Match`.
    const VERSION: Option<Self::Column> = None;
    /// Columns that follow from others or change too often to be history.
    const UNAUDITED: &'static [Self::Column] = &[];

    /// The rows that `actor` reaches with `permission`.
    fn rows(actor: &Actor, permission: Permission) -> Condition;

    /// The rows whose sealed columns `actor` may read.
    fn opens(_actor: &Actor) -> Condition {
        Condition::all()
    }

    /// What the history of this row belongs to.
    fn subject(row: &Self::Model) -> Subject;
}

/// Rows that belong to a root and are seen by whoever sees it. See [`crate::db::Scoped::with`].
pub trait PartOf<E: Guarded>: EntityTrait {
    /// The columns of which one holds the id of the root.
    const ROOTS: &'static [Self::Column];
}

/// The ids of all rows of `E` that `actor` reaches, for use as a sub-select.
pub fn reachable<E: Guarded>(actor: &Actor, permission: Permission) -> SelectStatement {
    use sea_orm::{QueryFilter, QuerySelect};
    E::find().select_only().column(E::ID).filter(E::rows(actor, permission)).into_query()
}

/// A row the caller may see. Its sealed columns open only where the caller may read them.
#[derive(Clone, Debug)]
pub struct Visible<E: EntityTrait> {
    row: E::Model,
    opens: bool,
}

/// Name of the computed column that says whether the sealed columns of a row open.
pub(crate) const OPENS: &str = "opens_";

impl<E: EntityTrait> Visible<E> {
    pub(crate) fn new(row: E::Model, opens: bool) -> Self {
        Self { row, opens }
    }

    /// The text of a sealed column, or [`Shown::Hidden`].
    pub fn open(&self, sealed: impl FnOnce(&E::Model) -> Option<&Sealed>) -> Shown {
        if !self.opens {
            return Shown::Hidden;
        }
        Shown::Open(sealed(&self.row).map(|sealed| sealed.0.clone()))
    }

    /// Whether sealed columns open.
    pub fn opens(&self) -> bool {
        self.opens
    }
}

impl<E: EntityTrait> Deref for Visible<E> {
    type Target = E::Model;
    fn deref(&self) -> &E::Model {
        &self.row
    }
}

impl<E: EntityTrait> FromQueryResult for Visible<E> {
    fn from_query_result(res: &QueryResult, pre: &str) -> Result<Self, DbErr> {
        Ok(Self { row: E::Model::from_query_result(res, pre)?, opens: res.try_get(pre, OPENS)? })
    }
}

/// A row that is locked in this transaction and that the caller may change. Only [`crate::Tx::lock`] gives one.
#[derive(Debug)]
pub struct Locked<E: EntityTrait> {
    pub(crate) row: E::Model,
    pub(crate) opens: bool,
}

impl<E: EntityTrait> Deref for Locked<E> {
    type Target = E::Model;
    fn deref(&self) -> &E::Model {
        &self.row
    }
}

impl<E: Guarded> Locked<E> {
    /// An active model with nothing set but the key: set what shall change.
    pub fn change(&self) -> E::ActiveModel {
        let mut change = self.row.clone().into_active_model();
        change.reset_all_but_key::<E>();
        change
    }

    /// The row as it is, where nothing is to change after all.
    pub fn unchanged(self) -> Visible<E> {
        Visible::new(self.row, self.opens)
    }
}

trait ResetAllButKey {
    fn reset_all_but_key<E: Guarded>(&mut self)
    where
        Self: ActiveModelTrait<Entity = E>;
}

impl<A: ActiveModelTrait> ResetAllButKey for A {
    fn reset_all_but_key<E: Guarded>(&mut self)
    where
        A: ActiveModelTrait<Entity = E>,
    {
        use sea_orm::Iterable;
        for column in E::Column::iter() {
            if let ActiveValue::Set(value) | ActiveValue::Unchanged(value) = self.take(column) {
                // A taken column is NotSet; only those of the key come back.
                let is_key = E::PrimaryKey::iter().any(|key| {
                    sea_orm::PrimaryKeyToColumn::into_column(key).as_column_ref() == column.as_column_ref()
                });
                if is_key {
                    self.set(column, value);
                }
            }
        }
    }
}

use sea_orm::ColumnTrait;

/// A text that not everyone who sees the row may read. It cannot be printed or serialised; see [`Visible::open`].
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct Sealed(String);

impl Sealed {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[sealed]")
    }
}

/// What the caller gets to see of a sealed column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    Open(Option<String>),
    Hidden,
}

impl Shown {
    pub fn into_option(self) -> Option<String> {
        match self {
            Self::Open(text) => text,
            Self::Hidden => None,
        }
    }
}

/// Hidden reads as `null`; the view names its hidden members in `hidden`.
impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Open(text) => text.serialize(serializer),
            Self::Hidden => serializer.serialize_none(),
        }
    }
}

/// The expression of the computed column [`OPENS`].
pub(crate) fn opens_expr<E: Guarded>(actor: &Actor) -> Expr {
    let condition = E::opens(&actor.row_by_row());
    if E::SEALED.is_empty() || condition.is_empty() {
        return Expr::cust("TRUE");
    }
    // A comparison with an empty column is neither true nor false.
    Func::coalesce([condition.into(), Expr::cust("FALSE")]).into()
}

/// Whether the row of this entity carries sealed columns that are compared, for a test.
pub(crate) fn is_sealed<E: Guarded>(column: &E::Column) -> bool {
    E::SEALED.iter().any(|sealed| sealed.as_column_ref() == column.as_column_ref())
}

/// The value of a row's key as a UUID.
pub(crate) fn id_of<E: Guarded>(row: &E::Model) -> Uuid {
    match row.get(E::ID) {
        sea_orm::Value::Uuid(Some(id)) => id,
        _ => Uuid::nil(),
    }
}
