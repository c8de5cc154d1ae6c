//! Names of files in answers.
use actix_web::http::header::{
    Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
};

/// The name twice (RFC 6266 § 4.3): in ASCII for old readers, and as it is (RFC 8187).
pub fn disposition(name: &str, inline: bool) -> ContentDisposition {
    let plain = |c: char| if (c.is_ascii_graphic() || c == ' ') && !"\"\\%".contains(c) { c } else { '_' };
    let full = ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: name.as_bytes().to_vec(),
    };
    ContentDisposition {
        disposition: if inline { DispositionType::Inline } else { DispositionType::Attachment },
        parameters: vec![
            DispositionParam::Filename(name.chars().map(plain).collect()),
            DispositionParam::FilenameExt(full),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_goes_out_for_old_and_new_readers_and_breaks_no_header() {
        assert_eq!(
            disposition("Prüf\"100%\\.pdf", false).to_string(),
            "attachment; filename=\"Pr_f_100__.pdf\"; filename*=UTF-8''Pr%C3%BCf%22100%25%5C.pdf"
        );
        assert!(disposition("a.png", true).to_string().starts_with("inline; filename=\"a.png\""));
    }
}
