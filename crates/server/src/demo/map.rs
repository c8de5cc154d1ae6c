//! The map of Musterland: a field of six corners for every municipality, districts around theirs. Drawn by dice, so it is
//! like no country there is.
use super::Dice;
use super::land::Places;
use dienstweg_api::AppState;
use dienstweg_customers::input::GeometryImport;
use dienstweg_customers::service::geometry_import;
use dienstweg_kernel::{Ctx, Result};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A corner on the grid of fields: half a field's width, and half its height.
type Corner = (i64, i64);

/// Fields side by side in a district.
const WIDTH: i64 = 3;
const SOURCE: &str = "Musterland: frei erfundene Grenzen";

pub async fn create(state: &AppState, ctx: &Ctx, places: &Places) -> Result<()> {
    let file = file(places.bodies.iter().map(|(key, _)| key.as_str())).to_string();
    let asked = GeometryImport { source: Some(SOURCE.to_owned()), ..GeometryImport::default() };
    state.db.write(ctx, async |tx| geometry_import(tx, file.as_bytes(), &asked).await).await?;
    Ok(())
}

/// Districts (the city among them) and municipalities as GeoJSON.
fn file<'k>(keys: impl Iterator<Item = &'k str>) -> Value {
    let mut districts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for key in keys.filter(|key| key.len() == 8) {
        districts.entry(&key[..5]).or_default().push(key);
    }
    let mut features = Vec::new();
    let mut column = 0;
    for (district, members) in districts {
        // The city has no district: it lies at the edge, north of the middle.
        let alone = members == [format!("{district}000")];
        let place = |at: i64| match alone {
            true => (WIDTH + 1, -1),
            false => (column + at % WIDTH, at / WIDTH),
        };
        let fields: Vec<Vec<Corner>> = (0..).zip(&members).map(|(at, _)| field(place(at))).collect();
        features.extend(members.iter().zip(&fields).map(|(key, corners)| feature(key, corners)));
        features.push(feature(district, &outline(&fields)));
        column += if alone { 0 } else { WIDTH };
    }
    json!({"type": "FeatureCollection", "features": features})
}

/// The corners of a field, clockwise; every other column stands half a field lower.
fn field((column, row): (i64, i64)) -> Vec<Corner> {
    let (x, y) = (3 * column, 2 * row + column.rem_euclid(2));
    [(-2, 0), (-1, -1), (1, -1), (2, 0), (1, 1), (-1, 1)].map(|(east, south)| (x + east, y + south)).into()
}

/// Around fields that lie beside each other: sides that only one of them has, one after the other.
fn outline(fields: &[Vec<Corner>]) -> Vec<Corner> {
    let sides = |field: &Vec<Corner>| {
        field.iter().copied().zip(field.iter().copied().cycle().skip(1)).collect::<Vec<_>>()
    };
    let all: HashSet<(Corner, Corner)> = fields.iter().flat_map(sides).collect();
    let outer: HashMap<Corner, Corner> =
        all.iter().filter(|(from, to)| !all.contains(&(*to, *from))).copied().collect();
    let Some(start) = outer.keys().min().copied() else { return Vec::new() };
    let mut around = vec![start];
    while let Some(next) = outer.get(&around[around.len() - 1]).filter(|next| **next != start) {
        around.push(*next);
    }
    around
}

fn feature(key: &str, corners: &[Corner]) -> Value {
    let ring: Vec<[f64; 2]> = corners.iter().chain(corners.first()).map(degrees).collect();
    json!({"type": "Feature", "properties": {"ags": key},
        "geometry": {"type": "Polygon", "coordinates": [ring]}})
}

/// Where a corner lies, a little beside its place on the grid. All fields that share it agree.
fn degrees((x, y): &Corner) -> [f64; 2] {
    let mut dice = Dice::new(u64::try_from((x + 50) * 1_000 + y + 50).unwrap_or_default());
    // The first numbers after like seeds are like each other.
    for _ in 0..3 {
        dice.roll(1);
    }
    let mut off = || (f64::from(u32::try_from(dice.roll(100)).unwrap_or_default()) - 50.0) / 140.0;
    let at = |steps: i64| f64::from(i32::try_from(steps).unwrap_or_default());
    [10.0 + 0.03 * (at(*x) + off()), 51.0 - 0.032 * (at(*y) + off())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_district_goes_around_its_fields() {
        let fields: Vec<_> = (0..11).map(|at| field((at % WIDTH, at / WIDTH))).collect();
        let around = outline(&fields);
        let once: HashSet<_> = around.iter().collect();
        assert_eq!(once.len(), around.len());
        // Six sides each, without two for every pair of neighbours.
        assert!(around.len() > 16 && around.len() < 66, "{}", around.len());
        let file = file(["17101000", "17171101", "17171102"].into_iter());
        let keys: Vec<_> = file["features"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["properties"]["ags"].as_str().unwrap())
            .collect();
        assert_eq!(keys, ["17101000", "17101", "17171101", "17171102", "17171"]);
    }
}
