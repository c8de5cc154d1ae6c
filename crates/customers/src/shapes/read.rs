//! Reading GeoJSON (RFC 7946): a shape and an official key per feature, and every fault.
use super::{Point, Ring, on_grid};
use dienstweg_kernel::error::{Fault, Text};
use serde_json::Value;

/// Members of `properties` that carry a key, as the surveying offices write them; the first that is there counts.
const KEYS: &[&str] = &["ars", "rs", "sdv_ars", "ags", "ags_0", "gemeindeschluessel", "schluessel", "key"];
/// Members of the file that name its source.
const SOURCES: &[&str] = &["source", "attribution", "copyright", "licence", "license"];

/// One shape of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// Place in the file.
    pub index: usize,
    /// 5, 8 or 12 digits.
    pub key: String,
    pub rings: Vec<Ring>,
}

/// The features without fault, all faults, and what the file says of its source.
pub fn read(bytes: &[u8]) -> (Vec<Feature>, Vec<Fault>, Option<String>) {
    let file: Value = match serde_json::from_slice(bytes) {
        Ok(file) => file,
        Err(error) => {
            let place = format!("{}:{}", error.line(), error.column());
            let fault =
                fault(&place, "invalid_json", "Das ist kein gültiges JSON.", "This is no valid JSON.");
            return (Vec::new(), vec![fault], None);
        }
    };
    let Some(all) = file["features"].as_array().filter(|_| file["type"] == "FeatureCollection") else {
        let fault = fault(
            "/type",
            "no_collection",
            "Erwartet wird eine FeatureCollection (GeoJSON).",
            "Expected is a FeatureCollection (GeoJSON).",
        );
        return (Vec::new(), vec![fault], None);
    };
    let (mut features, mut faults) = (Vec::new(), Vec::new());
    for (index, feature) in all.iter().enumerate() {
        match (key_of(index, feature), rings_of(index, &feature["geometry"])) {
            (Ok(key), Ok(rings)) => features.push(Feature { index, key, rings }),
            (key, rings) => faults.extend(key.err().into_iter().chain(rings.err())),
        }
    }
    let source = SOURCES.iter().find_map(|name| file[*name].as_str()).map(str::to_owned);
    (features, faults, source)
}

fn fault(pointer: &str, code: &'static str, de: &'static str, en: &'static str) -> Fault {
    Fault::new(pointer, code, Text::new(de, en))
}

fn key_of(index: usize, feature: &Value) -> Result<String, Fault> {
    let properties = feature["properties"].as_object();
    let named = |name: &&str| {
        properties?.iter().find(|(key, value)| key.eq_ignore_ascii_case(name) && !value.is_null())
    };
    let stated = KEYS.iter().find_map(named).map(|(_, value)| value);
    let text = match stated.unwrap_or(&feature["id"]) {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => {
            return Err(fault(
                &format!("/features/{index}/properties"),
                "key_missing",
                "Ein amtlicher Schlüssel (ags oder ars) fehlt.",
                "An official key (ags or ars) is missing.",
            ));
        }
    };
    // Spreadsheets and numbers lose the zero in front.
    let key = match text.len() {
        4 | 7 | 11 => format!("0{text}"),
        _ => text,
    };
    if matches!(key.len(), 5 | 8 | 12) && key.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(key);
    }
    Err(fault(
        &format!("/features/{index}/properties"),
        "key_length",
        "Ein Schlüssel hat 5 (Kreis), 8 (AGS) oder 12 Ziffern (ARS).",
        "A key has 5 (district), 8 (AGS) or 12 digits (ARS).",
    ))
}

fn rings_of(index: usize, geometry: &Value) -> Result<Vec<Ring>, Fault> {
    let pointer = format!("/features/{index}/geometry");
    let coordinates = &geometry["coordinates"];
    let polygons: Vec<&Value> = match geometry["type"].as_str() {
        Some("Polygon") => vec![coordinates],
        Some("MultiPolygon") => coordinates.as_array().into_iter().flatten().collect(),
        _ => {
            return Err(fault(
                &pointer,
                "no_area",
                "Erwartet wird eine Fläche (Polygon oder MultiPolygon).",
                "Expected is an area (Polygon or MultiPolygon).",
            ));
        }
    };
    let rings = polygons.into_iter().flat_map(|polygon| polygon.as_array().into_iter().flatten());
    let rings: Option<Vec<Ring>> = rings.map(ring_of).collect();
    match rings {
        Some(rings) if rings.iter().any(|ring| ring.len() >= 3) => Ok(rings),
        Some(_) => Err(fault(&pointer, "no_area", "Die Fläche hat keine Ecken.", "The area has no corners.")),
        None => Err(fault(
            &pointer,
            "not_degrees",
            "Die Koordinaten sind keine Längen- und Breitengrade (CRS84). Bitte rechnen Sie die Datei um.",
            "The coordinates are no degrees of longitude and latitude (CRS84). Please convert the file.",
        )),
    }
}

fn ring_of(ring: &Value) -> Option<Ring> {
    let point = |position: &Value| -> Option<Point> {
        on_grid(position.get(0)?.as_f64()?, position.get(1)?.as_f64()?)
    };
    let mut points: Ring = ring.as_array()?.iter().map(point).collect::<Option<_>>()?;
    points.dedup();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    Some(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_feature_has_a_shape_and_a_key_or_its_faults() {
        let square = json!({"type": "Polygon", "coordinates": [[[11.0, 48.0], [11.1, 48.0], [11.1, 48.1], [11.0, 48.0]]]});
        let metres = json!({"type": "Polygon", "coordinates": [[[688000.0, 5400000.0], [688100.0, 5400000.0], [688000.0, 5400100.0]]]});
        let file = json!({"type": "FeatureCollection", "source": "© Amt", "features": [
            {"id": "09161", "properties": {"name": "ohne"}, "geometry": square},
            {"properties": {"AGS": 9_162_000}, "geometry": {"type": "MultiPolygon", "coordinates": [square["coordinates"]]}},
            {"properties": {"ARS": "091"}, "geometry": {"type": "Point", "coordinates": [11.0, 48.0]}},
            {"properties": {}, "geometry": metres},
        ]});
        let (features, faults, source) = read(file.to_string().as_bytes());
        let keys: Vec<_> =
            features.iter().map(|feature| (feature.key.as_str(), feature.rings[0].len())).collect();
        assert_eq!(keys, [("09161", 3), ("09162000", 3)]);
        let told: Vec<_> = faults.iter().map(|fault| format!("{} {}", fault.pointer, fault.code)).collect();
        assert_eq!(
            told,
            [
                "/features/2/properties key_length",
                "/features/2/geometry no_area",
                "/features/3/properties key_missing",
                "/features/3/geometry not_degrees",
            ]
        );
        assert_eq!(source.as_deref(), Some("© Amt"));
        assert_eq!(read(b"[]").1[0].code, "no_collection");
        assert_eq!(read(b"{").1[0].code, "invalid_json");
    }
}
