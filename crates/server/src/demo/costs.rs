//! What the services of Musterland cost, last year and this one; the figures are made up.
use chrono::Datelike;
use dienstweg_api::AppState;
use dienstweg_kernel::ids::ServiceId;
use dienstweg_kernel::{Ctx, Error, Result};
use dienstweg_rollouts::ServiceLevel as Level;
use dienstweg_rollouts::input::ServiceCostCreate;
use dienstweg_rollouts::service::service_cost_create;
use serde_json::{Value, json};

/// Key, operation and first implementation in euros, parts of Bezirke, districts and municipalities.
const COSTS: [(&str, i64, i64, [i32; 3]); 7] = [
    ("WOHNSITZ", 184_000, 42_500, [0, 0, 0]),
    ("GEWERBE", 96_400, 18_000, [0, 1, 2]),
    ("EHE", 58_250, 22_000, [0, 0, 0]),
    ("HUND", 21_900, 6_400, [0, 0, 0]),
    ("FAHRZEUG", 143_700, 51_000, [0, 0, 0]),
    ("BAUANTRAG", 212_300, 64_000, [0, 3, 1]),
    ("BLINDENHILFE", 34_600, 15_500, [0, 0, 0]),
];

pub async fn create(
    state: &AppState,
    ctx: &Ctx,
    services: &[(ServiceId, &'static str, Level)],
) -> Result<()> {
    for (key, operation, first, parts) in COSTS {
        let Some((id, ..)) = services.iter().find(|(_, of, _)| *of == key) else { continue };
        let [bezirk, district, municipality] = parts;
        let by_level = parts.iter().sum::<i32>() == 0;
        let shares = json!({"bezirk": bezirk, "district": district, "municipality": municipality});
        let shares = if by_level { Value::Null } else { shares };
        // Ten per cent less a year ago, and what is implemented first is paid for once.
        for (year, operation, first) in
            [(ctx.today().year() - 1, operation * 90, first * 100), (ctx.today().year(), operation * 100, 0)]
        {
            let cost = json!({"service_id": id, "year": year, "operation_cents": operation, "first_cents": first,
                "shares": shares, "source": "Frei erfunden"});
            let input: ServiceCostCreate = serde_json::from_value(cost).map_err(Error::internal)?;
            state.db.write(ctx, async |tx| service_cost_create(tx, &input).await).await?;
        }
    }
    Ok(())
}
