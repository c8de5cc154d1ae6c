//! The installation's secret: from the settings, or from a file that only we may read, made at the first start.
use crate::config::Config;
use dienstweg_kernel::secret::Secret;
use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

pub fn load(config: &Config) -> Result<Secret, String> {
    let file = config.data_dir.join("secret");
    let digits = match &config.secret {
        Some(digits) => digits.clone(),
        None => match fs::read_to_string(&file) {
            Ok(digits) => digits,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => create(&file)?,
            Err(error) => return Err(format!("{} cannot be read: {error}", file.display())),
        },
    };
    parse(digits.trim()).map(Secret::new).ok_or_else(|| "the secret must be 64 hexadecimal digits".to_owned())
}

fn create(file: &Path) -> Result<String, String> {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| "no random numbers to be had".to_owned())?;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let written = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let result = written.and_then(|mut file| {
        file.write_all(digits.as_bytes())?;
        file.sync_all()
    });
    match result {
        Ok(()) => Ok(digits),
        // Another process was first; its secret counts.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            fs::read_to_string(file).map_err(|error| error.to_string())
        }
        Err(error) => Err(format!("{} cannot be written: {error}", file.display())),
    }
}

fn parse(digits: &str) -> Option<[u8; 32]> {
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * index..2 * index + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_64_hexadecimal_digits_are_a_secret() {
        assert!(parse(&"0a".repeat(32)).is_some());
        assert!(parse(&"0g".repeat(32)).is_none());
        assert!(parse("0a").is_none());
        assert!(parse(&"ä".repeat(32)).is_none());
    }
}
