//! Why a light has its colour, as data, and the sentence for people.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::template::{Lang, OutcomeKey, Template};

use super::days::{Calendars, between, local_date};
use super::forecast::Forecast;
use super::light::Light;

/// The rule behind a colour. Holds facts only, so it may be stored; numbers of days are counted when it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
#[schema(as = RolloutLightReason)]
pub enum Reason {
    /// Grey: no start, or one that lies ahead.
    NotStarted { start: Option<NaiveDate> },
    /// Grey: rests until the day.
    Deferred { until: NaiveDate, text: String },
    /// Grey: came out otherwise than live.
    Ended { outcome: OutcomeKey },
    /// Red.
    Blocked { since: DateTime<Utc>, text: String },
    /// Red: `limit` in working days.
    WaitingTooLong { kind: String, role: String, since: NaiveDate, limit: i64 },
    /// Yellow or red. Days count until `counted_until` when the plan's clock stopped.
    MilestoneOverdue { milestone: String, role: String, due: NaiveDate, counted_until: Option<NaiveDate> },
    /// Yellow: due soon, and these milestones are missing before it.
    GateNotReady { milestone: String, due: NaiveDate, missing: Vec<String> },
    /// Yellow or red.
    ForecastLate { forecast: Forecast },
}

/// What a sentence needs besides the reason.
#[derive(Debug, Clone, Copy)]
pub struct Telling<'a> {
    pub template: &'a Template,
    pub calendars: Calendars<'a>,
    pub today: NaiveDate,
    pub lang: Lang,
    /// Who holds the ball: the party's label, or else [`Template::role`]'s name.
    pub holder: Option<&'a str>,
}

impl Telling<'_> {
    /// The light in one line, e.g. "gelb: M3.2 Empfangsweg eingerichtet seit 4 Arbeitstagen fällig, am Zug: IT-Dienstleister".
    #[must_use]
    pub fn sentence(&self, light: Light, reason: Option<&Reason>) -> String {
        let (de, en) = match light {
            Light::Grey => ("grau", "grey"),
            Light::Green => ("grün", "green"),
            Light::Yellow => ("gelb", "yellow"),
            Light::Red => ("rot", "red"),
        };
        let colour = self.pick(de, en);
        let why =
            reason.map_or_else(|| self.pick("im Plan", "on schedule").to_owned(), |reason| self.why(reason));
        match self.holder {
            Some(holder) if light != Light::Grey => {
                format!("{colour}: {why}, {}: {holder}", self.pick("am Zug", "next to act"))
            }
            _ => format!("{colour}: {why}"),
        }
    }

    /// The reason alone, without colour and holder.
    #[must_use]
    pub fn why(&self, reason: &Reason) -> String {
        match reason {
            Reason::NotStarted { start: None } => {
                self.pick("noch nicht eingeplant", "not scheduled yet").to_owned()
            }
            Reason::NotStarted { start: Some(start) } => {
                format!("{} {}", self.pick("beginnt am", "starts on"), self.date(*start))
            }
            Reason::Deferred { until, text } => {
                format!(
                    "{} {} ({text})",
                    self.pick("zurückgestellt bis", "deferred until"),
                    self.date(*until)
                )
            }
            Reason::Ended { outcome } => {
                format!("{} {}", self.pick("beendet:", "ended:"), self.outcome(*outcome))
            }
            Reason::Blocked { since, text } => {
                format!(
                    "{} {}: {text}",
                    self.pick("blockiert seit", "blocked since"),
                    self.date(local_date(*since))
                )
            }
            Reason::WaitingTooLong { kind, role, since, limit } => self.waiting(kind, role, *since, *limit),
            Reason::MilestoneOverdue { milestone, role, due, counted_until } => {
                let until = counted_until.map_or(self.today, |day| day.min(self.today));
                let days = between(self.calendars.of(role), *due, until);
                let name = self.milestone(milestone);
                match self.lang {
                    Lang::De => format!("{name} seit {} fällig", self.dative(days)),
                    Lang::En => format!("{name} overdue by {}", self.dative(days)),
                }
            }
            Reason::GateNotReady { milestone, due, missing } => self.gate(milestone, *due, missing),
            Reason::ForecastLate { forecast } => self.forecast(forecast),
        }
    }

    fn waiting(&self, kind: &str, role: &str, since: NaiveDate, limit: i64) -> String {
        let name = self.template.waiting_kind(kind).map_or(kind, |kind| kind.name.get(self.lang));
        let days = self.dative(between(self.calendars.of(role), since, self.today));
        match self.lang {
            Lang::De => format!("{name} seit {days} (Grenze {limit})"),
            Lang::En => format!("{name} for {days} (limit {limit})"),
        }
    }

    fn gate(&self, milestone: &str, due: NaiveDate, missing: &[String]) -> String {
        let (name, due) = (self.milestone(milestone), self.date(due));
        let missing = missing.iter().map(|key| self.milestone(key)).collect::<Vec<_>>().join(", ");
        match self.lang {
            Lang::De => format!("{name} zum {due} fällig, es fehlt noch: {missing}"),
            Lang::En => format!("{name} due on {due}, still missing: {missing}"),
        }
    }

    fn forecast(&self, forecast: &Forecast) -> String {
        let calendar = self.calendars.default;
        let (date, plan) = (forecast.on(calendar, self.today), forecast.planned_on(calendar, self.today));
        let (date, plan, slip) = (self.date(date), self.date(plan), forecast.slip_on(calendar, self.today));
        match self.lang {
            Lang::De if slip == 1 => format!("Prognose Go-Live {date}, 1 Arbeitstag nach Plan ({plan})"),
            Lang::De => format!("Prognose Go-Live {date}, {slip} Arbeitstage nach Plan ({plan})"),
            Lang::En => format!("go-live forecast {date}, {} after plan ({plan})", self.dative(slip)),
        }
    }

    fn milestone(&self, key: &str) -> String {
        self.template
            .milestone(key)
            .map_or_else(|| key.to_owned(), |milestone| format!("{key} {}", milestone.name.get(self.lang)))
    }

    fn outcome(&self, key: OutcomeKey) -> &str {
        let outcome = self.template.outcomes.iter().find(|outcome| outcome.key == key);
        outcome.map_or("", |outcome| outcome.name.get(self.lang))
    }

    /// A number of working days as it stands after "seit".
    fn dative(&self, days: i64) -> String {
        let unit = match (self.lang, days) {
            (Lang::De, 1) => "Arbeitstag",
            (Lang::De, _) => "Arbeitstagen",
            (Lang::En, 1) => "working day",
            (Lang::En, _) => "working days",
        };
        format!("{days} {unit}")
    }

    fn date(&self, day: NaiveDate) -> String {
        match self.lang {
            Lang::De => day.format("%d.%m.%Y").to_string(),
            Lang::En => day.format("%-d %b %Y").to_string(),
        }
    }

    fn pick<'s>(&self, de: &'s str, en: &'s str) -> &'s str {
        match self.lang {
            Lang::De => de,
            Lang::En => en,
        }
    }
}
