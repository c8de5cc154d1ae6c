//! Role × resource × action, readable and checked in.
use crate::stage::create;
use dienstweg_api::openapi::operations;
use dienstweg_api::permissions::CATALOGUE;
use dienstweg_identity::SHIPPED;
use dienstweg_testkit::on_both;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

fn matrix() -> String {
    let mut text = String::from(
        "# What each shipped role may. Made by the test `authz::matrix`; UPDATE_SNAPSHOTS=1 writes it anew.\n",
    );
    for role in SHIPPED {
        let mut resources: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for name in role.names(CATALOGUE.iter().map(|known| known.name)) {
            let (resource, action) = name.split_once(':').unwrap();
            resources.entry(resource).or_default().insert(action);
        }
        writeln!(text, "\n{}", role.key).unwrap();
        for (resource, actions) in resources {
            writeln!(text, "  {resource:14} {}", actions.into_iter().collect::<Vec<_>>().join(" ")).unwrap();
        }
    }
    text
}

#[test]
fn what_roles_may_is_what_was_agreed() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("authz/matrix.txt");
    let now = matrix();
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&file, &now).unwrap();
    }
    let agreed = std::fs::read_to_string(&file).unwrap_or_default();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let changed: Vec<_> = lines(&now).into_iter().filter(|line| !lines(&agreed).contains(line)).collect();
    assert!(
        now == agreed,
        "roles changed, new or other lines: {changed:#?}\nIf that is meant, run the tests once with UPDATE_SNAPSHOTS=1 and read the diff of {}",
        file.display()
    );
}

#[test]
fn the_catalogue_is_what_the_domains_declare() {
    let mut declared: Vec<&str> = dienstweg_identity::PERMISSIONS.iter().map(|known| known.name).collect();
    let lists = [
        dienstweg_customers::policy::PERMISSIONS,
        dienstweg_tickets::policy::PERMISSIONS,
        dienstweg_rollouts::policy::PERMISSIONS,
        dienstweg_outbound::webhooks::policy::PERMISSIONS,
        dienstweg_outbound::mail::policy::PERMISSIONS,
        dienstweg_projections::reports::PERMISSIONS,
        dienstweg_projections::views::PERMISSIONS,
    ];
    declared.extend(lists.into_iter().flatten().map(|permission| permission.0));
    // The process itself; no domain owns it.
    declared.push("metrics:read");
    declared.sort_unstable();
    let mut catalogue: Vec<&str> = CATALOGUE.iter().map(|known| known.name).collect();
    catalogue.sort_unstable();
    assert_eq!(catalogue, declared);
    for role in SHIPPED {
        assert!(
            role.unknown(catalogue.iter().copied()).is_empty(),
            "{} names {:?}",
            role.key,
            role.unknown(catalogue.iter().copied())
        );
    }
}

#[test]
fn operations_name_permissions_there_are_and_every_permission_opens_something() {
    let catalogue: BTreeSet<&str> = CATALOGUE.iter().map(|known| known.name).collect();
    let used = operations(&dienstweg_api::contract().clone());
    let used: BTreeSet<&str> =
        used.iter().map(|operation| operation.permission.as_str()).filter(|name| !name.is_empty()).collect();
    assert_eq!(used.difference(&catalogue).collect::<Vec<_>>(), Vec::<&&str>::new());
    // What opens fields, or parts of an operation that another permission opens.
    let inner = [
        "article:internal",
        "person:contact",
        "report:schedule",
        "saved_view:manage",
        "saved_view:share",
        "ticket:assign",
        "user:contact",
    ];
    assert_eq!(catalogue.difference(&used).copied().collect::<Vec<_>>(), inner);
}

on_both! {
    async fn the_database_gives_roles_what_the_matrix_says(world) {
        let admin = world.admin().await;
        let roles = admin.get("/roles?limit=200").await.expect(200);
        for role in SHIPPED {
            let stored = roles["items"].as_array().unwrap().iter().find(|stored| stored["key"] == role.key).unwrap();
            let mut names = role.names(CATALOGUE.iter().map(|known| known.name));
            names.sort_unstable();
            assert_eq!(stored["permissions"], json!(names), "{}", role.key);
        }
        create(&admin, "/roles", json!({"key": "reader", "name_de": "L", "name_en": "R", "permissions": ["rollout:read"]})).await;
    }
}
