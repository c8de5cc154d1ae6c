//! Stock: rollouts under way, taken in from a sheet.
use super::stage::{ALONE, ASSOCIATION, MEMBERS, Stage, milestone, text};
use dienstweg_testkit::on_both;
use reqwest::Method;
use rust_xlsxwriter::{ExcelDateTime, Workbook};
use serde_json::{Value, json};

const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Sends a sheet and lets its rows be tried; the job.
async fn sent(stage: &Stage, kind: &str, sheet: Vec<u8>, query: &str) -> Value {
    let path = format!("/rollouts/stock-imports?programme={}{query}", stage.programme);
    let request = stage.manager.request(Method::POST, &path).header("content-type", kind).body(sheet);
    let job = stage.manager.send(request).await.expect(200);
    stage.world.settle().await;
    stage.manager.get(&format!("/jobs/{}", text(&job["id"]))).await.expect(200)
}

async fn carried_out(stage: &Stage, job: &Value) -> Value {
    let path = format!("/jobs/{}", text(&job["id"]));
    stage
        .manager
        .act(&format!("{path}/start"), job["version"].as_i64().unwrap(), json!({}))
        .await
        .expect(200);
    stage.world.settle().await;
    stage.manager.get(&path).await.expect(200)
}

/// State and message of each row.
async fn rows(stage: &Stage, job: &Value) -> Vec<(String, String)> {
    let items = stage.manager.get(&format!("/jobs/{}/items?limit=200", text(&job["id"]))).await.expect(200);
    let said = |item: &Value| {
        (text(&item["state"]).to_owned(), item["message"].as_str().unwrap_or_default().to_owned())
    };
    items["items"].as_array().unwrap().iter().map(said).collect()
}

async fn only(stage: &Stage, query: &str) -> Value {
    let found = stage.manager.get(&format!("/rollouts?kind=daughter&{query}")).await.expect(200);
    assert_eq!(found["items"].as_array().unwrap().len(), 1, "{found:#}");
    stage.manager.get(&format!("/rollouts/{}", text(&found["items"][0]["id"]))).await.expect(200)
}

