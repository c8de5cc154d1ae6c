//! Every unit stands under those above it, which stand above it in the file too.

use std::collections::{BTreeMap, HashMap, HashSet};

use dienstweg_intake::keys::Ars;
use dienstweg_intake::{Fault, Faults};

use super::field::Line;
use super::record::Level;

/// The columns in which keys begin.
const KEY_COLUMN: usize = 11;

/// Which key of which level stands in which line.
#[derive(Default)]
pub(super) struct Hierarchy {
    lines: HashMap<(Level, Ars), usize>,
    /// The units a record needs above it, with the first line that needs them and how many do.
    needed: BTreeMap<(Level, Ars), (usize, usize)>,
}

impl Hierarchy {
    /// Notes a record; false and a fault if its key has been there before.
    pub(super) fn remember(&mut self, level: Level, ars: Ars, line: &Line<'_>, faults: &mut Faults) -> bool {
        if let Some(first) = self.lines.get(&(level, ars)) {
            let key = short(level, ars);
            let de = format!("Schlüssel {key} doppelt; er steht schon in Zeile {first}");
            let en = format!("duplicate key {key}; it stands in line {first} already");
            faults.push(line.fault(KEY_COLUMN, "duplicate_key", de, en));
            return false;
        }
        self.lines.insert((level, ars), line.number);
        for above in [Level::Land, Level::GovernmentDistrict, Level::District, Level::Association] {
            let direct = above != Level::GovernmentDistrict || level <= Level::District;
            if above < level
                && direct
                && let Some(parent) = parent(above, ars)
            {
                self.needed.entry((above, parent)).or_insert((line.number, 0)).1 += 1;
            }
        }
        true
    }

    /// One fault per unit that is missing or comes late, at the first record that needs it.
    pub(super) fn check(&self, faults: &mut Faults) {
        let has_level: HashSet<_> =
            self.lines.keys().map(|(level, ars)| (*level, ars.land().to_owned())).collect();
        for ((level, ars), (first, count)) in &self.needed {
            let (key, record_type) = (short(*level, *ars), level.record_type());
            match self.lines.get(&(*level, *ars)) {
                Some(line) if line > first => {
                    let de = format!(
                        "Satz steht vor seinem übergeordneten Satz {key} (Satzart {record_type}, Zeile {line})"
                    );
                    let en = format!(
                        "record stands before the one above it, {key} (type {record_type}, line {line})"
                    );
                    faults.push(Fault::new(*first, KEY_COLUMN, "out_of_hierarchy", de, en));
                }
                Some(_) => {}
                // Files may leave out the Regierungsbezirke of a Land as a whole, most of which are only statistical today.
                None if *level == Level::GovernmentDistrict
                    && !has_level.contains(&(*level, ars.land().to_owned())) => {}
                None => {
                    let de = format!(
                        "Der Satz {key} (Satzart {record_type}) fehlt; Sätze, die zu ihm gehören: {count}, dieser zuerst"
                    );
                    let en = format!(
                        "record {key} (type {record_type}) is missing; records that belong to it: {count}, this one first"
                    );
                    faults.push(Fault::new(*first, KEY_COLUMN, "missing_parent", de, en));
                }
            }
        }
    }
}

/// The key of the unit above; none where a Land has no Regierungsbezirke (digit 0).
fn parent(level: Level, ars: Ars) -> Option<Ars> {
    if level == Level::GovernmentDistrict && ars.government_district() == "0" {
        return None;
    }
    short(level, ars).parse().ok()
}

fn short(level: Level, ars: Ars) -> String {
    ars.as_str().chars().take(level.key_length()).collect()
}
