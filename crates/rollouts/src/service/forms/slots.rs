//! What is to be filled in at a rollout: which forms, begun or not, and how far.
use super::definitions::definition;
use crate::entity::{form, milestone, rollout};
use crate::policy::{MILESTONE_COMPLETE, ROLLOUT_STEER};
use crate::steering::CourseState;
use crate::store;
use crate::store::forms::{Kept, Wanted};
use crate::template::Template;
use crate::types::rollout::word;
use crate::types::{AttachedTo, FormStatus, QuestionnaireState, RolloutKind};
use dienstweg_fields::{Answers, Form, Standing};
use dienstweg_kernel::guard::Visible;
use dienstweg_kernel::ids::{MilestoneId, RolloutId};
use dienstweg_kernel::{Reader, Result};
use sea_orm::ColumnTrait;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

const STEERS: &str = "steers";
const OF_BODY: &str = "of_body";

/// A rollout, and what the caller may do in it.
pub struct Place {
    pub rollout: Visible<rollout::Entity>,
    pub milestones: Vec<milestone::Model>,
    pub template: Arc<Template>,
    writes: bool,
    mine: HashSet<MilestoneId>,
}

impl Place {
    /// # Errors
    /// `not-found` where it is not there for the caller.
    pub async fn load(reader: &Reader, id: RolloutId) -> Result<Self> {
        let found = reader
            .select::<rollout::Entity>()
            .filter(rollout::Column::Id.eq(id))
            .with::<milestone::Entity>()
            .reach(STEERS, ROLLOUT_STEER)
            .reach(OF_BODY, MILESTONE_COMPLETE)
            .with_reached::<milestone::Entity>(MILESTONE_COMPLETE)
            .whole()
            .await?;
        let mut milestones = found.parts::<milestone::Entity>()?;
        milestones.sort_by_key(|row| row.position);
        let mine = found.reached::<milestone::Entity>()?.into_iter().collect();
        let may = reader.ctx().actor.has(MILESTONE_COMPLETE);
        let writes = may && (found.flag(STEERS) || found.flag(OF_BODY));
        let template = store::steer::template(reader, found.row.template_id).await?;
        Ok(Self { rollout: found.row, milestones, template, writes, mine })
    }

    /// Whether the course has ended otherwise than live: nothing is asked any more.
    pub fn over(&self) -> bool {
        self.rollout.state == word(CourseState::Ended)
    }

    /// The keys of the forms its milestones need, each with the first that does.
    fn needs(&self) -> Vec<(&str, &milestone::Model)> {
        let mut needs: Vec<(&str, &milestone::Model)> = Vec::new();
        for row in &self.milestones {
            let form = self.template.milestone(&row.key).and_then(|definition| definition.form.as_deref());
            if let Some(form) = form.filter(|form| !needs.iter().any(|(known, _)| known == form)) {
                needs.push((form, row));
            }
        }
        needs
    }

    /// What is to be filled in here, in the order of the milestones, what is about the body last.
    pub async fn slots(&self, reader: &Reader) -> Result<Vec<Slot>> {
        let needs = self.needs();
        let of_bodies = self.rollout.kind == RolloutKind::Mother;
        if needs.is_empty() && !of_bodies {
            return Ok(Vec::new());
        }
        let begun = store::forms::of_rollout(reader, self.rollout.id).await?;
        let ids = begun.iter().map(|kept| kept.row.form_id).collect();
        let keys = needs.iter().map(|(key, _)| (*key).to_owned()).collect();
        let forms = store::forms::forms_wanted(reader, Wanted { ids, keys, of_bodies }).await?;
        let mut begun: HashMap<String, Kept> =
            begun.into_iter().map(|kept| (kept.row.form_key.clone(), kept)).collect();
        let mut wanted: Vec<(&str, Option<&milestone::Model>)> =
            needs.iter().map(|(key, milestone)| (*key, Some(*milestone))).collect();
        if of_bodies {
            wanted.extend(of_body(&forms).into_iter().map(|key| (key, None)));
        }
        let mut slots = Vec::new();
        for (key, milestone) in wanted {
            let kept = begun.remove(key);
            if let Some(form) = chosen(&forms, key, kept.as_ref()) {
                slots.push(Slot::new(form, milestone.cloned(), kept)?);
            }
        }
        Ok(slots)
    }

    /// Whether the caller may fill it in.
    pub fn writes(&self, slot: &Slot) -> bool {
        self.writes || slot.milestone.as_ref().is_some_and(|row| self.mine.contains(&row.id))
    }

    pub fn can(&self, slot: &Slot) -> Vec<&'static str> {
        if self.over() || !self.writes(slot) {
            return Vec::new();
        }
        match slot.state() {
            QuestionnaireState::Submitted => vec!["reopen"],
            QuestionnaireState::Open | QuestionnaireState::Reopened => vec!["save", "submit"],
        }
    }
}

/// The keys of the forms that are about bodies, each once.
fn of_body(forms: &[form::Model]) -> Vec<&str> {
    let of_body = forms.iter().filter(|form| form.attached_to == AttachedTo::Body);
    let mut keys: Vec<&str> = of_body.map(|form| form.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// What was begun goes on with its version; else it is the one that is published now.
fn chosen<'f>(forms: &'f [form::Model], key: &str, kept: Option<&Kept>) -> Option<&'f form::Model> {
    match kept {
        Some(kept) => forms.iter().find(|form| form.id == kept.row.form_id),
        None => {
            let published = |form: &&form::Model| form.key == key && form.status == FormStatus::Published;
            forms.iter().find(published)
        }
    }
}

/// One form to be filled in.
pub struct Slot {
    pub form: form::Model,
    pub definition: Form,
    pub milestone: Option<milestone::Model>,
    pub kept: Option<Kept>,
    pub answers: Answers,
    pub standing: Standing,
}

impl Slot {
    fn new(form: &form::Model, milestone: Option<milestone::Model>, kept: Option<Kept>) -> Result<Self> {
        let definition = definition(form)?;
        let answers = definition.read_kept(kept.iter().flat_map(given));
        let standing = definition.standing(&answers);
        Ok(Self { form: form.clone(), definition, milestone, kept, answers, standing })
    }

    pub fn state(&self) -> QuestionnaireState {
        self.kept.as_ref().map_or(QuestionnaireState::Open, |kept| kept.row.state)
    }
}

/// The answers that are there, by the keys of their fields.
pub fn given(kept: &Kept) -> impl Iterator<Item = (&str, &serde_json::Value)> {
    kept.answers.iter().filter_map(|row| Some((row.field.as_str(), row.value.as_ref()?)))
}
