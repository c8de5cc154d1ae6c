//! Status reports: every figure is the number of the rows behind its link, for whoever asks.
use super::stage::{ALONE, ASSOCIATION, DISTRICT, Stage, command_to, text};
use calamine::{Data, Reader, Xlsx};
use chrono::Duration;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{Client, on_both};
use reqwest::Method;
use serde_json::{Value, json};
use std::io::Cursor;
use uuid::Uuid;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Rollouts in all kinds of states.
pub async fn play(stage: &Stage) {
    let alone = stage.rollout(ALONE, "EWA").await;
    command_to(&stage.manager, &alone, json!({"command": "block", "reason": "Streit"})).await.expect(200);
    stage.go_live(&stage.rollout(ALONE, "HUND").await).await;
    let positions = json!([{"service_key": "EWA"}, {"service_key": "GEWERBE"}]);
    let order = json!({"body": {"ars": ASSOCIATION}, "positions": positions});
    let order = stage.release(&stage.manager.post("/orders", order).await.expect(201)).await;
    let of = |index: usize| text(&order["positions"][index]["rollout"]["id"]).to_owned();
    let ended = json!({"command": "set_outcome", "outcome": "own_solution", "reason": "Eigenes Verfahren"});
    command_to(&stage.manager, &of(1), ended).await.expect(200);
}

async fn content(who: &Client, kind: &str, id: Uuid) -> Value {
    who.get(&format!("/reports/status?kind={kind}&id={id}")).await.expect(200)
}

/// What a link leads to: the list of rollouts, or of organisations, with its filter.
async fn behind(who: &Client, link: &Value) -> Value {
    let (path, query) = text(link).split_once('?').unwrap_or_else(|| panic!("no list: {link}"));
    let list = path.strip_suffix("/list").unwrap_or(path);
    who.get(&format!("{list}?{query}&count=true&limit=200")).await.expect(200)
}

/// Follows every link of a report. Answers how many figures there were.
async fn follow(who: &Client, report: &Value) -> usize {
    let mut followed = 0;
    for figure in
        report["groups"].as_array().unwrap().iter().flat_map(|group| group["figures"].as_array().unwrap())
    {
        let list = behind(who, &figure["link"]).await;
        if figure["counts"] != "people" {
            assert_eq!(figure["value"], list["total"], "{figure:#}");
            followed += 1;
        }
    }
    for table in report["tables"].as_array().unwrap() {
        for cell in table["rows"].as_array().unwrap().iter().flat_map(|row| row.as_array().unwrap()) {
            if cell["number"].is_number() {
                assert_eq!(
                    cell["number"],
                    behind(who, &cell["link"]).await["total"],
                    "{}: {cell:#}",
                    table["key"]
                );
                followed += 1;
            }
        }
        if ["pressing", "live", "due"].contains(&text(&table["key"])) {
            assert_eq!(table["total"], behind(who, &table["link"]).await["total"], "{}", table["key"]);
            for row in table["rows"].as_array().unwrap() {
                who.get(text(&row[0]["link"])).await.expect(200);
            }
        }
    }
    followed
}

fn figure<'r>(report: &'r Value, group: &str, key: &str) -> &'r Value {
    let group = report["groups"].as_array().unwrap().iter().find(|one| one["key"] == group);
    let mut figures = group.into_iter().flat_map(|group| group["figures"].as_array().unwrap());
    figures.find(|one| one["key"] == key).unwrap_or(&Value::Null)
}

async fn file(who: &Client, path: &str, media: &str) -> Vec<u8> {
    let answer = who.request(Method::GET, path).header("accept", media).send().await.unwrap();
    assert_eq!(
        (answer.status(), answer.headers()["content-type"].to_str().unwrap()),
        (reqwest::StatusCode::OK, media)
    );
    answer.bytes().await.unwrap().to_vec()
}

