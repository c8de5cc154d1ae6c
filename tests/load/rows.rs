//! What is measured: for each row the requests to Dienstweg, and what the floors do instead.
use crate::Outcome;
use crate::caller::Caller;
use crate::client::Call;
use crate::floor::Item;
use crate::generate::Data;
use crate::source::{Cell, Source};
use crate::statements::{self, ORDER, TICKET};
use serde_json::{Value, json};
use uuid::Uuid;

/// Different rollouts that are asked for.
const RECORDS: usize = 100;
const LISTS: [(&str, &str); 3] =
    [("body", "body_sort"), ("service", "service_sort"), ("next_due", "next_due")];
const FILTER: &str = "state=running&level=municipality&level=association";

/// Shares of the floors that are aimed at.
#[derive(Clone, Copy)]
pub struct Targets {
    pub postgres: f64,
    /// Nothing is asked of the order intake here.
    pub handler: Option<f64>,
}

const ONE: Targets = Targets { postgres: 0.15, handler: Some(0.6) };
const LIST: Targets = Targets { postgres: 0.2, handler: Some(0.7) };
const CREATE: Targets = Targets { postgres: 0.4, handler: Some(0.7) };
const INTAKE: Targets = Targets { postgres: 0.4, handler: None };

/// A row of the table.
pub struct Row {
    pub name: &'static str,
    pub targets: Targets,
    pub calls: Vec<Call>,
    pub items: Vec<Item>,
    /// Each a statement that does the same; none on SQLite.
    pub pgbench: Vec<String>,
}

/// All rows on one database. `admin` may everything, `own` is the coordinator of one body.
pub async fn all(source: &Source, data: &Data, admin: &Caller, own: &Caller) -> Outcome<Vec<Row>> {
    Ok(vec![
        one("one by id, administrator", source, admin, None).await?,
        one("one by id, coordinator", source, own, Some(data.body.0)).await?,
        list("list of 50, administrator", source, admin, None).await?,
        list("list of 50, coordinator", source, own, Some(data.body.0)).await?,
        create(source, data, admin).await?,
        intake(source, data, admin).await?,
    ])
}

async fn one(name: &'static str, source: &Source, caller: &Caller, body: Option<Uuid>) -> Outcome<Row> {
    let of_body = if body.is_some() { " AND body_id = $1" } else { "" };
    let sql = format!("SELECT id FROM rollout WHERE kind = 'daughter'{of_body} ORDER BY id");
    let ids = source.rows(&sql, body).await?;
    let step = (ids.len() / RECORDS).max(1);
    let mut row = Row { name, targets: ONE, calls: Vec::new(), items: Vec::new(), pgbench: Vec::new() };
    for cells in ids.iter().step_by(step).take(RECORDS) {
        let [Cell::Id(id)] = &cells[..] else { return Err("no id".into()) };
        let path = format!("/api/v1/rollouts/{id}");
        let answer = caller.get(&path).await?;
        row.items.push(Item {
            statements: statements::one(),
            writes: false,
            id: Some(*id),
            status: 200,
            answer,
        });
        row.calls.push(Call::get(&path, caller.token()));
        if source.is_postgres() {
            row.pgbench.push(statements::one_in_one(*id));
        }
    }
    Ok(row)
}

async fn list(name: &'static str, source: &Source, caller: &Caller, body: Option<Uuid>) -> Outcome<Row> {
    let mut row = Row { name, targets: LIST, calls: Vec::new(), items: Vec::new(), pgbench: Vec::new() };
    for (sort, column) in LISTS {
        let path = format!("/api/v1/rollouts?limit=50&{FILTER}&sort={sort}");
        let answer = caller.get(&path).await?;
        let statement = statements::list(column, body.is_some());
        same_rows(&answer, &source.rows(&statement, body).await?)?;
        if source.is_postgres() {
            let body = body.map(|id| format!("'{id}'")).unwrap_or_default();
            row.pgbench.push(statement.replace("$1", &body));
        }
        row.items.push(Item { statements: vec![statement], writes: false, id: body, status: 200, answer });
        row.calls.push(Call::get(&path, caller.token()));
    }
    Ok(row)
}

