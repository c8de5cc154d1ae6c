//! Shapes of organisations: taken in from GeoJSON, seen by who sees the organisation.
use dienstweg_customers::GeometryLevel;
use dienstweg_customers::input::GeometryImport;
use dienstweg_customers::service::geometry_import;
use dienstweg_customers::view::GeometryImportView;
use dienstweg_kernel::Error;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{FEDERAL, World, on_both, register_file, shared_data};
use serde_json::{Value, json};

fn square(key: &str, east: f64) -> Value {
    let ring = json!([
        [11.0 + east, 48.0],
        [11.1 + east, 48.0],
        [11.1 + east, 48.1],
        [11.0 + east, 48.1],
        [11.0 + east, 48.0]
    ]);
    json!({"type": "Feature", "properties": {"AGS": key}, "geometry": {"type": "Polygon", "coordinates": [ring]}})
}

fn file(features: &[Value]) -> Vec<u8> {
    json!({"type": "FeatureCollection", "source": "© Vermessung", "features": features})
        .to_string()
        .into_bytes()
}

async fn import(world: &World, bytes: &[u8], asked: &GeometryImport) -> Result<GeometryImportView, Error> {
    world.db().write(&world.operator(), async |tx| geometry_import(tx, bytes, asked).await).await
}

on_both! {
    async fn shapes_are_taken_in_once_and_seen_by_who_sees_the_organisation(world) {
        world.import(&register_file("20260101", FEDERAL)).await;
        let admin = world.admin().await;
        let bytes = file(&[
            square("09875", 0.0), square("09861", 0.1), square("09875112", 0.2), square("09861000", 0.3), square("05315", 0.4),
        ]);
        let asked = GeometryImport::default();
        let dry = import(&world, &bytes, &GeometryImport { dry_run: true, ..asked.clone() }).await.unwrap();
        assert_eq!((dry.new, dry.districts, dry.municipalities, dry.unknown), (4, 2, 2, vec!["05315".to_owned()]));
        let empty = admin.get("/geometry?level=district").await.expect(200);
        assert_eq!(empty["items"], json!([]));
        assert_eq!(import(&world, &bytes, &asked).await.unwrap().new, 4);
        let again = import(&world, &bytes, &asked).await.unwrap();
        assert_eq!((again.new, again.changed), (0, 0));
        let other = GeometryImport { source: Some("© Amt".to_owned()), ..asked };
        assert_eq!(import(&world, &file(&[square("09875", 0.0)]), &other).await.unwrap().changed, 1);

        let shapes = admin.get("/geometry?level=district").await.expect(200);
        let names: Vec<_> = shapes["items"].as_array().unwrap().iter().map(|shape| shape["name"].as_str().unwrap()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
        assert!(names.contains(&"Beispielkreis") && names.contains(&"Musterstadt"), "{names:?}");
        assert_eq!(shapes["sources"], json!(["© Amt", "© Vermessung"]));
        let shape = &shapes["items"][0];
        assert!(shape["path"].as_str().unwrap().starts_with('M') && shape["bounds"].as_array().unwrap().len() == 4);

        let district = world.organisation(&admin, "09875").await;
        let below = admin.get(&format!("/geometry?level=municipality&below={district}")).await.expect(200);
        assert_eq!(below["items"].as_array().unwrap().len(), 1);
        let body = world.organisation(&admin, "09875112").await;
        let clerk = world.user("clerk", "coordinator", ScopeKind::Organisation, Some(body)).await;
        let seen = clerk.get("/geometry?level=municipality").await.expect(200);
        assert_eq!(seen["items"].as_array().unwrap().len(), 1);
        assert_eq!(clerk.get("/geometry?level=district").await.expect(200)["items"], json!([]));
    }

    async fn with_any_fault_no_shape_is_taken(world) {
        world.import(&register_file("20260101", FEDERAL)).await;
        let point = json!({"properties": {"ags": "09861000"}, "geometry": {"type": "Point", "coordinates": [11.0, 48.0]}});
        let bytes = file(&[square("09875", 0.0), square("09875", 0.1), square("0987", 0.2), point]);
        let refused = import(&world, &bytes, &GeometryImport::default()).await.unwrap_err();
        let told: Vec<_> = refused.faults().iter().map(|fault| (fault.pointer.as_str(), fault.code)).collect();
        assert_eq!(told, [
            ("/features/3/geometry", "no_area"), ("/features/1", "duplicate_key"),
        ], "four digits are five without the zero");
        let nowhere = json!({"type": "FeatureCollection", "features": [square("05315", 0.0)]}).to_string();
        let refused = import(&world, nowhere.as_bytes(), &GeometryImport::default()).await.unwrap_err();
        assert_eq!(refused.faults().iter().map(|fault| fault.code).collect::<Vec<_>>(), ["source_missing"]);
        let asked = GeometryImport { source: Some("x".to_owned()), level: Some(GeometryLevel::District), dry_run: false };
        assert_eq!(import(&world, nowhere.as_bytes(), &asked).await.unwrap_err().faults()[0].code, "nothing_known");
        let admin = world.admin().await;
        assert_eq!(admin.get("/geometry?level=district").await.expect(200)["items"], json!([]));
    }

    /// All of Bavaria's districts, where the folder of real data is there.
    async fn the_districts_of_bavaria_fit_into_one_answer(world) {
        let (Some(shapes), Some(register)) = (shared_data("geo/bayern_kreise.geojson"), shared_data("municipalities/GV100AD_301123_bayern.txt")) else { return };
        world.import(&std::fs::read(register).unwrap()).await;
        let imported = import(&world, &std::fs::read(shapes).unwrap(), &GeometryImport::default()).await.unwrap();
        assert_eq!((imported.districts, imported.unknown), (96, Vec::new()));
        let admin = world.admin().await;
        let answer = admin.get("/geometry?level=district").await.expect(200);
        assert!(answer.to_string().len() < 200_000, "{}", answer.to_string().len());
    }
}
