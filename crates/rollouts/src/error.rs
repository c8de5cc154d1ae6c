//! Problems of this domain: own codes, and what refusals of the steering and faults of a template become.
use crate::steering::SteeringError;
use crate::template::{Faults, Lang};
use dienstweg_kernel::Error;
use dienstweg_kernel::error::{Code, Fault, Text};

macro_rules! codes {
    ($($name:ident = $slug:literal, $status:literal, $de:literal, $en:literal;)*) => {
        $(pub const $name: Code = Code::new($slug, $status, $de, $en);)*
        /// Every code of this domain.
        pub const CODES: &[Code] = &[$($name),*];
    };
}

codes! {
    OVERRIDE_OVERLAPS = "competence-override-overlaps", 409, "Für diese Zeit ist schon eine andere Zuständigkeit festgelegt", "Another override is in force at that time";
    TEMPLATE_RETIRED = "template-retired", 409, "Diese Vorlage ist zurückgezogen", "This template is retired";
    ROLLOUT_ENDED = "rollout-ended", 409, "Der Rollout ist beendet", "The rollout has ended";
    ROLLOUT_NOT_SCHEDULED = "rollout-not-scheduled", 409, "Der Rollout hat noch keinen Beginn", "The rollout has no start date";
    ROLLOUT_NOTHING_OPEN = "rollout-nothing-open", 409, "Es ist nichts mehr offen", "Nothing is open any more";
    TIME_IN_FUTURE = "time-in-future", 422, "Der Zeitpunkt liegt in der Zukunft", "The time lies in the future";
    TIME_BEFORE_LAST_CHANGE = "time-before-last-change", 409, "Der Zeitpunkt liegt vor der letzten Änderung", "The time lies before the last change";
    REASON_MISSING = "reason-missing", 422, "Eine Begründung ist nötig", "A reason is needed";
    MILESTONE_UNKNOWN = "milestone-unknown", 422, "Diesen Meilenstein gibt es hier nicht", "This milestone is not part of the course";
    MILESTONE_SETTLED = "milestone-settled", 409, "Der Meilenstein ist schon erledigt", "The milestone is settled already";
    MILESTONE_OPEN = "milestone-open", 409, "Der Meilenstein ist noch offen", "The milestone is still open";
    MILESTONE_GATE_CLOSED = "milestone-gate-closed", 409, "Vor diesem Meilenstein fehlt noch etwas", "Something is missing before this milestone";
    GO_LIVE_NOT_SKIPPABLE = "go-live-not-skippable", 409, "Der Go-Live kann nicht übersprungen werden", "The go-live cannot be skipped";
    MILESTONE_CARRIES_OUTCOME = "milestone-carries-outcome", 409, "Das Ergebnis beruht auf diesem Meilenstein", "The outcome rests on this milestone";
    WAITING_KIND_UNKNOWN = "waiting-kind-unknown", 422, "Diese Wartestellung gibt es nicht", "This waiting kind does not exist";
    ROLE_UNKNOWN = "role-unknown", 422, "Diese Rolle gibt es nicht", "This role does not exist";
    ALREADY_WAITING = "already-waiting", 409, "Es wird schon gewartet", "Somebody is waited for already";
    NOT_WAITING = "not-waiting", 409, "Es wird auf niemanden gewartet", "Nobody is waited for";
    ALREADY_DEFERRED = "already-deferred", 409, "Der Rollout ist schon zurückgestellt", "The rollout is deferred already";
    NOT_DEFERRED = "not-deferred", 409, "Der Rollout ist nicht zurückgestellt", "The rollout is not deferred";
    ALREADY_BLOCKED = "already-blocked", 409, "Der Rollout ist schon blockiert", "The rollout is blocked already";
    NOT_BLOCKED = "not-blocked", 409, "Der Rollout ist nicht blockiert", "The rollout is not blocked";
    DATE_TOO_EARLY = "date-too-early", 422, "Das Datum ist zu früh", "The date is too early";
    OUTCOME_SET = "outcome-set", 409, "Das Ergebnis steht schon fest", "The outcome is set already";
    OUTCOME_UNKNOWN = "outcome-unknown", 422, "Dieses Ergebnis kennt die Vorlage nicht", "The template does not know this outcome";
    ORDER_CONTENT_DIFFERS = "order-content-differs", 409, "Diese Bestellnummer hat schon einen anderen Inhalt", "This order number has other content already";
    ORDER_CANCELLED = "order-cancelled", 409, "Die Bestellung ist storniert", "The order is cancelled";
    ORDER_NOT_CANCELLING = "order-not-cancelling", 409, "Niemand will diese Bestellung stornieren", "Nobody wants to cancel this order";
    POSITION_STATE = "order-position-state", 409, "Das geht bei diesem Stand der Position nicht", "The position is not in a state for this";
    FOUR_EYES = "four-eyes", 409, "Freigeben muss jemand anderes", "Somebody else must release this";
    DONE_BEFORE_START = "done-before-start", 409, "Vor diesem Tag ist schon etwas erledigt", "Something was done before that day";
    DATE_TOO_FAR = "date-too-far", 422, "Das Datum liegt zu weit weg", "The date is too far away";
    COVERS_NOTHING = "rollout-covers-nothing", 409, "Die Mutter einer Stelle deckt keine Gemeinden ab", "The mother of a body covers no municipalities";
    MILESTONE_FORM_INCOMPLETE = "milestone-form-incomplete", 409, "Im Fragebogen fehlen noch Angaben", "Answers are missing in the questionnaire";
    QUESTIONNAIRE_INCOMPLETE = "questionnaire-incomplete", 409, "Es fehlen noch Angaben", "Answers are missing";
    QUESTIONNAIRE_SUBMITTED = "questionnaire-submitted", 409, "Der Fragebogen ist schon abgesendet", "The questionnaire is submitted already";
    QUESTIONNAIRE_OPEN = "questionnaire-open", 409, "Der Fragebogen ist noch offen", "The questionnaire is still open";
    FORM_NOT_DRAFT = "form-not-draft", 409, "Nur Entwürfe lassen sich ändern", "Only drafts can be changed";
    FORM_HAS_DRAFT = "form-has-draft", 409, "Von diesem Formular gibt es schon einen Entwurf", "There is a draft of this form already";
    PARTY_ENTRY_OVERLAPS = "party-entry-overlaps", 409, "Für diese Zeit steht hier schon ein anderer Eintrag", "Another entry stands here for that time";
    PARTY_ENTRY_OVER = "party-entry-over", 409, "Der Eintrag gilt nicht mehr", "The entry is over";
    BULK_TOO_LARGE = "bulk-too-large", 422, "So viele Einträge lassen sich nicht auf einmal ändern", "That many entries cannot be changed at once";
    WAVE_STARTED = "wave-started", 409, "Die Welle hat schon begonnen; sie lässt sich nur noch verschieben", "The wave has begun; it can only be postponed";
    CALL_UNDO_TOO_LATE = "call-undo-too-late", 409, "Der Vermerk lässt sich nicht mehr zurücknehmen", "The note can no longer be taken back";
    CALL_SETTLED = "call-settled", 409, "Hier ist nichts mehr nachzufassen", "There is nothing left to follow up";
    TEMPLATE_NOT_NEWER = "template-not-newer", 409, "Eine neuere Version dieses Phasenmodells gibt es nicht", "There is no newer version of this template";
    TEMPLATE_LACKS = "template-lacks", 409, "Die neue Version kennt nicht, was hier gerade gilt", "The new version does not know what holds here";
    TERM_ENDED = "term-ended", 409, "Das wird nicht mehr gebraucht", "This is needed no more";
    PUBLICATION_NOT_ASKED = "publication-not-asked", 409, "Für diesen Rollout ist noch nichts zu prüfen", "There is nothing to look up for this rollout yet";
    NOT_LIVE_YET = "not-live-yet", 409, "Der Dienst ist noch nicht live", "The service is not live yet";
}