on_both! {
    async fn a_sheet_becomes_rollouts_with_their_past_and_the_same_sheet_changes_nothing(world) {
        let stage = Stage::set(world).await;
        let sheet = format!(
            "AGS;Leistung;Beginn;M1.1;M1.2;M1.3 Vertrag;Phase;Ergebnis;Bestellnummer;Ansprechperson;E-Mail\n\
             {ALONE};HUND;01.10.2025;02.10.2025;03.10.2025;x;;;DM-77;Łucja Möller;l.moeller@example.org\n\
             {ASSOCIATION};EWA;;;;;Test;;;;\n\
             {};HUND;;;;;;eigene Lösung;;;\n\
             {};HUND;2025-06-02;;;;;live;;;\n\
             09999999;EWA;32.13.2025;;;;;;;;\n",
            MEMBERS[0], MEMBERS[1],
        );
        let job = sent(&stage, CSV, sheet.clone().into_bytes(), "&as_of=2025-12-15").await;
        let tried = rows(&stage, &job).await;
        assert_eq!((&job["state"], &job["done"], &job["refused"]), (&json!("checked"), &json!(4), &json!(1)), "{tried:?}");
        assert!(tried[4].1.contains("32.13.2025") && tried[4].1.contains("09999999"), "all faults at once: {tried:?}");
        let none = stage.manager.get("/rollouts").await.expect(200);
        assert_eq!(none["items"], json!([]), "trying creates nothing");

        stage.world.db().fail_first_attempts(true);
        let job = carried_out(&stage, &job).await;
        stage.world.db().fail_first_attempts(false);
        assert_eq!((&job["state"], &job["done"]), (&json!("done"), &json!(4)), "{:?}", rows(&stage, &job).await);
        let hund = only(&stage, &format!("body={}", stage.body)).await;
        assert_eq!(milestone(&hund, "M1.2")["decided_at"].as_str().map(|at| &at[..10]), Some("2025-10-03"));
        assert_eq!(milestone(&hund, "M1.3")["decided_at"].as_str().map(|at| &at[..10]), Some("2025-12-15"));
        assert_eq!(milestone(&hund, "M2.1")["state"], "open");
        let person = stage.manager.get("/persons?q=Möller").await.expect(200);
        assert_eq!(person["items"][0]["email"], "l.moeller@example.org");
        let order = stage.manager.get("/rollouts?q=DM-77").await.expect(200);
        assert_eq!(order["items"][0]["id"], hund["id"], "its order number finds it");
        let association = stage.world.organisation(&stage.admin, ASSOCIATION).await;
        only(&stage, &format!("body={association}&phase=test")).await;
        assert_eq!(only(&stage, "outcome=own_solution").await["ticket"]["state"], "closed");
        let other = stage.world.organisation(&stage.admin, MEMBERS[1]).await;
        assert_eq!(only(&stage, &format!("body={other}")).await["plan"]["actual"], "2025-12-15");

        let again = sent(&stage, CSV, sheet.clone().into_bytes(), "&as_of=2025-12-15").await;
        assert_eq!((&again["done"], &again["refused"]), (&json!(0), &json!(5)), "{:?}", rows(&stage, &again).await);
        let more = sheet.replace(";x;;;DM-77", ";x;Technik;;DM-77");
        let job = sent(&stage, CSV, more.into_bytes(), "&as_of=2025-12-20").await;
        assert_eq!(job["done"], 1, "{:?}", rows(&stage, &job).await);
        carried_out(&stage, &job).await;
        let hund = only(&stage, &format!("body={}", stage.body)).await;
        assert_eq!(milestone(&hund, "M1.2")["decided_at"].as_str().map(|at| &at[..10]), Some("2025-10-03"), "what is there stays");
        assert_eq!(milestone(&hund, "M2.2")["decided_at"].as_str().map(|at| &at[..10]), Some("2025-12-20"));
    }

    async fn a_workbook_is_read_as_it_is_mapped(world) {
        let stage = Stage::set(world).await;
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        for (at, name) in ["Wer", "Was", "Testtermin"].iter().enumerate() {
            page.write(0, u16::try_from(at).unwrap(), *name).unwrap();
        }
        let day = ExcelDateTime::parse_from_str("2025-11-03").unwrap();
        page.write(1, 0, 9_875_112).unwrap();
        page.write(1, 1, "HUND").unwrap();
        page.write_with_format(1, 2, &day, &rust_xlsxwriter::Format::new().set_num_format("dd.mm.yyyy")).unwrap();
        let sheet = book.save_to_buffer().unwrap();

        let path = format!("/rollouts/stock-imports/columns?programme={}", stage.programme);
        let request = stage.manager.request(Method::POST, &path).header("content-type", XLSX).body(sheet.clone());
        let columns = stage.manager.send(request).await.expect(200);
        assert_eq!((&columns["columns"], &columns["rows"]), (&json!(["Wer", "Was", "Testtermin"]), &json!(1)));

        let unsaid = format!("/rollouts/stock-imports?programme={}", stage.programme);
        let request = stage.manager.request(Method::POST, &unsaid).header("content-type", XLSX).body(sheet.clone());
        let refused = stage.manager.send(request).await;
        let pointers: Vec<&str> = refused.body["errors"].as_array().unwrap().iter().map(|fault| text(&fault["pointer"])).collect();
        assert_eq!((refused.status, pointers), (422, vec!["/map/body", "/map/service"]));

        let job = sent(&stage, XLSX, sheet, "&map=body:Wer&map=service:Was&map=M2.1:Testtermin").await;
        // A spreadsheet drops the zero a key begins with.
        assert_eq!(job["done"], 1, "{:?}", rows(&stage, &job).await);
        carried_out(&stage, &job).await;
        let hund = only(&stage, &format!("body={}", stage.body)).await;
        assert_eq!(milestone(&hund, "M2.1")["decided_at"].as_str().map(|at| &at[..10]), Some("2025-11-03"));

        let path = format!("/rollouts/stock-imports?programme={}", stage.programme);
        let request = stage.coordinator.request(Method::POST, &path).header("content-type", CSV).body("AGS;Leistung\n");
        assert_eq!(stage.coordinator.send(request).await.status, 403);
    }
}
