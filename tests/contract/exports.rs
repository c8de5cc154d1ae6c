//! Lists as files: over all lists of the contract they hold what the list shows the same caller, and nothing else.
use crate::authz::operations::{Call, NOWHERE, calls};
use crate::stage::{Stage, create, local, sql};
use calamine::{Data, Reader, Xlsx};
use dienstweg_kernel::clock::german_time;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{Backend, Client, World, on_both};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::Cursor;

const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn lists() -> Vec<Call> {
    let mut lists: Vec<Call> = calls()
        .into_iter()
        .filter(|call| !call.document["responses"]["200"]["content"][CSV].is_null())
        // The columns of the matrix are services.
        .filter(|call| call.id() != "matrix")
        .collect();
    lists.sort_by_key(Call::has_path_parameters);
    lists
}

/// The columns that the contract names for a list.
fn columns(call: &Call) -> Vec<&'static str> {
    let parameters = call.document["parameters"].as_array().unwrap();
    let columns = parameters.iter().find(|one| one["name"] == "columns").unwrap();
    columns["schema"]["items"]["enum"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect()
}

struct File {
    status: u16,
    name: String,
    bytes: Vec<u8>,
}

async fn file(client: &Client, path: &str, media: &str, language: &str) -> File {
    let mut request = client.request(Method::GET, path).build().unwrap();
    request.headers_mut().insert("accept", media.parse().unwrap());
    request.headers_mut().insert("accept-language", language.parse().unwrap());
    let response = reqwest::Client::new().execute(request).await.unwrap();
    let header = |name: &str| {
        response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    };
    let (status, kind, name) =
        (response.status().as_u16(), header("content-type"), header("content-disposition"));
    assert!(status != 200 || kind.starts_with(media), "{path}: {kind}");
    File { status, name, bytes: response.bytes().await.unwrap().to_vec() }
}

