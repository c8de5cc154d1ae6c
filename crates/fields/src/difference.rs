//! What tells two versions of a form apart.
use crate::{Field, Form, Text};
use serde::Serialize;
use utoipa::ToSchema;

/// What happened to a field between two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FormChangeKind)]
pub enum ChangeKind {
    Added,
    Removed,
    Changed,
    /// It stands elsewhere, else it is the same.
    Moved,
}

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FormChange)]
pub struct Change {
    pub change: ChangeKind,
    pub field: String,
    pub label: Text,
    /// What of it changed: `label`, `help`, `kind`, `required`, `when`, `prefill`.
    pub members: Vec<&'static str>,
}

impl Form {
    /// The fields that differ from an older version, in the order of this one, removed ones last.
    pub fn changes_since(&self, older: &Self) -> Vec<Change> {
        let places = |form: &Self| -> Vec<String> {
            let other = if std::ptr::eq(form, self) { older } else { self };
            form.fields()
                .filter(|field| other.field(&field.key).is_some())
                .map(|field| field.key.clone())
                .collect()
        };
        let (now, then) = (places(self), places(older));
        let moved = |key: &str| {
            let at = |all: &[String]| all.iter().position(|one| one == key);
            at(&now) != at(&then)
        };
        let of = |change, field: &Field, members| Change {
            change,
            field: field.key.clone(),
            label: field.label.clone(),
            members,
        };
        let mut changes: Vec<Change> = self
            .fields()
            .filter_map(|field| {
                let Some(before) = older.field(&field.key) else {
                    return Some(of(ChangeKind::Added, field, Vec::new()));
                };
                let members = members(before, field);
                if !members.is_empty() {
                    return Some(of(ChangeKind::Changed, field, members));
                }
                moved(&field.key).then(|| of(ChangeKind::Moved, field, Vec::new()))
            })
            .collect();
        let gone = older.fields().filter(|field| self.field(&field.key).is_none());
        changes.extend(gone.map(|field| of(ChangeKind::Removed, field, Vec::new())));
        changes
    }
}

fn members(before: &Field, after: &Field) -> Vec<&'static str> {
    [
        ("label", before.label != after.label),
        ("help", before.help != after.help),
        ("kind", before.kind != after.kind),
        ("required", before.required != after.required),
        ("when", before.when != after.when),
        ("prefill", before.prefill != after.prefill),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}
