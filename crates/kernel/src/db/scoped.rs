//! A query that carries its caller's row rule. It can only be narrowed.
use super::fault::translate;
use super::{Reader, Whole};
use crate::ctx::{Actor, Permission};
use crate::error::{Error, Fault, Result, Text, codes};
use crate::guard::{Guarded, OPENS, Visible, id_of, opens_expr};
use crate::page::{Cursor, MAX_TOTAL, Page, PageRequest, Sort, SortValue};
use sea_orm::sea_query::{Expr, ExprTrait, Func, IntoCondition, SelectStatement};
use sea_orm::{
    ColumnTrait, FromQueryResult, IdenStatic, ModelTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

/// See [`Reader::select`].
#[derive(Debug)]
pub struct Scoped<'r, E: Guarded> {
    pub(super) reader: &'r Reader,
    pub(super) select: Select<E>,
}

impl<'r, E: Guarded> Scoped<'r, E> {
    pub(super) fn new(reader: &'r Reader, permission: Permission) -> Self {
        Self::of(reader, &reader.ctx().actor, permission)
    }

    /// `actor` is the caller, in the breadth that fits the purpose.
    pub(super) fn of(reader: &'r Reader, actor: &Actor, permission: Permission) -> Self {
        Self { reader, select: E::find().filter(E::rows(actor, permission)) }
    }

    pub fn filter(mut self, condition: impl IntoCondition) -> Self {
        self.select = self.select.filter(condition.into_condition());
        self
    }

    /// Narrows where there is something to narrow by.
    pub fn filter_opt<T>(self, value: Option<T>, condition: impl FnOnce(T) -> Expr) -> Self {
        match value {
            Some(value) => self.filter(condition(value)),
            None => self,
        }
    }

    /// Narrows to any of several values; none given means all.
    pub fn filter_any<V: Into<sea_orm::Value>>(self, column: E::Column, values: Vec<V>) -> Self {
        if values.is_empty() { self } else { self.filter(column.is_in(values)) }
    }

    pub fn order(mut self, column: E::Column, order: Order) -> Self {
        self.select = self.select.order_by(column, order);
        self
    }

    pub fn limit(mut self, rows: u64) -> Self {
        self.select = self.select.limit(rows);
        self
    }

    pub async fn all(self) -> Result<Vec<Visible<E>>> {
        let opens = opens_expr::<E>(&self.reader.ctx().actor);
        let select = self.select.expr_as(opens, OPENS);
        select.into_model::<Visible<E>>().all(&self.reader.exec()).await.map_err(translate)
    }

    pub async fn one(self) -> Result<Option<Visible<E>>> {
        Ok(self.limit(1).all().await?.pop())
    }

    pub async fn exists(self) -> Result<bool> {
        Ok(self.limit(1).count().await? > 0)
    }

    /// The number of rows. Counts at most what [`Scoped::limit`] allows.
    pub async fn count(self) -> Result<u64> {
        #[derive(FromQueryResult)]
        struct Count {
            count: i64,
        }
        let ids = self.select.select_only().column(E::ID).into_query();
        let query = SelectStatement::new()
            .expr_as(Func::count(Expr::val(1)), "count")
            .from_subquery(ids, "rows")
            .take();
        let rows = self.reader.fetch_as::<Count>(&query).await?;
        Ok(rows.first().map_or(0, |row| u64::try_from(row.count).unwrap_or_default()))
    }

    /// One page in the given order, which always ends with the id.
    pub async fn page(self, sort: Sort<E>, request: &PageRequest) -> Result<Page<Visible<E>>> {
        let mut page = self.page_whole(sort, request).await?;
        let items = std::mem::take(&mut page.items);
        Ok(page.with_items(items.into_iter().map(|whole| whole.row).collect()))
    }

    /// The same with all that was asked for beside the rows.
    pub async fn page_whole(self, sort: Sort<E>, request: &PageRequest) -> Result<Page<Whole<E>>> {
        let total = match request.count {
            true => Some(
                Scoped { reader: self.reader, select: self.select.clone() }
                    .limit(MAX_TOTAL + 1)
                    .count()
                    .await?,
            ),
            false => None,
        };
        let mut items = self.after(sort, request.cursor.as_ref())?.limit(request.limit + 1).wholes().await?;
        let more = items.len() as u64 > request.limit;
        items.truncate(usize::try_from(request.limit).unwrap_or(usize::MAX));
        let next = items.last().filter(|_| more).and_then(|last| cursor_at::<E>(&last.row, sort));
        Ok(Page { items, next, total })
    }

    fn after(mut self, sort: Sort<E>, cursor: Option<&Cursor>) -> Result<Self> {
        if let Some(cursor) = cursor {
            if cursor.sort != sort_name(sort) {
                let message = Text::new(
                    "Der Cursor gehört zu einer anderen Sortierung.",
                    "The cursor belongs to another order.",
                );
                return Err(Error::new(codes::MALFORMED).with_faults(vec![Fault::new(
                    "cursor",
                    "other_sort",
                    message,
                )]));
            }
            let row = Expr::tuple([Expr::col(sort.column.as_column_ref()), Expr::col(E::ID.as_column_ref())]);
            let last = Expr::tuple([Expr::val(cursor.value.to_value()), Expr::val(cursor.id)]);
            self = self.filter(if sort.descending { row.lt(last) } else { row.gt(last) });
        }
        let order = if sort.descending { Order::Desc } else { Order::Asc };
        Ok(self.order(sort.column, order.clone()).order(E::ID, order))
    }

    /// The ids as a sub-select of another query.
    pub fn into_ids(self) -> SelectStatement {
        self.select.select_only().column(E::ID).into_query()
    }

    /// Values of one column as a sub-select of another query.
    pub fn into_column(self, column: E::Column) -> SelectStatement {
        self.select.select_only().column(column).into_query()
    }

    /// Sums and counts over the rows: named expressions, grouped by columns.
    pub async fn summarise<T: FromQueryResult>(
        self,
        group_by: &[E::Column],
        sums: impl IntoIterator<Item = (Expr, &'static str)>,
    ) -> Result<Vec<T>> {
        let mut select = self.select.select_only();
        for column in group_by {
            select = select.column(*column).group_by(*column);
        }
        for (sum, name) in sums {
            select = select.expr_as(sum, name);
        }
        self.reader.fetch_as(&select.into_query()).await
    }

    pub(super) fn into_select(self) -> Select<E> {
        self.select
    }
}

fn sort_name<E: Guarded>(sort: Sort<E>) -> String {
    format!("{}{}", if sort.descending { "-" } else { "" }, sort.name)
}

fn cursor_at<E: Guarded>(last: &Visible<E>, sort: Sort<E>) -> Option<Cursor> {
    debug_assert!(!sort.column.as_str().is_empty());
    let value = SortValue::of(last.get(sort.column))?;
    Some(Cursor { sort: sort_name(sort), value, id: id_of::<E>(last) })
}
