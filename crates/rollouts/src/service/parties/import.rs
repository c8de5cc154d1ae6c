//! Taking in a CSV file of the party directory: what it changes, and changing it in one commit.
use super::change::{self, Entry, Wanted};
use super::import_rows::Said;
use super::roles::PartyRoles;
use super::sweeps;
use crate::directory::Target;
use crate::entity::party_entry;
use crate::input::PartyEntriesImportParams;
use crate::policy::PARTY_MAINTAIN;
use crate::store::parties::target;
use crate::view::{PartyEntriesImportView, PartyEntryChange};
use crate::{events, store};
use dienstweg_intake::{Fault, Faults, Language};
use dienstweg_kernel::ctx;
use dienstweg_kernel::error::{Fault as InputFault, Text};
use dienstweg_kernel::ids::{OrganisationId, PersonId};
use dienstweg_kernel::labels::Labels;
use dienstweg_kernel::{Error, Result, Tx};
use sea_orm::{ColumnTrait, Set};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Values of one condition in one statement; both databases limit them.
const PORTION: usize = 2_000;

/// A row whose keys are looked up. Its role is still as it is written.
#[derive(Clone, Debug)]
pub struct PartyRowRead {
    pub role: Said,
    pub target: Target,
    pub organisation: OrganisationId,
    pub person: Option<PersonId>,
    pub valid_from: Option<chrono::NaiveDate>,
    pub valid_to: Option<chrono::NaiveDate>,
    pub note: Option<String>,
}

/// What becomes of the rows.
#[derive(Default)]
struct Plan {
    new: Vec<Wanted>,
    changed: Vec<(Entry, Wanted)>,
    ended: Vec<(Entry, chrono::NaiveDate)>,
    unchanged: usize,
}

/// Takes in entries: all rows or, with any fault, none. What the file does not name stays as it is; the same file again
/// changes nothing. A row without a day begins today, or stands for the entry that is there already. A dry run says what
/// would change, with all faults.
///
/// # Errors
/// `forbidden` without the right to maintain the directory. `invalid` with every fault, unless it is a dry run; the
/// pointer of a fault is `line:column` in the file.
pub async fn party_entries_import(
    tx: &Tx,
    rows: &[PartyRowRead],
    mut faults: Faults,
    params: &PartyEntriesImportParams,
) -> Result<PartyEntriesImportView> {
    if !tx.ctx().actor.has(PARTY_MAINTAIN) {
        return Err(Error::forbidden(PARTY_MAINTAIN));
    }
    store::parties::hold(tx).await?;
    let roles = PartyRoles::load(tx).await?;
    let mut present = present(tx, rows).await?;
    let plan = plan(tx, &roles, rows, &mut present, params.replace, &mut faults);
    faults.sort();
    if !params.dry_run && !faults.is_empty() {
        return Err(Error::invalid(faults.kept().iter().map(input_fault).collect()));
    }
    let view = view(tx, &plan, &faults, params.dry_run).await?;
    if !params.dry_run {
        apply(tx, plan).await?;
    }
    Ok(view)
}

fn input_fault(fault: &Fault) -> InputFault {
    let message = Text::new(format!("{}.", fault.message_de), format!("{}.", fault.message_en));
    InputFault::new(format!("{}:{}", fault.line, fault.column), fault.code, message)
}

/// Entries that stand at the places of the file, by place.
async fn present(tx: &Tx, rows: &[PartyRowRead]) -> Result<HashMap<String, Vec<Entry>>> {
    let keys: BTreeSet<String> = rows.iter().map(|row| row.target.key()).collect();
    let keys: Vec<String> = keys.into_iter().collect();
    let mut present: HashMap<String, Vec<Entry>> = HashMap::new();
    for portion in keys.chunks(PORTION) {
        let these = party_entry::Column::PlaceKey.is_in(portion.iter().cloned());
        for row in tx.lock_all::<party_entry::Entity>(PARTY_MAINTAIN, these).await? {
            present.entry(row.place_key.clone()).or_default().push(row);
        }
    }
    Ok(present)
}

