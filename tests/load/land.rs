//! A Land of any size that does not exist: keys begin with 17, which no Land has.
use dienstweg_customers::OrganisationKind as Kind;
use dienstweg_customers::input::RegisterEntry;

/// Districts, associations, municipalities below districts, and cities that are districts themselves, at factor 1: with the
/// seven Bezirke 2,445 bodies. Three of the municipalities are members of each association.
const DISTRICTS: f64 = 71.0;
const ASSOCIATIONS: f64 = 311.0;
const MUNICIPALITIES: f64 = 2_031.0;
const CITIES: f64 = 25.0;
const BEZIRKE: f64 = 7.0;
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

/// Register entries of a Land of this size.
pub fn entries(factor: f64) -> Vec<RegisterEntry> {
    let count = |at_one: f64| ((at_one * factor).round() as usize).max(1);
    let mut dice = Dice::new(17);
    let mut all = vec![entry(Kind::Land, "17".to_owned(), None, "Musterland".to_owned(), 0)];
    // Keys have one digit for the government district.
    let bezirke = count(BEZIRKE).min(9);
    let above = |nth: usize| format!("17{}", nth % bezirke + 1);
    for nth in 0..bezirke {
        let (key, land) = (above(nth), Some((Kind::Land, "17")));
        all.push(entry(Kind::GovernmentDistrict, key.clone(), land, format!("Regierungsbezirk {nth}"), 0));
        let parent = Some((Kind::GovernmentDistrict, key.as_str()));
        all.push(entry(Kind::Bezirk, key.clone(), parent, format!("Musterbezirk {nth}"), 0));
    }
    for nth in 0..count(CITIES) {
        let (above, key) = (above(nth), format!("{}{:02}000", above(nth), 61 + nth / bezirke));
        let people = 40_000 + i64::try_from(dice.roll(160_000)).unwrap_or_default();
        let parent = Some((Kind::GovernmentDistrict, above.as_str()));
        all.push(entry(Kind::IndependentCity, key, parent, format!("Hochstadt {nth}"), people));
    }
    let districts = count(DISTRICTS);
    // As even as whole numbers allow.
    let share = |of: usize, nth: usize| of * (nth + 1) / districts - of * nth / districts;
    for nth in 0..districts {
        let key = format!("{}{:02}", above(nth), nth / bezirke + 1);
        let sizes = (share(count(ASSOCIATIONS), nth), share(count(MUNICIPALITIES), nth));
        district(&mut all, &above(nth), &key, sizes, &mut dice);
    }
    all
}

fn district(
    all: &mut Vec<RegisterEntry>,
    above: &str,
    key: &str,
    (associations, municipalities): (usize, usize),
    dice: &mut Dice,
) {
    let mut people = || 900 + i64::try_from(dice.roll(11_000)).unwrap_or_default();
    let parent = Some((Kind::GovernmentDistrict, above));
    all.push(entry(Kind::District, key.to_owned(), parent, format!("Landkreis {key}"), 0));
    let associations = associations.min(municipalities / MEMBERS);
    for nth in 0..associations {
        let association = format!("{key}5{:03}", nth + 101);
        let name = format!("VG Auenbach {key}-{nth}");
        all.push(entry(Kind::Association, association.clone(), Some((Kind::District, key)), name, 0));
        for member in 0..MEMBERS {
            let ags = format!("{key}{}", 800 + nth * MEMBERS + member);
            let parent = Some((Kind::Association, association.as_str()));
            all.push(entry(Kind::Municipality, ags.clone(), parent, format!("Oberau {ags}"), people()));
        }
    }
    for nth in 0..municipalities - associations * MEMBERS {
        let ags = format!("{key}{}", 101 + nth);
        let parent = Some((Kind::District, key));
        all.push(entry(Kind::Municipality, ags.clone(), parent, format!("Talheim {ags}"), people()));
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
