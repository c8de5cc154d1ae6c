//! Persons: their names in every spelling, their contact data for those who may.
use crate::stage::{Stage, create, id, local};
use dienstweg_testkit::on_both;
use serde_json::json;

on_both! {
    async fn names_are_found_in_every_spelling(world) {
        let stage = Stage::build(&world).await;
        let admin = &stage.admin;
        let function = json!([{"organisation_id": stage.member, "function": "digital_officer"}]);
        let other = create(admin, "/persons", json!({"given_name": "Łucja", "family_name": "Ðurić-Großmann", "functions": function})).await;
        for q in ["Möller", "Moeller", "MOELLER", "Jürgen Mö", "juergen moeller", "Mo\u{308}ller"] {
            let found = admin.get(&format!("/persons?q={}", url::form_urlencoded::byte_serialize(q.as_bytes()).collect::<String>())).await.expect(200);
            assert_eq!(found["items"].as_array().unwrap().iter().map(id).collect::<Vec<_>>(), [id(&stage.person)], "{q}");
        }
        for q in ["Lucja", "Duric", "grossmann", "Großmann"] {
            let found = admin.get(&format!("/persons?q={q}")).await.expect(200);
            assert_eq!(found["items"].as_array().unwrap().iter().map(id).collect::<Vec<_>>(), [id(&other)], "{q}");
        }
    }

    async fn a_change_is_checked_as_a_new_person_is(world) {
        let stage = Stage::build(&world).await;
        let person = format!("/persons/{}", id(&stage.person));
        let version = stage.person["version"].as_i64().unwrap();
        let change = json!({"email": "keine", "title": "Dr. ".repeat(20), "phone": "0".repeat(61)});
        let refused = stage.admin.patch(&person, version, change).await.expect(422);
        let pointers: Vec<_> = refused["errors"].as_array().unwrap().iter().map(|fault| fault["pointer"].as_str().unwrap()).collect();
        assert_eq!(pointers, ["/email", "/title", "/phone"]);
        stage.admin.patch(&person, version, json!({"email": null, "phone": "0".repeat(60)})).await.expect(200);
    }

    async fn contact_data_is_for_those_who_may(world) {
        let stage = Stage::build(&world).await;
        let person = id(&stage.person);
        let version = stage.person["version"].as_i64().unwrap();
        stage.admin.patch(&format!("/persons/{person}"), version, json!({"phone": "+49 9174 815"})).await.expect(200);
        let sealed = ["j.moeller@example.org", "4711", "815"];
        let reader = local(&world, "lena", "multiplier", stage.district).await;
        for path in [format!("/persons/{person}"), "/persons".to_owned(), "/persons?q=Möller".to_owned(), format!("/persons/{person}/history"), "/search?q=Möller".to_owned()] {
            let answer = reader.get(&path).await.expect(200);
            let text = answer.to_string();
            assert!(text.contains("ller") || path.contains("history"), "{path} shows the person: {answer:#}");
            assert!(sealed.iter().all(|secret| !text.contains(secret)), "{path}: {answer:#}");
        }
        let hidden = reader.get(&format!("/persons/{person}")).await.expect(200);
        assert_eq!((&hidden["email"], &hidden["hidden"]), (&json!(null), &json!(["email", "phone"])));
        for word in ["moeller@example", "4711", "example.org", "815"] {
            assert_eq!(reader.get(&format!("/persons?q={word}")).await.expect(200)["items"], json!([]), "{word} finds what may not be read");
            assert_eq!(reader.get(&format!("/search?q={word}")).await.expect(200)["items"], json!([]), "{word}");
        }
        let coordinator = local(&world, "karin", "coordinator", stage.member).await;
        let shown = coordinator.get(&format!("/persons/{person}")).await.expect(200);
        assert_eq!((&shown["email"], &shown["hidden"]), (&json!("j.moeller@example.org"), &json!([])));
        let elsewhere = local(&world, "otto", "coordinator", stage.city).await;
        assert_eq!(elsewhere.get(&format!("/persons/{person}")).await.status, 404);
    }
}
