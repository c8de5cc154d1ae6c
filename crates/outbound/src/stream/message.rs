//! What goes over a live stream, and how it is written (server-sent events, WHATWG HTML § 9.2).
use serde::Serialize;
use std::fmt::Write;
use utoipa::ToSchema;
use uuid::Uuid;

/// What an item tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StreamEvent {
    /// The stream is open; from here on nothing is missed.
    Hello,
    /// Something happened to this subject: fetch it again.
    Changed,
    /// This subject can no longer be seen, or is no more.
    Gone,
    /// Much happened to this kind: fetch its lists again.
    ListChanged,
    /// The gap is too long to be told: fetch everything again.
    Resync,
}

impl StreamEvent {
    fn as_str(self) -> &'static str {
        match self {
            Self::Hello => "hello",
            Self::Changed => "changed",
            Self::Gone => "gone",
            Self::ListChanged => "list_changed",
            Self::Resync => "resync",
        }
    }
}

/// What it is about. Never the thing itself: who is told fetches, and fetching asks for rights again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"kind": "rollout", "id": "01930f6e-0000-7000-8000-000000000001",
    "names": ["rollout.phase_changed"]}))]
pub struct StreamData {
    /// Kind of subject, with `changed`, `gone` and `list_changed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// What happened to it, each name once.
    pub names: Vec<String>,
}

/// One item of a live stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StreamItem {
    /// Everything up to here has been told; comes back as `Last-Event-ID`.
    pub position: i64,
    pub event: StreamEvent,
    pub data: StreamData,
}

impl StreamItem {
    pub(crate) fn bare(position: i64, event: StreamEvent) -> Self {
        Self { position, event, data: StreamData::default() }
    }
}

/// What the stream of a connection yields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    Item(StreamItem),
    /// A comment, so that proxies and clients know the line is alive.
    Heartbeat,
}

impl Frame {
    /// The bytes of `text/event-stream`.
    pub fn to_text(&self) -> String {
        match self {
            Self::Heartbeat => ":\n\n".to_owned(),
            Self::Item(item) => {
                let data = serde_json::to_string(&item.data).unwrap_or_default();
                let mut text = String::with_capacity(data.len() + 48);
                let _ =
                    write!(text, "id: {}\nevent: {}\ndata: {data}\n\n", item.position, item.event.as_str());
                text
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_written_as_the_standard_says() {
        let data = StreamData {
            kind: Some("ticket".into()),
            id: Some(Uuid::nil()),
            names: vec!["ticket.created".into()],
        };
        let frame = Frame::Item(StreamItem { position: 7, event: StreamEvent::Changed, data });
        assert_eq!(
            frame.to_text(),
            "id: 7\nevent: changed\ndata: {\"kind\":\"ticket\",\"id\":\"00000000-0000-0000-0000-000000000000\",\
             \"names\":[\"ticket.created\"]}\n\n"
        );
    }
}
