//! When a field is asked.
use crate::answers::Answers;
use crate::{Field, Value};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::cell::RefCell;
use std::collections::HashMap;
use utoipa::ToSchema;

/// A statement about other fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = FormCondition)]
pub enum Condition {
    /// The answer is this one, or this one is among those chosen.
    Eq {
        field: String,
        #[schema(value_type = serde_json::Value)]
        value: Json,
    },
    /// The answer is one of these.
    In {
        field: String,
        #[schema(value_type = Vec<serde_json::Value>)]
        values: Vec<Json>,
    },
    /// There is an answer.
    Answered { field: String },
    And {
        #[schema(no_recursion)]
        conditions: Vec<Condition>,
    },
    Or {
        #[schema(no_recursion)]
        conditions: Vec<Condition>,
    },
    Not {
        #[schema(no_recursion)]
        condition: Box<Condition>,
    },
}

impl Condition {
    /// The fields it speaks of.
    pub fn fields(&self) -> Vec<&str> {
        match self {
            Self::Eq { field, .. } | Self::In { field, .. } | Self::Answered { field } => vec![field],
            Self::And { conditions } | Self::Or { conditions } => {
                conditions.iter().flat_map(Self::fields).collect()
            }
            Self::Not { condition } => condition.fields(),
        }
    }
}

/// Fields that are answered together, with what they are answered; entries of a repeat see the form around them.
pub(crate) struct Scope<'a> {
    fields: HashMap<&'a str, &'a Field>,
    answers: &'a Answers,
    outer: Option<&'a Scope<'a>>,
    /// What is known already: without it, conditions that share fields would be asked again and again.
    shown: RefCell<HashMap<String, bool>>,
}

impl<'a> Scope<'a> {
    pub fn new(
        fields: impl Iterator<Item = &'a Field>,
        answers: &'a Answers,
        outer: Option<&'a Self>,
    ) -> Self {
        let fields = fields.map(|field| (field.key.as_str(), field)).collect();
        Self { fields, answers, outer, shown: RefCell::default() }
    }

    /// Whether a field of this scope is asked.
    pub fn shows(&self, field: &Field) -> bool {
        let Some(when) = &field.when else { return true };
        if let Some(known) = self.shown.borrow().get(field.key.as_str()) {
            return *known;
        }
        // A draft may have circles: whoever is asked again meanwhile is hidden.
        self.shown.borrow_mut().insert(field.key.clone(), false);
        let holds = self.holds(when);
        self.shown.borrow_mut().insert(field.key.clone(), holds);
        holds
    }

    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Eq { field, value } => self.answer(field).is_some_and(|given| given.is(value)),
            Condition::In { field, values } => {
                self.answer(field).is_some_and(|given| values.iter().any(|value| given.is(value)))
            }
            Condition::Answered { field } => self.answer(field).is_some(),
            Condition::And { conditions } => conditions.iter().all(|one| self.holds(one)),
            Condition::Or { conditions } => conditions.iter().any(|one| self.holds(one)),
            Condition::Not { condition } => !self.holds(condition),
        }
    }

    fn answer(&self, key: &str) -> Option<&'a Value> {
        match self.fields.get(key) {
            Some(field) => self.answers.get(key).filter(|_| self.shows(field)),
            None => self.outer.and_then(|outer| outer.answer(key)),
        }
    }
}
