//! Taking in a CSV file of municipal holidays: what it changes, and changing it in one commit.
use super::holiday_rows::{HolidayRow, PlaceKey, read};
use crate::entity::organisation;
use crate::events;
use crate::policy::ORGANISATION_WRITE;
use crate::types::{MunicipalFlag, OrganisationKind};
use crate::view::{HolidayChange, HolidayField, HolidaysDifference, HolidaysImportView};
use dienstweg_intake::{Fault, Faults, Language};
use dienstweg_kernel::ctx;
use dienstweg_kernel::error::{Fault as InputFault, Text};
use dienstweg_kernel::guard::Locked;
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::{Error, Result, Tx};
use sea_orm::{ColumnTrait, Condition, Set};
use std::collections::HashMap;

/// Keys asked for in one statement; both databases limit how many values one takes.
const PORTION: usize = 2_000;

type Row = Locked<organisation::Entity>;

/// What becomes of the rows of a file.
#[derive(Default)]
struct Plan {
    changed: Vec<(Row, [MunicipalFlag; 3])>,
    difference: HolidaysDifference,
    changes: Vec<HolidayChange>,
}

/// Takes in flags of municipal holidays from a CSV file: all rows or, with any fault, none. An empty cell says nothing;
/// the same file again changes nothing. A dry run says what would change, with its faults.
///
/// # Errors
/// `forbidden` without the right to write organisations. `invalid` with every fault, unless it is a dry run; the
/// pointer of a fault is `line:column` in the file.
pub async fn holidays_import(tx: &Tx, bytes: &[u8], dry_run: bool) -> Result<HolidaysImportView> {
    if !tx.ctx().actor.has(ORGANISATION_WRITE) {
        return Err(Error::forbidden(ORGANISATION_WRITE));
    }
    let mut read = read(bytes);
    let present = present(tx, &read.rows).await?;
    let plan = plan(tx, &read.rows, present, &mut read.faults);
    read.faults.sort();
    if !dry_run && !read.faults.is_empty() {
        return Err(Error::invalid(read.faults.kept().iter().map(input_fault).collect()));
    }
    let language = match tx.ctx().language {
        ctx::Language::De => Language::De,
        ctx::Language::En => Language::En,
    };
    let faults = read.faults.view(language);
    let view = HolidaysImportView {
        dry_run,
        encoding: read.encoding,
        delimiter: read.delimiter,
        difference: plan.difference,
        changes: plan.changes,
        total_faults: faults.total,
        faults: faults.faults,
    };
    if !dry_run {
        apply(tx, plan.changed).await?;
    }
    Ok(view)
}

fn input_fault(fault: &Fault) -> InputFault {
    let message = Text::new(format!("{}.", fault.message_de), format!("{}.", fault.message_en));
    InputFault::new(format!("{}:{}", fault.line, fault.column), fault.code, message)
}

/// The organisations with these keys that the caller may change, by AGS or fictive AGS, and by ARS.
async fn present(tx: &Tx, rows: &[HolidayRow]) -> Result<HashMap<OrganisationId, Row>> {
    use organisation::Column as C;
    let mut keys: Vec<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut present = HashMap::new();
    for portion in keys.chunks(PORTION) {
        let any = [C::Ags, C::FictiveAgs, C::Ars]
            .iter()
            .fold(Condition::any(), |any, column| any.add(column.is_in(portion.iter().copied())));
        let locked = tx.lock_all::<organisation::Entity>(ORGANISATION_WRITE, any).await?;
        present.extend(locked.into_iter().map(|row| (row.id, row)));
    }
    Ok(present)
}

/// Which organisation a key means. Filled with zeros, the ARS of a municipality may be that of a district as well.
fn meant(row: &organisation::Model, key: &PlaceKey) -> Option<u8> {
    use OrganisationKind as K;
    match key {
        PlaceKey::Ags(key) => {
            let carries = [&row.ags, &row.fictive_ags].into_iter().flatten().any(|own| own == key);
            carries.then_some(0)
        }
        PlaceKey::Ars(key, digits) if row.ars.as_ref() == Some(key) => match digits {
            5 => matches!(row.kind, K::District | K::IndependentCity).then_some(0),
            9 => (row.kind == K::Association).then_some(0),
            12 => Some(u8::from(!row.kind.is_municipal())),
            _ => None,
        },
        PlaceKey::Ars(..) => None,
    }
}

