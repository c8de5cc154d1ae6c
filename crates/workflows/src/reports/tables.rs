//! The tables of a report.
use super::compute::Asked;
use super::figures::AHEAD;
use super::filter::Filter;
use super::model::{ReportCell, ReportColumn, ReportTable, ReportValueKind as Kind};
use super::words::Say;
use crate::rollouts::{regions, rollouts_found};
use chrono::NaiveDate;
use dienstweg_kernel::Result;
use dienstweg_kernel::ctx::Language;
use dienstweg_kernel::ids::RolloutId;
use dienstweg_kernel::page::PageRequest;
use dienstweg_projections::reports::ReportScopeKind;
use dienstweg_rollouts::service::{RollupBy, forecast_days, rollouts_count, rollup};
use dienstweg_rollouts::steering::Light;
use dienstweg_rollouts::view::{RolloutRow, RollupRow};
use std::collections::HashMap;

/// Rows of one table; who wants more follows its link.
const ROWS: u64 = 100;

type Days = HashMap<RolloutId, (NaiveDate, NaiveDate)>;

/// All tables.
pub(super) async fn tables(asked: &Asked<'_>) -> Result<Vec<ReportTable>> {
    let mut all = vec![by_service(asked).await?];
    if asked.scope.kind == ReportScopeKind::Region {
        all.extend(by_region(asked).await?);
    }
    all.extend([pressing(asked).await?, newly_live(asked).await?, due(asked).await?]);
    Ok(all)
}

fn columns(say: Say, named: &[(&str, &str, Kind)]) -> Vec<ReportColumn> {
    let column =
        |(de, en, kind): &(&str, &str, Kind)| ReportColumn { heading: say.owned(de, en), kind: *kind };
    named.iter().map(column).collect()
}

fn text(text: impl Into<String>) -> ReportCell {
    ReportCell { text: text.into(), ..ReportCell::default() }
}

fn number(say: Say, number: i64, filter: &Filter) -> Result<ReportCell> {
    let link = Some(filter.link()?);
    Ok(ReportCell { number: Some(number), link, ..text(say.number(number)) })
}

fn day(say: Say, day: Option<NaiveDate>) -> ReportCell {
    ReportCell { day, ..text(day.map(|day| say.day(day)).unwrap_or_default()) }
}

/// How rollouts of one group stand, each number with its rows.
fn standing(say: Say, row: &RollupRow, filter: &Filter) -> Result<Vec<ReportCell>> {
    let light = |word: &str| filter.with("light", word);
    let name = row.name.clone().unwrap_or_else(|| "–".to_owned());
    Ok(vec![
        ReportCell { link: Some(filter.link()?), ..text(name) },
        number(say, row.total, filter)?,
        number(say, row.red, &light("red"))?,
        number(say, row.yellow, &light("yellow"))?,
        number(say, row.green, &light("green"))?,
        number(say, row.grey, &light("grey"))?,
        number(say, row.live, &filter.with("live", true))?,
        number(say, row.ended, &filter.with("state", "ended"))?,
    ])
}

fn standings(say: Say, first: (&'static str, &'static str)) -> Vec<ReportColumn> {
    let (de, en) = first;
    let numbers = [
        ("alle", "all"),
        ("rot", "red"),
        ("gelb", "yellow"),
        ("grün", "green"),
        ("grau", "grey"),
        ("live", "live"),
        ("anders beendet", "ended otherwise"),
    ];
    let numbers = numbers.into_iter().map(|(de, en)| (de, en, Kind::Number));
    columns(say, &std::iter::once((de, en, Kind::Text)).chain(numbers).collect::<Vec<_>>())
}

async fn by_service(asked: &Asked<'_>) -> Result<ReportTable> {
    let say = asked.say;
    let rows = rollup(asked.reader, &asked.all.params()?, RollupBy::Service).await?;
    let one = |row: &RollupRow| Some(standing(say, row, &asked.all.with("service", row.key.as_deref()?)));
    let rows = rows.iter().filter_map(one).collect::<Result<Vec<_>>>()?;
    Ok(ReportTable {
        key: "services".to_owned(),
        title: say.owned("Nach Dienst", "By service"),
        note: nothing(say, &rows),
        total: i64::try_from(rows.len()).unwrap_or_default(),
        link: asked.all.link()?,
        columns: standings(say, ("Dienst", "Service")),
        rows,
    })
}

/// The regions directly below; nothing where there are none.
async fn by_region(asked: &Asked<'_>) -> Result<Option<ReportTable>> {
    let say = asked.say;
    let params = asked.all.params()?;
    let regions = regions(asked.reader, params.below).await?;
    let rows = rollup(asked.reader, &params, RollupBy::Region(regions)).await?;
    let one = |row: &RollupRow| Some(standing(say, row, &asked.all.instead("below", row.key.as_deref()?)));
    let rows = rows.iter().filter_map(one).collect::<Result<Vec<_>>>()?;
    Ok((!rows.is_empty()).then_some(ReportTable {
        key: "regions".to_owned(),
        title: say.owned("Nach Region", "By region"),
        note: None,
        total: i64::try_from(rows.len()).unwrap_or_default(),
        link: asked.all.link()?,
        columns: standings(say, ("Region", "Region")),
        rows,
    }))
}

fn nothing<T>(say: Say, rows: &[T]) -> Option<String> {
    rows.is_empty().then(|| say.owned("Keine.", "None."))
}

/// Says how many a table leaves out, or that there is nothing.
fn note<T>(say: Say, rows: &[T], total: i64) -> Option<String> {
    let shown = i64::try_from(rows.len()).unwrap_or_default();
    let (shown, all) = (say.number(shown), (total > shown).then(|| say.number(total)));
    let cut = all.map(|all| match say.0 {
        Language::De => format!("Die ersten {shown} von {all}."),
        Language::En => format!("The first {shown} of {all}."),
    });
    nothing(say, rows).or(cut)
}

