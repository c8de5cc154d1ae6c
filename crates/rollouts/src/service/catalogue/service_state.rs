//! Everything about a service that may change, checked in one place for forms, patches and imports.
use crate::entity::service::{ActiveModel, Model};
use crate::input::{ServiceCreate, ServicePatch};
use crate::types::{Maturity, PackageCategory, ServiceLevel};
use chrono::NaiveDate;
use dienstweg_intake::keys::LeikaKey;
use dienstweg_kernel::error::{Fault, Text};
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_kernel::patch::Patch;
use dienstweg_kernel::text;
use sea_orm::Set;

/// What a service is, without its id, key and times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceState {
    pub name: String,
    pub ozg_id: Option<String>,
    pub package: PackageCategory,
    pub level: ServiceLevel,
    pub provider_id: Option<OrganisationId>,
    pub operator_id: Option<OrganisationId>,
    pub implementing_land: Option<String>,
    pub maturity: Option<Maturity>,
    pub interfaces: Vec<String>,
    /// 14 digits each, ascending, each once.
    pub leika_keys: Vec<String>,
    pub portal_ids: Vec<String>,
    pub routing: Option<String>,
    pub active_from: Option<NaiveDate>,
    pub active_to: Option<NaiveDate>,
    pub note: Option<String>,
    pub source: Option<String>,
}