fn plan(
    tx: &Tx,
    roles: &PartyRoles,
    rows: &[PartyRowRead],
    present: &mut HashMap<String, Vec<Entry>>,
    replace: bool,
    faults: &mut Faults,
) -> Plan {
    let mut plan = Plan::default();
    for row in rows {
        let Some(role) = role(tx, roles, row, faults) else { continue };
        let there = present.entry(row.target.key()).or_default();
        let wanted = wanted(tx, row, role, there);
        if let Some(fault) = plan.twice(&wanted, &row.role) {
            faults.push(fault);
            continue;
        }
        plan.row(wanted, there, replace, &row.role, faults);
    }
    plan
}

/// By its key or, as people write it, its name.
fn role(tx: &Tx, roles: &PartyRoles, row: &PartyRowRead, faults: &mut Faults) -> Option<String> {
    let said = row.role.text.to_lowercase();
    let is = |name: &str| name.to_lowercase() == said;
    let found = roles.iter().find(|role| is(&role.key) || is(&role.name.de) || is(&role.name.en));
    let Some(found) = found else {
        let de = format!("Die Rolle „{}“ gibt es nicht", row.role.text);
        faults.push(row.role.fault("role_unknown", de, format!("there is no role '{}'", row.role.text)));
        return None;
    };
    if change::may_give(tx, roles, &found.key).is_err() {
        let de = format!("Die Rolle „{}“ dürfen Sie nicht vergeben", row.role.text);
        let en = format!("you may not give the role '{}'", row.role.text);
        faults.push(row.role.fault("role_forbidden", de, en));
        return None;
    }
    Some(found.key.clone())
}

fn wanted(tx: &Tx, row: &PartyRowRead, role: String, there: &[Entry]) -> Wanted {
    let today = tx.ctx().today();
    let in_force = |entry: &&Entry| {
        entry.role == role && entry.valid_from <= today && entry.valid_to.is_none_or(|end| end > today)
    };
    // Without a day it says who it is now: the same again is the entry that says so already.
    let same = |entry: &&Entry| {
        in_force(entry) && (entry.organisation_id, entry.person_id) == (row.organisation, row.person)
    };
    let since = there.iter().find(same).map(|entry| entry.valid_from);
    Wanted {
        target: row.target,
        organisation: row.organisation,
        person: row.person,
        valid_from: row.valid_from.or(since).unwrap_or(today),
        valid_to: row.valid_to,
        note: row.note.clone(),
        role,
    }
}

fn overlap(one: &Wanted, from: chrono::NaiveDate, to: Option<chrono::NaiveDate>) -> bool {
    one.valid_to.is_none_or(|end| end > from) && to.is_none_or(|end| end > one.valid_from)
}

impl Plan {
    /// Two rows of the file for the same days.
    fn twice(&self, wanted: &Wanted, said: &Said) -> Option<Fault> {
        let others = self.new.iter().chain(self.changed.iter().map(|(_, wanted)| wanted));
        let same = |other: &&Wanted| {
            (&other.role, other.target) == (&wanted.role, wanted.target)
                && overlap(other, wanted.valid_from, wanted.valid_to)
        };
        others.into_iter().find(same)?;
        let de = "Für diese Rolle und Tage steht weiter oben schon jemand".to_owned();
        Some(said.fault(
            "duplicate_key",
            de,
            "somebody stands further up for this role and these days".to_owned(),
        ))
    }

