//! Sending what is due, and writing down what came of it.
use super::compose::{Envelope, compose};
use super::contents::{Asked, Told};
use super::entity::mail;
use super::retry::{self, Next};
use super::smtp::{Outcome, Smtp};
use super::types::{MailReason, MailState, Template, language_of};
use super::{Mail, events, store};
use dienstweg_kernel::guard::{Guarded, Visible};
use dienstweg_kernel::ids::{ActorId, MailId};
use dienstweg_kernel::{Ctx, Reader, Result, Tx};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use lettre::Message;
use sea_orm::sea_query::Expr;
use serde_json::Value;

/// Longer than one mail may take; a process that dies frees what it held after this.
const LEASE: chrono::Duration = chrono::Duration::seconds(300);
/// Mails at the same time.
const PORTION: u64 = 4;

type Row = Visible<mail::Entity>;
type Values = Vec<(mail::Column, Expr)>;

/// What a mail turned out to be when it was to be sent.
enum Ready {
    Send(Box<Message>),
    Nothing(MailState, MailReason),
}

impl Mail {
    /// Sends what is due, a few mails at a time. Answers how many it has worked on.
    ///
    /// # Errors
    /// `unavailable` or `internal` where the database does not answer.
    pub async fn deliver(&self) -> Result<u64> {
        let Some(smtp) = &self.0.smtp else { return Ok(0) };
        let ctx = self.ctx();
        if !store::is_due(&self.0.db.read(&ctx), ctx.now()).await? {
            return Ok(0);
        }
        let claim = async |tx: &Tx| {
            let lease = tx.ctx().new_id::<MailId>().0;
            store::claim(tx, lease, PORTION, tx.ctx().now() + LEASE).await
        };
        let claimed = self.0.db.write(&ctx, claim).await?;
        let mut sending: FuturesUnordered<_> =
            claimed.iter().map(|row| async move { (row, self.attempt(smtp, row).await) }).collect();
        let mut fault = None;
        // Noted one by one, as soon as the server has answered: until then a crash costs another copy.
        while let Some((row, values)) = sending.next().await {
            fault = self.settle(row, values).await.err().or(fault);
        }
        fault.map_or(Ok(claimed.len() as u64), Err)
    }

    /// Writes and sends one mail. Answers what is to be noted.
    async fn attempt(&self, smtp: &Smtp, row: &Row) -> Values {
        match self.prepare(smtp, row).await {
            Ok(Ready::Send(message)) => self.settled(row, smtp.send(*message).await),
            Ok(Ready::Nothing(state, reason)) => finished(state, reason),
            Err(error) => {
                let source = std::error::Error::source(&error).map(ToString::to_string);
                tracing::error!(mail = %row.id, %error, source, "a mail could not be written");
                self.settled(row, Outcome::Unknown("it could not be written; see the log".to_owned()))
            }
        }
    }

    /// Writes the mail, with what its recipient, or whoever sends it to somebody without an account, may see at this moment.
    async fn prepare(&self, smtp: &Smtp, row: &Row) -> Result<Ready> {
        let ctx = self.ctx();
        let reader = self.0.db.read(&ctx);
        let eyes = row.on_behalf_id.map_or(row.recipient_id, |sender| sender.0);
        let Some(actor) = self.0.principals.load(&reader, ActorId(eyes)).await? else {
            return Ok(Ready::Nothing(MailState::Dropped, MailReason::RecipientGone));
        };
        let (language, template) = (language_of(&row.language), Template::of_word(&row.template));
        let own = Ctx::new(actor, &ctx.request_id, language, ctx.clock().clone());
        let own = self.0.db.read(&own);
        let asked = Asked {
            recipient: row.recipient_id,
            on_behalf: row.on_behalf_id,
            absent: row.absent_id,
            data: &row.data,
            base: &self.0.base,
            db: &self.0.db,
        };
        let said = match template {
            Some(template) => self.0.contents.say(template, &own, asked).await?,
            None => None,
        };
        let (Some(template), Some(Told { mut values, files, reply_to })) = (template, said) else {
            return Ok(Ready::Nothing(MailState::Dropped, MailReason::NothingToSay));
        };
        values["base"] = Value::from(self.0.base.as_str());
        values["replies"] = Value::from(reply_to.is_some());
        values["absent"] = self.absent_name(&own, row).await?;
        let words = self.0.texts.words(template, language, &values)?;
        let address = row.open(|row| Some(&row.address)).into_option().unwrap_or_default();
        let envelope = Envelope {
            id: row.id,
            from: &smtp.sender,
            to: &address,
            reply_to: reply_to.as_deref(),
            host: &self.0.host,
            at: ctx.now(),
        };
        Ok(match compose(envelope, template, words, files) {
            Ok(message) => Ready::Send(Box::new(message)),
            Err(_) => Ready::Nothing(MailState::Failed, MailReason::BadAddress),
        })
    }

    async fn absent_name(&self, reader: &Reader, row: &Row) -> Result<Value> {
        let Some(absent) = row.absent_id else { return Ok(Value::Null) };
        let name = reader.labels([absent.0]).await?.named(absent).name;
        Ok(Value::from(name.unwrap_or_else(|| "–".to_owned())))
    }

    fn settled(&self, row: &Row, outcome: Outcome) -> Values {
        use mail::Column as C;
        let ctx = self.ctx();
        let [chance] = ctx.random::<1>();
        let mut values = match retry::next(&outcome, row.attempts, chance) {
            Next::Sent => vec![
                (C::State, Expr::val(MailState::Sent)),
                (C::SentAt, Expr::val(ctx.now())),
                (C::Reason, Expr::val(Option::<MailReason>::None)),
            ],
            Next::Failed(reason) => finished(MailState::Failed, reason),
            Next::Retry(pause) => vec![(C::NotBefore, Expr::val(ctx.now() + pause))],
        };
        let (Outcome::Taken(answer) | Outcome::Refused(answer) | Outcome::Unknown(answer)) = outcome;
        values.push((C::Answer, Expr::val(answer)));
        values.push((C::Attempts, Expr::val(row.attempts + 1)));
        values
    }

    async fn settle(&self, row: &Row, values: Values) -> Result<()> {
        let failed = values.iter().any(|(_, value)| *value == Expr::val(MailState::Failed));
        let reason = [MailReason::Refused, MailReason::GaveUp, MailReason::BadAddress]
            .into_iter()
            .find(|reason| values.iter().any(|(_, value)| *value == Expr::val(*reason)));
        let work = async |tx: &Tx| {
            if store::settle(tx, row, values.clone()).await?
                && failed
                && let (Some(template), Some(reason)) = (Template::of_word(&row.template), reason)
            {
                tx.emit(mail::Entity::subject(row), events::mail_failed(template, reason));
            }
            Ok(())
        };
        self.0.db.write(&self.ctx(), work).await
    }
}

fn finished(state: MailState, reason: MailReason) -> Values {
    vec![(mail::Column::State, Expr::val(state)), (mail::Column::Reason, Expr::val(reason))]
}
