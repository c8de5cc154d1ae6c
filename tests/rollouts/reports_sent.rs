//! Status reports that are kept and sent: each recipient once per occasion, each with their own rights.
use super::reports::play;
use super::stage::{ALONE, Stage, text};
use crate::mail::stage::with_mail;
use chrono::{DateTime, Utc};
use dienstweg_kernel::{Error, Tx};
use dienstweg_projections::reports::{Occasion, report_outgoing};
use dienstweg_testkit::{Client, MailServer, Received, World, on_both};
use dienstweg_workflows::reports::{due, prepare, send};
use serde_json::{Value, json};
use uuid::Uuid;

async fn me(who: &Client) -> Uuid {
    text(&who.get("/me").await.expect(200)["user"]["id"]).parse().unwrap()
}

async fn keep(who: &Client, body: Value) -> Value {
    who.post("/status-reports", body).await.expect(201)
}

fn path(report: &Value) -> String {
    format!("/status-reports/{}", text(&report["id"]))
}

/// Moves the clock and lets everything happen.
async fn until(world: &World, moment: &str) {
    world.clock.set(moment.parse::<DateTime<Utc>>().unwrap());
    world.settle().await;
    world.settle().await;
}

fn reports(server: &MailServer, login: &str) -> Vec<Received> {
    let mut all = server.at(&format!("{login}@example.org"));
    all.retain(|mail| mail.subject.starts_with("Statusbericht") || mail.subject.starts_with("Status report"));
    all
}

fn outcomes(report: &Value) -> Vec<(&str, &str)> {
    let copies = report["last"]["copies"].as_array().unwrap();
    copies.iter().map(|copy| (text(&copy["user"]["name"]), text(&copy["outcome"]))).collect()
}

