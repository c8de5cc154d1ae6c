//! Questionnaires: several people fill them in, milestones wait for them, forms have versions.
use super::stage::{ALONE, MEMBERS, Stage, command_to, id, milestone, text};
use chrono::Duration;
use dienstweg_testkit::{Answer, Client, on_both};
use reqwest::Method;
use serde_json::{Value, json};

const FORM: &str = "efa-anbindung";

async fn save(who: &Client, path: &str, answers: Value) -> Answer {
    let request = who.request(Method::PATCH, path).header("content-type", "application/merge-patch+json");
    who.send(request.body(json!({"answers": answers}).to_string())).await
}

fn answer(value: impl Into<Value>, version: i64) -> Value {
    json!({"value": value.into(), "version": version})
}

/// What the shipped form requires of a body with specialist software and without fees, but the mailbox.
fn most() -> Value {
    json!({
        "body_name": answer("Gemeinde Allein", 0), "ars": answer("098750112112", 0), "office_name": answer("Bürgerbüro", 0),
        "office_kind": answer("municipality", 0), "domains": answer(json!([{"domain": "allein.example"}]), 0),
        "street": answer("Hauptstraße 1", 0), "postal_code": answer("99999", 0), "place": answer("Allein", 0),
        "expert_name": answer("Karin Kommune", 0), "expert_mail": answer("karin@allein.example", 0),
        "technical_name": answer("Ingo IT", 0), "technical_mail": answer("it@allein.example", 0),
        "first_level": answer(true, 0), "software": answer(false, 0), "delivery": answer("portal", 0),
        "fees": answer(false, 0), "published": answer(true, 0),
    })
}

fn field<'v>(view: &'v Value, list: &str, field: &str) -> &'v Value {
    view[list].as_array().unwrap().iter().find(|one| one["field"] == field).unwrap_or(&Value::Null)
}

/// Saves with the versions the answers have now.
async fn fill(who: &Client, path: &str, answers: &[(&str, Value)]) -> Value {
    let seen = who.get(path).await.expect(200);
    let with_version = answers.iter().map(|(key, value)| {
        let version = field(&seen, "answers", key)["version"].as_i64().unwrap_or_default();
        ((*key).to_owned(), answer(value.clone(), version))
    });
    save(who, path, Value::Object(with_version.collect())).await.expect(200)
}

fn draft(key: &str, fields: Value) -> Value {
    let words = |text: &str| json!({"de": text, "en": text});
    json!({"attached_to": "body", "definition": {"key": key, "title": words("Netz"), "sections": [{"title": words("Leitung"), "fields": fields}]}})
}

async fn publish(who: &Client, form: &Value) -> Answer {
    who.act(&format!("/forms/{}/publish", text(&form["id"])), form["revision"].as_i64().unwrap(), json!({}))
        .await
}

