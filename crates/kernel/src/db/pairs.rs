//! Many (id, letter) pairs as one value: a group of a hundred thousand rows comes as a few long texts instead of as rows,
//! each of which would cost more than what it says.
use super::Reader;
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use uuid::Uuid;

/// Hexadecimal digits of an id, and the letter behind them.
const ID: usize = 32;
const PAIR: usize = ID + 1;

impl Reader {
    /// Gathers, for each group of a statement, what `id` and `letter` (exactly one ASCII character) say of its rows. See
    /// [`pairs`].
    pub fn pairs_of(&self, id: impl ColumnTrait, letter: Expr) -> Expr {
        let id = Expr::col(id.as_column_ref());
        if self.is_postgres() {
            let hex = Func::cust("encode").args([Func::cust("uuid_send").arg(id).into(), Expr::val("hex")]);
            let pair = Expr::from(hex)
                .binary(sea_orm::sea_query::extension::postgres::PgBinOper::Concatenate, letter);
            Func::cust("string_agg").args([pair, Expr::val("")]).into()
        } else {
            let pair = Func::cust("concat").args([Func::cust("hex").arg(id).into(), letter]);
            Func::cust("group_concat").args([pair.into(), Expr::val("")]).into()
        }
    }
}

/// Reads what [`Reader::pairs_of`] gathered; in no order.
pub fn pairs(text: &str) -> impl Iterator<Item = (Uuid, char)> + '_ {
    text.as_bytes().chunks_exact(PAIR).filter_map(|pair| {
        let (id, letter) = pair.split_at(ID);
        Some((Uuid::try_parse_ascii(id).ok()?, char::from(*letter.first()?)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read_as_either_database_writes_them() {
        let (one, other) = (Uuid::from_u128(0xA1), Uuid::from_u128(0xB2));
        let text = format!("{}L{}g", one.simple(), other.simple().to_string().to_uppercase());
        assert_eq!(pairs(&text).collect::<Vec<_>>(), [(one, 'L'), (other, 'g')]);
        assert_eq!(pairs("").count(), 0);
    }
}
