//! Municipal holidays, many at once.
use crate::stage::{count, local};
use dienstweg_testkit::{Answer, Client, FEDERAL, World, on_both, register_file};
use reqwest::Method;
use serde_json::{Value, json};

async fn send(client: &Client, query: &str, file: impl Into<Vec<u8>>) -> Answer {
    let request = client.request(Method::POST, &format!("/organisations/holidays/import{query}"));
    client.send(request.header("content-type", "text/csv").body(file.into())).await
}

async fn flags(world: &World, client: &Client, key: &str) -> [Value; 3] {
    let id = world.organisation(client, key).await;
    let view = client.get(&format!("/organisations/{id}")).await.expect(200);
    ["assumption_day", "peace_festival", "corpus_christi"].map(|name| view[name].clone())
}

const LIST: &str = "AGS;Gemeinde;Mariä Himmelfahrt;Friedensfest\r\n09861000;Musterstadt;ja;nein\r\n09875113;Oberdöppelbach;nein;\r\n";

on_both! {
    async fn flags_come_in_once_and_the_second_time_nothing_changes(world) {
        world.import(&register_file("20260131", FEDERAL)).await;
        let admin = world.admin().await;
        let file = encoding_rs::WINDOWS_1252.encode(LIST).0.into_owned();
        let tried = send(&admin, "?dry_run=true", file.clone()).await.expect(200);
        assert_eq!((&tried["encoding"], &tried["delimiter"]), (&json!("iso-8859-1"), &json!(";")), "{tried:#}");
        assert_eq!(tried["difference"], json!({"changed": 2, "unchanged": 0}));
        assert_eq!(flags(&world, &admin, "09861000").await, ["unknown", "unknown", "unknown"]);
        let done = send(&admin, "", file.clone()).await.expect(200);
        assert_eq!(done["changes"], tried["changes"], "the preview said what happened");
        assert_eq!(flags(&world, &admin, "09861000").await, ["yes", "no", "unknown"]);
        assert_eq!(flags(&world, &admin, "09875113").await, ["no", "unknown", "unknown"]);
        let audit = count(&world, "SELECT id FROM audit_entry").await;
        assert_eq!(send(&admin, "", file).await.expect(200)["difference"], json!({"changed": 0, "unchanged": 2}));
        assert_eq!(count(&world, "SELECT id FROM audit_entry").await, audit, "what is equal leaves no history");
        // An empty cell says nothing, "nicht gepflegt" takes back; a district is named by its short ARS.
        let more = "ars,mariae_himmelfahrt,fronleichnam\n098610000000,nicht gepflegt,\n09875,,ja\n";
        assert_eq!(send(&admin, "", more).await.expect(200)["difference"]["changed"], 2);
        assert_eq!(flags(&world, &admin, "09861000").await, ["unknown", "no", "unknown"]);
        let district = admin.get("/organisations?kind=district").await.expect(200);
        let district = admin.get(&format!("/organisations/{}", district["items"][0]["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(district["corpus_christi"], "yes");
    }

    async fn all_faults_are_told_and_nothing_is_taken(world) {
        world.import(&register_file("20260131", FEDERAL)).await;
        let admin = world.admin().await;
        let file = "ags,friedensfest\n09861000,ja\n09875999,ja\n09875112,vielleicht\n09861000,nein\n123,ja\n";
        let refused = send(&admin, "", file).await;
        assert_eq!(refused.problem(422), "invalid");
        let told = |fault: &Value| format!("{} {}", fault["pointer"].as_str().unwrap(), fault["code"].as_str().unwrap());
        let told: Vec<String> = refused.body["errors"].as_array().unwrap().iter().map(told).collect();
        assert_eq!(told, ["3:1 unknown_organisation", "4:10 flag_unknown", "5:1 duplicate_key", "6:1 key_length"]);
        assert_eq!(send(&admin, "?dry_run=true", file).await.expect(200)["total_faults"], 4);
        assert_eq!(flags(&world, &admin, "09861000").await, ["unknown", "unknown", "unknown"]);
        assert_eq!(send(&admin, "", "").await.problem(422), "invalid");
        let text = admin.request(Method::POST, "/organisations/holidays/import").body("x");
        assert_eq!(admin.send(text).await.problem(415), "unsupported-media-type");
    }

    async fn who_writes_one_town_imports_for_that_town_only(world) {
        world.import(&register_file("20260131", FEDERAL)).await;
        let admin = world.admin().await;
        let city = world.organisation(&admin, "09861000").await;
        let clerk = local(&world, "clerk", "administrator", city).await;
        let refused = send(&clerk, "", LIST).await;
        assert_eq!(refused.problem(422), "invalid");
        assert_eq!(refused.body["errors"][0]["pointer"], "3:1", "{:#}", refused.body);
        send(&clerk, "", "ags,friedensfest\n09861000,nein\n").await.expect(200);
        assert_eq!(flags(&world, &admin, "09861000").await[1], "no");
        let reader = local(&world, "reader", "auditor", city).await;
        assert_eq!(send(&reader, "", LIST).await.problem(403), "forbidden");
    }
}
