//! One mail a day for those who do not want one for each rollout: on working days at seven in the morning, in Germany,
//! where there is something new.
use super::notices::actor;
use super::turns::People;
use super::with_deputy;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use dienstweg_calendar::WorkCalendar;
use dienstweg_identity::{Addressee, Notify};
use dienstweg_kernel::clock::{Clock, german_day, german_midnight};
use dienstweg_kernel::ids::UserId;
use dienstweg_kernel::{Ctx, Db, Reader, Result, Tx};
use dienstweg_outbound::mail::{Mail, NewMail, Template, digest_made, last_digest};
use dienstweg_rollouts::service::{terms_raised, turn_places};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

const HOUR: i64 = 7;

/// Queues the digests of the day where they are due. Answers how many were queued.
pub async fn due(db: &Db, clock: Arc<dyn Clock>, mail: &Mail) -> Result<u64> {
    let ctx = Ctx::system(actor(), clock);
    let (now, today) = (ctx.now(), german_day(ctx.now()));
    let until = morning(today);
    if !mail.is_on() || now < until || !is_working_day(today) {
        return Ok(0);
    }
    let reader = db.read(&ctx);
    let last = last_digest(&reader).await?;
    let mails = match last {
        Some((day, _)) if day >= today => return Ok(0),
        Some((_, after)) => mails(&reader, (after, until), today).await?,
        // What came before mail was set up is no news.
        None => Vec::new(),
    };
    // The first day counts from now on, so that nothing of it is lost.
    let made_at = if last.is_some() { until } else { now };
    let work = async |tx: &Tx| {
        if !digest_made(tx, today, made_at).await? {
            return Ok(0); // another process was faster
        }
        mail.queue(tx, mails.clone()).await
    };
    db.write(&ctx, work).await
}

async fn mails(
    reader: &Reader,
    (after, until): (DateTime<Utc>, DateTime<Utc>),
    today: NaiveDate,
) -> Result<Vec<NewMail>> {
    let places = turn_places(reader, after, until).await?;
    let terms = terms_raised(reader, after, until).await?;
    let team = places.iter().filter(|place| place.ball_party_id.is_none());
    let owing = places.iter().filter_map(|place| place.ball_party_id);
    let people = People::load(
        reader,
        owing.chain(terms.iter().map(|term| term.party_id)).collect(),
        team.map(|place| place.body_id).collect(),
        Default::default(),
    )
    .await?;
    let mut meant: BTreeMap<UserId, &Addressee> = BTreeMap::new();
    let turns = places.iter().map(|place| (place.body_id, place.ball_party_id));
    for (body, party) in turns.chain(terms.iter().map(|term| (term.body_id, Some(term.party_id)))) {
        let daily = people.at(body, party);
        meant.extend(daily.into_iter().filter(|one| one.notify == Notify::Daily).map(|one| (one.user, one)));
    }
    let mail = |to| NewMail {
        to,
        template: Template::Digest,
        data: json!({"after": after, "until": until}),
        key: today.to_string(),
        not_before: until,
        reminder: None,
    };
    Ok(meant.into_values().flat_map(with_deputy).map(mail).collect())
}

/// Seven in the morning in Germany. Clocks change on Sundays only, which are no working days.
fn morning(day: NaiveDate) -> DateTime<Utc> {
    german_midnight(day) + Duration::hours(HOUR)
}

/// A day on which most of the recipients work; municipal holidays differ and do not count.
fn is_working_day(day: NaiveDate) -> bool {
    WorkCalendar::bavarian().is_working_day(day)
}

/// A window for the list of what is new, as a mail names it.
pub(super) fn window(data: &serde_json::Value) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let at = |name: &str| serde_json::from_value(data[name].clone()).ok();
    Some((at("after")?, at("until")?)).filter(|(after, until)| *until - *after > Duration::zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_in_the_morning_is_another_instant_in_summer() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(morning(day("2026-03-02")).to_rfc3339(), "2026-03-02T06:00:00+00:00");
        assert_eq!(morning(day("2026-07-01")).to_rfc3339(), "2026-07-01T05:00:00+00:00");
        assert!(is_working_day(day("2026-03-02")) && !is_working_day(day("2026-03-01")));
        assert!(!is_working_day(day("2026-01-06")), "Epiphany");
    }
}
