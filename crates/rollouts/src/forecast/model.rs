//! The milestones that lead to the go-live of one template, with what may be expected of each.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::curve::capped;
use super::history::{Experience, History};
use crate::steering::targets;
use crate::template::Template;

/// A milestone on the way to the go-live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub key: String,
    pub role: String,
    /// The gate, as places of nodes; all of them stand before this one.
    pub before: Vec<usize>,
    /// Working days of the plan from readiness until due: without experience the forecast is the plan.
    pub target: u16,
}

/// One template with what was learned about it. Keeps what it has looked up.
#[derive(Debug)]
pub struct Model<'h> {
    history: &'h History,
    template: String,
    nodes: Vec<Node>,
    known: HashMap<(usize, Option<Uuid>), Arc<Experience>>,
}

impl<'h> Model<'h> {
    /// The go-live and all that it waits for, in an order in which nothing stands before its gate.
    #[must_use]
    pub fn new(template: &Template, history: &'h History) -> Self {
        let mut nodes = Vec::new();
        let due: HashMap<&str, i64> = targets(template).into_iter().collect();
        let go_live = template.milestones().find(|(_, milestone)| milestone.go_live);
        if let Some((_, milestone)) = go_live {
            place(template, &due, &milestone.key, &mut nodes);
        }
        Self { history, template: template.key.clone(), nodes, known: HashMap::new() }
    }

    /// In order; the last one is the go-live.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Where a milestone stands; `None` when the go-live does not wait for it.
    #[must_use]
    pub fn place(&self, key: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.key == key)
    }

    pub fn expect(&mut self, place: usize, party: Option<Uuid>) -> Arc<Experience> {
        if let Some(known) = self.known.get(&(place, party)) {
            return Arc::clone(known);
        }
        let (key, target) = self.nodes.get(place).map_or(("", 0), |node| (node.key.as_str(), node.target));
        let learned = self.history.of(&self.template);
        let experience = Arc::new(
            learned.map_or_else(|| Experience::target(target), |known| known.expect(key, party, target)),
        );
        self.known.insert((place, party), Arc::clone(&experience));
        experience
    }
}

/// Adds a milestone after its gate. Gates have no circles (`check_cycles`), so this ends.
fn place(template: &Template, due: &HashMap<&str, i64>, key: &str, nodes: &mut Vec<Node>) -> Option<usize> {
    if let Some(known) = nodes.iter().position(|node| node.key == key) {
        return Some(known);
    }
    let own = *due.get(key)?;
    let milestone = template.milestone(key)?;
    let before: Vec<usize> =
        milestone.gate.iter().filter_map(|gate| place(template, due, gate, nodes)).collect();
    let ready = milestone.gate.iter().filter_map(|gate| due.get(gate.as_str())).max().copied().unwrap_or(0);
    nodes.push(Node {
        key: milestone.key.clone(),
        role: milestone.role.clone(),
        before,
        target: capped(own - ready),
    });
    Some(nodes.len() - 1)
}