    fn row(
        &mut self,
        wanted: Wanted,
        there: &mut Vec<Entry>,
        replace: bool,
        said: &Said,
        faults: &mut Faults,
    ) {
        let same = |entry: &Entry| entry.role == wanted.role && entry.valid_from == wanted.valid_from;
        let known = there.iter().position(same).map(|at| there.remove(at));
        // What the file leaves empty it says nothing of.
        let wanted = match known.as_ref().map(|entry| Wanted::of(entry)) {
            Some(before) => Wanted {
                valid_to: wanted.valid_to.or(before.valid_to),
                note: wanted.note.or(before.note),
                ..wanted
            },
            None => wanted,
        };
        let reaches =
            |entry: &Entry| entry.role == wanted.role && overlap(&wanted, entry.valid_from, entry.valid_to);
        let (others, rest): (Vec<_>, Vec<_>) = std::mem::take(there).into_iter().partition(reaches);
        *there = rest;
        for other in others {
            if replace && other.valid_from < wanted.valid_from {
                self.ended.push((other, wanted.valid_from));
                continue;
            }
            let (from, de) = (other.valid_from, other.valid_from.format("%d.%m.%Y"));
            let de = format!("Hier steht schon ein anderer Eintrag, ab {de}");
            faults.push(said.fault("overlaps", de, format!("another entry stands here from {from}")));
            there.push(other);
        }
        match known {
            None => self.new.push(wanted),
            Some(entry) if Wanted::of(&entry) == wanted => self.unchanged += 1,
            Some(entry) => self.changed.push((entry, wanted)),
        }
    }
}

async fn apply(tx: &Tx, plan: Plan) -> Result<()> {
    let mut acting = Vec::new();
    for (row, day) in plan.ended {
        acting.push(change::end(tx, row, day).await?);
    }
    for (row, wanted) in plan.changed {
        let fact = events::party_entry_updated(&row.role, &target(&row), wanted.organisation);
        let mut change = row.change();
        change.organisation_id = Set(wanted.organisation);
        change.person_id = Set(wanted.person);
        change.valid_to = Set(wanted.valid_to);
        change.note = Set(wanted.note);
        change.updated_at = Set(tx.ctx().now());
        acting.push((*tx.update(row, change, fact).await?).clone());
    }
    for wanted in plan.new {
        acting.push(change::insert(tx, wanted).await?);
    }
    sweeps::plan(tx, &acting).await
}

fn ids(wanted: &Wanted) -> impl Iterator<Item = Uuid> + use<> {
    let Target { body, service, programme } = wanted.target;
    let of_place = [body.map(|id| id.0), service.map(|id| id.0), programme.map(|id| id.0)];
    let who = [Some(wanted.organisation.0), wanted.person.map(|id| id.0)];
    of_place.into_iter().chain(who).flatten()
}

async fn view(tx: &Tx, plan: &Plan, faults: &Faults, dry_run: bool) -> Result<PartyEntriesImportView> {
    let ended = plan.ended.iter().map(|(row, day)| Wanted { valid_to: Some(*day), ..Wanted::of(row) });
    let told: Vec<(&'static str, Wanted)> = (plan.new.iter().map(|wanted| ("new", wanted.clone())))
        .chain(plan.changed.iter().map(|(_, wanted)| ("changed", wanted.clone())))
        .chain(ended.map(|wanted| ("ended", wanted)))
        .collect();
    let labels = tx.labels(told.iter().flat_map(|(_, wanted)| ids(wanted))).await?;
    let language = match tx.ctx().language {
        ctx::Language::De => Language::De,
        ctx::Language::En => Language::En,
    };
    let faults = faults.view(language);
    Ok(PartyEntriesImportView {
        dry_run,
        new: plan.new.len(),
        changed: plan.changed.len(),
        ended: plan.ended.len(),
        unchanged: plan.unchanged,
        changes: told.into_iter().map(|(change, wanted)| shown(change, &wanted, &labels)).collect(),
        total_faults: faults.total,
        faults: faults.faults,
    })
}

fn shown(change: &'static str, wanted: &Wanted, labels: &Labels) -> PartyEntryChange {
    PartyEntryChange {
        change,
        role: wanted.role.clone(),
        body: labels.named_opt(wanted.target.body),
        service: labels.named_opt(wanted.target.service),
        programme: labels.named_opt(wanted.target.programme),
        organisation: labels.named(wanted.organisation),
        person: labels.named_opt(wanted.person),
        valid_from: wanted.valid_from,
        valid_to: wanted.valid_to,
    }
}
