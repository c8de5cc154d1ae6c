//! A milestone waits for the answers it needs.
use crate::entity::{form, questionnaire};
use crate::error::MILESTONE_FORM_INCOMPLETE;
use crate::service::steer::Work;
use crate::store;
use crate::store::forms::Wanted;
use crate::template::Template;
use dienstweg_fields::{Form, Standing};
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::error::{Code, Fault, Text};
use dienstweg_kernel::{Error, Reader, Result};
use sea_orm::{ColumnTrait, Condition};
use std::collections::HashSet;

/// Refuses to complete a milestone while required answers of its form are missing. A form that nobody has published asks
/// nothing. Two statements, none where the milestone needs no form.
///
/// # Errors
/// `milestone-form-incomplete` naming what is missing.
pub async fn gate(reader: &Reader, work: &Work, milestone: &str) -> Result<()> {
    use questionnaire::Column as C;
    let Some(key) = work.template.milestone(milestone).and_then(|milestone| milestone.form.clone()) else {
        return Ok(());
    };
    let of = Condition::all().add(C::RolloutId.eq(work.rollout.id)).add(C::FormKey.eq(&key));
    let kept = store::forms::kept(reader, of, 1).await?.pop();
    let wanted = match &kept {
        Some(kept) => Wanted { ids: vec![kept.row.form_id], ..Wanted::default() },
        None => Wanted { keys: vec![key], ..Wanted::default() },
    };
    let Some(form) = store::forms::forms_wanted(reader, wanted).await?.pop() else { return Ok(()) };
    let definition = super::definitions::definition(&form)?;
    let answers = definition.read_kept(kept.iter().flat_map(super::slots::given));
    let standing = definition.standing(&answers);
    if standing.missing.is_empty() {
        return Ok(());
    }
    Err(lacking(MILESTONE_FORM_INCOMPLETE, &definition, &standing))
}

/// What is missing, in words and one by one.
pub fn lacking(code: Code, form: &Form, standing: &Standing) -> Error {
    let names = |language| {
        let labels: Vec<&str> = standing.missing.iter().map(|one| one.label.get(language)).take(5).collect();
        let more = if standing.missing.len() > 5 { " …" } else { "" };
        format!("{}{more}", labels.join(", "))
    };
    let (de, en) = match standing.missing.len() {
        1 => ("Es fehlt noch eine Angabe".to_owned(), "One answer is missing".to_owned()),
        count => (format!("Es fehlen noch {count} Angaben"), format!("{count} answers are missing")),
    };
    let fault = |one: &dienstweg_fields::Missing| {
        let text =
            Text::new(format!("„{}“ fehlt noch.", one.label.de), format!("\"{}\" is missing.", one.label.en));
        Fault::new(format!("/answers{}", one.pointer), "missing", text)
    };
    Error::new(code)
        .detail(
            format!("{de} im Fragebogen „{}“: {}.", form.title.de, names(Language::De)),
            format!("{en} in the questionnaire \"{}\": {}.", form.title.en, names(Language::En)),
        )
        .with_faults(standing.missing.iter().map(fault).collect())
}

/// The forms a template names, with the JSON pointers of the milestones that do.
pub fn named_forms(template: &Template) -> Vec<(String, String)> {
    let phases = template.phases.iter().enumerate();
    let named = phases.flat_map(|(phase, definition)| {
        definition.milestones.iter().enumerate().filter_map(move |(at, milestone)| {
            Some((format!("/phases/{phase}/milestones/{at}/form"), milestone.form.clone()?))
        })
    });
    named.collect()
}

/// Those of these keys that have a published form.
pub async fn forms_known(reader: &Reader, keys: Vec<String>) -> Result<HashSet<String>> {
    let forms = store::forms::forms_wanted(reader, Wanted { keys, ..Wanted::default() }).await?;
    Ok(forms.into_iter().map(|form: form::Model| form.key).collect())
}