/// A floor that reads other rows measures nothing.
fn same_rows(answer: &Value, rows: &[Vec<Cell>]) -> Outcome<()> {
    let listed = answer["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    let same = listed
        .iter()
        .zip(rows)
        .all(|(item, row)| matches!(&row[0], Cell::Id(id) if item["id"] == id.to_string()));
    if listed.len() == 50 && rows.len() == 51 && same {
        return Ok(());
    }
    Err(format!("the list has {} rows, that of the floor {}, the same: {same}", listed.len(), rows.len())
        .into())
}

async fn create(source: &Source, data: &Data, caller: &Caller) -> Outcome<Row> {
    let body = json!({"type": "incident", "title": "Antragsformular nicht erreichbar", "organisation_id": data.body});
    let call = Call {
        method: "POST",
        path: "/api/v1/tickets".to_owned(),
        token: caller.token().to_owned(),
        body: Some(body.to_string()),
        key: None,
        expected: 201,
        repeats: false,
    };
    let (mut item, _) = recorded(source, caller, &call, ("ticket", TICKET)).await?;
    if !source.is_postgres() {
        // The number is counted in the same transaction.
        item.statements.insert(0, "UPDATE ticket_number SET next = next + 1 WHERE prefix = 'INC'".to_owned());
    }
    Ok(written("create one ticket", source, CREATE, call, item))
}

async fn intake(source: &Source, data: &Data, caller: &Caller) -> Outcome<Row> {
    let line =
        |line: usize| json!({"line": line, "service_key": format!("EFA{:03}", line * 2), "category": "efa"});
    let body = json!({"number": "{n}", "revision": 1, "placed_at": "2026-03-02T08:15:00Z",
        "body": {"ags": data.body_key}, "contacts": [{"name": "Łucja Müller", "email": "l.mueller@vg.example"}],
        "positions": [line(1), line(2), line(3)]});
    let call = Call {
        method: "POST",
        path: "/api/v1/marketplace/measured/orders".to_owned(),
        token: caller.token().to_owned(),
        body: Some(body.to_string()),
        key: Some("{n}".to_owned()),
        expected: 202,
        repeats: true,
    };
    let (item, answer) = recorded(source, caller, &call, ("service_order", ORDER)).await?;
    let clear =
        answer["positions"].as_array().is_some_and(|all| all.iter().all(|one| one["state"] == "ready"));
    if !clear {
        return Err(format!("the order is not clear: {answer}").into());
    }
    Ok(written("order intake, 3 positions, 10 % repeats", source, INTAKE, call, item))
}

fn written(name: &'static str, source: &Source, targets: Targets, call: Call, item: Item) -> Row {
    let pgbench = if source.is_postgres() { vec![statements::in_one(&item.statements)] } else { Vec::new() };
    Row { name, targets, calls: vec![call], items: vec![item], pgbench }
}

/// Sends a request once and takes down what it wrote.
async fn recorded(
    source: &Source,
    caller: &Caller,
    call: &Call,
    (root, tables): (&str, &[(&str, &str)]),
) -> Outcome<(Item, Value)> {
    let before = statements::rows_in_all(source).await?;
    let answer = caller.send(call).await?;
    let made = statements::rows_in_all(source).await? - before;
    let newest = source
        .rows(&format!("SELECT id FROM {root} ORDER BY created_at DESC, id DESC LIMIT 1"), None)
        .await?;
    let Some([Cell::Id(id)]) = newest.first().map(Vec::as_slice) else {
        return Err("nothing was made".into());
    };
    let (statements, count) = statements::record(source, tables, *id).await?;
    // The first ticket of a year also makes the row of its numbers.
    if count != made && count + 1 != made {
        return Err(format!("{} wrote {made} rows, of which {count} were found", call.path).into());
    }
    Ok((Item { statements, writes: true, id: None, status: call.expected, answer: answer.clone() }, answer))
}
