//! "It is your turn": at once, once a day, by deputy, or not at all.
use super::stage::{a_minute_later, log, notify, patch, with_mail};
use crate::rollouts::stage::{ALONE, Stage, text};
use chrono::{DateTime, Utc};
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{MailServer, World, on_both};
use serde_json::{Value, json};

const COORDINATOR: &str = "coordinator@example.org";

async fn stage(world: &World) -> (Stage, MailServer) {
    let (world, server) = with_mail(world).await;
    (Stage::set(world).await, server)
}

/// The body plays this role, so that it has the ball where the role must act.
async fn give(stage: &Stage, rollout: &str) -> Value {
    let seen = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
    let next = text(&seen["next"][0]).to_owned();
    let milestone = seen["milestones"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["key"] == next.as_str())
        .unwrap()
        .clone();
    stage.set_party(rollout, text(&milestone["role"]), stage.body).await;
    let seen = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
    assert_eq!(text(&seen["ball"]["party"]["id"]), stage.body.to_string(), "{:#}", seen["ball"]);
    seen
}

/// Another time, and everybody logged in anew.
async fn at(stage: &mut Stage, instant: &str) {
    stage.world.clock.set(instant.parse::<DateTime<Utc>>().unwrap());
    stage.manager = stage.world.login("manager").await;
    stage.second = stage.world.login("second").await;
    stage.admin = stage.world.login("admin").await;
}

