//! What was changed in place since a moment, with what stood there before.
use crate::entity::cover;
use crate::policy::steer::ROLLOUT_READ;
use chrono::{DateTime, NaiveDate, Utc};
use dienstweg_kernel::audit::{Change, entry};
use dienstweg_kernel::guard::Guarded;
use dienstweg_kernel::ids::{OrganisationId, ProgrammeId, RolloutId, TemplateId};
use dienstweg_kernel::{Reader, Result};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashMap;

/// One change, to be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undo {
    pub at: DateTime<Utc>,
    pub what: Undone,
}

impl Undo {
    /// The version of the template that was followed before.
    pub fn template(&self) -> Option<TemplateId> {
        match self.what {
            Undone::Template(id) => Some(id),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undone {
    /// The programme before.
    Programme(Option<ProgrammeId>),
    /// The version of the template before.
    Template(TemplateId),
    /// The start before.
    Start(Option<NaiveDate>),
    /// The milestone and its fixed date before.
    Due(String, Option<NaiveDate>),
    Coverage {
        added: Vec<OrganisationId>,
        ended: Vec<OrganisationId>,
        on: NaiveDate,
    },
}

const ACTIONS: [&str; 5] = [
    "rollout.start_moved",
    "rollout.due_set",
    "rollout.coverage_changed",
    "rollout.programme_set",
    "rollout.template_changed",
];

/// Changes of these rollouts since a moment, the newest first.
pub async fn since(
    reader: &Reader,
    ids: Vec<RolloutId>,
    moment: DateTime<Utc>,
) -> Result<HashMap<RolloutId, Vec<Undo>>> {
    use entry::Column as E;
    debug_assert!(reader.ctx().actor.has(ROLLOUT_READ));
    let select = entry::Entity::find()
        .filter(E::SubjectId.is_in(ids.into_iter().map(|id| id.0)))
        .filter(E::SubjectKind.eq(crate::entity::rollout::Entity::KIND))
        .filter(E::At.gte(moment))
        .filter(E::Action.is_in(ACTIONS))
        .order_by_desc(E::Id);
    let mut all: HashMap<RolloutId, Vec<Undo>> = HashMap::new();
    for row in reader.unscoped("the history of rollouts the caller sees").all(select).await? {
        let changes: Vec<Change> = serde_json::from_value(row.changes).unwrap_or_default();
        if let Some(what) = undone(&row.action, &changes) {
            all.entry(RolloutId(row.subject_id)).or_default().push(Undo { at: row.at, what });
        }
    }
    Ok(all)
}

fn undone(action: &str, changes: &[Change]) -> Option<Undone> {
    let change = |field: &str| changes.iter().find(|change| change.field == field);
    let read = |value: &Value| serde_json::from_value(value.clone()).ok();
    let told = |field: &str| change(field).map(|change| &change.after);
    match action {
        "rollout.programme_set" => {
            Some(Undone::Programme(change("programme_id").and_then(|one| read_id(&one.before))))
        }
        "rollout.template_changed" => {
            Some(Undone::Template(change("template_id").and_then(|one| read_id(&one.before))?))
        }
        "rollout.start_moved" => Some(Undone::Start(change("started_on").and_then(|one| read(&one.before)))),
        "rollout.due_set" => {
            let milestone = told("milestone")?.as_str()?.to_owned();
            let before = &change("due_fixed")?.before;
            Some(Undone::Due(milestone, read(before)))
        }
        _ => Some(Undone::Coverage {
            added: list(told("added")),
            ended: list(told("ended")),
            on: told("on").and_then(read)?,
        }),
    }
}

fn read_id<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

fn list<T: DeserializeOwned>(value: Option<&Value>) -> Vec<T> {
    value.and_then(|value| serde_json::from_value(value.clone()).ok()).unwrap_or_default()
}

/// Takes back a change of the coverage.
pub fn uncover(
    covers: &mut Vec<cover::Model>,
    added: &[OrganisationId],
    ended: &[OrganisationId],
    on: NaiveDate,
) {
    covers.retain(|row| row.valid_from != on || !added.contains(&row.organisation_id));
    for row in
        covers.iter_mut().filter(|row| row.valid_to == Some(on) && ended.contains(&row.organisation_id))
    {
        row.valid_to = None;
    }
}
