//! One error type for all crates. It knows no HTTP library, but each [`Code`] states its status, so the table
//! code → status → title is written once, where the code is declared.
use crate::ctx::Language;
use serde_json::Value;
use std::borrow::Cow;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A text in both languages of the product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub de: Cow<'static, str>,
    pub en: Cow<'static, str>,
}

impl Text {
    pub fn new(de: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Self { de: de.into(), en: en.into() }
    }

    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::De => &self.de,
            Language::En => &self.en,
        }
    }
}

/// A kind of problem: stable slug, HTTP status, titles (RFC 9457 `type`, `status`, `title`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    pub slug: &'static str,
    pub status: u16,
    pub de: &'static str,
    pub en: &'static str,
}

impl Code {
    pub const fn new(slug: &'static str, status: u16, de: &'static str, en: &'static str) -> Self {
        Self { slug, status, de, en }
    }

    pub fn title(&self, language: Language) -> &'static str {
        match language {
            Language::De => self.de,
            Language::En => self.en,
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $slug:literal, $status:literal, $de:literal, $en:literal;)*) => {
        $($(#[$doc])* pub const $name: Code = Code::new($slug, $status, $de, $en);)*
        /// Every code declared here, for the page of the docs and the contract.
        pub const CODES: &[Code] = &[$($name),*];
    };
}

/// The codes every resource may answer with.
pub mod codes {
    use super::Code;
    codes! {
        MALFORMED = "malformed", 400, "Die Anfrage ist nicht lesbar", "The request cannot be read";
        UNKNOWN_PARAMETER = "unknown-parameter", 400, "Unbekannter Parameter", "Unknown parameter";
        IDEMPOTENCY_KEY_MISSING = "idempotency-key-missing", 400, "Idempotency-Key fehlt", "Idempotency-Key is missing";
        UNAUTHENTICATED = "unauthenticated", 401, "Bitte melden Sie sich an", "Please log in";
        FORBIDDEN = "forbidden", 403, "Dazu fehlt Ihnen das Recht", "You are not allowed to do this";
        NOT_FOUND = "not-found", 404, "Nicht gefunden", "Not found";
        METHOD_NOT_ALLOWED = "method-not-allowed", 405, "So geht es hier nicht", "Method not allowed";
        CONFLICT = "conflict", 409, "Das passt nicht zum jetzigen Stand", "This conflicts with the current state";
        DUPLICATE = "duplicate", 409, "Das gibt es schon", "This exists already";
        STILL_RUNNING = "still-running", 409, "Dieselbe Anfrage läuft noch", "The same request is still running";
        STALE = "stale", 412, "Inzwischen hat jemand etwas geändert", "Somebody changed this meanwhile";
        TOO_LARGE = "too-large", 413, "Der Inhalt ist zu groß", "The content is too large";
        UNSUPPORTED_MEDIA_TYPE = "unsupported-media-type", 415, "Dieses Format wird nicht angenommen", "Unsupported media type";
        INVALID = "invalid", 422, "Bitte prüfen Sie Ihre Angaben", "Please check your input";
        EXPORT_TOO_LARGE = "export-too-large", 422, "Zu viele Zeilen für eine Datei", "Too many rows for one file";
        IDEMPOTENCY_KEY_REUSED = "idempotency-key-reused", 422, "Idempotency-Key mit anderem Inhalt benutzt", "Idempotency-Key was used with other content";
        PRECONDITION_REQUIRED = "precondition-required", 428, "If-Match fehlt", "If-Match is missing";
        TOO_MANY_REQUESTS = "too-many-requests", 429, "Zu viele Anfragen", "Too many requests";
        INTERNAL = "internal", 500, "Da ist bei uns etwas schiefgegangen", "Something went wrong on our side";
        UNAVAILABLE = "unavailable", 503, "Gerade überlastet, bitte gleich noch einmal", "Overloaded, please try again shortly";
    }
}

/// One fault of an input: where (JSON pointer, RFC 6901, or a parameter name), what, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub pointer: String,
    pub code: &'static str,
    pub message: Text,
}

impl Fault {
    pub fn new(pointer: impl Into<String>, code: &'static str, message: Text) -> Self {
        Self { pointer: pointer.into(), code, message }
    }

    /// Something that must be said and is not.
    pub fn required(pointer: impl Into<String>) -> Self {
        let message = Text::new("Bitte füllen Sie dieses Feld aus.", "Please fill in this field.");
        Self::new(pointer, "required", message)
    }

    /// A reference to something that is not there for the caller.
    pub fn unknown_reference(pointer: impl Into<String>) -> Self {
        let message = Text::new(
            "Das gibt es nicht. Bitte wählen Sie etwas anderes.",
            "This does not exist. Please choose something else.",
        );
        Self::new(pointer, "unknown_reference", message)
    }
}

/// What went wrong, for the caller (`code`, `detail`, `faults`) and for the log (`source`).
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    code: Code,
    detail: Option<Text>,
    faults: Vec<Fault>,
    current: Option<Value>,
    retry: bool,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    pub fn new(code: Code) -> Self {
        Self(Box::new(Inner {
            code,
            detail: None,
            faults: Vec::new(),
            current: None,
            retry: false,
            source: None,
        }))
    }

    /// Says more to the caller; nothing internal.
    pub fn detail(mut self, de: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = Some(Text::new(de, en));
        self
    }

    /// All faults of an input at once, in stable order.
    pub fn invalid(faults: Vec<Fault>) -> Self {
        let mut error = Self::new(codes::INVALID);
        error.0.faults = faults;
        error
    }

    /// Ends with all faults at once, if there are any.
    ///
    /// # Errors
    /// `invalid`.
    pub fn check(faults: Vec<Fault>) -> Result<()> {
        if faults.is_empty() { Ok(()) } else { Err(Self::invalid(faults)) }
    }

    pub fn with_faults(mut self, faults: Vec<Fault>) -> Self {
        self.0.faults = faults;
        self
    }

    /// The present view of what was to be changed, for a caller that held an old one.
    pub fn with_current(mut self, view: Value) -> Self {
        self.0.current = Some(view);
        self
    }

    pub fn not_found() -> Self {
        Self::new(codes::NOT_FOUND)
    }

    pub fn forbidden(permission: crate::ctx::Permission) -> Self {
        Self::new(codes::FORBIDDEN).detail(
            format!("Nötig ist das Recht „{}“.", permission.0),
            format!("This needs the permission \"{}\".", permission.0),
        )
    }

    /// Something only the log shall see.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let mut error = Self::new(codes::INTERNAL);
        error.0.source = Some(source.into());
        error
    }

    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Trying the same unit of work again may succeed.
    pub(crate) fn retryable(mut self) -> Self {
        self.0.retry = true;
        self
    }

    pub(crate) fn is_retryable(&self) -> bool {
        self.0.retry
    }

    pub fn code(&self) -> Code {
        self.0.code
    }

    pub fn is(&self, code: Code) -> bool {
        self.0.code == code
    }

    pub fn detail_text(&self) -> Option<&Text> {
        self.0.detail.as_ref()
    }

    pub fn faults(&self) -> &[Fault] {
        &self.0.faults
    }

    pub fn current(&self) -> Option<&Value> {
        self.0.current.as_ref()
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.0.code.slug, self.0.code.en)?;
        if let Some(detail) = &self.0.detail {
            write!(f, " ({})", detail.en)?;
        }
        for fault in &self.0.faults {
            write!(f, "; {} {}: {}", fault.pointer, fault.code, fault.message.en)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
