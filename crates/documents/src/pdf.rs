//! Pages: archived (PDF/A-2a, ISO 19005-2) and read aloud (PDF/UA-1, ISO 14289-1) at once. The exporter refuses what breaks
//! either of them, such as a picture without words or a letter without a font.
//!
//! What stands on a page comes in as data alone, never as markup.
use crate::report::Report;
use dienstweg_kernel::{Error, Result};
use std::fmt::Debug;
use std::sync::OnceLock;
use typst::diag::Warned;
use typst::foundations::{Dict, IntoValue, Smart};
use typst_as_lib::typst_kit_options::TypstKitFontOptions;
use typst_as_lib::{TypstEngine, TypstTemplateMainFile};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

const TEMPLATE: &str = include_str!("report.typ");

/// The report as a file. Takes some milliseconds of computing: not for a thread that answers requests.
///
/// # Errors
/// `internal` where the pages cannot be set, which is a fault of the template.
pub fn pdf(report: &Report) -> Result<Vec<u8>> {
    let data = serde_json::to_string(report).map_err(Error::internal)?;
    match set(&data) {
        // Scripts that no font of ours has, in a name or in a reason somebody wrote: better with a mark than not at all.
        Err(_) => set(&data.chars().map(|c| if is_known(c) { c } else { '?' }).collect::<String>()),
        pages => pages,
    }
}

/// Latin, Greek and Cyrillic letters with punctuation, money and arrows: what the fonts surely have.
fn is_known(c: char) -> bool {
    matches!(c, '\0'..='\u{52f}' | '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203a}' | '€')
}

fn set(data: &str) -> Result<Vec<u8>> {
    let inputs: Dict = [("data".into(), data.into_value())].into_iter().collect();
    let Warned { output, .. } = engine().compile_with_input::<_, PagedDocument>(inputs);
    let pages = output.map_err(told)?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(told)?;
    let creator = Smart::Custom(Some("Dienstweg".to_owned()));
    typst_pdf::pdf(&pages, &PdfOptions { standards, creator, ..PdfOptions::default() }).map_err(told)
}

/// Fonts are read once per process; they are part of the program, nothing is looked for on the machine.
fn engine() -> &'static TypstEngine<TypstTemplateMainFile> {
    static ENGINE: OnceLock<TypstEngine<TypstTemplateMainFile>> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let fonts = TypstKitFontOptions::default().include_system_fonts(false).include_embedded_fonts(true);
        TypstEngine::builder().main_file(TEMPLATE).search_fonts_with(fonts).build()
    })
}

fn told(error: impl Debug) -> Error {
    Error::internal(format!("{error:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Column, Entry, Figure, Group, Shape, Table};
    use crate::sheets::Cell;
    use calamine::{Data, Reader, Xlsx};
    use dienstweg_kernel::ctx::Language;
    use std::io::Cursor;

    fn entry(text: &str) -> Entry {
        Entry { text: text.to_owned(), ..Entry::default() }
    }

    fn report(language: Language, reason: &str) -> Report {
        let link = Some("https://dienstweg.example/rollouts?light=red".to_owned());
        let value = Entry { link: link.clone(), cell: Some(Cell::Number(31.into())), ..entry("31") };
        let figure = Figure { label: "rot".to_owned(), value, change: Some(-4) };
        let column = |heading: &str, narrow| Column { heading: heading.to_owned(), narrow, right: narrow };
        let light = Entry { light: Some(Shape::Diamond), ..entry("rot") };
        Report {
            language,
            title: "Statusbericht Landkreis Größenau".to_owned(),
            author: "Dienstweg".to_owned(),
            made_at: "2026-03-02T05:00:00Z".parse().unwrap(),
            head: vec!["Stand 02.03.2026".to_owned()],
            groups: vec![Group { title: "Ampel".to_owned(), figures: vec![figure] }],
            tables: vec![Table {
                title: "Rot und gelb".to_owned(),
                note: String::new(),
                columns: vec![column("Stelle", false), column("Ampel", true), column("Warum", false)],
                rows: vec![vec![Entry { link, ..entry("Aßling") }, light, entry(reason)]],
            }],
        }
    }

    #[test]
    fn pages_are_archived_read_aloud_and_say_everything() {
        let bytes = pdf(&report(Language::De, "#eval(\"1\") *Zertifikat* fehlt")).unwrap();
        let whole = String::from_utf8_lossy(&bytes);
        assert!(bytes.starts_with(b"%PDF-1.7"));
        for marker in ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>"] {
            assert!(whole.contains(marker), "{marker}");
        }
        assert!(whole.contains("<pdfuaid:part>1</pdfuaid:part>"));
        assert!(whole.contains("<rdf:li>de</rdf:li>"), "the language is told");
        let text = pdf_extract::extract_text_from_mem(&bytes).unwrap();
        for words in ["Statusbericht Landkreis Größenau", "Aßling", "rot", "31", "-4"] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(text.contains("#eval(\"1\") *Zertifikat*"), "data is no markup: {text}");
    }

    #[test]
    fn scripts_without_a_font_do_not_hold_a_report_up() {
        let bytes = pdf(&report(Language::En, "漢字 🙈 Бюро")).unwrap();
        assert!(pdf_extract::extract_text_from_mem(&bytes).unwrap().contains("Бюро"));
    }

    #[test]
    fn a_workbook_has_the_figures_first_and_each_table_beside() {
        let bytes = report(Language::De, "=1+1").workbook().unwrap();
        let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
        assert_eq!(book.sheet_names(), ["Kennzahlen", "Rot und gelb"]);
        let figures = book.worksheet_range("Kennzahlen").unwrap();
        let cell = |column| figures.get_value((1, column)).cloned().unwrap_or(Data::Empty);
        assert_eq!((cell(2), cell(3)), (Data::Float(31.0), Data::Float(-4.0)));
        assert_eq!(cell(4).to_string(), "https://dienstweg.example/rollouts?light=red");
        let rows = book.worksheet_range("Rot und gelb").unwrap();
        assert_eq!(rows.get_value((1, 2)), Some(&Data::String("=1+1".to_owned())));
    }
}
