//! Organisations that something written may mean: for people to choose from, never to decide.
use crate::entity::organisation;
use crate::store;
use crate::types::OrganisationKind;
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::text::{Likeness, search_form};
use dienstweg_kernel::{Reader, Result};
use sea_orm::FromQueryResult;

/// What is farther away is no suggestion.
const NEAR: f64 = 0.35;
/// And nothing that is much farther than the nearest.
const BESIDE: f64 = 0.6;
/// What the kind that was written counts for.
const KIND: f64 = 0.05;
/// What a key counts for that is right but for one digit.
const KEY: f64 = 0.9;

/// Names of organisations in force as far as the caller sees them, made ready for comparison.
#[derive(Debug)]
pub struct BodyNames(Vec<One>);

#[derive(Debug)]
struct One {
    row: Row,
    name: Likeness,
    /// Without what kind it is.
    bare: Likeness,
}

#[derive(Clone, Debug, FromQueryResult)]
struct Row {
    id: OrganisationId,
    name: String,
    kind: OrganisationKind,
    ags: Option<String>,
    register_key: Option<String>,
    own_key: Option<String>,
}

/// One statement, whatever is asked of it afterwards.
pub async fn body_names(reader: &Reader) -> Result<BodyNames> {
    use organisation::Column as C;
    let columns = [C::Id, C::Name, C::Kind, C::Ags, C::RegisterKey, C::OwnKey];
    let in_force = reader.select::<organisation::Entity>().filter(store::in_force(reader));
    let rows: Vec<Row> = in_force.summarise(&columns, []).await?;
    let one = |row: Row| One { name: Likeness::of(&row.name), bare: Likeness::of(&bare(&row.name).0), row };
    Ok(BodyNames(rows.into_iter().map(one).collect()))
}

impl BodyNames {
    /// At most `few`, the likeliest first, by a name with or without what kind of body it is: "Gde. Haar", "VGem Aßling".
    pub fn near(&self, written: &str, few: usize) -> Vec<Named> {
        let (rest, kinds) = bare(written);
        let (whole, rest) = (Likeness::of(written), Likeness::of(&rest));
        self.best(few, |one| {
            let likeness = whole.to(&one.name).max(rest.to(&one.bare));
            let fits = kinds.is_none_or(|kinds| kinds.contains(&one.row.kind));
            if fits { likeness + KIND } else { likeness - KIND }
        })
    }

    /// The same by a key in which a digit or two are wrong.
    pub fn near_key(&self, key: &str, few: usize) -> Vec<Named> {
        let off = |own: &Option<String>| own.as_deref().and_then(|own| digits_off(own, key.trim()));
        self.best(few, |one| match [&one.row.ags, &one.row.register_key].into_iter().filter_map(off).min() {
            Some(0 | 1) => KEY,
            Some(2) => KEY * BESIDE,
            _ => 0.0,
        })
    }

    fn best(&self, few: usize, score: impl Fn(&One) -> f64) -> Vec<Named> {
        let mut scored: Vec<(f64, &One)> = self.0.iter().map(|one| (score(one), one)).collect();
        scored.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.row.name.cmp(&other.row.name)));
        let least = scored.first().map_or(NEAR, |(best, _)| NEAR.max(best * BESIDE));
        let near = scored.into_iter().take_while(|(score, _)| *score >= least);
        near.take(few).map(|(_, one)| one.row.found()).collect()
    }
}

impl Row {
    fn found(&self) -> Named {
        let key = self.ags.clone().or_else(|| self.register_key.clone()).or_else(|| self.own_key.clone());
        Named { id: self.id.0, name: Some(self.name.clone()), key }
    }
}

/// In how many places two keys of one length differ.
fn digits_off(a: &str, b: &str) -> Option<usize> {
    (a.len() == b.len() && !a.is_empty()).then(|| a.bytes().zip(b.bytes()).filter(|(a, b)| a != b).count())
}

/// Kinds of bodies as people write them, after the search form.
fn kinds_of(word: &str) -> Option<&'static [OrganisationKind]> {
    use OrganisationKind as K;
    Some(match word {
        "STADT" | "LANDESHAUPTSTADT" | "KREISSTADT" | "LHST" | "ST" => &[K::Municipality, K::IndependentCity],
        "GEMEINDE" | "GDE" | "GEM" | "MARKT" | "MKT" | "MARKTGEMEINDE" => &[K::Municipality],
        "VG" | "VGEM" | "VERWALTUNGSGEMEINSCHAFT" | "VERWGEM" | "VERBANDSGEMEINDE" | "SAMTGEMEINDE" => {
            &[K::Association]
        }
        "LANDKREIS" | "LKR" | "LK" | "LRA" | "LANDRATSAMT" | "KREIS" => &[K::District],
        "BEZIRK" => &[K::Bezirk],
        _ => return None,
    })
}

/// A name without the words that say what kind of body it is, and what they say. A name of nothing else stays.
fn bare(name: &str) -> (String, Option<&'static [OrganisationKind]>) {
    let form = search_form(name);
    let kinds = form.split(' ').find_map(kinds_of);
    let rest: Vec<&str> = form.split(' ').filter(|word| kinds_of(word).is_none()).collect();
    if rest.is_empty() { (form, None) } else { (rest.join(" "), kinds) }
}
