//! The portfolio matrix: what every cell says, and to whom.
use super::stage::{ALONE, ASSOCIATION, DISTRICT, MEMBERS, Stage, command_to, text};
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::{Client, on_both};
use serde_json::json;
use std::collections::BTreeMap;

/// Cells by key of row and service, runs taken apart.
async fn matrix(who: &Client, query: &str) -> BTreeMap<(String, String), String> {
    let view = who.get(&format!("/portfolio/matrix{query}")).await.expect(200);
    let keys: Vec<&str> =
        view["columns"].as_array().unwrap().iter().map(|column| text(&column["key"])).collect();
    let mut cells = BTreeMap::new();
    let rows = &view["rows"];
    for (row, line) in rows["keys"].as_array().unwrap().iter().zip(rows["cells"].as_array().unwrap()) {
        let line = taken_apart(text(line));
        assert_eq!(line.len(), keys.len(), "{row}");
        for (key, cell) in keys.iter().zip(line) {
            cells.insert((text(row).to_owned(), (*key).to_owned()), cell);
        }
    }
    cells
}

fn taken_apart(cells: &str) -> Vec<String> {
    let (mut line, mut run, mut mark) = (Vec::new(), String::new(), "");
    for letter in cells.chars() {
        match letter {
            '0'..='9' => run.push(letter),
            '^' => mark = if mark.is_empty() { "^" } else { "" },
            _ => {
                let times = run.parse().unwrap_or(1);
                line.extend(std::iter::repeat_n(format!("{mark}{letter}"), times));
                run.clear();
            }
        }
    }
    line
}

fn cell<'c>(cells: &'c BTreeMap<(String, String), String>, row: &str, service: &str) -> Option<&'c str> {
    cells.get(&(row.to_owned(), service.to_owned())).map(String::as_str)
}

