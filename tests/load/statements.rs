//! What the floors do: by hand for reading, recorded from a request of Dienstweg for writing.
use crate::Outcome;
use crate::source::{Cell, Source};
use uuid::Uuid;

/// One rollout with its ticket, parts and the names on its page, as a handler without an ORM would read it.
pub fn one() -> Vec<String> {
    let of_rollout = "SELECT r.*, t.*, b.label, b.key, s.label, s.key, p.label, p.key, m.label, m.key FROM rollout r \
        JOIN ticket t ON t.id = r.id LEFT JOIN label b ON b.id = r.body_id LEFT JOIN label s ON s.id = r.service_id \
        LEFT JOIN label p ON p.id = r.programme_id LEFT JOIN label m ON m.id = r.mother_id WHERE r.id = $1";
    let milestones = "SELECT m.*, l.label, l.key FROM milestone m LEFT JOIN label l ON l.id = m.decided_by \
        WHERE m.rollout_id = $1 ORDER BY m.position";
    let parties = "SELECT p.*, l.label, l.key FROM rollout_party p LEFT JOIN label l ON l.id = p.organisation_id \
        WHERE p.rollout_id = $1 ORDER BY p.role";
    let intervals = "SELECT * FROM rollout_interval WHERE rollout_id = $1 ORDER BY started_at, id";
    let covers = "SELECT c.*, l.label, l.key FROM rollout_cover c LEFT JOIN label l ON l.id = c.organisation_id \
        WHERE c.rollout_id = $1";
    [of_rollout, milestones, parties, intervals, covers].map(str::to_owned).to_vec()
}

/// The same in one statement of PostgreSQL: parts as arrays of records, so that nothing is sent twice.
pub fn one_in_one(id: Uuid) -> String {
    let mut parts = one().into_iter();
    let head = parts.next().unwrap_or_default();
    let arrays: Vec<String> = parts
        .map(|part| format!("ARRAY(SELECT part FROM ({}) AS part)", part.replace("$1", "r.id")))
        .collect();
    let whole = head.replacen(" FROM ", &format!(", {} FROM ", arrays.join(", ")), 1);
    whole.replace("$1", &format!("'{id}'"))
}

/// Running rollouts of services of two levels with the names on them, in the order of a column; one more than a page.
pub fn list(sort: &str, own_body: bool) -> String {
    let own = if own_body { " AND r.body_id = $1" } else { "" };
    format!(
        "SELECT r.id, r.number, r.kind, r.body_id, r.service_id, r.programme_id, r.mother_id, r.state, r.phase, r.progress_done, \
         r.progress_total, r.schedule, r.ball_role, r.ball_party_id, r.ball_since, r.next_milestone, r.next_due, r.started_on, \
         r.plan_go_live, r.moved_go_live, r.forecast_go_live, r.live_on, r.ended_on, r.outcome, r.updated_at, \
         b.label, b.key, s.label, s.key, p.label, p.key, h.label, h.key FROM rollout r \
         LEFT JOIN label b ON b.id = r.body_id LEFT JOIN label s ON s.id = r.service_id \
         LEFT JOIN label p ON p.id = r.programme_id LEFT JOIN label h ON h.id = r.ball_party_id \
         WHERE r.state = 'running' AND EXISTS (SELECT 1 FROM service v WHERE v.id = r.service_id \
         AND v.level IN ('municipality', 'association')){own} \
         ORDER BY r.{sort}, r.id LIMIT 51"
    )
}

/// Tables a request writes to, with the column that names what it made.
pub const TICKET: &[(&str, &str)] = &[
    ("ticket", "id"),
    ("audit_entry", "subject_id"),
    ("event", "subject_id"),
    ("label", "id"),
    ("search_doc", "subject_id"),
];
pub const ORDER: &[(&str, &str)] = &[
    ("idempotency", "subject_id"),
    ("service_order", "id"),
    ("order_position", "order_id"),
    ("audit_entry", "subject_id"),
    ("event", "subject_id"),
    ("label", "id"),
    ("search_doc", "subject_id"),
];

