//! How templates call their phases and roles.
use crate::entity::rollout;
use crate::input::RolloutListParams;
use crate::service::steer::lang;
use crate::store;
use dienstweg_kernel::ids::TemplateId;
use dienstweg_kernel::{Reader, Result};
use sea_orm::FromQueryResult;

/// Keys and names in the language of the caller. Where templates name one differently, one of them is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateWords {
    /// In the order of the course.
    pub phases: Vec<(String, String)>,
    pub roles: Vec<(String, String)>,
}

impl TemplateWords {
    pub fn role(&self, key: &str) -> String {
        let known = self.roles.iter().find(|(known, _)| known == key);
        known.map_or_else(|| key.to_owned(), |(_, name)| name.clone())
    }
}

/// The words of the templates that rollouts follow which the caller sees. One statement, one more for templates not read
/// before.
pub async fn template_words(reader: &Reader) -> Result<TemplateWords> {
    #[derive(FromQueryResult)]
    struct Row {
        template_id: TemplateId,
    }
    let followed = store::lists::selected(reader, &RolloutListParams::default());
    let followed: Vec<Row> = followed.summarise(&[rollout::Column::TemplateId], []).await?;
    let known = store::steer::templates(reader, followed.iter().map(|row| row.template_id)).await?;
    let mut templates: Vec<_> = known.into_values().collect();
    templates.sort_by(|one, other| (&one.key, -one.version).cmp(&(&other.key, -other.version)));
    let (lang, mut words) = (lang(reader), TemplateWords::default());
    for template in &templates {
        add(&mut words.phases, template.phases.iter().map(|phase| (&phase.key, phase.name.get(lang))));
        add(&mut words.roles, template.parties.iter().map(|role| (&role.key, role.name.get(lang))));
    }
    Ok(words)
}

fn add<'t>(words: &mut Vec<(String, String)>, more: impl Iterator<Item = (&'t String, &'t str)>) {
    for (key, name) in more {
        if !words.iter().any(|(known, _)| known == key) {
            words.push((key.clone(), name.to_owned()));
        }
    }
}
