//! Shapes on maps: read from GeoJSON, put on one grid, simplified so that neighbours still fit, written as SVG paths.
//!
//! The grid is that of Web Mercator (EPSG:3857) in steps of [`STEP`] metres at the equator (some 40 m in Germany), y to the
//! south as on screens. All shapes are on the same one, so that those of different files and levels lie on each other.
mod label;
mod read;
mod simplify;

pub use label::label_point;
pub use read::{Feature, read};
pub use simplify::simplify;

use std::fmt::Write;

/// Metres at the equator between neighbouring points of the grid.
const STEP: f64 = 60.0;
/// WGS 84, semi-major axis in metres.
const EARTH: f64 = 6_378_137.0;

/// Steps from the grid's origin (0° N, 0° E) to the east and to the south.
pub type Point = (i32, i32);
/// Without its first point again at the end.
pub type Ring = Vec<Point>;

/// The place on the grid; nothing where it is no place in degrees that a map can show.
fn on_grid(longitude: f64, latitude: f64) -> Option<Point> {
    if !(-180.0..=180.0).contains(&longitude) || !(-85.0..=85.0).contains(&latitude) {
        return None;
    }
    let x = EARTH * longitude.to_radians() / STEP;
    let y = EARTH * (std::f64::consts::FRAC_PI_4 + latitude.to_radians() / 2.0).tan().ln() / STEP;
    let whole = |value: f64| value.round() as i32;
    Some((whole(x), whole(-y)))
}

/// West, north, east and south end.
pub fn bounds(rings: &[Ring]) -> [i32; 4] {
    let start = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
    rings.iter().flatten().fold(start, |[west, north, east, south], (x, y)| {
        [west.min(*x), north.min(*y), east.max(*x), south.max(*y)]
    })
}

/// As in the attribute `d` of SVG: each ring from its first point in relative steps.
pub fn path(rings: &[Ring]) -> String {
    let mut path = String::new();
    for ring in rings {
        let mut before: Option<Point> = None;
        for (x, y) in ring {
            // A text takes everything that is written to it.
            let _ = match before {
                None => write!(path, "M{x} {y}l"),
                Some((from_x, from_y)) => write!(path, "{} {} ", x - from_x, y - from_y),
            };
            before = Some((*x, *y));
        }
        path.truncate(path.trim_end().len());
        path.push('z');
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_keeps_its_distance_on_the_grid() {
        let (x, y) = on_grid(11.4058, 48.8199).unwrap();
        let (east, south) = on_grid(11.4058 + 0.01, 48.8199 - 0.01).unwrap();
        assert!(
            (18..=19).contains(&(east - x)) && (27..=29).contains(&(south - y)),
            "{x} {y} {east} {south}"
        );
        assert_eq!(on_grid(688_000.0, 5_400_000.0), None, "metres are no degrees");
    }

    #[test]
    fn a_path_tells_every_ring() {
        let rings = [vec![(10, 20), (14, 20), (14, 25)], vec![(0, 0), (3, 0), (0, -3)]];
        assert_eq!(path(&rings), "M10 20l4 0 0 5zM0 0l3 0 -3 -3z");
        assert_eq!(bounds(&rings), [0, -3, 14, 25]);
    }
}