/// The rows that exist in all tables, to see that a recording misses none.
pub async fn rows_in_all(source: &Source) -> Outcome<i64> {
    let tables = match source.is_postgres() {
        true => "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'",
        false => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_index%'"
        }
    };
    let mut counts = Vec::new();
    for row in source.rows(tables, None).await? {
        // Those who read events note how far they have come, whoever writes.
        if let [Cell::Text(table)] = &row[..]
            && table != "subscriber_cursor"
        {
            counts.push(format!("(SELECT COUNT(*) FROM {table})"));
        }
    }
    match source.rows(&format!("SELECT {}", counts.join(" + ")), None).await?.first().map(Vec::as_slice) {
        Some([Cell::Number(count)]) => Ok(*count),
        other => Err(format!("no count: {other:?}").into()),
    }
}

/// The inserts that made `subject`, one per table, ready to make more of its kind, and how many rows they are. `$1` is
/// the new id, `$2` a text that is nowhere else.
pub async fn record(source: &Source, tables: &[(&str, &str)], subject: Uuid) -> Outcome<(Vec<String>, i64)> {
    let (mut statements, mut count) = (Vec::new(), 0);
    for (table, by) in tables {
        let columns = columns(source, table).await?;
        let quote = if source.is_postgres() { "quote_nullable(\"{}\"::text)" } else { "quote(\"{}\")" };
        let quoted: Vec<String> = columns.iter().map(|column| quote.replace("{}", column)).collect();
        let rows = source
            .rows(&format!("SELECT {} FROM {table} WHERE {by} = $1", quoted.join(", ")), Some(subject))
            .await?;
        let values: Vec<String> =
            rows.iter().map(|row| values(source, table, &columns, row, subject)).collect();
        let names: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
        statements.push(format!("INSERT INTO {table} ({}) VALUES {}", names.join(", "), values.join(", ")));
        count += i64::try_from(rows.len())?;
    }
    Ok((statements, count))
}

async fn columns(source: &Source, table: &str) -> Outcome<Vec<String>> {
    let sql = match source.is_postgres() {
        true => format!(
            "SELECT attname::text FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped"
        ),
        false => format!("SELECT name FROM pragma_table_info('{table}')"),
    };
    let given =
        |column: &str| (table == "event" && column == "seq") || (table == "search_doc" && column == "id");
    let text = |row: Vec<Cell>| match row.into_iter().next() {
        Some(Cell::Text(name)) if !given(&name) => Some(name),
        _ => None,
    };
    Ok(source.rows(&sql, None).await?.into_iter().filter_map(text).collect())
}

fn values(source: &Source, table: &str, columns: &[String], row: &[Cell], subject: Uuid) -> String {
    let postgres = source.is_postgres();
    let itself = if postgres {
        format!("'{subject}'")
    } else {
        format!("X'{}'", subject.simple().to_string().to_uppercase())
    };
    let value = |(column, cell): (&String, &Cell)| match (table, column.as_str(), cell) {
        (_, _, Cell::Text(literal)) if *literal == itself => "$1".to_owned(),
        ("ticket" | "service_order", "number", _) | ("idempotency", "key", _) => "$2".to_owned(),
        ("event", "position", _) if postgres => "NULL".to_owned(),
        ("event", "position", _) => "(SELECT COALESCE(MAX(position), 0) + 1 FROM event)".to_owned(),
        (_, "id", _) if postgres => "gen_random_uuid()".to_owned(),
        (_, "id", _) => "randomblob(16)".to_owned(),
        (_, _, Cell::Text(literal)) => literal.clone(),
        _ => "NULL".to_owned(),
    };
    let values: Vec<String> = columns.iter().zip(row).map(value).collect();
    format!("({})", values.join(", "))
}

/// Recorded statements as one of PostgreSQL, which is one transaction and one way there and back.
pub fn in_one(statements: &[String]) -> String {
    let parts = statements.iter().enumerate().map(|(index, statement)| {
        let statement =
            statement.replace("$1", "(SELECT id FROM made)").replace("$2", "(SELECT id::text FROM made)");
        format!(", part{index} AS ({statement})")
    });
    format!(
        "WITH made AS MATERIALIZED (SELECT gen_random_uuid() AS id){} SELECT id FROM made",
        parts.collect::<String>()
    )
}