fn plan(
    tx: &Tx,
    rows: &[HolidayRow],
    mut present: HashMap<OrganisationId, Row>,
    faults: &mut Faults,
) -> Plan {
    let found = found(tx, rows, &present);
    let mut plan = Plan::default();
    let mut seen: HashMap<OrganisationId, usize> = HashMap::new();
    for (said, id) in rows.iter().zip(found) {
        let Some(id) = id else {
            faults.push(unknown(said));
            continue;
        };
        if let Some(line) = seen.insert(id, said.place.0) {
            faults.push(twice(said, line));
        } else if let Some(row) = present.remove(&id) {
            plan.compare(row, said);
        }
    }
    plan
}

/// The organisation in force that each row means.
fn found(
    tx: &Tx,
    rows: &[HolidayRow],
    present: &HashMap<OrganisationId, Row>,
) -> Vec<Option<OrganisationId>> {
    let today = tx.ctx().today();
    let mut by_key: HashMap<&str, Vec<&Row>> = HashMap::new();
    for row in present.values().filter(|row| row.valid_to.is_none_or(|end| end > today)) {
        for key in [&row.ags, &row.fictive_ags, &row.ars].into_iter().flatten() {
            by_key.entry(key).or_default().push(row);
        }
    }
    let find = |said: &HolidayRow| {
        let candidates = by_key.get(said.key.as_str()).into_iter().flatten();
        candidates.filter_map(|row| Some((meant(row, &said.key)?, row.id))).min().map(|(_, id)| id)
    };
    rows.iter().map(find).collect()
}

fn unknown(said: &HolidayRow) -> Fault {
    let (line, column) = said.place;
    let de = format!("Zu „{}“ gibt es keine Organisation, die Sie ändern dürfen", said.key.as_str());
    let en = format!("there is no organisation '{}' that you may change", said.key.as_str());
    Fault::new(line, column, "unknown_organisation", de, en)
}

fn twice(said: &HolidayRow, before: usize) -> Fault {
    let (line, column) = said.place;
    let de = format!("„{}“ steht schon in Zeile {before}", said.key.as_str());
    let en = format!("'{}' stands in line {before} already", said.key.as_str());
    Fault::new(line, column, "duplicate_key", de, en)
}

impl Plan {
    fn compare(&mut self, row: Row, said: &HolidayRow) {
        let before = [row.assumption_day, row.peace_festival, row.corpus_christi]
            .map(|flag| flag.unwrap_or(MunicipalFlag::Unknown));
        let mut after = before;
        let names = [HolidayField::AssumptionDay, HolidayField::PeaceFestival, HolidayField::CorpusChristi];
        let count = self.changes.len();
        for (((flag, said), before), holiday) in after.iter_mut().zip(said.flags).zip(before).zip(names) {
            if let Some(said) = said.filter(|said| *said != before) {
                *flag = said;
                let (id, key, name) = (row.id, row.ags.as_ref().or(row.ars.as_ref()), row.name.clone());
                let key = key.or(row.fictive_ags.as_ref()).cloned().unwrap_or_default();
                self.changes.push(HolidayChange { id, key, name, holiday, before, after: said });
            }
        }
        if self.changes.len() == count {
            self.difference.unchanged += 1;
        } else {
            self.difference.changed += 1;
            self.changed.push((row, after));
        }
    }
}

async fn apply(tx: &Tx, changed: Vec<(Row, [MunicipalFlag; 3])>) -> Result<()> {
    for (row, [assumption, peace, corpus]) in changed {
        let mut change = row.change();
        // An organisation nobody kept a flag of has none; saying "unknown" of it is no change.
        let said = |flag, before: Option<MunicipalFlag>| {
            Set(if before.is_none() && flag == MunicipalFlag::Unknown { None } else { Some(flag) })
        };
        change.assumption_day = said(assumption, row.assumption_day);
        change.peace_festival = said(peace, row.peace_festival);
        change.corpus_christi = said(corpus, row.corpus_christi);
        change.updated_at = Set(tx.ctx().now());
        tx.update(row, change, events::organisation_updated()).await?;
    }
    Ok(())
}
