//! Search service of the Portalverbund Online-Gateway (PVOG, FITKO): descriptions of a Leistung by LeiKa key and ARS, each
//! with the addresses of its online services. Public; whoever asks often says who they are. No content means that it is not
//! published there or not maintained.
use super::http::{Http, link};
use chrono::NaiveDate;
use dienstweg_kernel::Result;
use dienstweg_rollouts::service::IndexAnswer;
use dienstweg_rollouts::types::PublicationProblem;
use dienstweg_workflows::publication::Question;
use serde::Deserialize;

/// LeiKa keys of a service that are asked for, in their order: a service that has hundreds is found by its first ones.
const MOST_KEYS: usize = 10;

/// Asks the PVOG.
pub(super) struct Pvog {
    http: Http,
}

#[derive(Deserialize)]
struct Descriptions {
    #[serde(default)]
    content: Vec<Description>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Description {
    #[serde(default)]
    online_service_links: Option<Vec<OnlineService>>,
}

#[derive(Deserialize)]
struct OnlineService {
    uri: Option<String>,
}

impl Pvog {
    pub(super) fn new(http: Http) -> Self {
        Self { http }
    }

    pub(super) async fn ask(&self, question: &Question, today: NaiveDate) -> Result<IndexAnswer> {
        let Some(ars) = &question.ars else {
            return Ok(IndexAnswer::CannotAsk(PublicationProblem::BodyUnknown));
        };
        if question.leika_keys.is_empty() {
            return Ok(IndexAnswer::CannotAsk(PublicationProblem::ServiceWithoutKey));
        }
        let day = today.to_string();
        for leika in question.leika_keys.iter().take(MOST_KEYS) {
            let query = [("leikaIds", leika.as_str()), ("ars", ars), ("validDate", &day)];
            let path = ["v3", "servicedescriptions", "leikaid"];
            let Some(answer) = self.http.get::<Descriptions>(&path, &query).await? else { continue };
            let mut links = answer.content.into_iter().filter_map(|one| one.online_service_links).flatten();
            if let Some(first) = links.next() {
                return Ok(IndexAnswer::Found { url: link(first.uri) });
            }
        }
        Ok(IndexAnswer::NotFound)
    }
}
