//! The body of a message: CloudEvents 1.0 in JSON, structured mode (CloudEvents JSON format § 3).
use chrono::SecondsFormat;
use dienstweg_kernel::events::Event;
use serde_json::{Value, json};

/// Media type of the body.
pub(super) const MEDIA_TYPE: &str = "application/cloudevents+json; charset=utf-8";

pub(super) fn envelope(source: &str, event: &Event, data: &Value) -> String {
    json!({
        "specversion": "1.0",
        "id": event.id,
        "source": source,
        "type": format!("de.dienstweg.{}.v1", event.name),
        "subject": format!("{}/{}", event.subject_kind, event.subject_id),
        "time": event.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        "datacontenttype": "application/json",
        "data": data,
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use dienstweg_kernel::ids::{ActorId, EventId};
    use uuid::Uuid;

    #[test]
    fn the_envelope_has_the_members_of_cloudevents() {
        let event = Event {
            position: 5,
            id: EventId(Uuid::from_u128(1)),
            at: DateTime::from_timestamp(1_767_225_600, 500_000_000).unwrap(),
            name: "rollout.phase_changed".to_owned(),
            subject_kind: "rollout".to_owned(),
            subject_id: Uuid::from_u128(2),
            actor: ActorId(Uuid::nil()),
            request_id: "not told".to_owned(),
            data: json!({"not": "told"}),
            left: Vec::new(),
        };
        let body: Value =
            serde_json::from_str(&envelope("https://dw.example.org", &event, &json!({"phase": 3}))).unwrap();
        assert_eq!(
            body,
            json!({
                "specversion": "1.0",
                "id": "00000000-0000-0000-0000-000000000001",
                "source": "https://dw.example.org",
                "type": "de.dienstweg.rollout.phase_changed.v1",
                "subject": "rollout/00000000-0000-0000-0000-000000000002",
                "time": "2026-01-01T00:00:00.500000Z",
                "datacontenttype": "application/json",
                "data": {"phase": 3},
            })
        );
    }
}