async fn found(asked: &Asked<'_>, filter: &Filter, sort: &str, limit: u64) -> Result<Vec<RolloutRow>> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    let page = PageRequest { limit, cursor: None, count: false };
    Ok(rollouts_found(asked.reader, &filter.with("sort", sort).params()?, &page).await?.items)
}

async fn total(asked: &Asked<'_>, filter: &Filter) -> Result<i64> {
    Ok(i64::try_from(rollouts_count(asked.reader, &filter.params()?).await?).unwrap_or(i64::MAX))
}

/// Body and service, the first with the way to the rollout.
fn which(row: &RolloutRow) -> [ReportCell; 2] {
    let name = |named: Option<&dienstweg_kernel::labels::Named>| {
        named.and_then(|named| named.name.clone()).unwrap_or_else(|| "–".to_owned())
    };
    let link = Some(format!("/rollouts/{}", row.id));
    [ReportCell { link, ..text(name(Some(&row.body))) }, text(name(row.service.as_ref()))]
}

fn holder(row: &RolloutRow) -> ReportCell {
    let name = row.ball.as_ref().map(|ball| {
        let party = ball.party.as_ref().and_then(|party| party.name.clone());
        party.unwrap_or_else(|| ball.role_name.clone())
    });
    text(name.unwrap_or_default())
}

/// Red ones first, then yellow ones, those that are due longest first.
async fn pressing(asked: &Asked<'_>) -> Result<ReportTable> {
    let (say, open) = (asked.say, asked.all.open());
    let mut rows = found(asked, &open.with("light", "red"), "next_due", ROWS).await?;
    let left = ROWS.saturating_sub(rows.len() as u64);
    rows.extend(found(asked, &open.with("light", "yellow"), "next_due", left).await?);
    let days = forecast_days(asked.reader, rows.iter().map(|row| row.id).collect()).await?;
    let both = open.with("light", "red").with("light", "yellow");
    let total = total(asked, &both).await?;
    Ok(ReportTable {
        key: "pressing".to_owned(),
        title: say.owned("Rot und gelb", "Red and yellow"),
        note: note(say, &rows, total),
        total,
        link: both.link()?,
        columns: columns(
            say,
            &[
                ("Stelle", "Body", Kind::Text),
                ("Dienst", "Service", Kind::Text),
                ("Ampel", "Light", Kind::Light),
                ("Warum", "Why", Kind::Text),
                ("Am Zug", "Next to act", Kind::Text),
                ("Prognose 50 %", "Forecast 50 %", Kind::Day),
                ("Prognose 85 %", "Forecast 85 %", Kind::Day),
            ],
        ),
        rows: rows.iter().map(|row| pressing_row(say, row, &days)).collect(),
    })
}

fn pressing_row(say: Say, row: &RolloutRow, days: &Days) -> Vec<ReportCell> {
    let [body, service] = which(row);
    let color: Light = row.light.color;
    let light = ReportCell { light: Some(color), ..text(say.light(color)) };
    // The sentence begins with the colour, which stands beside it.
    let why = row.light.reason.split_once(": ").map_or(row.light.reason.as_str(), |(_, why)| why);
    let forecast = days.get(&row.id);
    vec![
        body,
        service,
        light,
        text(why),
        holder(row),
        day(say, forecast.map(|(even, _)| *even)),
        day(say, forecast.map(|(_, cautious)| *cautious)),
    ]
}

async fn newly_live(asked: &Asked<'_>) -> Result<ReportTable> {
    let say = asked.say;
    let filter = asked.all.with("live", true).with("live_from", asked.since);
    let rows = found(asked, &filter, "body", ROWS).await?;
    let total = total(asked, &filter).await?;
    let named = [
        ("Stelle", "Body", Kind::Text),
        ("Dienst", "Service", Kind::Text),
        ("Live seit", "Live since", Kind::Day),
    ];
    Ok(ReportTable {
        key: "live".to_owned(),
        title: format!("{} {}", say.pick("Neu live seit", "Newly live since"), say.day(asked.since)),
        note: note(say, &rows, total),
        total,
        link: filter.link()?,
        columns: columns(say, &named),
        rows: rows
            .iter()
            .map(|row| which(row).into_iter().chain([day(say, row.plan.actual)]).collect())
            .collect(),
    })
}

async fn due(asked: &Asked<'_>) -> Result<ReportTable> {
    let say = asked.say;
    let filter = asked.all.with("state", "running").with("due_from", asked.today);
    let filter = filter.with("due_until", asked.today + AHEAD);
    let rows = found(asked, &filter, "next_due", ROWS).await?;
    let total = total(asked, &filter).await?;
    let named = [
        ("Stelle", "Body", Kind::Text),
        ("Dienst", "Service", Kind::Text),
        ("Schritt", "Step", Kind::Text),
        ("Fällig", "Due", Kind::Day),
        ("Am Zug", "Next to act", Kind::Text),
    ];
    let one = |row: &RolloutRow| {
        let step = row.next_milestone.as_ref().map(|step| step.name.clone()).unwrap_or_default();
        which(row).into_iter().chain([text(step), day(say, row.next_due), holder(row)]).collect()
    };
    Ok(ReportTable {
        key: "due".to_owned(),
        title: say.owned("Fällig in den nächsten 14 Tagen", "Due within the next 14 days"),
        note: note(say, &rows, total),
        total,
        link: filter.link()?,
        columns: columns(say, &named),
        rows: rows.iter().map(one).collect(),
    })
}
