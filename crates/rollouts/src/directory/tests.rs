use super::*;
use chrono::NaiveDate;
use dienstweg_kernel::ids::PartyEntryId;
use uuid::Uuid;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn entry(number: u128, target: Target) -> Entry {
    Entry {
        id: PartyEntryId(id(number)),
        role: "it_provider".to_owned(),
        target,
        organisation: OrganisationId(id(number)),
        person: None,
        valid_from: day("2026-01-01"),
        valid_to: None,
    }
}

const TOWN: u128 = 1;
const ASSOCIATION: u128 = 2;
const DISTRICT: u128 = 3;
const SERVICE: u128 = 9;
const PROGRAMME: u128 = 8;

fn body(number: u128) -> Target {
    Target { body: Some(OrganisationId(id(number))), ..Target::default() }
}

fn with_service(target: Target) -> Target {
    Target { service: Some(ServiceId(id(SERVICE))), ..target }
}

/// From the first that counts to the last.
fn all() -> Vec<Entry> {
    let programme = Target { programme: Some(ProgrammeId(id(PROGRAMME))), ..Target::default() };
    let targets = [
        with_service(body(TOWN)),
        body(TOWN),
        with_service(body(ASSOCIATION)),
        body(ASSOCIATION),
        with_service(body(DISTRICT)),
        body(DISTRICT),
        with_service(Target::default()),
        programme,
    ];
    targets.into_iter().zip(100..).map(|(target, number)| entry(number, target)).collect()
}

#[test]
fn the_nearest_counts_whatever_the_order_of_the_entries() {
    let path = [TOWN, ASSOCIATION, DISTRICT].map(|number| OrganisationId(id(number)));
    let (service, programme) = (Some(ServiceId(id(SERVICE))), Some(ProgrammeId(id(PROGRAMME))));
    let place = Place { path: &path, service, programme };
    let mut left = all();
    while let Some(first) = left.first().map(|first| first.id) {
        let backwards: Vec<Entry> = left.iter().rev().cloned().collect();
        for entries in [&left, &backwards] {
            let found = resolve("it_provider", &place, entries, day("2026-02-01")).map(|found| found.id);
            assert_eq!(found, Some(first));
        }
        left.remove(0);
    }
    assert_eq!(resolve("it_provider", &place, &left, day("2026-02-01")), None);
}

#[test]
fn other_roles_bodies_services_and_days_do_not_count() {
    let path = [OrganisationId(id(77))];
    let place = Place { path: &path, service: Some(ServiceId(id(78))), programme: None };
    assert_eq!(resolve("it_provider", &place, &all(), day("2026-02-01")), None);
    let path = [OrganisationId(id(TOWN))];
    let mother = Place { path: &path, service: None, programme: None };
    let of_town = resolve("it_provider", &mother, &all(), day("2026-02-01")).map(|found| found.id);
    assert_eq!(of_town, Some(PartyEntryId(id(101))), "a mother has no service");
    assert_eq!(resolve("software_vendor", &mother, &all(), day("2026-02-01")), None);
    assert_eq!(resolve("it_provider", &mother, &all(), day("2025-12-31")), None);
    let mut ended = all();
    ended[1].valid_to = Some(day("2026-02-01"));
    assert!(resolve("it_provider", &mother, &ended, day("2026-01-31")).is_some());
    assert_eq!(resolve("it_provider", &mother, &ended, day("2026-02-01")), None);
}

#[test]
fn a_target_is_a_scope_or_nothing() {
    assert_eq!(Target::default().scope(), None);
    assert_eq!(body(TOWN).scope(), Some(Scope::Body));
    assert_eq!(with_service(body(TOWN)).scope(), Some(Scope::BodyService));
    let both = Target { programme: Some(ProgrammeId(id(PROGRAMME))), ..body(TOWN) };
    assert_eq!(both.scope(), None);
    assert_ne!(body(TOWN).key(), with_service(body(TOWN)).key());
}
