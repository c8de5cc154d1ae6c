//! Fictional registers in the official format, and the folder of real data beside the repository.
use std::path::PathBuf;

/// Fictional municipalities of a fictional part of Bavaria: a district with an association of two members, an
/// independent municipality and an unincorporated area, and an independent city.
pub const FEDERAL: &[(u8, &str, &str, &str, u32)] = &[
    (10, "09", "", "Bayern", 0),
    (20, "098", "", "Musterfranken", 0),
    (40, "09861", "", "Musterstadt", 41),
    (50, "09861", "0000", "Musterstadt", 50),
    (60, "09861000", "0000", "Musterstadt, St", 61),
    (40, "09875", "", "Beispielkreis", 44),
    (50, "09875", "0112", "Alleinhausen", 50),
    (60, "09875112", "0112", "Alleinhausen, M", 60),
    (50, "09875", "5151", "Doppelbach (VGem)", 54),
    (60, "09875113", "5151", "Oberdoppelbach", 64),
    (60, "09875114", "5151", "Unterdoppelbach", 64),
    (50, "09875", "9999", "Waldforst", 50),
    (60, "09875451", "9999", "Waldforst", 66),
];

/// Writes records as lines of 220 characters.
pub fn register_file(state: &str, records: &[(u8, &str, &str, &str, u32)]) -> Vec<u8> {
    let mut text = String::new();
    for (index, (kind, key, association, name, code)) in records.iter().enumerate() {
        let mut line = format!("{kind:02}{state}{key:<8}{association:<4}{name:<50}{:<50}{code:>2}", "");
        if *kind == 60 {
            let (area, people) = (1_000 + index, 1_000 * (index + 1));
            line = format!("{line:<128}{area:011}{people:011}{:011}", people / 2);
            line = format!("{line:<165}{:05}", 90_000 + index);
        }
        if *kind != 60 && *kind != 50 && *kind != 40 {
            line = format!("{line:.122}  ");
        }
        text.push_str(&format!("{line:<220}\r\n"));
    }
    text.into_bytes()
}

/// Real data beside the repository, where it is there.
pub fn shared_data(path: &str) -> Option<PathBuf> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    if file.exists() {
        return Some(file);
    }
    eprintln!("not run: the folder of real data has no {path}");
    None
}
