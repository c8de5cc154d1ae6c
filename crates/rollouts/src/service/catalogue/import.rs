//! Taking in a CSV file of services: what it changes, and changing it in one commit.
use super::import_rows::{ServiceRow, read};
use super::service_state::{ServiceState, texts};
use super::services::{announce, new_row};
use crate::entity::service;
use crate::input::ServicesImportParams;
use crate::policy::SERVICE_WRITE;
use crate::view::{ServiceChange, ServicesDifference, ServicesImportView};
use crate::{events, store};
use dienstweg_intake::{Faults, Language};
use dienstweg_kernel::ctx::{self, Extent};
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::guard::Locked;
use dienstweg_kernel::ids::ServiceId;
use dienstweg_kernel::{Error, Result, Tx};
use sea_orm::{Condition, Set};
use std::collections::HashMap;

/// What becomes of the rows of a file.
#[derive(Default)]
struct Plan {
    new: Vec<(String, ServiceState)>,
    changed: Vec<(Locked<service::Entity>, ServiceState)>,
    difference: ServicesDifference,
    changes: Vec<ServiceChange>,
}

/// Takes in services from a CSV file: all rows or, with any fault, none. What the file does not name stays as it is, and
/// so does what it leaves empty; the same file again changes nothing. A dry run says what would change, with its faults.
///
/// # Errors
/// `forbidden` without an unlimited right to write services. `invalid` with every fault, unless it is a dry run; the
/// pointer of a fault is `line:column` in the file.
pub async fn services_import(
    tx: &Tx,
    bytes: &[u8],
    params: &ServicesImportParams,
) -> Result<ServicesImportView> {
    if tx.ctx().actor.extent(SERVICE_WRITE) != Some(Extent::Everything) {
        return Err(Error::forbidden(SERVICE_WRITE));
    }
    let present = tx.lock_all::<service::Entity>(SERVICE_WRITE, Condition::all()).await?;
    let present: HashMap<String, _> = present.into_iter().map(|row| (row.key.clone(), row)).collect();
    let read = read(bytes, |key| params.default_level.is_some() || present.contains_key(key));
    if !params.dry_run && !read.faults.is_empty() {
        return Err(Error::invalid(read.faults.kept().iter().map(fault).collect()));
    }
    let plan = plan(&read.rows, present, params);
    let mut view = view(tx, &plan, &read.faults);
    view.dry_run = params.dry_run;
    if !params.dry_run {
        apply(tx, plan).await?;
    }
    Ok(view)
}

fn fault(fault: &dienstweg_intake::Fault) -> Fault {
    let message = Text::new(format!("{}.", fault.message_de), format!("{}.", fault.message_en));
    Fault::new(format!("{}:{}", fault.line, fault.column), fault.code, message)
}

fn plan(
    rows: &[ServiceRow],
    mut present: HashMap<String, Locked<service::Entity>>,
    params: &ServicesImportParams,
) -> Plan {
    let mut plan = Plan::default();
    for row in rows {
        let found = present.remove(&row.key);
        let before = found.as_ref().map(|found| ServiceState::from(&**found));
        // Without a level it is among the faults already.
        let Some(after) = row.over(before.as_ref(), params.default_level, params.default_package) else {
            continue;
        };
        let fields = before.map(|before| before.differs_in(&after)).unwrap_or_default();
        let change =
            |change, fields| ServiceChange { change, key: row.key.clone(), name: after.name.clone(), fields };
        match found {
            None => {
                plan.difference.new += 1;
                plan.changes.push(change("new", fields));
                plan.new.push((row.key.clone(), after));
            }
            Some(_) if fields.is_empty() => plan.difference.unchanged += 1,
            Some(found) => {
                plan.difference.changed += 1;
                plan.changes.push(change("changed", fields));
                plan.changed.push((found, after));
            }
        }
    }
    plan
}

fn view(tx: &Tx, plan: &Plan, faults: &Faults) -> ServicesImportView {
    let language = match tx.ctx().language {
        ctx::Language::De => Language::De,
        ctx::Language::En => Language::En,
    };
    let faults = faults.view(language);
    ServicesImportView {
        dry_run: true,
        difference: plan.difference,
        changes: plan.changes.clone(),
        total_faults: faults.total,
        faults: faults.faults,
    }
}

async fn apply(tx: &Tx, plan: Plan) -> Result<()> {
    let rows = plan
        .new
        .into_iter()
        .map(|(key, state)| new_row(tx, tx.ctx().new_id::<ServiceId>(), key, state))
        .collect();
    let created =
        tx.insert_many::<service::Entity>(SERVICE_WRITE, rows, |_| events::service_created()).await?;
    let leika = created
        .iter()
        .flat_map(|row| store::catalogue::leika_rows(row.id, &texts(&row.leika_keys)))
        .collect();
    store::catalogue::leika_add(tx, leika).await?;
    for row in &created {
        announce(tx, row);
    }
    for (row, state) in plan.changed {
        let keys_change = texts(&row.leika_keys) != state.leika_keys;
        let mut change = row.change();
        state.set(&mut change);
        change.updated_at = Set(tx.ctx().now());
        let row = tx.update(row, change, events::service_updated()).await?;
        if keys_change {
            store::catalogue::leika_write(tx, row.id, &texts(&row.leika_keys)).await?;
        }
        announce(tx, &row);
    }
    Ok(())
}
