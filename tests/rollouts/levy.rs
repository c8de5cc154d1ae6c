//! The Digitalumlage: costs of services, spread over the people of the register.
use super::stage::{ALONE, ASSOCIATION, Stage, id, text};
use chrono::TimeDelta;
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{Client, World, on_both};
use reqwest::Method;
use serde_json::{Value, json};

const YEAR: i64 = 2026;
/// On the register of tests: the city has 5,000 people, the district 29,000, of them 8,000 in the municipality alone.
const CITY: &str = "09861000";

async fn service(who: &Client, key: &str) -> Value {
    who.get(&format!("/services?key={key}")).await.expect(200)["items"][0].clone()
}

async fn enter(stage: &Stage, key: &str, operation: i64, first: i64, shares: Value) -> Value {
    let service = service(&stage.manager, key).await;
    let cost = json!({"service_id": service["id"], "year": YEAR, "operation_cents": operation, "first_cents": first, "shares": shares});
    stage.manager.post("/service-costs", cost).await.expect(201)
}

/// One service of districts, one of associations, one that all levels share.
async fn costs(world: World) -> (Stage, Value) {
    let stage = Stage::set(world).await;
    stage.world.clock.advance(TimeDelta::seconds(1));
    enter(&stage, "KFZ", 68_000_000, 0, Value::Null).await;
    enter(&stage, "EWA", 10_000_001, 2_000_000, Value::Null).await;
    let shared =
        enter(&stage, "HUND", 420_000, 0, json!({"bezirk": 1, "district": 1, "municipality": 2})).await;
    (stage, shared)
}

async fn levy(who: &Client, filter: &str) -> Vec<Value> {
    let list = who.get(&format!("/digital-levies?year={YEAR}{filter}")).await.expect(200);
    list["items"].as_array().unwrap().clone()
}

async fn of(stage: &Stage, key: &str) -> Value {
    levy(&stage.manager, &format!("&q={key}")).await.remove(0)
}

async fn sums(who: &Client) -> Value {
    who.get(&format!("/digital-levies/sums?year={YEAR}")).await.expect(200)
}

async fn csv(who: &Client, path: &str) -> String {
    let file = who.send(who.request(Method::GET, path).header("accept", "text/csv")).await;
    text(&file.expect(200)).to_owned()
}

