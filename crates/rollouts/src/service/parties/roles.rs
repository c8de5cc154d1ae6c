//! The roles there are, over all templates that rollouts may follow.
use super::super::steer::lang;
use crate::entity::template;
use crate::policy::PARTY_MAINTAIN;
use crate::store;
use crate::template::{PartySource, Text};
use crate::types::TemplateStatus;
use crate::view::PartyRoleView;
use dienstweg_kernel::ctx::Extent;
use dienstweg_kernel::ids::TemplateId;
use dienstweg_kernel::{Reader, Result};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, FromQueryResult};

/// A role of one or more templates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyRole {
    pub key: String,
    pub name: Text,
    /// A body names who plays it for itself: its own people, who runs its computers, who makes its software. Only such
    /// roles may be given by who maintains the directory for some bodies; others bring rights beyond them.
    pub of_body: bool,
    /// Where nobody is named it is the rollout team, so that nothing is missing.
    pub of_team: bool,
}

/// All roles, in the order of the templates.
#[derive(Clone, Debug, Default)]
pub struct PartyRoles(Vec<PartyRole>);

#[derive(FromQueryResult)]
struct Published {
    id: TemplateId,
}

impl PartyRoles {
    /// Of all templates but drafts; the newest version gives names. One statement, as versions never change.
    pub async fn load(reader: &Reader) -> Result<Self> {
        let select = Query::select()
            .column(template::Column::Id)
            .from(template::Entity)
            .and_where(template::Column::Status.ne(TemplateStatus::Draft))
            .take();
        let ids: Vec<Published> = reader
            .unscoped("the roles of templates, which are the same for every reader")
            .rows(&select)
            .await?;
        let templates = store::steer::templates(reader, ids.iter().map(|row| row.id)).await?;
        let mut templates: Vec<_> = templates.into_values().collect();
        templates.sort_by(|one, other| (&one.key, -one.version).cmp(&(&other.key, -other.version)));
        let mut roles: Vec<PartyRole> = Vec::new();
        for role in templates.iter().flat_map(|template| &template.parties) {
            use PartySource as S;
            let of_body =
                matches!(role.default_source, S::ResponsibleBody | S::ItProvider | S::SoftwareVendor);
            let of_team = role.default_source == S::RolloutTeam;
            match roles.iter_mut().find(|known| known.key == role.key) {
                Some(known) => {
                    known.of_body &= of_body;
                    known.of_team &= of_team;
                }
                None => {
                    roles.push(PartyRole { key: role.key.clone(), name: role.name.clone(), of_body, of_team })
                }
            }
        }
        Ok(Self(roles))
    }

    pub fn get(&self, key: &str) -> Option<&PartyRole> {
        self.0.iter().find(|role| role.key == key)
    }

    pub fn iter(&self) -> impl Iterator<Item = &PartyRole> {
        self.0.iter()
    }

    /// The name of a role for who reads; its key where no template has it any more.
    pub fn name(&self, key: &str, reader: &Reader) -> String {
        self.get(key).map_or_else(|| key.to_owned(), |role| role.name.get(lang(reader)).to_owned())
    }

    /// For who reads.
    pub fn views(&self, reader: &Reader) -> Vec<PartyRoleView> {
        let extent = reader.ctx().actor.extent(PARTY_MAINTAIN);
        let may = |role: &PartyRole| extent == Some(Extent::Everything) || extent.is_some() && role.of_body;
        let view = |role: &PartyRole| PartyRoleView {
            key: role.key.clone(),
            name: role.name.get(lang(reader)).to_owned(),
            of_body: role.of_body,
            can: if may(role) { vec!["give"] } else { Vec::new() },
        };
        self.iter().map(view).collect()
    }
}
