//! A row together with its parts, out of one statement: root and parts are of the same moment, and cost one question.
use super::Scoped;
use super::fault::translate;
use crate::ctx::Permission;
use crate::error::{Error, Result};
use crate::guard::{Guarded, OPENS, PartOf, Visible, opens_expr};
use sea_orm::sea_query::{CaseStatement, ColumnType, Expr, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, Iterable, QueryResult,
    QuerySelect, QueryTrait,
};
use serde::de::DeserializeOwned;

/// A visible row with what was asked for beside it.
#[derive(Debug)]
pub struct Whole<E: EntityTrait> {
    pub row: Visible<E>,
    beside: QueryResult,
}

impl<E: Guarded> Whole<E> {
    /// The parts that [`Scoped::with`] asked for, in no order.
    ///
    /// # Errors
    /// `internal` where they were not asked for.
    pub fn parts<P: PartOf<E, Model: DeserializeOwned>>(&self) -> Result<Vec<P::Model>> {
        let json: String = self.beside.try_get("", &parts_of::<P>()).map_err(translate)?;
        serde_json::from_str(&json).map_err(Error::internal)
    }

    /// The ids that [`Scoped::with_reached`] asked for.
    ///
    /// # Errors
    /// `internal` where they were not asked for.
    pub fn reached<P: PartOf<E> + Guarded<Id: DeserializeOwned>>(&self) -> Result<Vec<P::Id>> {
        let json: String = self.beside.try_get("", &reached_of::<P>()).map_err(translate)?;
        serde_json::from_str(&json).map_err(Error::internal)
    }

    /// What [`Scoped::flag`] asked for by this name; `false` where it was not.
    pub fn flag(&self, name: &str) -> bool {
        self.beside.try_get::<i32>("", name).is_ok_and(|flag| flag > 0)
    }
}

impl<E: Guarded> Scoped<'_, E> {
    /// Also reads the parts of this kind.
    pub fn with<P: PartOf<E>>(self) -> Self {
        let postgres = self.reader.is_postgres();
        self.beside(Expr::cust(parts_sql::<E, P>(postgres)), parts_of::<P>())
    }

    /// Also reads the ids of those parts that the caller reaches with a permission.
    pub fn with_reached<P: PartOf<E> + Guarded>(self, permission: Permission) -> Self {
        let gather = if self.reader.is_postgres() {
            format!("coalesce(json_agg({}), '[]')::text", name_of::<P>(P::ID))
        } else {
            format!("json_group_array(hex({}))", name_of::<P>(P::ID))
        };
        let ids = Query::select()
            .expr(Expr::cust(gather))
            .from(P::default().table_ref())
            .and_where(Expr::cust(of_root::<E, P>()))
            .cond_where(P::rows(&self.reader.ctx().actor.row_by_row(), permission))
            .take();
        self.beside(ids.into(), reached_of::<P>())
    }

    /// Also says whether a row fulfils a condition.
    pub fn flag(self, name: &'static str, condition: Condition) -> Self {
        self.beside(flag(condition), name.to_owned())
    }

    /// Also says whether the caller reaches a row with another permission.
    pub fn reach(self, name: &'static str, permission: Permission) -> Self {
        let rows = E::rows(&self.reader.ctx().actor.row_by_row(), permission);
        self.flag(name, rows)
    }

    fn beside(mut self, what: Expr, name: String) -> Self {
        self.select = self.select.expr_as(what, name);
        self
    }

    /// The rows with all that was asked for beside them.
    pub async fn wholes(self) -> Result<Vec<Whole<E>>> {
        let opens = opens_expr::<E>(&self.reader.ctx().actor);
        let select = self.select.expr_as(opens, OPENS).into_query();
        let rows = self.reader.exec().query_all(&select).await.map_err(translate)?;
        rows.into_iter()
            .map(|beside| {
                let row = Visible::from_query_result(&beside, "").map_err(translate)?;
                Ok(Whole { row, beside })
            })
            .collect()
    }

    /// The row with all that was asked for beside it.
    ///
    /// # Errors
    /// `not-found` where there is none for the caller.
    pub async fn whole(self) -> Result<Whole<E>> {
        self.limit(1).wholes().await?.pop().ok_or_else(Error::not_found)
    }
}

/// 1 where a condition holds, else 0: both databases can read that back.
fn flag(condition: Condition) -> Expr {
    if condition.is_empty() {
        return Expr::cust("1");
    }
    CaseStatement::new().case(condition, Expr::cust("1")).finally(Expr::cust("0")).into()
}

fn parts_of<P: EntityTrait>() -> String {
    format!("parts_{}", P::default().table_name())
}

fn reached_of<P: EntityTrait>() -> String {
    format!("reached_{}", P::default().table_name())
}

fn name_of<P: EntityTrait>(column: P::Column) -> String {
    format!("\"{}\".\"{}\"", P::default().table_name(), column.as_str())
}

fn of_root<E: Guarded, P: PartOf<E>>() -> String {
    let root = name_of::<E>(E::ID);
    let each: Vec<String> =
        P::ROOTS.iter().map(|column| format!("{} = {root}", name_of::<P>(*column))).collect();
    format!("({})", each.join(" OR "))
}

/// A sub-select that gathers the parts of the row at hand as a JSON text.
fn parts_sql<E: Guarded, P: PartOf<E>>(postgres: bool) -> String {
    let (part, of_root) = (P::default(), of_root::<E, P>());
    let part = part.table_name();
    if postgres {
        return format!(
            "(SELECT coalesce(json_agg(row_to_json(\"{part}\")), '[]')::text FROM \"{part}\" WHERE {of_root})"
        );
    }
    let members: Vec<String> = P::Column::iter().map(member::<P>).collect();
    format!("(SELECT json_group_array(json_object({})) FROM \"{part}\" WHERE {of_root})", members.join(", "))
}

/// Name and value of one member on SQLite, where ids are bytes and truth is a number.
fn member<P: EntityTrait>(column: P::Column) -> String {
    let stored = name_of::<P>(column);
    let value = match column.def().get_column_type() {
        ColumnType::Uuid => format!("iif({stored} IS NULL, NULL, hex({stored}))"),
        ColumnType::Boolean => format!("json(iif({stored}, 'true', 'false'))"),
        ColumnType::Json | ColumnType::JsonBinary => format!("json({stored})"),
        _ => stored,
    };
    format!("'{}', {value}", column.as_str())
}