/// The kind of problem a refusal is: a conflict with the present state (409) or a slip in the command (422).
pub fn code_of(refusal: &SteeringError) -> Code {
    use SteeringError as E;
    match refusal {
        E::RolloutEnded { .. } => ROLLOUT_ENDED,
        E::NotScheduled => ROLLOUT_NOT_SCHEDULED,
        E::NothingOpen => ROLLOUT_NOTHING_OPEN,
        E::InTheFuture { .. } => TIME_IN_FUTURE,
        E::BeforeLastChange { .. } => TIME_BEFORE_LAST_CHANGE,
        E::ReasonMissing => REASON_MISSING,
        E::UnknownMilestone { .. } => MILESTONE_UNKNOWN,
        E::AlreadySettled { .. } => MILESTONE_SETTLED,
        E::NotSettled { .. } => MILESTONE_OPEN,
        E::GateNotReady { .. } => MILESTONE_GATE_CLOSED,
        E::GoLiveCannotBeSkipped { .. } => GO_LIVE_NOT_SKIPPABLE,
        E::OutcomeRestsOnIt { .. } => MILESTONE_CARRIES_OUTCOME,
        E::UnknownWaitingKind { .. } => WAITING_KIND_UNKNOWN,
        E::UnknownRole { .. } => ROLE_UNKNOWN,
        E::AlreadyWaiting { .. } => ALREADY_WAITING,
        E::NotWaiting => NOT_WAITING,
        E::AlreadyDeferred { .. } => ALREADY_DEFERRED,
        E::NotDeferred => NOT_DEFERRED,
        E::AlreadyBlocked { .. } => ALREADY_BLOCKED,
        E::NotBlocked => NOT_BLOCKED,
        E::DateTooEarly { .. } => DATE_TOO_EARLY,
        E::DoneBeforeStart { .. } => DONE_BEFORE_START,
        E::DateTooFar { .. } => DATE_TOO_FAR,
        E::OutcomeAlreadySet { .. } => OUTCOME_SET,
        E::UnknownOutcome { .. } => OUTCOME_UNKNOWN,
        E::NotLiveYet { .. } => NOT_LIVE_YET,
    }
}

impl From<SteeringError> for Error {
    fn from(refusal: SteeringError) -> Self {
        Self::new(code_of(&refusal)).detail(refusal.message(Lang::De), refusal.message(Lang::En))
    }
}

/// All faults of a template at once, each with its JSON pointer.
impl From<Faults> for Error {
    fn from(faults: Faults) -> Self {
        let fault = |fault: crate::template::Fault| {
            Fault::new(fault.pointer, fault.code, Text::new(fault.message.de, fault.message.en))
        };
        Self::invalid(faults.0.into_iter().map(fault).collect())
    }
}
