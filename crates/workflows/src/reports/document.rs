//! The report as a document: the same words, links as whole addresses.
use super::model::{ReportCell, ReportContent, ReportFigure, ReportTable, ReportValueKind as Kind};
use super::words::Say;
use dienstweg_documents::report::{Column, Entry, Figure, Group, Report, Shape, Table};
use dienstweg_documents::sheets::Cell;
use dienstweg_rollouts::steering::Light;

/// `base`: the public address of the app, without a slash at its end.
pub fn document(content: &ReportContent, base: &str) -> Report {
    let say = Say(content.language);
    let mut head = vec![
        format!("{} {}", say.pick("Stand:", "As of"), say.moment(content.made_at)),
        format!("{} {}", say.pick("Mit den Rechten von", "With the rights of"), content.reader),
    ];
    if let Some(day) = content.compared_with {
        let against = say.pick("Veränderung gegenüber dem Ende des", "Change since the end of");
        head.push(format!("{against} {}", say.day(day)));
    }
    Report {
        language: content.language,
        title: content.title.clone(),
        author: "Dienstweg".to_owned(),
        made_at: content.made_at,
        head,
        groups: content
            .groups
            .iter()
            .map(|group| Group {
                title: group.title.clone(),
                figures: group.figures.iter().map(|one| figure(say, one, base)).collect(),
            })
            .collect(),
        tables: content.tables.iter().map(|one| table(one, base)).collect(),
    }
}

fn figure(say: Say, figure: &ReportFigure, base: &str) -> Figure {
    let value = Entry {
        text: say.number(figure.value),
        link: Some(format!("{base}{}", figure.link)),
        light: figure.light.map(shape),
        cell: Some(Cell::Number(figure.value.into())),
    };
    Figure { label: figure.label.clone(), value, change: figure.change }
}

fn table(table: &ReportTable, base: &str) -> Table {
    let column = |one: &super::model::ReportColumn| Column {
        heading: one.heading.clone(),
        narrow: one.kind != Kind::Text,
        right: one.kind == Kind::Number,
    };
    Table {
        title: table.title.clone(),
        note: table.note.clone().unwrap_or_default(),
        columns: table.columns.iter().map(column).collect(),
        rows: table.rows.iter().map(|row| row.iter().map(|cell| entry(cell, base)).collect()).collect(),
    }
}

fn entry(cell: &ReportCell, base: &str) -> Entry {
    let number = cell.number.map(|number| Cell::Number(number.into()));
    Entry {
        text: cell.text.clone(),
        link: cell.link.as_ref().map(|link| format!("{base}{link}")),
        light: cell.light.map(shape),
        cell: number.or(cell.day.map(Cell::Date)),
    }
}

fn shape(light: Light) -> Shape {
    match light {
        Light::Red => Shape::Diamond,
        Light::Yellow => Shape::Triangle,
        Light::Green => Shape::Disc,
        Light::Grey => Shape::Ring,
    }
}
