//! Services that something written may mean: for people to choose from, never to decide.
use super::service_state::texts;
use super::services::is_active;
use crate::entity::service;
use dienstweg_intake::keys::LeikaKey;
use dienstweg_kernel::labels::Named;
use dienstweg_kernel::text::Likeness;
use dienstweg_kernel::{Reader, Result};

/// More services than any catalogue has.
const ALL: u64 = 5_000;
/// What is farther away is no suggestion.
const NEAR: f64 = 0.35;
/// And nothing that is much farther than the nearest.
const BESIDE: f64 = 0.6;

/// The catalogue as far as the caller sees it, made ready for comparison.
#[derive(Debug)]
pub struct ServiceNames(Vec<One>);

#[derive(Debug)]
struct One {
    named: Named,
    key: String,
    ozg_id: Option<String>,
    leika: Vec<String>,
    name: Likeness,
    key_like: Likeness,
    active: bool,
}

/// One statement, whatever is asked of it afterwards.
pub async fn service_names(reader: &Reader) -> Result<ServiceNames> {
    let day = reader.ctx().today();
    let one = |row: &service::Model| One {
        named: Named { id: row.id.0, name: Some(row.name.clone()), key: Some(row.key.clone()) },
        key: row.key.clone(),
        ozg_id: row.ozg_id.clone(),
        leika: texts(&row.leika_keys),
        name: Likeness::of(&row.name),
        key_like: Likeness::of(&row.key),
        active: is_active(row, day),
    };
    let rows = reader.select::<service::Entity>().limit(ALL).all().await?;
    Ok(ServiceNames(rows.iter().map(|row| one(row)).collect()))
}

impl ServiceNames {
    /// At most `few`, the likeliest first: those that carry a key, then those whose name or key comes near.
    pub fn near<'w>(&self, written: impl Iterator<Item = &'w str>, few: usize) -> Vec<Named> {
        let written: Vec<(&str, Likeness)> = written.map(|text| (text, Likeness::of(text))).collect();
        let best = |one: &One| written.iter().map(|(text, like)| one.score(text, like)).fold(0.0, f64::max);
        let mut scored: Vec<(f64, &One)> = self.0.iter().map(|one| (best(one), one)).collect();
        scored.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.key.cmp(&other.key)));
        let least = scored.first().map_or(NEAR, |(best, _)| NEAR.max(best.min(1.0) * BESIDE));
        let near = scored.into_iter().take_while(|(score, _)| *score >= least);
        near.take(few).map(|(_, one)| one.named.clone()).collect()
    }
}

impl One {
    /// A key that fits goes before every likeness; what is not in force comes after its like.
    fn score(&self, text: &str, like: &Likeness) -> f64 {
        let text = text.trim();
        let carries = self.key.eq_ignore_ascii_case(text)
            || self.ozg_id.as_deref() == Some(text)
            || text.parse::<LeikaKey>().is_ok_and(|leika| self.leika.iter().any(|own| own == leika.as_str()));
        let score = if carries {
            2.0
        } else {
            like.to(&self.name).max(like.to(&self.key_like)).max(self.named_in(like))
        };
        if self.active { score } else { score / 2.0 }
    }

    /// The key stands as a word in what was written: "eWA Wohnsitz".
    fn named_in(&self, like: &Likeness) -> f64 {
        if like.has_word(&self.key_like) { 0.9 } else { 0.0 }
    }
}
