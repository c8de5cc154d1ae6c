//! Musterland: keys begin with 17, which no Land has.
use super::Dice;
use dienstweg_api::AppState;
use dienstweg_customers::OrganisationKind as Kind;
use dienstweg_customers::input::{OrganisationCreate, RegisterEntry};
use dienstweg_customers::service::{import_apply, organisation_create};
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::{Ctx, Result};

/// A district with its associations, the members of each, and municipalities without an association.
type District = (&'static str, &'static [Association], &'static [&'static str]);
type Association = (&'static str, &'static [&'static str]);

const DISTRICTS: &[District] = &[
    (
        "Talheim",
        &[
            ("Auenbach", &["Auenbach", "Kirchfeld", "Oberau"]),
            ("Birkenried", &["Birkenried", "Moosach am Wald", "Sonnleiten", "Steinkirchl"]),
        ],
        &["Talheim", "Hochstett", "Lindental", "Wiesgrund"],
    ),
    (
        "Seenberg",
        &[
            ("Dreiseen", &["Altensee", "Neuensee", "Seefurt"]),
            ("Rohrwang", &["Rohrwang", "Uferhofen", "Schilfau"]),
        ],
        &["Seenberg", "Fischbrunn", "Klarwasser", "Bootsried", "Hafning"],
    ),
    (
        "Bergau",
        &[("Gipfelland", &["Felsbach", "Gratlingen", "Almhofen", "Kareck"])],
        &["Bergau", "Schneizl", "Tannwinkl", "Wettersberg", "Joching", "Passau am Sattel"],
    ),
];

/// What was made, for those who go on from here.
pub struct Places {
    /// Key, id and kind of what may order.
    pub bodies: Vec<(String, OrganisationId)>,
    pub association: OrganisationId,
    pub district: OrganisationId,
    pub it_provider: OrganisationId,
    pub operator: OrganisationId,
    pub vendor: OrganisationId,
}

pub async fn create(state: &AppState, ctx: &Ctx) -> Result<Places> {
    let entries = entries();
    let day = ctx.today() - chrono::Days::new(400);
    state.db.write(ctx, async |tx| import_apply(tx, &entries, day, None).await).await?;
    let provider = organisation(state, ctx, Kind::ItProvider, "Kommunale IT Musterland", "KITM").await?;
    let operator = organisation(state, ctx, Kind::Operator, "Dienstebetrieb Nord", "DBN").await?;
    let vendor = organisation(state, ctx, Kind::Vendor, "Fachwerk Software", "FWS").await?;
    let mut bodies = Vec::new();
    for entry in entries.iter().filter(|entry| orders(entry.kind)) {
        bodies.push((entry.key.clone(), find(state, ctx, entry.kind, &entry.key).await?));
    }
    let by_name =
        |kind: Kind, name: &str| entries.iter().find(|entry| entry.kind == kind && entry.name == name);
    let key = |kind, name| by_name(kind, name).map(|entry| entry.key.clone()).unwrap_or_default();
    Ok(Places {
        association: find(state, ctx, Kind::Association, &key(Kind::Association, "VG Auenbach")).await?,
        district: find(state, ctx, Kind::District, &key(Kind::District, "Talheim")).await?,
        it_provider: provider,
        operator,
        vendor,
        bodies,
    })
}

fn orders(kind: Kind) -> bool {
    matches!(kind, Kind::Association | Kind::Municipality | Kind::District | Kind::IndependentCity)
}

async fn organisation(
    state: &AppState,
    ctx: &Ctx,
    kind: Kind,
    name: &str,
    key: &str,
) -> Result<OrganisationId> {
    let input = OrganisationCreate {
        kind,
        name: name.to_owned(),
        parent_id: None,
        own_key: Some(key.to_owned()),
        fictive_ags: None,
        seat: None,
    };
    Ok(state.db.write(ctx, async |tx| organisation_create(tx, input.clone()).await).await?.id)
}

async fn find(state: &AppState, ctx: &Ctx, kind: Kind, key: &str) -> Result<OrganisationId> {
    use dienstweg_customers::input::OrganisationListParams;
    use dienstweg_kernel::page::PageRequest;
    let params = OrganisationListParams {
        kind: vec![kind],
        q: Some(key.to_owned()),
        ..OrganisationListParams::default()
    };
    let found = dienstweg_customers::service::organisation_list(
        &state.db.read(ctx),
        &params,
        &PageRequest::default(),
    )
    .await?;
    found.items.first().map(|row| row.id).ok_or_else(dienstweg_kernel::Error::not_found)
}

fn entries() -> Vec<RegisterEntry> {
    let mut dice = Dice::new(17);
    let mut all = vec![
        entry(Kind::Land, "17", None, "Musterland", 0),
        entry(Kind::GovernmentDistrict, "171", Some((Kind::Land, "17")), "Mittelmusterland", 0),
        entry(Kind::Bezirk, "171", Some((Kind::GovernmentDistrict, "171")), "Bezirk Mittelmusterland", 0),
        entry(
            Kind::IndependentCity,
            "17101000",
            Some((Kind::GovernmentDistrict, "171")),
            "Musterstadt",
            84_300,
        ),
    ];
    for (index, (district, associations, alone)) in DISTRICTS.iter().enumerate() {
        let key = format!("1717{}", index + 1);
        all.push(entry(Kind::District, &key, Some((Kind::GovernmentDistrict, "171")), district, 0));
        let mut number = 100;
        let mut member = |parent: (Kind, &str), name: &str| {
            number += 1;
            let people = 900 + i64::try_from(dice.roll(11_000)).unwrap_or_default();
            entry(Kind::Municipality, &format!("{key}{number}"), Some(parent), name, people)
        };
        for (nth, (association, members)) in associations.iter().enumerate() {
            let association_key = format!("{key}5{:03}", nth + 101);
            all.push(entry(
                Kind::Association,
                &association_key,
                Some((Kind::District, &key)),
                &format!("VG {association}"),
                0,
            ));
            all.extend(members.iter().map(|name| member((Kind::Association, &association_key), name)));
        }
        all.extend(alone.iter().map(|name| member((Kind::District, &key), name)));
    }
    all
}

fn entry(kind: Kind, key: &str, parent: Option<(Kind, &str)>, name: &str, population: i64) -> RegisterEntry {
    RegisterEntry {
        kind,
        key: key.to_owned(),
        parent: parent.map(|(kind, key)| (kind, key.to_owned())),
        name: name.to_owned(),
        official_name: name.to_owned(),
        designation: None,
        ags: kind.is_municipal().then(|| key.to_owned()),
        ars: if kind.is_municipal() {
            format!("{}0000{}", &key[..5], &key[5..])
        } else {
            format!("{key:0<12}")
        },
        seat: None,
        postal_code: None,
        population,
    }
}