on_both! {
    /// The milestone waits in words until the last required answer is there; conditions ask for more.
    async fn required_answers_gate_the_milestone(world) {
        let stage = Stage::asking(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let all = format!("/rollouts/{rollout}/questionnaires");
        let path = format!("{all}/{FORM}");
        let row = &stage.coordinator.get(&all).await.expect(200)["items"][0];
        assert_eq!((&row["form"], &row["milestone"], &row["answered"], &row["can"]), (&json!(FORM), &json!("M2.2"), &json!(0), &json!(["save", "submit"])));
        assert!(row["missing"].as_u64().unwrap() > 10, "{row:#}");
        let seen = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        assert_eq!(milestone(&seen, "M2.2")["form"], FORM);

        // Taken over from the register only when it is saved.
        let view = stage.coordinator.get(&path).await.expect(200);
        assert_eq!((field(&view, "proposals", "ags"), field(&view, "answers", "ags")), (&json!({"field": "ags", "value": ALONE, "origin": "register"}), &Value::Null));
        let view = save(&stage.coordinator, &path, json!({"ags": answer(ALONE, 0)})).await.expect(200);
        assert_eq!((&field(&view, "answers", "ags")["origin"], field(&view, "proposals", "ags")), (&json!("register"), &Value::Null));
        assert_eq!(field(&view, "answers", "ags")["by"]["name"], "coordinator");

        save(&stage.coordinator, &path, most()).await.expect(200);
        let refused = command_to(&stage.coordinator, &rollout, json!({"command": "complete", "milestone": "M2.2"})).await;
        assert_eq!(refused.problem(409), "milestone-form-incomplete");
        assert_eq!(refused.body["errors"].as_array().unwrap().len(), 1, "{:#}", refused.body);
        assert!(text(&refused.body["detail"]).contains("Es fehlt noch eine Angabe im Fragebogen „Anbindungsfragebogen“: Gemeinsames Postfach"), "{:#}", refused.body);
        // Software asks for its name.
        let view = fill(&stage.coordinator, &path, &[("service_mailbox", json!("amt@allein.example")), ("software", json!(true))]).await;
        assert_eq!(view["missing_answers"][0]["pointer"], "/software_name");
        let view = fill(&stage.coordinator, &path, &[("software_name", json!("OK.EWO, AKDB"))]).await;
        assert_eq!((&view["missing"], &view["answered"]), (&json!(0), &json!(20)));
        stage.complete(&stage.coordinator, &rollout, &["M2.2"]).await;
    }

    /// Several people at once, each for their own fields; what somebody else changed is named and not overwritten.
    async fn several_people_fill_it_in(world) {
        let stage = Stage::asking(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        stage.set_party(&rollout, "it_provider", stage.it).await;
        let path = format!("/rollouts/{rollout}/questionnaires/{FORM}");
        let names = |name: &str, version| json!({"expert_name": answer(name, version)});
        let (first, second) = tokio::join!(
            save(&stage.coordinator, &path, names("Karin", 0)),
            save(&stage.manager, &path, json!({"technical_name": answer("Ingo", 0)})),
        );
        assert_eq!((first.status, second.status), (200, 200), "{:#} {:#}", first.body, second.body);
        let view = stage.manager.get(&path).await.expect(200);
        assert_eq!(field(&view, "answers", "expert_name")["by"]["name"], "coordinator");
        assert_eq!(field(&view, "answers", "technical_name")["by"]["name"], "manager");
        // The same again is no conflict and no change.
        let again = save(&stage.coordinator, &path, names("Karin", 0)).await.expect(200);
        assert_eq!(again["version"], view["version"]);
        let both = json!({"expert_name": answer("Rosa", 0), "place": answer("Allein", 0)});
        let stale = save(&stage.manager, &path, both).await;
        assert_eq!(stale.problem(412), "stale");
        assert_eq!(stale.body["errors"].as_array().unwrap().len(), 1);
        assert_eq!((&stale.body["errors"][0]["pointer"], &stale.body["errors"][0]["code"]), (&json!("/answers/expert_name"), &json!("changed_meanwhile")));
        assert_eq!(field(&stale.body["current"], "answers", "expert_name")["value"], "Karin");
        assert_eq!(field(&stale.body["current"], "answers", "place"), &Value::Null, "nothing of it was saved");
        stage.world.clock.advance(Duration::seconds(1));
        save(&stage.manager, &path, names("Rosa", 1)).await.expect(200);
        stage.world.clock.advance(Duration::seconds(1));
        save(&stage.manager, &path, json!({"expert_name": answer(Value::Null, 2)})).await.expect(200);

        // Who changed what reads in words.
        let history = stage.coordinator.get(&format!("{path}/history")).await.expect(200);
        let told = &history["items"][1];
        assert_eq!((&told["actor_name"], &told["changes"]), (&json!("manager"), &json!([{"field": "expert_name", "label": "Fachliche Ansprechperson: Name", "before": "Karin", "after": "Rosa"}])));

        // Every fault at once; a party sees and does not write, a stranger sees nothing.
        let wrong = save(&stage.manager, &path, json!({"ars": answer("1", 0), "fees": answer("ja", 0), "nothing": answer(1, 0)})).await;
        assert_eq!(wrong.problem(422), "invalid");
        let mut pointers: Vec<&str> = wrong.body["errors"].as_array().unwrap().iter().map(|fault| text(&fault["pointer"])).collect();
        pointers.sort_unstable();
        assert_eq!(pointers, ["/answers/ars", "/answers/fees", "/answers/nothing"]);
        assert_eq!(stage.provider.get(&path).await.expect(200)["can"], json!([]));
        assert_eq!(save(&stage.provider, &path, names("Fremd", 3)).await.problem(403), "forbidden");
        let other = stage.rollout(MEMBERS[0], "EWA").await;
        let elsewhere = format!("/rollouts/{other}/questionnaires/{FORM}");
        stage.coordinator.get(&elsewhere).await.expect(404);
        assert_eq!(save(&stage.coordinator, &elsewhere, names("Fremd", 0)).await.problem(404), "not-found");
    }

    /// Handed in, its answers stand until somebody opens it again and says why; the next one knows them.
    async fn handed_in_and_opened_again(world) {
        let stage = Stage::asking(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let path = format!("/rollouts/{rollout}/questionnaires/{FORM}");
        let early = stage.coordinator.act(&format!("{path}/submit"), 0, json!({})).await;
        assert_eq!(early.problem(409), "questionnaire-incomplete");
        save(&stage.coordinator, &path, most()).await.expect(200);
        let view = fill(&stage.coordinator, &path, &[("service_mailbox", json!("amt@allein.example"))]).await;
        let version = view["version"].as_i64().unwrap();
        let old = stage.coordinator.act(&format!("{path}/submit"), version - 1, json!({})).await;
        assert_eq!(old.problem(412), "stale");
        let done = stage.coordinator.act(&format!("{path}/submit"), version, json!({})).await.expect(200);
        assert_eq!((&done["state"], &done["submitted_by"]["name"], &done["can"]), (&json!("submitted"), &json!("coordinator"), &json!(["reopen"])));
        assert_eq!(save(&stage.coordinator, &path, json!({"place": answer("Anders", 1)})).await.problem(409), "questionnaire-submitted");
        let open = json!({"reason": "Der Ort ist falsch."});
        let open = stage.manager.act(&format!("{path}/reopen"), version + 1, open).await.expect(200);
        assert_eq!((&open["state"], &open["submitted_at"]), (&json!("reopened"), &json!(null)));
        save(&stage.coordinator, &path, json!({"place": answer("Anders", 1)})).await.expect(200);

        let next = stage.rollout(ALONE, "GEWERBE").await;
        let view = stage.coordinator.get(&format!("/rollouts/{next}/questionnaires/{FORM}")).await.expect(200);
        assert_eq!(field(&view, "proposals", "expert_name"), &json!({"field": "expert_name", "value": "Karin Kommune", "origin": "earlier"}));

        let file = stage.manager.get(&format!("/questionnaires/export?form={FORM}")).await.expect(200);
        assert_eq!((file["items"].as_array().unwrap().len(), &file["items"][0]["answers"]["place"]), (1, &json!("Anders")));
        assert_eq!(stage.provider.get(&format!("/questionnaires/export?form={FORM}")).await.expect(200)["items"], json!([]));
        assert_eq!(workbook(&stage.manager).await, ["Anders"]);
    }

    /// A body is asked at its mother, by the version that is published now; what was begun keeps its version.
    async fn forms_have_versions(world) {
        let stage = Stage::asking(world).await;
        let rollout = stage.rollout(ALONE, "EWA").await;
        let mother = text(&stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200)["mother"]["id"]).to_owned();
        let words = |text: &str| json!({"de": text, "en": text});
        let line = |when: Value| json!({"key": "line", "label": words("Anschluss"), "kind": {"type": "text"}, "required": true, "when": when});
        let fields = json!([line(json!({"op": "answered", "field": "nobody"}))]);
        assert_eq!(stage.coordinator.post("/forms", draft("netz", fields.clone())).await.problem(403), "forbidden");
        let form = stage.manager.post("/forms", draft("netz", fields)).await.expect(201);
        assert_eq!((&form["version"], &form["status"], form["faults"].as_array().unwrap().len()), (&json!(1), &json!("draft"), 1));
        let refused = publish(&stage.manager, &form).await;
        assert_eq!(refused.problem(422), "invalid");
        assert_eq!(refused.body["errors"][0]["pointer"], "/definition/sections/0/fields/0/when/field");
        let whole = draft("netz", json!([line(Value::Null)]));
        let patch = json!({"definition": whole["definition"]});
        let path = format!("/forms/{}", text(&form["id"]));
        let form = stage.manager.patch(&path, form["revision"].as_i64().unwrap(), patch).await.expect(200);
        let form = publish(&stage.manager, &form).await.expect(200);
        assert_eq!(form["status"], "published");

        let at = format!("/rollouts/{mother}/questionnaires/netz");
        let begun = save(&stage.coordinator, &at, json!({"line": answer("100 Mbit/s", 0)})).await.expect(200);
        assert_eq!((&begun["milestone"], &begun["form_version"]), (&json!(null), &json!(1)));
        let second = draft("netz", json!([line(Value::Null), {"key": "office", "label": words("Amt"), "kind": {"type": "organisation"}}]));
        let second = stage.manager.post("/forms", second).await.expect(201);
        assert_eq!((&second["published"], &second["changes"][0]["change"], &second["changes"][0]["field"]), (&json!(1), &json!("added"), &json!("office")));
        assert_eq!(stage.manager.post("/forms", draft("netz", json!([]))).await.problem(409), "form-has-draft");
        publish(&stage.manager, &second).await.expect(200);
        assert_eq!(stage.manager.get(&path).await.expect(200)["status"], "retired");
        assert_eq!(stage.coordinator.get(&at).await.expect(200)["form_version"], 1);

        // Elsewhere it is the new one, and names only what the caller sees.
        let other = stage.rollout(MEMBERS[0], "EWA").await;
        let other = text(&stage.manager.get(&format!("/rollouts/{other}")).await.expect(200)["mother"]["id"]).to_owned();
        let at = format!("/rollouts/{other}/questionnaires/netz");
        assert_eq!(stage.manager.get(&at).await.expect(200)["form_version"], 2);
        let nobody = save(&stage.manager, &at, json!({"office": answer("01930f6e-dead-7000-8000-00000000beef", 0)})).await;
        assert_eq!((nobody.problem(422), &nobody.body["errors"][0]["code"]), ("invalid", &json!("unknown_reference")));
        let there = save(&stage.manager, &at, json!({"office": answer(stage.it.to_string(), 0)})).await.expect(200);
        assert_eq!(there["names"][0]["name"], "Kommunale IT");

        // A template cannot wait for what nobody can fill in.
        let shipped = stage.manager.get("/templates?key=efa-test").await.expect(200);
        let mut definition = stage.manager.get(&format!("/templates/{}", id(&shipped["items"][0]))).await.expect(200)["definition"].clone();
        definition["phases"][2]["milestones"][1]["form"] = json!("gibt-es-nicht");
        let made = stage.manager.post("/templates", definition).await;
        let (etag, made) = (made.header("etag").to_owned(), made.expect(201));
        let request = stage.manager.request(Method::POST, &format!("/templates/{}/publish", id(&made)));
        let refused = stage.manager.send(request.header("if-match", etag)).await;
        assert_eq!((refused.problem(422), &refused.body["errors"][0]["pointer"]), ("invalid", &json!("/phases/2/milestones/1/form")));
    }
}

/// The places that the workbook names.
async fn workbook(who: &Client) -> Vec<String> {
    use calamine::{Data, Reader, Xlsx};
    let xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let request = who.request(Method::GET, &format!("/questionnaires/export?form={FORM}"));
    let bytes = request.header("accept", xlsx).send().await.unwrap().bytes().await.unwrap();
    let mut book = Xlsx::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range("Sheet1").unwrap();
    let at = (0..).take_while(|at| range.get_value((0, *at)).is_some());
    let column =
        at.into_iter().find(|at| range.get_value((0, *at)) == Some(&Data::String("Ort".to_owned()))).unwrap();
    (1..range.height() as u32).map(|row| range.get_value((row, column)).unwrap().to_string()).collect()
}