on_both! {
    async fn who_wants_to_know_at_once_is_told_in_a_minute(world) {
        let (stage, server) = stage(&world).await;
        notify(&stage.coordinator, "immediate").await;
        let rollout = stage.rollout(ALONE, "HUND").await;
        let seen = give(&stage, &rollout).await;
        stage.world.settle().await;
        assert!(server.at(COORDINATOR).is_empty(), "a minute for second thoughts");
        a_minute_later(&stage.world).await;
        let mails = server.at(COORDINATOR);
        let [mail] = mails.as_slice() else { panic!("{mails:#?} {:#?}", log(&stage.admin, "").await) };
        assert_eq!(mail.subject, format!("Sie sind am Zug: {} (HUND)", text(&seen["number"])));
        assert!(mail.text.contains("Alleinhausen") && mail.html.replace("&#x2f;", "/").contains(&format!("https://dienstweg.example/rollouts/{rollout}")), "{}", mail.text);
        a_minute_later(&stage.world).await;
        assert_eq!(server.at(COORDINATOR).len(), 1, "once");
    }

    async fn what_is_overtaken_or_out_of_sight_is_not_told(world) {
        let (stage, server) = stage(&world).await;
        notify(&stage.coordinator, "immediate").await;
        let rollout = stage.rollout(ALONE, "HUND").await;
        let next = text(&give(&stage, &rollout).await["next"][0]).to_owned();
        stage.world.settle().await;
        let waiting = log(&stage.admin, "kind=turn&state=queued").await.len();
        assert!(waiting > 0);
        stage.complete(&stage.manager, &rollout, &[next.as_str()]).await;
        let id = stage.coordinator.get("/me").await.expect(200)["user"]["id"].clone();
        let grants = stage.admin.get(&format!("/grants?holder={}", text(&id))).await.expect(200);
        let grant = text(&grants["items"][0]["id"]).to_owned();
        stage.admin.delete(&format!("/grants/{grant}")).await.expect(204);
        a_minute_later(&stage.world).await;
        assert!(server.at(COORDINATOR).is_empty());
        let dropped = log(&stage.admin, "kind=turn&state=dropped").await;
        assert!(dropped.len() >= waiting && dropped.iter().all(|row| row["reason"] == "nothing_to_say"), "{dropped:#?}");
    }

    async fn a_day_comes_in_one_mail(world) {
        let (mut stage, server) = stage(&world).await;
        stage.world.settle().await;
        let (mut numbers, mut given) = (Vec::new(), Vec::new());
        for service in ["HUND", "EWA"] {
            let rollout = stage.rollout(ALONE, service).await;
            let seen = give(&stage, &rollout).await;
            numbers.push(text(&seen["number"]).to_owned());
            given.push((rollout, text(&seen["ball"]["role"]).to_owned()));
        }
        a_minute_later(&stage.world).await;
        assert!(server.at(COORDINATOR).is_empty());
        at(&mut stage, "2026-03-03T05:59:59Z").await;
        stage.world.settle().await;
        assert!(server.at(COORDINATOR).is_empty(), "not before seven");
        at(&mut stage, "2026-03-03T06:00:00Z").await;
        stage.world.settle().await;
        let mails = server.at(COORDINATOR);
        let [mail] = mails.as_slice() else { panic!("{mails:#?} {:#?}", log(&stage.admin, "").await) };
        assert!(mail.subject.starts_with("Am Zug: "), "{}", mail.subject);
        assert!(numbers.iter().all(|number| mail.text.contains(number) && mail.html.contains(number)), "{}", mail.text);
        for later in ["2026-03-03T12:00:00Z", "2026-03-04T06:00:00Z", "2026-03-07T06:00:00Z"] {
            at(&mut stage, later).await;
            stage.world.settle().await;
        }
        assert_eq!(server.at(COORDINATOR).len(), 1, "nothing new, no mail");
        // Somebody else takes over what has been owed for days, and hears of it though it is owed as long as before.
        let (rollout, role) = &given[0];
        let before = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        stage.set_party(rollout, role, stage.it).await;
        let after = stage.manager.get(&format!("/rollouts/{rollout}")).await.expect(200);
        assert_eq!(after["ball"]["since"], before["ball"]["since"]);
        at(&mut stage, "2026-03-09T06:00:00Z").await;
        stage.world.settle().await;
        let mails = server.at("provider@example.org");
        let [mail] = mails.as_slice() else { panic!("{mails:#?} {:#?}", log(&stage.admin, "").await) };
        assert!(mail.text.contains(&numbers[0]) && !mail.text.contains(&numbers[1]), "{}", mail.text);
        assert_eq!(server.at(COORDINATOR).len(), 1);
    }

    /// Whoever renews it, at once or with the mail of the day.
    async fn what_ends_soon_is_told_to_who_renews_it(world) {
        let (mut stage, server) = stage(&world).await;
        stage.world.settle().await;
        notify(&stage.coordinator, "immediate").await;
        for (title, party) in [("OSCI-Zertifikat", stage.it), ("Nachnutzung <FMS>", stage.body)] {
            let term = json!({"kind": "certificate", "title": title, "body_id": stage.body, "party_id": party, "valid_until": "2026-04-03"});
            stage.manager.post("/terms", term).await.expect(201);
        }
        at(&mut stage, "2026-03-04T01:00:00Z").await;
        stage.world.settle().await;
        stage.world.settle().await;
        let mails = server.at(COORDINATOR);
        let [mail] = mails.as_slice() else { panic!("{mails:#?} {:#?}", log(&stage.admin, "").await) };
        assert_eq!(mail.subject, "Läuft ab am 03.04.2026");
        assert!(mail.text.contains("Zertifikat: Nachnutzung <FMS>") && mail.html.contains("Nachnutzung &lt;FMS&gt;"), "{}", mail.html);
        assert!(server.at("provider@example.org").is_empty(), "once a day");
        at(&mut stage, "2026-03-04T06:00:00Z").await;
        stage.world.settle().await;
        let mails = server.at("provider@example.org");
        let [mail] = mails.as_slice() else { panic!("{mails:#?} {:#?}", log(&stage.admin, "").await) };
        assert_eq!(mail.subject, "Am Zug: 1 neu");
        assert!(mail.text.contains("OSCI-Zertifikat · Alleinhausen, gilt bis 03.04.2026") && !mail.text.contains("Nachnutzung"), "{}", mail.text);
        assert_eq!(server.at(COORDINATOR).len(), 1, "told already");
    }

    async fn who_wants_nothing_gets_nothing(world) {
        let (mut stage, server) = stage(&world).await;
        stage.world.settle().await;
        notify(&stage.coordinator, "none").await;
        let rollout = stage.rollout(ALONE, "HUND").await;
        give(&stage, &rollout).await;
        a_minute_later(&stage.world).await;
        at(&mut stage, "2026-03-03T06:00:00Z").await;
        stage.world.settle().await;
        assert!(server.at(COORDINATOR).is_empty());
    }

    /// The deputy is told as far as its own rights go, and in whose place.
    async fn a_deputy_gets_it_too(world) {
        let (mut stage, server) = stage(&world).await;
        let body = Some(stage.body);
        let deputy = stage.world.user("deputy", "coordinator", ScopeKind::Organisation, body).await;
        notify(&deputy, "none").await;
        notify(&stage.coordinator, "immediate").await;
        let candidates = stage.coordinator.get("/me/deputies?q=DEP").await.expect(200);
        let [candidate] = candidates["items"].as_array().unwrap().as_slice() else { panic!("{candidates:#}") };
        let absence = |id: &Value, from: &str, until: &str| json!({"absence": {"deputy_id": id, "from": from, "until": until}});
        let stranger = json!(stage.world.user_create("fremd").await);
        let wrong = patch(&stage.coordinator, "/me/notices", absence(&stranger, "2026-03-05", "2026-03-04")).await;
        assert_eq!(wrong.problem(422), "invalid");
        let pointers: Vec<&str> = wrong.body["errors"].as_array().unwrap().iter().map(|fault| text(&fault["pointer"])).collect();
        assert_eq!(pointers, ["/absence/deputy_id", "/absence/until"]);
        let view = patch(&stage.coordinator, "/me/notices", absence(&candidate["id"], "2026-03-02", "2026-03-02")).await.expect(200);
        assert_eq!(view["absence"]["user"]["name"], "deputy");
        assert_eq!(deputy.get("/me/notices").await.expect(200)["standing_in_for"][0]["user"]["name"], "coordinator");
        let rollout = stage.rollout(ALONE, "HUND").await;
        give(&stage, &rollout).await;
        a_minute_later(&stage.world).await;
        assert_eq!(server.at(COORDINATOR).len(), 1);
        let mails = server.at("deputy@example.org");
        let [mail] = mails.as_slice() else { panic!("{mails:#?} {:#?}", log(&stage.admin, "").await) };
        assert!(mail.text.contains("in Vertretung für coordinator"), "{}", mail.text);
        at(&mut stage, "2026-03-03T08:00:00Z").await;
        let other = stage.rollout(ALONE, "EWA").await;
        give(&stage, &other).await;
        a_minute_later(&stage.world).await;
        assert_eq!(server.at("deputy@example.org").len(), 1, "the absence is over");
    }

    /// Only what they may see; who has no account, what is seen by whoever placed the order.
    async fn an_order_is_confirmed_to_its_contacts(world) {
        let (stage, server) = stage(&world).await;
        let contacts = json!([{"name": "K", "email": "Coordinator@Example.org"}, {"name": "P", "email": "provider@example.org"},
            {"name": "Ohne Konto", "email": "Ohne@example.org"}, {"name": "Noch einmal", "email": "ohne@example.org"}]);
        let order = json!({"body": {"ags": ALONE}, "positions": [{"service_key": "HUND"}], "contacts": contacts});
        let order = stage.manager.post("/orders", order).await.expect(201);
        stage.world.settle().await;
        let without = server.at("ohne@example.org");
        let [other] = without.as_slice() else { panic!("{without:#?} {:#?}", log(&stage.admin, "").await) };
        assert!(other.text.contains("Hund anmelden") && !other.text.contains("/orders/"), "{}", other.text);
        let row = log(&stage.admin, "kind=order_confirmation").await.into_iter().find(|row| row["without_account"] == true).unwrap();
        assert_eq!(row["recipient"]["name"], order["number"], "{row:#}");
        let received = server.at(COORDINATOR);
        let [mail] = received.as_slice() else { panic!("{received:#?} {:#?}", log(&stage.admin, "").await) };
        assert_eq!(mail.subject, format!("Bestellung eingegangen: {}", text(&order["number"])));
        assert_eq!(server.received().len(), 2);
        assert!(mail.text.contains(&format!("/orders/{}", text(&order["id"]))), "{}", mail.text);
        assert!(mail.text.contains("Hund anmelden"), "{}", mail.text);
        assert_eq!(log(&stage.admin, "kind=order_confirmation&state=dropped").await.len(), 1, "the provider does not see it");
    }
}
