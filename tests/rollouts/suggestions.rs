//! What an unclear position may mean, whatever the spelling: services and bodies, the likeliest first.
use super::stage::{ALONE, Stage, text};
use dienstweg_testkit::on_both;
use serde_json::{Value, json};

const SERVICES: [(&str, &str); 6] = [
    ("GEW-UM", "Gewerbe ummelden"),
    ("GAST", "Gaststättengewerbe anzeigen"),
    ("EINB", "Einbürgerung beantragen"),
    ("FS", "Führerschein umtauschen"),
    ("WG", "Wohngeld"),
    ("UVG", "Unterhaltsvorschuss"),
];

fn first(suggested: &Value) -> &str {
    suggested[0]["name"].as_str().unwrap_or("nothing")
}

on_both! {
    async fn services_by_any_spelling(world) {
        let stage = Stage::set(world).await;
        for (key, name) in SERVICES {
            let service = json!({"key": key, "name": name, "level": "municipality", "package": "efa"});
            stage.manager.post("/services", service).await.expect(201);
        }
        let written = [
            ("GEWERBEANMELDUNG", "Gewerbe anmelden"), ("Gewerbe-Anmeldung", "Gewerbe anmelden"), ("Gewebreanmeldung", "Gewerbe anmelden"),
            ("Gew. Anm.", "Gewerbe anmelden"), ("Gewerbeummeldung", "Gewerbe ummelden"), ("Gaststätten", "Gaststättengewerbe anzeigen"),
            ("Wohnsitzummeldung", "Wohnsitz ummelden"), ("eWA Wohnsitz", "Wohnsitz ummelden"), ("HUNDEANMELDUNG", "Hund anmelden"),
            ("Einbuergerung", "Einbürgerung beantragen"), ("Einbürgerungsantrag", "Einbürgerung beantragen"), ("Fuehrerscheinumtausch", "Führerschein umtauschen"),
            ("Wohngeldantrag", "Wohngeld"), ("Unterhaltsvorschuß", "Unterhaltsvorschuss"), ("Kfz-Zulassung", "Fahrzeug zulassen"),
        ];
        let positions: Vec<Value> = written.iter().map(|(key, _)| json!({"service_key": key})).collect();
        let order = json!({"body": {"ags": ALONE}, "positions": positions});
        let order = stage.manager.post("/orders", order).await.expect(201);
        let detail = stage.manager.get(&format!("/orders/{}", text(&order["id"]))).await.expect(200);
        for ((key, name), position) in written.iter().zip(detail["positions"].as_array().unwrap()) {
            let suggested = &position["suggestions"]["services"];
            assert_eq!(first(suggested), *name, "{key}: {suggested:#}");
            assert!(suggested.as_array().unwrap().len() <= 5, "{key}");
        }
        let stranger = json!({"body": {"ags": ALONE}, "positions": [{"service_key": "Qxyzw"}]});
        let stranger = stage.manager.post("/orders", stranger).await.expect(201);
        let detail = stage.manager.get(&format!("/orders/{}", text(&stranger["id"]))).await.expect(200);
        assert_eq!(detail["positions"][0]["suggestions"]["services"], json!([]), "nothing rather than anything");
    }

    async fn bodies_by_any_spelling(world) {
        let stage = Stage::set(world).await;
        for (written, name) in [
            (json!({"name": "Stadt Musterstadt"}), "Musterstadt"), (json!({"name": "Gde. Alleinhausen"}), "Alleinhausen"),
            (json!({"name": "Markt Alleinhausn"}), "Alleinhausen"), (json!({"name": "VGem Doppelbach"}), "Doppelbach (VGem)"),
            (json!({"name": "Verwaltungsgemeinschaft Dopelbach"}), "Doppelbach (VGem)"), (json!({"name": "Lkr. Beispielkreis"}), "Beispielkreis"),
            (json!({"name": "Landratsamt Beispielkreis"}), "Beispielkreis"), (json!({"name": "Oberdopplbach"}), "Oberdoppelbach"),
            (json!({"name": "gemeinde unterdoppelbach", "ags": "17999999"}), "Unterdoppelbach"), (json!({"ags": "09875122"}), "Alleinhausen"),
        ] {
            let order = json!({"body": written, "positions": [{"service_key": "EWA"}]});
            let order = stage.manager.post("/orders", order).await.expect(201);
            let detail = stage.manager.get(&format!("/orders/{}", text(&order["id"]))).await.expect(200);
            let suggested = &detail["positions"][0]["suggestions"]["bodies"];
            assert_eq!(first(suggested), name, "{written}: {suggested:#}");
        }
    }
}
