//! A message as it goes to the server.
use super::contents::MailFile;
use super::texts::Words;
use super::types::Template;
use chrono::{DateTime, Utc};
use dienstweg_kernel::ids::MailId;
use lettre::message::header::{ContentType, ContentTypeErr, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart};
use std::time::SystemTime;

/// Where it comes from and goes to, and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Envelope<'a> {
    pub id: MailId,
    pub from: &'a Mailbox,
    pub to: &'a str,
    /// Where answers go, if anybody reads them.
    pub reply_to: Option<&'a str>,
    /// Host of the public address, for ids.
    pub host: &'a str,
    pub at: DateTime<Utc>,
}

/// # Errors
/// Where the address is none.
pub(super) fn compose(
    about: Envelope<'_>,
    template: Template,
    words: Words,
    files: Vec<MailFile>,
) -> Result<Message, Box<dyn std::error::Error + Send + Sync>> {
    let to: Mailbox = about.to.parse()?;
    let list =
        format!("Dienstweg {} <{}.{}>", template.word(), template.word().replace('_', "-"), about.host);
    let builder = match about.reply_to.and_then(|address| address.parse().ok()) {
        Some(address) => Message::builder().reply_to(address),
        None => Message::builder(),
    };
    let message = builder
        .from(about.from.clone())
        .to(to)
        .subject(words.subject)
        .date(SystemTime::from(about.at))
        // The same for each attempt: what arrived although we do not know it is told apart from a second mail.
        .message_id(Some(format!("<{}@{}>", about.id, about.host)))
        .header(AutoSubmitted)
        .header(SuppressAnswers)
        .header(ListId(list))
        .multipart(body(words.text, words.html, files)?)?;
    Ok(message)
}

/// The text in two forms, with files beside it where there are any.
fn body(text: String, html: String, files: Vec<MailFile>) -> Result<MultiPart, ContentTypeErr> {
    let text = MultiPart::alternative_plain_html(text, html);
    if files.is_empty() {
        return Ok(text);
    }
    files.into_iter().try_fold(MultiPart::mixed().multipart(text), |all, file| {
        let kind = ContentType::parse(file.media_type)?;
        Ok(all.singlepart(Attachment::new(file.name).body(file.bytes, kind)))
    })
}

macro_rules! fixed_header {
    ($($(#[$doc:meta])* $name:ident: $header:literal = $value:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy)]
        struct $name;

        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($header)
            }

            fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self)
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), $value.to_owned())
            }
        }
    )*};
}

fixed_header! {
    /// RFC 3834: no robot answers a robot.
    AutoSubmitted: "Auto-Submitted" = "auto-generated";
    /// The same for Exchange.
    SuppressAnswers: "X-Auto-Response-Suppress" = "All";
}

/// RFC 2919, so that people can sort by kind.
#[derive(Clone)]
struct ListId(String);

impl Header for ListId {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Id")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}
