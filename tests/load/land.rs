//! A Land of any size that does not exist: keys begin with 17, which no Land has.
use dienstweg_customers::OrganisationKind as Kind;
use dienstweg_customers::input::RegisterEntry;

/// Of twenty bodies that order, one is a district, four are associations, the rest municipalities.
const PER_DISTRICT: usize = 20;
const ASSOCIATIONS: usize = 4;
const MEMBERS: usize = 3;

/// A small generator of numbers that is the same in every run (Lehmer, Park and Miller 1988).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        // Neighbouring seeds give neighbouring first numbers; spread them.
        Self((seed * 7_919 + 17) % 2_147_483_647)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        self.0 % sides.max(1)
    }
}

/// Whether this AGS is that of a municipality within an association; those count from 800.
pub fn is_member(ags: Option<&str>) -> bool {
    ags.is_some_and(|ags| ags.as_bytes().get(5).is_some_and(|digit| *digit >= b'8'))
}

/// Register entries with about `bodies` that order.
pub fn entries(bodies: usize) -> Vec<RegisterEntry> {
    let mut dice = Dice::new(17);
    let mut all = vec![entry(Kind::Land, "17".to_owned(), None, "Musterland".to_owned(), 0)];
    for index in 0..bodies.div_ceil(PER_DISTRICT).max(1) {
        // 99 districts fit below one government district.
        let (above, number) = (format!("17{}", index / 99 + 1), index % 99 + 1);
        if number == 1 {
            let name = format!("Musterbezirk {}", index / 99 + 1);
            all.push(entry(Kind::GovernmentDistrict, above.clone(), Some((Kind::Land, "17")), name, 0));
        }
        let wanted = PER_DISTRICT.min(bodies.saturating_sub(index * PER_DISTRICT)).max(ASSOCIATIONS + 2);
        district(&mut all, &above, &format!("{above}{number:02}"), wanted, &mut dice);
    }
    all
}

fn district(all: &mut Vec<RegisterEntry>, above: &str, key: &str, bodies: usize, dice: &mut Dice) {
    let mut people = || 900 + i64::try_from(dice.roll(11_000)).unwrap_or_default();
    all.push(entry(
        Kind::District,
        key.to_owned(),
        Some((Kind::GovernmentDistrict, above)),
        format!("Landkreis {key}"),
        0,
    ));
    for nth in 0..ASSOCIATIONS {
        let association = format!("{key}5{:03}", nth + 101);
        let name = format!("VG Auenbach {key}-{nth}");
        all.push(entry(Kind::Association, association.clone(), Some((Kind::District, key)), name, 0));
        for member in 0..MEMBERS {
            let ags = format!("{key}{}", 800 + nth * MEMBERS + member);
            all.push(entry(
                Kind::Municipality,
                ags.clone(),
                Some((Kind::Association, &association)),
                format!("Oberau {ags}"),
                people(),
            ));
        }
    }
    for nth in 0..bodies - ASSOCIATIONS - 1 {
        let ags = format!("{key}{}", 101 + nth);
        all.push(entry(
            Kind::Municipality,
            ags.clone(),
            Some((Kind::District, key)),
            format!("Talheim {ags}"),
            people(),
        ));
    }
}

fn entry(
    kind: Kind,
    key: String,
    parent: Option<(Kind, &str)>,
    name: String,
    population: i64,
) -> RegisterEntry {
    RegisterEntry {
        kind,
        parent: parent.map(|(kind, key)| (kind, key.to_owned())),
        official_name: name.clone(),
        name,
        designation: None,
        ags: kind.is_municipal().then(|| key.clone()),
        ars: if kind.is_municipal() {
            format!("{}0000{}", &key[..5], &key[5..])
        } else {
            format!("{key:0<12}")
        },
        key,
        seat: None,
        postal_code: None,
        population,
    }
}
