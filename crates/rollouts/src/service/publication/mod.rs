//! Whether citizens find what is rolled out: an index of published services is asked, by whoever knows how, and its
//! answers complete a milestone or open it again.
mod judge;
mod list;
mod note;

pub use judge::IndexAnswer;
pub use list::{publication_counts, publication_hurry, publication_list};
pub use note::{Finding, publications_note};

use crate::service::catalogue::texts;
use crate::store;
use crate::store::publication::Due;
use dienstweg_kernel::ids::{OrganisationId, RolloutId};
use dienstweg_kernel::{Reader, Result, Tx};

/// What the index is to be asked about.
#[derive(Clone, Debug)]
pub struct Enquiry {
    pub rollout: RolloutId,
    pub body: OrganisationId,
    /// 14 digits each.
    pub leika_keys: Vec<String>,
    /// Numbers of its Leistungen in the BayernPortal.
    pub portal_ids: Vec<String>,
}

/// Lets the rollouts that the index is asked about follow from where they stand. Answers how many came.
pub async fn publications_follow(tx: &Tx) -> Result<u64> {
    store::publication::follow(tx).await
}

/// What the index is to be asked about now, the longest due first.
pub async fn publications_due(reader: &Reader, limit: u64) -> Result<Vec<Enquiry>> {
    let due = store::publication::due(reader, limit).await?;
    let enquiry = |due: Due| Enquiry {
        rollout: due.rollout_id,
        body: due.body_id,
        leika_keys: texts(&due.leika_keys),
        portal_ids: texts(&due.portal_ids),
    };
    Ok(due.into_iter().map(enquiry).collect())
}