on_both! {
    async fn a_cell_says_how_a_service_stands_at_a_body(world) {
        let stage = Stage::set(world).await;
        let live = stage.rollout(ALONE, "EWA").await;
        stage.go_live(&live).await;
        stage.rollout(MEMBERS[0], "EWA").await;
        let own = stage.rollout(MEMBERS[0], "HUND").await;
        let outcome = json!({"command": "set_outcome", "outcome": "own_solution", "reason": "Eigenes Verfahren"});
        command_to(&stage.manager, &own, outcome).await.expect(200);
        stage.order(ALONE, &["GEWERBE"]).await;

        let cells = matrix(&stage.manager, "").await;
        assert_eq!(cell(&cells, ALONE, "EWA"), Some("L"));
        assert_eq!(cell(&cells, ALONE, "GEWERBE"), Some("o"), "ordered, not released");
        assert_eq!(cell(&cells, ALONE, "HUND"), Some("."));
        assert_eq!(cell(&cells, ALONE, "KFZ"), Some("-"), "a task of districts");
        assert_eq!(cell(&cells, DISTRICT, "KFZ"), Some("."));
        assert_eq!(cell(&cells, ASSOCIATION, "EWA"), Some("g"));
        assert_eq!(cell(&cells, MEMBERS[0], "EWA"), Some("-"), "its association does it");
        assert_eq!(cell(&cells, MEMBERS[0], "HUND"), Some("w"));

        let covered = matrix(&stage.manager, "?by=municipality").await;
        assert_eq!(cell(&covered, MEMBERS[0], "EWA"), Some("^g"));
        assert_eq!(cell(&covered, MEMBERS[1], "EWA"), Some("^g"));
        assert_eq!(cell(&covered, ALONE, "EWA"), Some("L"));
        assert_eq!(cell(&covered, ALONE, "KFZ"), Some("^."), "its district could");
        assert_eq!(cell(&covered, ASSOCIATION, "EWA"), None, "no municipality");

        let one = matrix(&stage.manager, &format!("?body={}&level=municipality", stage.body)).await;
        assert_eq!(one.into_iter().collect::<Vec<_>>(), [((ALONE.to_owned(), "HUND".to_owned()), ".".to_owned())]);
        let grey = matrix(&stage.manager, "?light=red").await;
        assert_eq!(cell(&grey, ALONE, "EWA"), Some(" "), "what is filtered says nothing");
    }

    async fn the_matrix_as_a_file_has_a_row_per_body_and_a_column_per_service(world) {
        let stage = Stage::set(world).await;
        let live = stage.rollout(ALONE, "EWA").await;
        stage.go_live(&live).await;
        let request = stage.coordinator.request(reqwest::Method::GET, "/portfolio/matrix").header("accept", "text/csv");
        let file = stage.coordinator.send(request).await;
        assert!(file.header("content-disposition").contains("portfolio-"), "{:?}", file.headers);
        let file = file.expect(200);
        let lines: Vec<Vec<&str>> = text(&file).trim_start_matches('\u{feff}').lines().map(|line| line.split(';').collect()).collect();
        assert_eq!(lines.len(), 2, "what one does not see is not in it: {lines:?}");
        let at = lines[0].iter().position(|heading| heading.ends_with("(EWA)")).unwrap();
        assert_eq!((lines[1][0], lines[1][1], lines[1][2], lines[1][at]), ("Alleinhausen", ALONE, "Beispielkreis", "live"));
    }

    async fn a_light_turns_in_the_matrix_by_time_alone(world) {
        let stage = Stage::set(world).await;
        stage.rollout(ALONE, "EWA").await;
        stage.world.clock.advance(chrono::TimeDelta::days(365));
        let later = stage.world.user("spaeter", "rollout_manager", ScopeKind::Everything, None).await;
        assert_eq!(cell(&matrix(&later, "").await, ALONE, "EWA"), Some("r"));
    }

    async fn nobody_sees_a_cell_of_a_rollout_that_is_not_its_own(world) {
        let stage = Stage::set(world).await;
        let mine = stage.rollout(ALONE, "EWA").await;
        let other = stage.rollout(MEMBERS[0], "EWA").await;
        stage.rollout(ALONE, "HUND").await;

        let cells = matrix(&stage.coordinator, "").await;
        assert!(cells.keys().all(|(row, _)| row == ALONE), "{cells:?}");
        assert_eq!(cell(&cells, ALONE, "EWA"), Some("g"));
        assert_eq!(cell(&cells, ALONE, "GEWERBE"), Some("."), "its own body it sees whole");

        assert!(matrix(&stage.provider, "").await.is_empty());
        stage.set_party(&mine, "it_provider", stage.it).await;
        let cells = matrix(&stage.provider, "").await;
        let seen: Vec<_> = cells.iter().filter(|(_, cell)| *cell != " ").collect();
        assert_eq!(seen.len(), 1, "what it is not involved in stays blank: {cells:?}");
        assert_eq!(cell(&cells, ALONE, "EWA"), Some("g"));
        let city = stage.world.organisation(&stage.admin, "09861000").await;
        let moved = json!({"organisation_id": stage.body, "responsible_id": city, "reason": "Zweckvereinbarung"});
        stage.admin.post("/competence-overrides", moved).await.expect(201);
        assert_eq!(cell(&matrix(&stage.manager, "").await, ALONE, "GEWERBE"), Some("-"), "the city does it now");
        assert_eq!(cell(&matrix(&stage.provider, "").await, ALONE, "GEWERBE"), Some(" "), "which is nothing to know of what stands there");
        stage.set_party(&other, "it_provider", stage.it).await;
        let covered = matrix(&stage.provider, "?by=municipality").await;
        assert_eq!(cell(&covered, MEMBERS[1], "EWA"), Some("^g"));
        assert_eq!(cell(&covered, MEMBERS[1], "HUND"), Some(" "));
    }

    /// Every cell with a rollout is one of the list, and the other way round.
    async fn the_matrix_and_the_list_show_the_same(world) {
        let stage = Stage::set(world).await;
        for (body, service) in [(ALONE, "EWA"), (MEMBERS[0], "GEWERBE"), (MEMBERS[1], "HUND")] {
            stage.rollout(body, service).await;
        }
        for who in [&stage.manager, &stage.coordinator, &stage.operator] {
            let list = who.get("/rollouts?kind=daughter&limit=200").await.expect(200);
            let mut listed: Vec<(String, String)> = list["items"].as_array().unwrap().iter()
                .map(|row| (text(&row["body"]["key"]).to_owned(), text(&row["service"]["key"]).to_owned())).collect();
            listed.sort();
            let running = |(at, cell): ((String, String), String)| "gyrLd".contains(cell.as_str()).then_some(at);
            let shown: Vec<(String, String)> = matrix(who, "").await.into_iter().filter_map(running).collect();
            assert_eq!(shown, listed);
        }
    }
}
