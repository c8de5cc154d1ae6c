//! What a form consists of.
use crate::{Condition, EARLIER, Pattern};
use dienstweg_kernel::ctx::Language;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A text in both languages of the screens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormText)]
pub struct Text {
    pub de: String,
    pub en: String,
}

impl Text {
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::De => &self.de,
            Language::En => &self.en,
        }
    }
}

/// What is asked, in the order it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormDefinition)]
pub struct Form {
    /// Stable over all versions, such as `efa-anbindung`.
    pub key: String,
    pub title: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Text>,
    pub sections: Vec<Section>,
}

/// A topic: one step on a narrow screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormSection)]
pub struct Section {
    pub title: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Text>,
    #[serde(default)]
    pub fields: Vec<Field>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormField)]
pub struct Field {
    /// Unique in the form; answers are kept under it.
    pub key: String,
    pub label: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Text>,
    pub kind: Kind,
    #[serde(default)]
    pub required: bool,
    /// Asked only where this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Where a proposal comes from: a source of the form's owner, or `earlier:<field key>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<String>,
}

/// What kind of answer a field takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = FormFieldKind)]
pub enum Kind {
    /// One line. Lengths in characters.
    Text {
        #[serde(default = "line")]
        max_length: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pattern: Option<Pattern>,
    },
    /// Several lines.
    LongText {
        #[serde(default = "lines")]
        max_length: u32,
    },
    Integer {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<i64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<i64>,
    },
    /// A text such as `12.50`, with at most this many digits after the point.
    Decimal {
        #[serde(default = "places")]
        places: u8,
    },
    /// Whole cents, euro.
    Money,
    /// `YYYY-MM-DD`.
    Date,
    YesNo,
    /// The key of one option.
    Choice {
        options: Vec<Choice>,
    },
    /// A list of keys of options.
    Several {
        options: Vec<Choice>,
    },
    /// The id of a person.
    Person,
    /// The id of an organisation.
    Organisation,
    /// The id of a file.
    File,
    /// A list of entries, each an object of answers.
    Repeat {
        #[schema(no_recursion)]
        fields: Vec<Field>,
        #[serde(default = "entries")]
        max: u32,
    },
}

/// One of several answers to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormChoice)]
pub struct Choice {
    pub key: String,
    pub label: Text,
}

fn line() -> u32 {
    200
}

fn lines() -> u32 {
    4_000
}

fn places() -> u8 {
    2
}

fn entries() -> u32 {
    20
}

impl Form {
    /// All fields but those inside of repeats, in order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.sections.iter().flat_map(|section| &section.fields)
    }

    /// The field of this key, where it stands in no repeat.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields().find(|field| field.key == key)
    }

    /// All fields with their JSON pointer in the definition.
    pub(crate) fn placed(&self) -> impl Iterator<Item = (String, &Field)> {
        self.sections.iter().enumerate().flat_map(|(at, section)| {
            let fields = section.fields.iter().enumerate();
            fields.map(move |(place, field)| (format!("/sections/{at}/fields/{place}"), field))
        })
    }
}

impl Field {
    /// The fields of each entry, where it repeats.
    pub fn inner(&self) -> &[Self] {
        match &self.kind {
            Kind::Repeat { fields, .. } => fields,
            _ => &[],
        }
    }

    /// The field whose last answer is proposed.
    pub fn earlier(&self) -> Option<&str> {
        self.prefill.as_deref()?.strip_prefix(EARLIER)
    }
}

impl Kind {
    /// The options to choose from.
    pub fn options(&self) -> &[Choice] {
        match self {
            Self::Choice { options } | Self::Several { options } => options,
            _ => &[],
        }
    }
}
