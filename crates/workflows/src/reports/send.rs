//! Sending reports: who gets one is found out first, then all is written down in one commit; each mail is made when it is sent,
//! with the rights its recipient has at that moment.
use super::compute::{concerns, report_content};
use super::document::document;
use super::words::Say;
use chrono::NaiveDate;
use dienstweg_documents::pdf::pdf;
use dienstweg_documents::report::Report;
use dienstweg_identity::{Addressee, actor_of, addressees, role_holders};
use dienstweg_kernel::clock::Clock;
use dienstweg_kernel::ctx::{Actor, Ctx};
use dienstweg_kernel::error::codes;
use dienstweg_kernel::ids::{ReportRunId, UserId};
use dienstweg_kernel::{Db, Error, Reader, Result, Tx};
use dienstweg_outbound::mail::{Asked, Mail, MailFile, NewMail, Recipient, Template, Told};
use dienstweg_projections::reports::{
    Copy, CopyOutcome, Occasion, Outgoing, REPORT_READ, ReportScope, report_due, report_run,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Reports that are looked at in one go.
const PORTION: u64 = 20;
const PDF: &str = "application/pdf";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What becomes of a report for each person who is to get it.
#[derive(Clone, Debug)]
pub struct Prepared {
    copies: Vec<Copy>,
    addressees: Vec<Addressee>,
}

/// What a mail with a report knows of it.
#[derive(Serialize, Deserialize)]
struct Letter {
    scope: ReportScope,
    since: Option<NaiveDate>,
    xlsx: bool,
}

fn ctx(clock: Arc<dyn Clock>) -> Ctx {
    Ctx::system(Actor::system("reports", &[REPORT_READ]), clock)
}

/// Finds out who gets a report: people and holders of roles, each once. Who sees nothing of what it is about gets none. Some
/// statements per person, whose rights differ.
pub async fn prepare(db: &Db, clock: &Arc<dyn Clock>, outgoing: &Outgoing) -> Result<Prepared> {
    let ctx = ctx(Arc::clone(clock));
    let reader = db.read(&ctx);
    let mut users: BTreeSet<UserId> = outgoing.users.iter().copied().collect();
    users.extend(role_holders(&reader, &outgoing.roles).await?);
    let mut known = addressees(&reader, users.iter().copied().collect()).await?;
    let mut prepared = Prepared { copies: Vec::new(), addressees: Vec::new() };
    for user in users {
        let actor = match known.contains_key(&user) {
            true => actor_of(&reader, user.into()).await?,
            false => None,
        };
        let own = actor.map(|actor| db.read(&ctx.with_actor(actor)));
        let outcome = match own {
            None => CopyOutcome::NoAddress,
            Some(own) if concerns(&own, outgoing.scope).await? => {
                prepared.addressees.extend(known.remove(&user));
                CopyOutcome::Queued
            }
            Some(_) => CopyOutcome::NothingToSee,
        };
        prepared.copies.push(Copy { user, outcome });
    }
    Ok(prepared)
}

/// Writes down, in one commit, that a report is sent and the mails it is sent with. Nothing where the occasion was sent before.
///
/// # Errors
/// `not-found`, `forbidden`, `stale`; `mail-not-configured`.
pub async fn send(
    tx: &Tx,
    mail: &Mail,
    outgoing: &Outgoing,
    occasion: Occasion,
    prepared: &Prepared,
) -> Result<Option<ReportRunId>> {
    let run = report_run(tx, outgoing, occasion, &prepared.copies).await?;
    mail.must_be_on()?;
    let Some(id) = run else { return Ok(None) };
    let letter = Letter { scope: outgoing.scope, since: outgoing.since, xlsx: outgoing.xlsx };
    let data = serde_json::to_value(&letter).map_err(Error::internal)?;
    let one = |to: &Addressee| NewMail {
        to: Recipient {
            id: to.user.0,
            address: to.address.clone(),
            language: outgoing.language,
            absent: None,
            on_behalf: None,
        },
        template: Template::Report,
        data: data.clone(),
        key: id.to_string(),
        not_before: tx.ctx().now(),
        reminder: None,
    };
    mail.queue(tx, prepared.addressees.iter().map(one).collect()).await?;
    Ok(Some(id))
}

/// Sends the reports whose time has come. Answers how many were looked at.
pub async fn due(db: &Db, clock: Arc<dyn Clock>, mail: &Mail) -> Result<u64> {
    if !mail.is_on() {
        return Ok(0);
    }
    let ctx = ctx(Arc::clone(&clock));
    let found = report_due(&db.read(&ctx), PORTION).await?;
    let mut fault = None;
    // One that cannot be sent holds no other up.
    for (outgoing, day) in &found {
        let sent = async {
            let prepared = prepare(db, &clock, outgoing).await?;
            let work = async |tx: &Tx| send(tx, mail, outgoing, Occasion::Due(*day), &prepared).await;
            db.write(&ctx, work).await
        };
        match sent.await {
            // Somebody removed it meanwhile.
            Err(error) if error.is(codes::NOT_FOUND) => {}
            sent => fault = sent.err().or(fault),
        }
    }
    fault.map_or(Ok(found.len() as u64), Err)
}

/// What a mail with a report tells and carries. Nothing where its recipient sees nothing of it any more.
pub async fn content(reader: &Reader, asked: Asked<'_>) -> Result<Option<Told>> {
    let Letter { scope, since, xlsx } =
        serde_json::from_value(asked.data.clone()).map_err(Error::internal)?;
    if !concerns(reader, scope).await? {
        return Ok(None);
    }
    let content = report_content(reader, scope, since).await?;
    let say = Say(content.language);
    let document = document(&content, asked.base);
    let name = format!("{}-{}", say.pick("statusbericht", "status-report"), content.day);
    let subject = content.scope.named.name.as_deref().unwrap_or("–");
    let values = json!({"key": format!("{subject}, {}", say.day(content.day)), "report": document});
    let files = tokio::task::spawn_blocking(move || files(&document, &name, xlsx)).await;
    Ok(Some(Told { values, files: files.map_err(Error::internal)??, reply_to: None }))
}

fn files(document: &Report, name: &str, xlsx: bool) -> Result<Vec<MailFile>> {
    let file =
        |ending: &str, media_type, bytes| MailFile { name: format!("{name}.{ending}"), media_type, bytes };
    let mut files = vec![file("pdf", PDF, pdf(document)?)];
    if xlsx {
        files.push(file("xlsx", XLSX, document.workbook()?));
    }
    Ok(files)
}
