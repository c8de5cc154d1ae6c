//! From the queue to a real server.
use super::stage::{log, test_mail, with_mail};
use chrono::Duration;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{MailServer, World, on_both};
use serde_json::json;

on_both! {
    /// Once, in two forms, with everything robots and people's filters need.
    async fn a_mail_arrives_once_and_intact(world) {
        let (world, server) = with_mail(&world).await;
        let admin = world.admin().await;
        admin.post("/mails/test", json!({})).await.expect(204);
        world.settle().await;
        world.settle().await;
        let received = server.received();
        let [mail] = received.as_slice() else { panic!("{received:#?}") };
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("admin@example.org", "Test von Dienstweg: äöü ß"));
        assert_eq!(mail.from, "Dienstweg Größenau");
        for form in [&mail.text, &mail.html] {
            assert!(form.contains("Umlaute äöü ÄÖÜ ß, Sonderzeichen € – „so“."), "{form}");
        }
        let row = &log(&admin, "").await[0];
        assert_eq!(mail.message_id, format!("{}@dienstweg.example", row["id"].as_str().unwrap()));
        for header in ["Auto-Submitted: auto-generated", "List-Id: Dienstweg test <test.dienstweg.example>", "Date: Mon, 02 Mar 2026 08:00:00 +0000"] {
            assert!(mail.head.contains(header), "{header}: {}", mail.head);
        }
        assert_eq!((&row["state"], &row["kind"], &row["attempt_count"]), (&json!("sent"), &json!("test"), &json!(1)), "{row:#}");
        assert!(row["answer"].as_str().unwrap().starts_with("250"), "{row:#}");
    }

    async fn what_is_refused_for_now_is_tried_again(world) {
        let (world, server) = with_mail(&world).await;
        let admin = world.admin().await;
        test_mail(&world, &admin, "later@example.org").await;
        let row = &log(&admin, "state=queued").await[0];
        assert!(row["answer"].as_str().unwrap().contains("451"), "{row:#}");
        assert!(server.received().is_empty());
        world.clock.advance(Duration::minutes(2));
        world.settle().await;
        assert_eq!(server.at("later@example.org").len(), 1);
        assert_eq!(log(&admin, "state=sent").await[0]["attempt_count"], 2);
    }

    /// Shown to administrators, who can send it again once the cause is gone.
    async fn what_is_refused_for_good_fails_and_is_shown(world) {
        let (world, server) = with_mail(&world).await;
        let admin = world.admin().await;
        test_mail(&world, &admin, "never@example.org").await;
        let row = log(&admin, "state=failed&kind=test&address=NEVER").await.remove(0);
        assert_eq!((&row["reason"], &row["can"]), (&json!("refused"), &json!(["resend"])), "{row:#}");
        assert!(row["answer"].as_str().unwrap().contains("550"), "{row:#}");
        assert!(log(&admin, "state=failed&address=other").await.is_empty());
        let path = format!("/mails/{}/resend", row["id"].as_str().unwrap());
        let again = admin.act(&path, row["version"].as_i64().unwrap(), json!({})).await.expect(200);
        assert_eq!(again["state"], "queued");
        world.settle().await;
        let row = &log(&admin, "").await[0];
        assert_eq!((&row["state"], &row["attempt_count"]), (&json!("failed"), &json!(1)), "it was tried again");
        assert!(server.received().is_empty());
    }

    /// Taken, and the answer lost: it is sent once more, as the same mail.
    async fn a_lost_answer_costs_one_more_copy_of_the_same_mail(world) {
        let (world, server) = with_mail(&world).await;
        let admin = world.admin().await;
        test_mail(&world, &admin, "vanish@example.org").await;
        assert_eq!(log(&admin, "").await[0]["state"], "queued");
        for _ in 0..3 {
            world.clock.advance(Duration::minutes(10));
            world.settle().await;
        }
        let admin = world.login("admin").await;
        let copies = server.at("vanish@example.org");
        assert_eq!(copies.len(), 2);
        assert_eq!(copies[0].message_id, copies[1].message_id);
        assert_eq!(log(&admin, "").await[0]["state"], "sent");
    }

    /// Wrong credentials say nothing about a mail: it waits until they are right.
    async fn with_tls_and_log_in(world) {
        let server = MailServer::secured("dienstweg", "dreißig blaue Türen");
        let wrong = World::start_with(world.backend, |config| {
            server.configure(config);
            config.smtp_password = Some("falsch".to_owned());
        }).await;
        let admin = wrong.admin().await;
        test_mail(&wrong, &admin, "admin@example.org").await;
        let row = &log(&admin, "").await[0];
        assert_eq!(row["state"], "queued", "{row:#}");
        assert!(row["answer"].as_str().unwrap().contains("535"), "{row:#}");
        let right = World::start_with(world.backend, |config| server.configure(config)).await;
        let admin = right.admin().await;
        test_mail(&right, &admin, "admin@example.org").await;
        assert_eq!(server.at("admin@example.org").len(), 1, "{:#?}", log(&admin, "").await);
    }

    async fn without_a_server_nothing_is_queued(world) {
        let admin = world.admin().await;
        assert_eq!(admin.post("/mails/test", json!({})).await.problem(409), "mail-not-configured");
        let user = world.user_create("neu").await;
        assert_eq!(admin.post(&format!("/users/{user}/invite"), json!({})).await.problem(409), "mail-not-configured");
        let forgotten = world.anonymous().post("/auth/password-resets", json!({"login": "neu"})).await;
        assert_eq!(forgotten.problem(409), "mail-not-configured");
        world.settle().await;
        assert!(log(&admin, "").await.is_empty());
    }

    /// Who may read the log need not read addresses, and then cannot search by them.
    async fn addresses_are_for_those_who_keep_the_log(world) {
        let (world, _server) = with_mail(&world).await;
        let admin = world.admin().await;
        admin.post("/mails/test", json!({})).await.expect(204);
        let auditor = world.user("auditor", "auditor", ScopeKind::Everything, None).await;
        let row = log(&auditor, "").await.remove(0);
        assert_eq!((&row["address"], &row["hidden"], &row["can"]), (&json!(null), &json!(["address"]), &json!([])));
        assert_eq!(auditor.get("/mails?address=admin").await.problem(403), "forbidden");
        assert_eq!(auditor.post("/mails/test", json!({})).await.problem(403), "forbidden");
        let export = admin.send(admin.request(reqwest::Method::GET, "/mails").header("accept", "text/csv")).await;
        let csv = export.expect(200).as_str().unwrap().to_owned();
        assert!(csv.contains("admin@example.org") && csv.contains("Antwort des Servers"), "{csv}");
    }
}
