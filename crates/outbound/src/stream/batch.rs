//! Turning the events of a moment into as few items as possible. Pure, but for the answers on visibility.
use super::message::{StreamData, StreamEvent, StreamItem};
use dienstweg_kernel::events::Event;
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// More subjects of one kind than this in one batch are told as one "list changed".
pub(super) const FLOOD: usize = 100;

/// All events of a batch about one subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Merged {
    /// The position of the last of them.
    pub position: i64,
    pub names: Vec<String>,
    /// Who lost sight of it.
    pub left: Vec<Uuid>,
}

/// The events of a batch by kind and subject.
pub(super) type Batch = BTreeMap<String, BTreeMap<Uuid, Merged>>;

pub(super) fn merge<'a>(events: impl IntoIterator<Item = &'a Event>, known: impl Fn(&str) -> bool) -> Batch {
    let mut batch = Batch::new();
    for event in events.into_iter().filter(|event| known(&event.subject_kind)) {
        let kind = batch.entry(event.subject_kind.clone()).or_default();
        let merged = kind.entry(event.subject_id).or_default();
        merged.position = merged.position.max(event.position);
        if !merged.names.contains(&event.name) {
            merged.names.push(event.name.clone());
        }
        merged.left.extend(&event.left);
    }
    batch
}

/// What one principal sees of one kind in a batch.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub visible: HashSet<Uuid>,
    /// Not visible, but could be seen before.
    pub gone: HashSet<Uuid>,
}

/// The items about one kind. After an item of position p, everything up to p has been told, so a flood stands at the
/// position of its earliest subject.
pub(super) fn items(kind: &str, subjects: &BTreeMap<Uuid, Merged>, seen: &Seen) -> Vec<StreamItem> {
    if seen.visible.is_empty() && seen.gone.is_empty() {
        return Vec::new();
    }
    let data = |id, names: &[String]| StreamData { kind: Some(kind.to_owned()), id, names: names.to_vec() };
    if subjects.len() > FLOOD {
        let position = subjects.values().map(|merged| merged.position).min().unwrap_or_default();
        return vec![StreamItem { position, event: StreamEvent::ListChanged, data: data(None, &[]) }];
    }
    let told = subjects.iter().filter_map(|(id, merged)| {
        let event = match (seen.visible.contains(id), seen.gone.contains(id)) {
            (true, _) => StreamEvent::Changed,
            (false, true) => StreamEvent::Gone,
            (false, false) => return None,
        };
        // What happened to a thing is for those who see it.
        let names = if event == StreamEvent::Changed { merged.names.as_slice() } else { &[] };
        Some(StreamItem { position: merged.position, event, data: data(Some(*id), names) })
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use dienstweg_kernel::ids::{ActorId, EventId};
    use serde_json::json;

    fn event(position: i64, kind: &str, id: u128, name: &str) -> Event {
        Event {
            position,
            id: EventId(Uuid::nil()),
            at: DateTime::UNIX_EPOCH,
            name: name.to_owned(),
            subject_kind: kind.to_owned(),
            subject_id: Uuid::from_u128(id),
            actor: ActorId(Uuid::nil()),
            request_id: String::new(),
            data: json!({}),
            left: Vec::new(),
        }
    }

    #[test]
    fn a_subject_is_told_once_at_its_last_position_and_unknown_kinds_never() {
        let events = [
            event(1, "a", 1, "a.x"),
            event(2, "b", 9, "b.x"),
            event(3, "a", 1, "a.y"),
            event(4, "a", 1, "a.x"),
        ];
        let batch = merge(&events, |kind| kind == "a");
        assert_eq!(batch.keys().collect::<Vec<_>>(), ["a"]);
        let seen = Seen { visible: [Uuid::from_u128(1)].into(), ..Seen::default() };
        let told = items("a", &batch["a"], &seen);
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].position, told[0].event), (4, StreamEvent::Changed));
        assert_eq!(told[0].data.names, ["a.x", "a.y"]);
        assert!(items("a", &batch["a"], &Seen::default()).is_empty());
    }

    #[test]
    fn who_lost_sight_learns_that_and_nothing_more() {
        let batch = merge(&[event(1, "a", 1, "a.moved")], |_| true);
        let seen = Seen { gone: [Uuid::from_u128(1)].into(), ..Seen::default() };
        let told = items("a", &batch["a"], &seen);
        assert_eq!((told[0].event, told[0].data.names.len()), (StreamEvent::Gone, 0));
    }

    #[test]
    fn a_flood_is_one_item_that_lets_a_resume_miss_nothing() {
        let events: Vec<Event> = (1..=101).map(|n| event(10 + n, "a", n as u128, "a.x")).collect();
        let batch = merge(&events, |_| true);
        let seen = Seen { visible: [Uuid::from_u128(50)].into(), ..Seen::default() };
        let told = items("a", &batch["a"], &seen);
        assert_eq!((told.len(), told[0].position, told[0].event), (1, 11, StreamEvent::ListChanged));
        assert!(items("a", &batch["a"], &Seen::default()).is_empty());
    }
}
