//! The Gemeindeverzeichnis, edition after edition.
use crate::stage::{Stage, all_ids, count};
use dienstweg_connectors::registers::import_now;
use dienstweg_testkit::{FEDERAL, World, on_both, register_file, shared_data};
use serde_json::{Value, json};

type Record = (u8, &'static str, &'static str, &'static str, u32);

const NONE: [(&str, i64); 4] = [("new", 0), ("gone", 0), ("renamed", 0), ("moved", 0)];

fn difference(changed: &[(&str, i64)]) -> Value {
    let all = NONE
        .iter()
        .map(|(name, _)| (*name, changed.iter().find(|(other, _)| other == name).map_or(0, |(_, n)| *n)));
    all.map(|(name, n)| (name.to_owned(), json!(n))).collect::<serde_json::Map<_, _>>().into()
}

fn edition(change: impl Fn(Record) -> Option<Record>) -> Vec<Record> {
    FEDERAL.iter().copied().filter_map(change).collect()
}

on_both! {
    async fn counts_and_difference_and_the_second_time_nothing(world) {
        let first = world.import(&register_file("20260131", FEDERAL)).await;
        assert_eq!(first["records"], json!({"10": 1, "20": 1, "30": 0, "40": 2, "50": 4, "60": 5}));
        assert_eq!(first["difference"], difference(&[("new", 5)]));
        let versions = "SELECT id, version FROM organisation WHERE version > 1";
        let before = count(&world, "SELECT id FROM audit_entry").await;
        assert_eq!(world.import(&register_file("20260131", FEDERAL)).await["difference"], difference(&[]));
        assert_eq!(count(&world, versions).await, 0, "what is equal is not touched");
        assert!(count(&world, "SELECT id FROM audit_entry").await <= before + 1, "and leaves no history");
        assert_eq!(crate::schema::derived::closure_faults(&world).await, 0);
    }

    async fn another_year_loses_nothing(world) {
        let stage = Stage::build(&world).await;
        let admin = &stage.admin;
        let rollout = stage.rollout("09875113").await;
        let ids = all_ids(admin, "/organisations?in_force=false", 200).await;
        let mut next = edition(|record| match record.1 {
            "09875113" if record.0 == 60 => Some((60, "09875113", "0112", record.3, 64)),
            "09875112" if record.0 == 60 => Some((60, record.1, record.2, "Alleinhausen am Wald, M", 60)),
            "09875451" => None,
            _ => Some(record),
        });
        next.push((60, "09875115", "5151", "Neudoppelbach", 64));
        let outcome = world.import(&register_file("20260228", &next)).await;
        assert_eq!(outcome["difference"], difference(&[("new", 1), ("gone", 1), ("renamed", 1), ("moved", 1)]));
        let after = all_ids(admin, "/organisations?in_force=false", 200).await;
        assert!(ids.iter().all(|id| after.contains(id)), "nothing is deleted");
        let moved = admin.get(&format!("/organisations/{}", stage.member)).await.expect(200);
        assert_eq!(moved["places"].as_array().unwrap().len(), 1, "where it stood is kept: {moved:#}");
        assert_eq!(moved["path"].as_array().unwrap().last().unwrap()["name"], "Beispielkreis");
        let history = admin.get(&format!("/organisations/{}/history", stage.member)).await.expect(200);
        assert!(history.to_string().contains("moved") || history["items"].as_array().unwrap().len() > 1, "{history:#}");
        assert_eq!(admin.get(&format!("/rollouts/{rollout}")).await.status, 200);
        let person = admin.get(&format!("/persons?organisation={}", stage.member)).await.expect(200);
        assert_eq!(person["items"].as_array().unwrap().len(), 1);
        let gone = admin.get("/organisations?key=09875451&in_force=false").await.expect(200);
        assert!(gone["items"][0]["valid_to"].is_string(), "{gone:#}");
        assert_eq!(admin.get("/organisations?key=09875451").await.expect(200)["items"], json!([]));
        // It comes back, with its id.
        let back = world.import(&register_file("20260301", FEDERAL)).await;
        assert_eq!(back["difference"]["gone"], 1);
        assert_eq!(admin.get("/organisations?key=09875451").await.expect(200)["items"][0]["id"], gone["items"][0]["id"]);
        assert_eq!(crate::schema::derived::closure_faults(&world).await, 0);
    }

    async fn population_is_told_and_taken(world) {
        world.import(&register_file("20260131", FEDERAL)).await;
        let admin = world.admin().await;
        let id = world.organisation(&admin, "09861000").await;
        let old = admin.get(&format!("/organisations/{id}")).await.expect(200)["population"].as_i64().unwrap();
        let text = String::from_utf8(register_file("20270131", FEDERAL)).unwrap().replace(&format!("{old:011}"), &format!("{:011}", old + 77));
        let ctx = world.operator();
        let outcome = import_now(world.db(), &ctx, text.as_bytes(), false).await.unwrap();
        assert_eq!(serde_json::to_value(outcome.difference).unwrap(), difference(&[]));
        assert!(outcome.changes.iter().any(|change| change.after.as_deref() == Some(&(old + 77).to_string())));
        assert_eq!(admin.get(&format!("/organisations/{id}")).await.expect(200)["population"], old + 77);
    }

    async fn a_dry_run_and_a_faulty_file_change_nothing(world) {
        let ctx = world.operator();
        let file = register_file("20260131", FEDERAL);
        let tried = import_now(world.db(), &ctx, &file, true).await.unwrap();
        assert_eq!(tried.difference.new, 5);
        assert_eq!(count(&world, "SELECT id FROM organisation").await, 0);
        let mut broken = String::from_utf8(file).unwrap().lines().map(str::to_owned).collect::<Vec<_>>();
        broken[5] = broken[5].replace("09875", "0987X");
        broken[9] = "60".to_owned();
        let error = import_now(world.db(), &ctx, broken.join("\n").as_bytes(), false).await.unwrap_err();
        let places: Vec<&str> = error.faults().iter().map(|fault| fault.pointer.as_str()).collect();
        assert!(places.iter().any(|place| place.starts_with("6:")) && places.iter().any(|place| place.starts_with("10:")), "{places:?}");
        assert_eq!(count(&world, "SELECT id FROM organisation").await, 0);
        assert_eq!(count(&world, "SELECT id FROM search_doc WHERE subject_kind = 'organisation'").await, 0);
    }

    async fn every_published_encoding_and_line_end_reads_the_same(world) {
        let text = String::from_utf8(register_file("20260131", FEDERAL)).unwrap().replace("Alleinhausen", "Übergrößen  ");
        let lines = |end: &str| text.replace("\r\n", end);
        let files: [(&str, Vec<u8>); 4] = [
            ("UTF-8, LF", lines("\n").into_bytes()),
            ("UTF-8 with mark", [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat()),
            ("Windows-1252", encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()),
            ("Windows-1252, LF", encoding_rs::WINDOWS_1252.encode(&lines("\n")).0.into_owned()),
        ];
        for (index, (name, file)) in files.into_iter().enumerate() {
            let outcome = import_now(world.db(), &world.operator(), &file, false).await.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(outcome.difference.new, if index == 0 { 5 } else { 0 }, "{name}");
            assert_eq!(outcome.difference.renamed, 0, "{name}");
        }
    }

    async fn the_real_register_of_bavaria(world) {
        let Some(folder) = shared_data("municipalities") else { return };
        let files = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
        let Some(file) = files.into_iter().find(|path| path.to_string_lossy().to_lowercase().contains("gv100")) else { return };
        real(&world, &std::fs::read(file).unwrap()).await;
    }
}

async fn real(world: &World, file: &[u8]) {
    let first = world.import(file).await;
    assert_eq!(first["records"]["60"], first["difference"]["new"], "{first:#}");
    assert!(first["records"]["60"].as_u64().unwrap() > 2_000);
    assert_eq!(world.import(file).await["difference"], difference(&[]));
    assert_eq!(crate::schema::derived::closure_faults(world).await, 0);
}