/// Heading and rows of a CSV.
fn read(file: &File) -> Vec<Vec<String>> {
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a BOM");
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

async fn whole(client: &Client, path: &str) -> Option<Vec<Value>> {
    let mut rows = Vec::new();
    let mut next = path.to_owned();
    loop {
        let page = client.get(&next).await;
        if page.status != 200 {
            return None;
        }
        rows.extend(page.body["items"].as_array().unwrap().iter().cloned());
        match page.body["next_cursor"].as_str() {
            Some(cursor) => next = format!("{path}?cursor={cursor}"),
            None => return Some(rows),
        }
    }
}

/// What a cell must say for this row.
fn said(value: &Value, path: &[&str], found: &mut Vec<String>) {
    match (value, path) {
        (Value::Array(items), _) => items.iter().for_each(|item| said(item, path, found)),
        (Value::Null, _) => {}
        (Value::String(text), []) => found.push(match text.parse() {
            Ok(instant) => german_time(instant).format("%Y-%m-%d %H:%M:%S").to_string(),
            Err(_) => text.clone(),
        }),
        (value, []) => found.push(value.to_string()),
        (value, [name]) if name.ends_with("_cents") && value[*name].is_i64() => {
            let cents = value[*name].as_i64().unwrap();
            found.push(format!("{},{:02}", cents / 100, cents % 100));
        }
        (value, [name, inner @ ..]) => said(&value[*name], inner, found),
    }
}

fn expected(rows: &[Value], columns: &[&str]) -> Vec<Vec<String>> {
    let cell = |row: &Value, column: &str| {
        let mut found = Vec::new();
        said(row, &column.split('.').collect::<Vec<_>>(), &mut found);
        let text = found.join(", ");
        if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
    };
    rows.iter().map(|row| columns.iter().map(|column| cell(row, column)).collect()).collect()
}

/// The first id of every list, as the administrator sees it.
async fn firsts(admin: &Client) -> HashMap<String, String> {
    let mut firsts = HashMap::new();
    for call in lists().iter().filter(|call| !call.has_path_parameters()) {
        let rows = whole(admin, &call.operation.path).await.unwrap();
        let resource = call.operation.path.rsplit('/').next().unwrap().to_owned();
        if let Some(id) = rows.last().and_then(|row| row["id"].as_str()) {
            firsts.insert(resource, id.to_owned());
        }
    }
    firsts
}

struct Seen {
    lists: usize,
    rows: usize,
    hidden: usize,
}

async fn compare(client: &Client, firsts: &HashMap<String, String>) -> Seen {
    let mut seen = Seen { lists: 0, rows: 0, hidden: 0 };
    for call in lists() {
        let resource = call.operation.path.split('/').nth(3).unwrap();
        let path = call.path(|_| firsts.get(resource).cloned().unwrap_or_else(|| NOWHERE.to_owned()));
        let columns = columns(&call);
        let asked = format!("{path}?columns={}", columns.join(","));
        let (csv, xlsx) = (file(client, &asked, CSV, "de").await, file(client, &asked, XLSX, "de").await);
        let Some(rows) = whole(client, &path).await else {
            assert!([403, 404].contains(&csv.status) && csv.status == xlsx.status, "{path}: {}", csv.status);
            continue;
        };
        let lines = read(&csv);
        // The log-ins of a minute ago say when they were used last.
        assert_eq!(lines[1..], expected(&rows, &columns), "{path}");
        let mut book = Xlsx::new(Cursor::new(xlsx.bytes)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        assert_eq!(sheet.height(), rows.len() + 1, "{path}");
        let heading: Vec<String> = sheet.rows().next().unwrap().iter().map(Data::to_string).collect();
        assert_eq!(heading, lines[0], "{path}");
        seen.lists += 1;
        seen.rows += rows.len();
        seen.hidden +=
            rows.iter().filter(|row| row["hidden"].as_array().is_some_and(|all| !all.is_empty())).count();
    }
    seen
}

async fn many_teams(world: &World, count: u32) {
    let (id, at) = match world.backend {
        Backend::Sqlite => ("randomblob(16)", "'2026-03-02T08:00:00+00:00'"),
        Backend::Postgres => ("gen_random_uuid()", "TIMESTAMPTZ '2026-03-02T08:00:00Z'"),
    };
    let statement = format!(
        "INSERT INTO team (id, name, sort_key, version, created_at, updated_at) \
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) \
         SELECT {id}, 'Team ' || i, 'team ' || i, 1, {at}, {at} FROM n"
    );
    sql(world, &statement).await;
}

on_both! {
    async fn a_file_holds_what_its_list_shows_and_nothing_else(world) {
        let stage = Stage::build(&world).await;
        stage.rollout("09875113").await;
        stage.order("09861000").await;
        let admin = &stage.admin;
        let ticket = stage.ticket["id"].as_str().unwrap();
        create(admin, &format!("/tickets/{ticket}/articles"), json!({"audience": "all", "text": "=HYPERLINK(\"http://x\")"})).await;
        create(admin, "/persons", json!({"family_name": "Fern", "phone": "+49 911 1", "functions": [{"organisation_id": stage.city, "function": "digital_officer"}]})).await;
        world.settle().await;
        let firsts = firsts(admin).await;
        let all = compare(admin, &firsts).await;
        assert!(all.lists >= 25 && all.hidden == 0, "{} lists", all.lists);
        let district = local(&world, "district", "multiplier", stage.district).await;
        let part = compare(&district, &firsts).await;
        assert!(part.rows > 10 && part.rows < all.rows && part.hidden > 0, "{} of {}, {} hidden", part.rows, all.rows, part.hidden);
        let provider = world.user("provider", "it_provider", ScopeKind::Involved, Some(stage.provider)).await;
        assert!(compare(&provider, &firsts).await.rows < part.rows);
    }

    async fn a_file_says_what_it_is_in_the_language_of_the_reader(world) {
        let stage = Stage::build(&world).await;
        let path = "/organisations?q=doppel&columns=name,parent.name,population";
        let german = file(&stage.admin, path, CSV, "de").await;
        assert!(german.name.contains("filename=\"Organisationen-2026-03-02.csv\""), "{}", german.name);
        let lines = read(&german);
        assert_eq!(lines[0], ["Name", "Übergeordnet", "Einwohner"]);
        assert_eq!(lines[1..], [["Doppelbach (VGem)", "Beispielkreis", "21000"]], "the filter holds");
        let english = file(&stage.admin, path, CSV, "en").await;
        assert_eq!(read(&english)[0], ["Name", "Parent", "Population"]);
        let usual = read(&file(&stage.admin, "/persons", CSV, "de").await);
        assert!(usual[0].contains(&"Telefon".to_owned()) && !usual[0].iter().any(|heading| heading.contains("ID") || heading == "Erlaubt"), "{:?}", usual[0]);
        let phone = usual[0].iter().position(|heading| heading == "Telefon").unwrap();
        assert_eq!(usual[1][phone], "'+49 9174 4711");
        let json = stage.admin.request(Method::GET, "/persons").header("accept", "text/html, application/json;q=0.9, text/csv;q=0.1, */*;q=0.1");
        assert_eq!(stage.admin.send(json).await.header("content-type"), "application/json");
    }

    async fn what_fits_no_file_is_refused_in_words(world) {
        let admin = world.admin().await;
        let refused = async |path: &str| {
            let request = admin.request(Method::GET, path).header("accept", CSV);
            admin.send(request).await
        };
        let unknown = refused("/teams?columns=name,nothing").await;
        assert_eq!(unknown.problem(400), "unknown-parameter");
        assert!(unknown.body["errors"][0]["message"].as_str().unwrap().contains("members.name"), "{:#}", unknown.body);
        assert_eq!(refused("/teams?limit=5").await.problem(400), "unknown-parameter");
        assert_eq!(admin.get("/teams?columns=name").await.problem(400), "unknown-parameter");
        many_teams(&world, 5_000).await;
        assert_eq!(read(&File { status: 200, name: String::new(), bytes: refused("/teams?columns=name").await.body.as_str().unwrap().into() }).len(), 5_001);
        create(&admin, "/teams", json!({"name": "Eines zu viel"})).await;
        let large = refused("/teams").await;
        assert_eq!(large.problem(422), "export-too-large");
        assert!(large.body["detail"].as_str().unwrap().contains("5.000"), "{:#}", large.body);
        assert_eq!(read(&file(&admin, "/teams?q=Eines&columns=name", CSV, "de").await).len(), 2, "narrowed it fits");
    }
}