on_both! {
    /// Worked out by hand: 340,525.00 € on the districts, 51,050.00 € on the municipalities, 525.00 € on the Bezirk.
    async fn each_body_pays_by_its_people(world) {
        let (stage, _) = costs(world).await;
        let city = of(&stage, CITY).await;
        assert_eq!((&city["kind"], &city["population"]), (&json!("independent_city"), &json!(5_000)));
        let paid = |row: &Value| [&row["bezirk_cents"], &row["district_cents"], &row["municipality_cents"], &row["amount_cents"]].map(|cents| cents.as_i64());
        assert_eq!(paid(&city), [None, Some(5_007_800), Some(750_800), Some(5_758_600)]);
        assert_eq!(paid(&of(&stage, ALONE).await), [None, None, Some(1_201_200), Some(1_201_200)]);
        let rows = levy(&stage.manager, "&sort=-amount").await;
        let names: Vec<&str> = rows.iter().map(|row| text(&row["body"]["name"])).collect();
        assert_eq!(names, ["Beispielkreis", "Musterstadt", "Unterdoppelbach", "Oberdoppelbach", "Alleinhausen", "Bezirk Musterfranken"]);
        assert_eq!((paid(&rows[0])[1], rows[0]["population"].as_i64()), (Some(29_044_800), Some(29_000)));
        assert_eq!((paid(&rows[5])[0], rows[5]["population"].as_i64()), (Some(52_500), Some(34_000)));
        let sums = sums(&stage.manager).await;
        let level = |at: usize| { let level = &sums["levels"][at]; ["cost_cents", "bodies", "population", "amount_cents", "rounding_cents"].map(|key| level[key].as_i64().unwrap()) };
        assert_eq!(level(0), [52_500, 1, 34_000, 52_500, 0]);
        assert_eq!(level(1), [34_052_500, 2, 34_000, 34_052_600, 100]);
        assert_eq!(level(2), [5_105_000, 4, 34_000, 5_105_200, 200]);
        assert_eq!(sums["rounding_cents"], 300);
        // An odd cent is the State's, and so is all of first implementation.
        assert_eq!((&sums["state_cents"], &sums["municipal_cents"]), (&json!(41_210_001), &json!(39_210_000)));
        assert_eq!(sums["operation_cents"].as_i64().unwrap() + sums["first_cents"].as_i64().unwrap(), 41_210_001 + 39_210_000);
        let all: i64 = rows.iter().map(|row| row["amount_cents"].as_i64().unwrap()).sum();
        assert_eq!((sums["amount_cents"].as_i64(), sums["regions"][0]["amount_cents"].as_i64()), (Some(all), Some(all)));
        assert_eq!((&sums["services"], &sums["bodies"]), (&json!(3), &json!(6)));
        // Another year has no costs.
        let empty = stage.manager.get("/digital-levies/sums?year=2025").await.expect(200);
        assert_eq!((&empty["amount_cents"], &empty["services"]), (&json!(0), &json!(0)));
    }

    /// Service by service, on both levels of a kreisfreie Stadt; rounding is what is left.
    async fn one_body_sees_its_services(world) {
        let (stage, _) = costs(world).await;
        let city = of(&stage, CITY).await;
        let view = stage.manager.get(&format!("/digital-levies/{}?year={YEAR}", text(&city["id"]))).await.expect(200);
        let lines: Vec<(&str, &str, i64)> = view["lines"].as_array().unwrap().iter().map(|line| (text(&line["service"]["key"]), text(&line["level"]), line["amount_cents"].as_i64().unwrap())).collect();
        assert_eq!(lines, [("KFZ", "district", 5_000_000), ("HUND", "district", 7_720), ("HUND", "municipality", 15_441), ("EWA", "municipality", 735_294)]);
        let sum: i64 = lines.iter().map(|line| line.2).sum();
        assert_eq!((view["rounding_cents"].as_i64().unwrap(), view["amount_cents"].as_i64().unwrap()), (145, sum + 145));
        // An association pays nothing by itself.
        let association = stage.world.organisation(&stage.admin, ASSOCIATION).await;
        assert_eq!(stage.manager.get(&format!("/digital-levies/{association}")).await.problem(404), "not-found");
    }

    /// A town hall sees its own amount and the sums, and enters nothing.
    async fn others_see_their_own(world) {
        let (stage, cost) = costs(world).await;
        let own = levy(&stage.coordinator, "").await;
        assert_eq!(own.len(), 1);
        assert_eq!((id(&own[0]), &own[0]["amount_cents"]), (stage.body, &json!(1_201_200)));
        let city = of(&stage, CITY).await;
        assert_eq!(stage.coordinator.get(&format!("/digital-levies/{}", text(&city["id"]))).await.problem(404), "not-found");
        assert_eq!(sums(&stage.coordinator).await, sums(&stage.manager).await);
        assert!(levy(&stage.provider, "").await.is_empty());
        let path = format!("/service-costs/{}", text(&cost["id"]));
        assert_eq!(stage.coordinator.get(&path).await.expect(200)["can"], json!([]));
        assert_eq!(stage.coordinator.patch(&path, 1, json!({"first_cents": 1})).await.problem(403), "forbidden");
        let again = json!({"service_id": cost["service"]["id"], "year": 2027, "operation_cents": 1});
        assert_eq!(stage.coordinator.post("/service-costs", again).await.problem(403), "forbidden");
        let stranger = stage.world.user("stranger", "employee", ScopeKind::Organisation, Some(stage.body)).await;
        assert_eq!(levy(&stranger, "").await.len(), 1);
        stage.world.user_create("nobody").await;
        let nobody = stage.world.login("nobody").await;
        assert_eq!(nobody.get("/digital-levies").await.problem(403), "forbidden");
        assert_eq!(nobody.get("/digital-levies/sums").await.problem(403), "forbidden");
    }

    /// Entered once for each year, changed and taken out by who has seen it; it stands in the history of the service.
    async fn costs_are_kept(world) {
        let (stage, cost) = costs(world).await;
        assert_eq!((&cost["by_level"], &cost["as_of"], &cost["can"]), (&json!(false), &json!("2026-03-02"), &json!(["update", "delete"])));
        let twice = json!({"service_id": cost["service"]["id"], "year": YEAR, "operation_cents": 1});
        assert_eq!(stage.manager.post("/service-costs", twice).await.problem(409), "duplicate");
        let wrong = json!({"service_id": stage.body, "year": 1999, "operation_cents": -1, "first_cents": 1_000_000_000_001_i64,
            "shares": {"bezirk": 0, "district": 0, "municipality": 0}, "as_of": "2026-03-03"});
        let refused = stage.manager.post("/service-costs", wrong).await;
        assert_eq!(refused.problem(422), "invalid");
        let pointers: Vec<&str> = refused.body["errors"].as_array().unwrap().iter().map(|fault| text(&fault["pointer"])).collect();
        assert_eq!(pointers, ["/year", "/operation_cents", "/first_cents", "/shares", "/as_of", "/service_id"]);
        let path = format!("/service-costs/{}", text(&cost["id"]));
        stage.world.clock.advance(TimeDelta::seconds(1));
        let by_level = stage.manager.patch(&path, 1, json!({"shares": null, "source": "  Wirtschaftsplan  "})).await.expect(200);
        assert_eq!((&by_level["shares"], &by_level["by_level"]), (&json!({"bezirk": 0, "district": 0, "municipality": 1}), &json!(true)));
        assert_eq!((&by_level["source"], &by_level["version"]), (&json!("Wirtschaftsplan"), &json!(2)));
        assert_eq!(stage.manager.patch(&path, 1, json!({"first_cents": 1})).await.problem(412), "stale");
        assert_eq!(stage.manager.patch(&path, 2, json!({"first_cents": null, "as_of": null})).await.body["errors"].as_array().unwrap().len(), 2);
        assert_eq!(sums(&stage.manager).await["levels"][0]["cost_cents"], 0);
        stage.world.clock.advance(TimeDelta::seconds(1));
        let delete = stage.manager.request(Method::DELETE, &path).header("if-match", "\"2\"");
        assert_eq!(stage.manager.send(delete).await.status, 204);
        assert_eq!(sums(&stage.manager).await["services"], 2);
        let history = stage.manager.get(&format!("/services/{}/history", text(&cost["service"]["id"]))).await.expect(200);
        let acts: Vec<&str> = history["items"].as_array().unwrap().iter().map(|entry| text(&entry["action"])).collect();
        assert_eq!(acts[..3], ["service.cost_removed", "service.cost_changed", "service.cost_entered"]);
    }

    /// Whatever services cost: what a level pays is its cost and less than a euro for each body.
    async fn rounding_is_less_than_a_euro_each(world) {
        let (stage, shared) = costs(world).await;
        let path = format!("/service-costs/{}", text(&shared["id"]));
        for (version, cents) in (1..).zip([1, 99, 12_345_679, 1_000_000_007, 999_999_999_999_i64]) {
            let parts = json!({"bezirk": version, "district": 3, "municipality": 7});
            stage.manager.patch(&path, version, json!({"operation_cents": cents, "shares": parts})).await.expect(200);
            let sums = sums(&stage.manager).await;
            for level in sums["levels"].as_array().unwrap() {
                let of = |key: &str| level[key].as_i64().unwrap();
                assert!(of("amount_cents") >= of("cost_cents"), "{level:#}");
                assert!(of("amount_cents") < of("cost_cents") + of("bodies") * 100, "{level:#}");
                assert_eq!(of("amount_cents") % 100, 0);
            }
        }
    }

    async fn the_list_is_narrowed_paged_and_exported(world) {
        let (stage, _) = costs(world).await;
        let names = |rows: &[Value]| rows.iter().map(|row| text(&row["body"]["name"]).to_owned()).collect::<Vec<_>>();
        assert_eq!(names(&levy(&stage.manager, "&level=district").await), ["Beispielkreis", "Musterstadt"]);
        assert_eq!(names(&levy(&stage.manager, "&level=bezirk&level=district").await).len(), 3);
        assert_eq!(names(&levy(&stage.manager, "&q=doppelb").await), ["Oberdoppelbach", "Unterdoppelbach"]);
        let association = stage.world.organisation(&stage.admin, ASSOCIATION).await;
        assert_eq!(names(&levy(&stage.manager, &format!("&below={association}")).await), ["Oberdoppelbach", "Unterdoppelbach"]);
        assert_eq!(names(&levy(&stage.manager, &format!("&body={}", stage.body)).await), ["Alleinhausen"]);
        let (mut all, mut path) = (Vec::new(), "/digital-levies?sort=-population&limit=4&count=true".to_owned());
        loop {
            let page = stage.manager.get(&path).await.expect(200);
            assert_eq!(page["total"], 6);
            all.extend(page["items"].as_array().unwrap().clone());
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            path = format!("/digital-levies?sort=-population&limit=4&count=true&cursor={cursor}");
        }
        assert_eq!(names(&all), ["Bezirk Musterfranken", "Beispielkreis", "Unterdoppelbach", "Oberdoppelbach", "Alleinhausen", "Musterstadt"]);
        assert_eq!(stage.manager.get("/digital-levies?sort=size").await.problem(400), "unknown-parameter");
        assert_eq!(stage.manager.get("/digital-levies?year=1999").await.problem(400), "malformed");
        let file = csv(&stage.manager, &format!("/digital-levies?year={YEAR}&q={CITY}&columns=body.name,population,amount_cents")).await;
        assert!(file.contains("Stelle;Einwohner;Betrag in Euro\r\nMusterstadt;5000;57586,00"), "{file}");
        let costs = csv(&stage.manager, &format!("/service-costs?year={YEAR}&sort=updated_at&columns=service.key,operation_cents,shares.municipality")).await;
        assert!(costs.contains("KFZ;680000,00;0") && costs.contains("EWA;100000,01;1"), "{costs}");
    }
}