on_both! {
    /// People and holders of roles, each once; who sees nothing of it gets none, and that is said.
    async fn a_scheduled_report_comes_once_and_with_ones_own_rights(world) {
        let (world, server) = with_mail(&world).await;
        let stage = Stage::set(world).await;
        play(&stage).await;
        let roles = stage.admin.get("/roles?limit=200").await.expect(200);
        let role = roles["items"].as_array().unwrap().iter().find(|role| role["key"] == "coordinator").unwrap()["id"].clone();
        let users = json!([me(&stage.manager).await, me(&stage.coordinator).await, me(&stage.provider).await]);
        let scope = json!({"kind": "programme", "id": stage.programme});
        let kept = keep(&stage.admin, json!({"name": "Montag für Jürgen", "scope": scope, "rhythm": "weekly", "weekday": 1, "xlsx": true, "users": users, "roles": [role]})).await;
        assert_eq!(kept["next_at"], "2026-03-09T05:00:00Z");
        until(&stage.world, "2026-03-09T04:59:00Z").await;
        assert!(reports(&server, "manager").is_empty());
        until(&stage.world, "2026-03-09T05:01:00Z").await;
        let (manager, coordinator) = (reports(&server, "manager"), reports(&server, "coordinator"));
        assert_eq!((manager.len(), coordinator.len(), reports(&server, "provider").len(), reports(&server, "admin").len()), (1, 1, 0, 0));
        let (mail, own) = (&manager[0], &coordinator[0]);
        assert_eq!(mail.subject, "Statusbericht EfA, 09.03.2026", "names nobody");
        assert!(mail.text.contains("- Rollouts: 4") && mail.text.contains("Mit den Rechten von manager"), "{}", mail.text);
        assert!(own.text.contains("- Rollouts: 2") && own.text.contains("Mit den Rechten von coordinator"), "{}", own.text);
        assert!(mail.html.contains("<h1") && mail.html.contains("rollouts?kind=daughter&amp;programme="), "{}", mail.html);
        let names: Vec<&str> = mail.files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["statusbericht-2026-03-09.pdf", "statusbericht-2026-03-09.xlsx"]);
        let pdf = &mail.files[0].1;
        let whole = String::from_utf8_lossy(pdf);
        assert!(pdf.starts_with(b"%PDF-") && whole.contains("<pdfaid:part>2<") && whole.contains("<pdfuaid:part>1<"));
        let words = pdf_extract::extract_text_from_mem(pdf).unwrap();
        assert!(words.contains("Statusbericht Programm EfA") && words.contains("Streit"), "{words}");
        let admin = stage.world.login("admin").await;
        let seen = admin.get(&path(&kept)).await.expect(200);
        assert_eq!(outcomes(&seen), [("coordinator", "queued"), ("manager", "queued"), ("provider", "nothing_to_see")]);
        assert_eq!((&seen["last"]["day"], &seen["next_at"], &seen["version"]), (&json!("2026-03-09"), &json!("2026-03-16T05:00:00Z"), &json!(1)));
        // Three weeks without a server: what was missed comes once.
        until(&stage.world, "2026-04-01T12:00:00Z").await;
        assert_eq!(reports(&server, "manager").len(), 2);
        let admin = stage.world.login("admin").await;
        assert_eq!(admin.get(&path(&kept)).await.expect(200)["last"]["day"], "2026-03-30");
    }

    /// Two processes at the same time, and one that dies after it has found out who gets what.
    async fn an_occasion_is_sent_once_whatever_happens(world) {
        let (world, server) = with_mail(&world).await;
        let stage = Stage::set(world).await;
        stage.rollout(ALONE, "EWA").await;
        let scope = json!({"kind": "municipality", "id": stage.body});
        let kept = keep(&stage.manager, json!({"name": "Täglich", "scope": scope, "rhythm": "daily", "language": "en"})).await;
        stage.world.clock.set("2026-03-03T05:00:00Z".parse().unwrap());
        let (db, clock, mail) = (stage.world.db(), stage.world.clock.clone(), &stage.world.state().mail);
        let ctx = stage.world.operator();
        let report = report_outgoing(&db.read(&ctx), text(&kept["id"]).parse::<Uuid>().unwrap().into()).await.unwrap();
        let prepared = prepare(db, &ctx.clock().clone(), &report).await.unwrap();
        let day = "2026-03-03".parse().unwrap();
        let dies = async |tx: &Tx| {
            send(tx, mail, &report, Occasion::Due(day), &prepared).await?;
            Err::<(), Error>(Error::internal("the process died"))
        };
        db.write(&ctx, dies).await.unwrap_err();
        let both = futures_util::future::join(due(db, clock.clone(), mail), due(db, clock.clone(), mail)).await;
        assert!(both.0.is_ok() && both.1.is_ok(), "{both:?}");
        let late = async |tx: &Tx| send(tx, mail, &report, Occasion::Due(day), &prepared).await;
        assert!(db.write(&ctx, late).await.unwrap().is_none(), "it was sent before");
        stage.world.settle().await;
        let received = reports(&server, "manager");
        assert_eq!(received.len(), 1);
        assert!(received[0].subject.starts_with("Status report Alleinhausen") && received[0].text.contains("- Rollouts: 1"), "{received:#?}");
    }

    /// By hand as it was seen; the owner alone where nobody is named.
    async fn now_means_now_and_once(world) {
        let (world, server) = with_mail(&world).await;
        let stage = Stage::set(world).await;
        stage.rollout(ALONE, "EWA").await;
        let kept = keep(&stage.coordinator, json!({"name": "Für mich", "scope": {"kind": "municipality", "id": stage.body}})).await;
        assert_eq!((&kept["next_at"], &kept["last"], &kept["can"]), (&Value::Null, &Value::Null, &json!(["update", "delete", "send"])));
        for _ in 0..2 {
            let request = stage.coordinator.request(reqwest::Method::POST, &format!("{}/send", path(&kept)));
            let sent = stage.coordinator.send(request.header("if-match", "\"1\"").header("idempotency-key", "jetzt")).await.expect(200);
            assert_eq!(outcomes(&sent), [("coordinator", "queued")]);
        }
        assert_eq!(stage.coordinator.act(&format!("{}/send", path(&kept)), 7, json!({})).await.problem(412), "stale");
        stage.world.settle().await;
        assert_eq!(reports(&server, "coordinator").len(), 1);
        let content = stage.coordinator.get(&format!("{}/content", path(&kept))).await.expect(200);
        assert_eq!((&content["reader"], &content["since"]), (&json!("coordinator"), &json!("2026-03-02")));
    }

    /// One's own for oneself; for others with `report:schedule`, which also changes what others get, but nobody's own.
    async fn who_may_keep_see_and_change(world) {
        let stage = Stage::set(world).await;
        let (manager, coordinator) = (me(&stage.manager).await, me(&stage.coordinator).await);
        let scope = json!({"kind": "municipality", "id": stage.body});
        let body = |users: Value| json!({"name": "Bericht", "scope": scope, "users": users});
        assert_eq!(stage.coordinator.post("/status-reports", body(json!([manager]))).await.problem(403), "forbidden");
        let own = keep(&stage.coordinator, body(json!([coordinator]))).await;
        let shared = keep(&stage.manager, body(json!([coordinator]))).await;
        assert_eq!((&shared["own"], &shared["can"]), (&json!(true), &json!(["update", "delete", "send", "share"])));
        for other in [&stage.admin, &stage.manager, &stage.second] {
            assert_eq!(other.get(&path(&own)).await.problem(404), "not-found");
        }
        let got = stage.coordinator.get(&path(&shared)).await.expect(200);
        assert_eq!((&got["own"], &got["can"]), (&json!(false), &json!([])));
        assert_eq!(stage.coordinator.patch(&path(&shared), 1, json!({"name": "Meins"})).await.problem(403), "forbidden");
        assert_eq!(stage.coordinator.act(&format!("{}/send", path(&shared)), 1, json!({})).await.problem(403), "forbidden");
        let changed = stage.second.patch(&path(&shared), 1, json!({"rhythm": "monthly", "month_day": 31, "users": [coordinator, manager]})).await.expect(200);
        assert_eq!((&changed["version"], &changed["next_at"]), (&json!(2), &json!("2026-03-31T04:00:00Z")));
        let refused = stage.manager.post("/status-reports", json!({"name": " ", "scope": {"kind": "municipality", "id": stage.it}, "rhythm": "weekly", "users": [stage.it], "roles": [stage.it]})).await;
        assert_eq!(refused.problem(422), "invalid");
        let mut pointers: Vec<&str> = refused.body["errors"].as_array().unwrap().iter().map(|one| text(&one["pointer"])).collect();
        pointers.sort_unstable();
        assert_eq!(pointers, ["/name", "/roles/0", "/scope/id", "/users/0", "/weekday"], "all at once");
        assert_eq!(stage.provider.get("/status-reports").await.expect(200)["items"], json!([]));
        let gone = stage.second.request(reqwest::Method::DELETE, &path(&shared)).header("if-match", "\"2\"");
        assert_eq!(stage.second.send(gone).await.status, 204);
        assert_eq!(stage.coordinator.get(&path(&shared)).await.problem(404), "not-found");
        // Without a mail server nothing is noted as sent.
        assert_eq!(stage.coordinator.act(&format!("{}/send", path(&own)), 1, json!({})).await.problem(409), "mail-not-configured");
        assert_eq!(stage.coordinator.get(&path(&own)).await.expect(200)["last"], Value::Null);
    }
}
