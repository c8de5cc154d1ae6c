//! Web services of the BayernPortal, REST v3 (`rest/allgemein/v3`, HTTP Basic): the offices a user may see, in pages of 100;
//! per office the Leistungen with online services, each with the number and the address of the Leistung. Where there is
//! nothing, the member of an answer is missing.
use super::http::{Http, link};
use dienstweg_kernel::Result;
use dienstweg_kernel::ids::OrganisationId;
use dienstweg_rollouts::service::IndexAnswer;
use dienstweg_rollouts::types::PublicationProblem;
use dienstweg_workflows::publication::Question;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Offices on a page; the most the service gives.
const PAGE: usize = 100;
/// Pages read at most: ten times the offices there are.
const PAGES: usize = 500;

/// Asks the BayernPortal.
pub(super) struct BayernPortal {
    http: Http,
}

/// What was read for one portion of questions.
#[derive(Default)]
pub(super) struct Portion {
    offices: Option<HashSet<String>>,
    /// The last body, and where its Leistungen are by their numbers.
    online: Option<(OrganisationId, HashMap<String, Option<String>>)>,
}

#[derive(Deserialize)]
struct Offices {
    #[serde(default)]
    dienststelle: Vec<Office>,
}

#[derive(Deserialize)]
struct Office {
    dienststellenschluessel: String,
}

#[derive(Default, Deserialize)]
struct OnlineServices {
    #[serde(default, rename = "leistungMitOnlineverfahren")]
    leistungen: Vec<Leistung>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Leistung {
    leistung_id: Value,
    leistung_url: Option<String>,
    #[serde(default)]
    onlineverfahren: Vec<Value>,
}

impl BayernPortal {
    pub(super) fn new(http: Http) -> Self {
        Self { http }
    }

    pub(super) async fn ask(&self, question: &Question, portion: &mut Portion) -> Result<IndexAnswer> {
        if question.portal_ids.is_empty() {
            return Ok(IndexAnswer::CannotAsk(PublicationProblem::ServiceWithoutKey));
        }
        if portion.offices.is_none() {
            portion.offices = Some(self.offices().await?);
        }
        let known = |key: &String| portion.offices.as_ref().is_some_and(|offices| offices.contains(key));
        let Some(key) = office_key(question.key.as_deref()).filter(known) else {
            return Ok(IndexAnswer::CannotAsk(PublicationProblem::BodyUnknown));
        };
        if portion.online.as_ref().is_none_or(|(body, _)| *body != question.body) {
            portion.online = Some((question.body, self.online(&key).await?));
        }
        let online = portion.online.as_ref().map(|(_, online)| online);
        let found = question.portal_ids.iter().find_map(|id| online?.get(id));
        Ok(found.map_or(IndexAnswer::NotFound, |url| IndexAnswer::Found { url: url.clone() }))
    }

    async fn offices(&self) -> Result<HashSet<String>> {
        let mut all = HashSet::new();
        for page in 0..PAGES {
            let (page, size) = (page.to_string(), PAGE.to_string());
            let query = [("page", page.as_str()), ("size", size.as_str())];
            let Some(offices) = self.http.get::<Offices>(&["dienststellen"], &query).await? else { break };
            let last = offices.dienststelle.len() < PAGE;
            all.extend(offices.dienststelle.into_iter().map(|office| office.dienststellenschluessel));
            if last {
                break;
            }
        }
        Ok(all)
    }

    async fn online(&self, office: &str) -> Result<HashMap<String, Option<String>>> {
        let path = ["dienststellen", office, "onlineverfahren"];
        let query = [("gruppiertNachLeistungen", "true")];
        let answer: OnlineServices = self.http.get(&path, &query).await?.unwrap_or_default();
        let online = answer.leistungen.into_iter().filter(|leistung| !leistung.onlineverfahren.is_empty());
        Ok(online.map(|leistung| (number(&leistung.leistung_id), link(leistung.leistung_url))).collect())
    }
}

/// Offices of municipalities and districts have the Gemeindekennziffer as their key: 8 digits, of a district filled up
/// with zeros (docs/adr/0014).
fn office_key(key: Option<&str>) -> Option<String> {
    let key =
        key.filter(|key| (5..=8).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(format!("{key:0<8}"))
}

/// Numbers come as numbers, and from some installations as text.
fn number(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}