on_both! {
    async fn every_figure_is_the_number_of_its_rows(world) {
        let mut stage = Stage::set(world).await;
        play(&stage).await;
        stage.world.clock.advance(Duration::days(90));
        stage.world.settle().await;
        stage.manager = stage.world.login("manager").await;
        stage.second = stage.world.login("second").await;
        stage.rollout(ALONE, "GEWERBE").await;
        stage.coordinator = stage.world.login("coordinator").await;
        stage.admin = stage.world.login("admin").await;
        let district = stage.world.organisation(&stage.admin, DISTRICT).await;
        let multiplier = stage.world.user("multiplier", "multiplier", ScopeKind::Organisation, Some(district)).await;
        for who in [&stage.manager, &multiplier, &stage.coordinator] {
            assert!(follow(who, &content(who, "programme", stage.programme).await).await > 20);
            assert!(follow(who, &content(who, "municipality", stage.body).await).await > 10);
        }
        let whole = content(&stage.manager, "region", district).await;
        follow(&stage.manager, &whole).await;
        follow(&multiplier, &content(&multiplier, "region", district).await).await;
        let own = content(&stage.coordinator, "programme", stage.programme).await;
        let total = |report: &Value| figure(report, "overview", "total")["value"].as_i64().unwrap();
        assert_eq!((total(&whole), total(&own)), (5, 3), "each with their own rights");
        assert_eq!(figure(&whole, "light", "red")["value"], 2, "{whole:#}");
        assert_eq!(figure(&whole, "outcome", "own_solution")["value"], 1);
        let pressing = whole["tables"].as_array().unwrap().iter().find(|table| table["key"] == "pressing").unwrap();
        assert!(pressing["rows"][0][3]["text"].as_str().is_some_and(|why| !why.is_empty()), "{pressing:#}");
        // Figures that other answers give too.
        let coverage = stage.manager.get(&format!("/coverage?below={district}")).await.expect(200);
        assert_eq!(figure(&whole, "coverage", "people")["value"], coverage["live_population"]);
        assert_eq!(figure(&whole, "coverage", "municipalities")["value"], coverage["live_municipalities"]);
        // What one does not see there is no report of.
        stage.provider = stage.world.login("provider").await;
        assert_eq!(stage.provider.get(&format!("/reports/status?kind=programme&id={}", stage.programme)).await.problem(404), "not-found");
        assert_eq!(stage.coordinator.get(&format!("/reports/status?kind=region&id={district}")).await.problem(404), "not-found");
    }

    /// Against the days that were counted, where all of a report was counted and is seen.
    async fn changes_are_against_the_last_report(world) {
        let mut stage = Stage::set(world).await;
        stage.rollout(ALONE, "EWA").await;
        let hund = stage.rollout(ALONE, "HUND").await;
        stage.world.clock.advance(Duration::days(10));
        stage.world.settle().await;
        stage.manager = stage.world.login("manager").await;
        stage.go_live(&hund).await;
        let report = content(&stage.manager, "programme", stage.programme).await;
        assert_eq!((&report["since"], &report["compared_with"]), (&json!("2026-03-05"), &json!("2026-03-04")));
        let live = figure(&report, "overview", "live");
        assert_eq!((&live["value"], &live["change"]), (&json!(1), &json!(1)), "{live:#}");
        assert_eq!(figure(&report, "overview", "live_new")["value"], 1);
        stage.coordinator = stage.world.login("coordinator").await;
        let own = content(&stage.coordinator, "programme", stage.programme).await;
        assert_eq!((&own["compared_with"], &figure(&own, "overview", "live")["change"]), (&Value::Null, &Value::Null));
        assert_eq!(content(&stage.manager, "municipality", stage.body).await["compared_with"], Value::Null);
    }

    async fn files_say_what_the_screen_says(world) {
        let stage = Stage::set(world).await;
        play(&stage).await;
        let path = format!("/reports/status?kind=programme&id={}", stage.programme);
        let report = stage.manager.get(&path).await.expect(200);
        let pdf = file(&stage.manager, &path, "application/pdf").await;
        let whole = String::from_utf8_lossy(&pdf);
        assert!(pdf.starts_with(b"%PDF-") && whole.contains("<pdfaid:part>2<") && whole.contains("<pdfuaid:part>1<"));
        let words = pdf_extract::extract_text_from_mem(&pdf).unwrap();
        for said in [text(&report["title"]), "Ampel vor dem Go-Live", "eigene Lösung", "Streit", "Mit den Rechten von manager"] {
            assert!(words.contains(said), "{said}: {words}");
        }
        let mut book = Xlsx::new(Cursor::new(file(&stage.manager, &path, XLSX).await)).unwrap();
        let sheet = book.worksheet_range("Kennzahlen").unwrap();
        let rows: Vec<(String, Data)> = sheet.rows().skip(1).map(|row| (row[1].to_string(), row[2].clone())).collect();
        let figures = report["groups"].as_array().unwrap().iter().flat_map(|group| group["figures"].as_array().unwrap());
        let told: Vec<(String, Data)> = figures.map(|one| (text(&one["label"]).to_owned(), Data::Float(one["value"].as_f64().unwrap()))).collect();
        assert_eq!(rows, told);
        let english = stage.manager.get(&format!("{path}&language=en")).await.expect(200);
        assert!(text(&english["title"]).starts_with("Status report programme"), "{english:#}");
    }
}
