//! The figures of a report.
use super::compute::Asked;
use super::filter::Filter;
use super::model::{ReportCounted, ReportFigure, ReportGroup};
use crate::rollouts::coverage;
use chrono::{Days, NaiveDate};
use dienstweg_kernel::{Error, Result};
use dienstweg_projections::snapshots::{TrendBy, TrendStep, Wanted, trend};
use dienstweg_rollouts::service::{RollupBy, TallyBy, TemplateWords, rollouts_count, rollup, tally, totals};
use dienstweg_rollouts::steering::Light;
use std::collections::HashMap;

/// A fortnight is looked ahead.
pub(super) const AHEAD: Days = Days::new(14);

/// How it stood at the end of the day before the last report.
pub(super) struct Past {
    pub day: NaiveDate,
    by: HashMap<(&'static str, String), i64>,
}

impl Past {
    /// Nothing where that day was not counted.
    pub async fn load(asked: &Asked<'_>) -> Result<Option<Self>> {
        let day = asked.since - Days::new(1);
        let mut by = HashMap::new();
        let all = [
            ("standing", TrendBy::Standing),
            ("light", TrendBy::Light),
            ("phase", TrendBy::Phase),
            ("waiting", TrendBy::BallRole),
        ];
        for (word, how) in all {
            let wanted = Wanted {
                by: how,
                step: TrendStep::Day,
                from: Some(day),
                until: Some(day),
                below: asked.region(),
                programme: asked.programme(),
                service: None,
            };
            let rows = trend(asked.reader, &wanted).await?;
            by.extend(rows.into_iter().map(|row| ((word, row.key), row.rollouts)));
        }
        Ok((!by.is_empty()).then_some(Self { day, by }))
    }

