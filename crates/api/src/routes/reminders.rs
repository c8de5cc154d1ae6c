//! `/rollouts/reminders`: mail to those who must act in several rollouts.
use crate::extract::{Body, Caller, Idempotency, Query};
use crate::problem::Problem;
use crate::respond::{Answer, Items};
use crate::state::AppState;
use actix_web::post;
use actix_web::web::{Data, Path};
use dienstweg_kernel::Result;
use dienstweg_kernel::db::Done;
use dienstweg_kernel::ids::{ReminderId, RolloutId};
use dienstweg_rollouts::input::RolloutListParams;
use dienstweg_workflows::mail::reminders::{
    ReminderInput, ReminderOutcome, ReminderRow, reminder_preview, reminder_send, reminder_take_back,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(rollout_reminder_preview)
        .service(rollout_reminder_send)
        .service(rollout_reminder_withdraw);
}

/// To whom a reminder would go, with what text. The rollouts are those named or, where none is, those of the parameters.
#[utoipa::path(tag = "rollouts", params(RolloutListParams), request_body = ReminderInput,
    extensions(("x-permission" = json!("rollout:steer"))))]
#[post("/rollouts/reminders/preview")]
async fn rollout_reminder_preview(
    state: Data<AppState>,
    caller: Caller,
    params: Query<RolloutListParams>,
    body: Body<ReminderInput>,
) -> Result<Items<ReminderRow>, Problem> {
    Ok(Items(reminder_preview(&state.read(&caller), &params, &body.value).await?))
}

/// Sends a reminder in a minute to those who must act, and notes it in the conversation of each rollout.
#[utoipa::path(tag = "rollouts", params(RolloutListParams, ("Idempotency-Key" = Option<String>, Header)), request_body = ReminderInput,
    extensions(("x-permission" = json!("rollout:steer"))))]
#[post("/rollouts/reminders")]
async fn rollout_reminder_send(
    state: Data<AppState>,
    caller: Caller,
    params: Query<RolloutListParams>,
    once: Idempotency,
    body: Body<ReminderInput>,
) -> Result<Items<ReminderRow>, Problem> {
    let key = once.key(&state, &body.hash);
    let work = async |tx: &_| reminder_send(tx, &state.mail, &params, &body.value).await;
    let sent = state.db.once(&caller, key.as_ref(), |(id, _)| id.0, work).await?;
    Ok(Items(match sent {
        Done::Now((_, rows)) => rows,
        // It was sent the first time.
        Done::Before(id) => {
            let mut rows = reminder_preview(&state.read(&caller), &params, &body.value).await?;
            for row in rows.iter_mut().filter(|row| row.outcome == ReminderOutcome::Ready) {
                row.outcome = ReminderOutcome::Queued;
                row.reminder_id = Some(ReminderId(id));
            }
            rows
        }
    }))
}

/// What of a reminder was withdrawn.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReminderWithdrawn {
    /// Of these rollouts nothing went out; their conversations say so.
    pub rollout_ids: Vec<RolloutId>,
}

/// Takes back what has not gone out of a reminder the caller sent.
#[utoipa::path(tag = "rollouts", params(("id" = ReminderId, Path)), extensions(("x-permission" = json!("rollout:steer"))))]
#[post("/rollouts/reminders/{id}/withdraw")]
async fn rollout_reminder_withdraw(
    state: Data<AppState>,
    caller: Caller,
    id: Path<ReminderId>,
) -> Result<Answer<ReminderWithdrawn>, Problem> {
    let work = async |tx: &_| reminder_take_back(tx, *id, None).await;
    Ok(Answer(ReminderWithdrawn { rollout_ids: state.db.write(&caller, work).await? }))
}