/// The texts of a stored list.
pub fn texts(json: &serde_json::Value) -> Vec<String> {
    let items = json.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

pub fn sorted(keys: impl IntoIterator<Item = LeikaKey>) -> Vec<String> {
    let mut keys: Vec<String> = keys.into_iter().map(|key| key.as_str().to_owned()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The maturity of a stored row; all of its columns are set or none.
pub fn maturity(row: &Model) -> Option<Maturity> {
    Some(Maturity { model: row.maturity_model?, level: row.maturity_level?, date: row.maturity_date })
}

impl From<&Model> for ServiceState {
    fn from(row: &Model) -> Self {
        Self {
            name: row.name.clone(),
            ozg_id: row.ozg_id.clone(),
            package: row.package,
            level: row.level,
            provider_id: row.provider_id,
            operator_id: row.operator_id,
            implementing_land: row.implementing_land.clone(),
            maturity: maturity(row),
            interfaces: texts(&row.interfaces),
            leika_keys: texts(&row.leika_keys),
            portal_ids: texts(&row.portal_ids),
            routing: row.routing.clone(),
            active_from: row.active_from,
            active_to: row.active_to,
            note: row.note.clone(),
            source: row.source.clone(),
        }
    }
}

impl From<ServiceCreate> for ServiceState {
    fn from(input: ServiceCreate) -> Self {
        Self {
            name: input.name,
            ozg_id: input.ozg_id,
            package: input.package,
            level: input.level,
            provider_id: input.provider_id,
            operator_id: input.operator_id,
            implementing_land: input.implementing_land,
            maturity: input.maturity,
            interfaces: input.interfaces,
            leika_keys: sorted(input.leika_keys),
            portal_ids: input.portal_ids,
            routing: input.routing,
            active_from: input.active_from,
            active_to: input.active_to,
            note: input.note,
            source: input.source,
        }
    }
}

/// Takes over a member that cannot be empty; `null` is a fault.
pub fn replace<T>(member: &mut T, patch: Patch<T>, pointer: &str, faults: &mut Vec<Fault>) {
    match patch {
        Patch::Absent => {}
        Patch::Value(value) => *member = value,
        Patch::Null => faults.push(Fault::required(pointer)),
    }
}

fn change<T>(member: &mut Option<T>, patch: Patch<T>) {
    if let Some(value) = patch.into_change() {
        *member = value;
    }
}

impl ServiceState {
    /// Takes over what a patch says.
    pub fn apply(&mut self, patch: ServicePatch, faults: &mut Vec<Fault>) {
        replace(&mut self.name, patch.name, "/name", faults);
        replace(&mut self.package, patch.package, "/package", faults);
        replace(&mut self.level, patch.level, "/level", faults);
        change(&mut self.ozg_id, patch.ozg_id);
        change(&mut self.provider_id, patch.provider_id);
        change(&mut self.operator_id, patch.operator_id);
        change(&mut self.implementing_land, patch.implementing_land);
        change(&mut self.maturity, patch.maturity);
        change(&mut self.routing, patch.routing);
        change(&mut self.active_from, patch.active_from);
        change(&mut self.active_to, patch.active_to);
        change(&mut self.note, patch.note);
        change(&mut self.source, patch.source);
        if let Some(interfaces) = patch.interfaces.into_change() {
            self.interfaces = interfaces.unwrap_or_default();
        }
        if let Some(keys) = patch.leika_keys.into_change() {
            self.leika_keys = sorted(keys.unwrap_or_default());
        }
        if let Some(ids) = patch.portal_ids.into_change() {
            self.portal_ids = ids.unwrap_or_default();
        }
    }

    /// Every rule that can be told without the database.
    pub fn check(&self, faults: &mut Vec<Fault>) {
        if self.name.trim().is_empty() {
            faults.push(Fault::required("/name"));
        }
        if self.ozg_id.as_deref().is_some_and(|id| !is_ozg_id(id)) {
            let message = Text::new("Eine OZG-ID hat 5 Ziffern.", "An OZG id has 5 digits.");
            faults.push(Fault::new("/ozg_id", "invalid_ozg_id", message));
        }
        if let Some(maturity) = self.maturity.filter(|it| !(0..=it.model.highest()).contains(&it.level)) {
            let highest = maturity.model.highest();
            let message = Text::new(
                format!("Dieses Reifegradmodell zählt von 0 bis {highest}."),
                format!("This maturity model counts from 0 to {highest}."),
            );
            faults.push(Fault::new("/maturity/level", "level_out_of_range", message));
        }
        let long = |(_, text): &(usize, &String)| text.trim().is_empty() || text.chars().count() > 100;
        for (index, _) in self.interfaces.iter().enumerate().filter(long) {
            let message = Text::new("1 bis 100 Zeichen.", "1 to 100 characters.");
            faults.push(Fault::new(format!("/interfaces/{index}"), "length", message));
        }
        let number = |id: &str| (1..=18).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit());
        for (index, _) in self.portal_ids.iter().enumerate().filter(|(_, id)| !number(id)) {
            let message = Text::new("Nur Ziffern, höchstens 18.", "Digits only, 18 at most.");
            faults.push(Fault::new(format!("/portal_ids/{index}"), "invalid_portal_id", message));
        }
        if let (Some(from), Some(to)) = (self.active_from, self.active_to)
            && to <= from
        {
            let message =
                Text::new("Das Ende liegt nicht nach dem Beginn.", "The end is not after the beginning.");
            faults.push(Fault::new("/active_to", "not_after_begin", message));
        }
        let lengths = [
            ("/name", Some(&self.name), 200),
            ("/implementing_land", self.implementing_land.as_ref(), 60),
            ("/routing", self.routing.as_ref(), 200),
            ("/note", self.note.as_ref(), 2000),
            ("/source", self.source.as_ref(), 500),
        ];
        for (pointer, _, most) in
            lengths.iter().filter(|(_, text, most)| text.is_some_and(|text| text.chars().count() > *most))
        {
            let message =
                Text::new(format!("Höchstens {most} Zeichen."), format!("At most {most} characters."));
            faults.push(Fault::new(*pointer, "length", message));
        }
    }

    /// Sets all of it; what is equal to what was there is no change.
    pub fn set(self, row: &mut ActiveModel) {
        row.sort_key = Set(text::sort_key(&self.name));
        row.name = Set(self.name);
        row.ozg_id = Set(self.ozg_id);
        row.package = Set(self.package);
        row.level = Set(self.level);
        row.provider_id = Set(self.provider_id);
        row.operator_id = Set(self.operator_id);
        row.implementing_land = Set(self.implementing_land);
        row.maturity_model = Set(self.maturity.map(|it| it.model));
        row.maturity_level = Set(self.maturity.map(|it| it.level));
        row.maturity_date = Set(self.maturity.and_then(|it| it.date));
        row.interfaces = Set(self.interfaces.into());
        row.leika_keys = Set(self.leika_keys.into());
        row.portal_ids = Set(self.portal_ids.into());
        row.routing = Set(self.routing);
        row.active_from = Set(self.active_from);
        row.active_to = Set(self.active_to);
        row.note = Set(self.note);
        row.source = Set(self.source);
    }

    /// The members in which `other` differs.
    pub fn differs_in(&self, other: &Self) -> Vec<&'static str> {
        let all = [
            ("name", self.name != other.name),
            ("ozg_id", self.ozg_id != other.ozg_id),
            ("package", self.package != other.package),
            ("level", self.level != other.level),
            ("implementing_land", self.implementing_land != other.implementing_land),
            ("leika_keys", self.leika_keys != other.leika_keys),
            ("routing", self.routing != other.routing),
            ("note", self.note != other.note),
            ("source", self.source != other.source),
        ];
        all.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
    }
}

/// 5 digits.
pub fn is_ozg_id(text: &str) -> bool {
    text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Own keys are words: no blanks in them, at most 60 characters.
pub fn check_key(key: &str, faults: &mut Vec<Fault>) {
    if !is_own_key(key) {
        let message = Text::new("1 bis 60 Zeichen ohne Leerzeichen.", "1 to 60 characters without blanks.");
        faults.push(Fault::new("/key", "invalid_key", message));
    }
}

pub fn is_own_key(key: &str) -> bool {
    (1..=60).contains(&key.chars().count()) && !key.chars().any(|c| c.is_whitespace() || c.is_control())
}