    fn change(past: Option<&Self>, word: &'static str, key: &str, now: i64) -> Option<i64> {
        past.map(|past| now - past.by.get(&(word, key.to_owned())).copied().unwrap_or_default())
    }
}

/// A figure of rollouts.
fn figure(key: &str, label: &str, value: i64, filter: &Filter) -> Result<ReportFigure> {
    Ok(ReportFigure {
        key: key.to_owned(),
        label: label.to_owned(),
        value,
        counts: ReportCounted::Rollouts,
        light: None,
        change: None,
        link: filter.link()?,
    })
}

async fn counted(asked: &Asked<'_>, key: &str, label: &str, filter: &Filter) -> Result<ReportFigure> {
    let count = rollouts_count(asked.reader, &filter.params()?).await?;
    figure(key, label, i64::try_from(count).unwrap_or(i64::MAX), filter)
}

/// All figures. Some dozen statements, however much there is.
pub(super) async fn groups(
    asked: &Asked<'_>,
    past: Option<&Past>,
    words: &TemplateWords,
) -> Result<Vec<ReportGroup>> {
    let say = asked.say;
    let group = |key: &str, title: &str, figures| ReportGroup {
        key: key.to_owned(),
        title: title.to_owned(),
        figures,
    };
    let mut groups = vec![
        group("overview", say.pick("Überblick", "Overview"), overview(asked, past).await?),
        group("light", say.pick("Ampel vor dem Go-Live", "Light before go-live"), lights(asked, past).await?),
        group("phase", say.pick("Phase vor dem Go-Live", "Phase before go-live"), phases(asked, past).await?),
        group("waiting", say.pick("Am Zug", "Next to act"), waiting(asked, past, words).await?),
        group("outcome", say.pick("Anders ausgegangen", "Came out otherwise"), outcomes(asked, past).await?),
        group("coverage", say.pick("Abdeckung", "Coverage"), covered(asked).await?),
    ];
    groups.retain(|group| !group.figures.is_empty());
    Ok(groups)
}

async fn overview(asked: &Asked<'_>, past: Option<&Past>) -> Result<Vec<ReportFigure>> {
    let (all, say) = (&asked.all, asked.say);
    let totals = totals(asked.reader, &all.params()?).await?;
    let mut live = figure("live", say.pick("Live", "Live"), totals.live, &all.with("live", true))?;
    live.change = Past::change(past, "standing", "live", totals.live);
    let new = all.with("live", true).with("live_from", asked.since);
    let running = all.with("state", "running");
    let late = running.with("due_until", asked.today - Days::new(1));
    let soon = running.with("due_from", asked.today).with("due_until", asked.today + AHEAD);
    Ok(vec![
        figure("total", say.pick("Rollouts", "Rollouts"), totals.total, all)?,
        live,
        counted(asked, "live_new", say.pick("Neu live", "Newly live"), &new).await?,
        counted(asked, "open", say.pick("Noch nicht live", "Not live yet"), &all.open()).await?,
        counted(asked, "overdue", say.pick("Schritt überfällig", "Step overdue"), &late).await?,
        counted(asked, "due", say.pick("Schritt fällig in 14 Tagen", "Step due within 14 days"), &soon)
            .await?,
    ])
}

async fn lights(asked: &Asked<'_>, past: Option<&Past>) -> Result<Vec<ReportFigure>> {
    let open = asked.all.open();
    let row = totals(asked.reader, &open.params()?).await?;
    let each = [
        (Light::Red, "red", row.red),
        (Light::Yellow, "yellow", row.yellow),
        (Light::Green, "green", row.green),
        (Light::Grey, "grey", row.grey),
    ];
    let one = |(light, key, value)| {
        let mut figure = figure(key, asked.say.light(light), value, &open.with("light", key))?;
        figure.light = Some(light);
        figure.change = Past::change(past, "light", key, value);
        Ok(figure)
    };
    each.into_iter().map(one).collect()
}

async fn phases(asked: &Asked<'_>, past: Option<&Past>) -> Result<Vec<ReportFigure>> {
    let open = asked.all.open();
    let rows = rollup(asked.reader, &open.params()?, RollupBy::Phase).await?;
    let one = |row: &dienstweg_rollouts::view::RollupRow| {
        let key = row.key.as_deref()?;
        let filter = open.with("phase", key);
        Some(figure(key, row.name.as_deref().unwrap_or(key), row.total, &filter).map(|mut figure| {
            figure.change = Past::change(past, "phase", key, row.total);
            figure
        }))
    };
    rows.iter().filter_map(one).collect()
}

async fn waiting(asked: &Asked<'_>, past: Option<&Past>, words: &TemplateWords) -> Result<Vec<ReportFigure>> {
    let running = asked.all.with("live", false).with("state", "running");
    let rows = tally(asked.reader, &running.params()?, TallyBy::BallRole).await?;
    let one = |(key, value): (String, i64)| {
        let mut figure = figure(&key, &words.role(&key), value, &running.with("ball_role", &key))?;
        figure.change = Past::change(past, "waiting", &key, value);
        Ok(figure)
    };
    rows.into_iter().map(one).collect()
}

async fn outcomes(asked: &Asked<'_>, past: Option<&Past>) -> Result<Vec<ReportFigure>> {
    let ended = asked.all.with("state", "ended");
    let rows = tally(asked.reader, &ended.params()?, TallyBy::Outcome).await?;
    let one = |(key, value): (String, i64)| {
        let mut figure = figure(&key, &asked.say.outcome(&key), value, &ended.with("outcome", &key))?;
        figure.change = Past::change(past, "standing", &key, value);
        Ok(figure)
    };
    rows.into_iter().map(one).collect()
}

async fn covered(asked: &Asked<'_>) -> Result<Vec<ReportFigure>> {
    let say = asked.say;
    let reach = coverage(asked.reader, asked.region(), None, asked.programme()).await?;
    let of = |de: &str, en: &str, all: i64| {
        format!("{} ({} {})", say.pick(de, en), say.pick("von", "of"), say.number(all))
    };
    let towns = of("Gemeinden mit einem Dienst", "Municipalities with a service", reach.municipalities);
    let people = of("Einwohner mit einem Dienst", "Inhabitants with a service", reach.population);
    let link = towns_link(asked)?;
    let one = |key: &str, label: String, value, counts| ReportFigure {
        key: key.to_owned(),
        label,
        value,
        counts,
        light: None,
        change: None,
        link: link.clone(),
    };
    Ok(vec![
        one("municipalities", towns, reach.live_municipalities, ReportCounted::Municipalities),
        one("people", people, reach.live_population, ReportCounted::People),
    ])
}

/// The municipalities that are counted, on screen.
fn towns_link(asked: &Asked<'_>) -> Result<String> {
    let within = asked.region().map(|id| ("below", id.to_string()));
    let programme = asked.programme().map(|id| ("live_programme", id.to_string()));
    let pairs: Vec<_> = [("live", "true".to_owned())].into_iter().chain(within).chain(programme).collect();
    let query = serde_html_form::to_string(&pairs).map_err(Error::internal)?;
    Ok(format!("/organisations/list?{query}"))
}
