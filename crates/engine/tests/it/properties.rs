//! Whatever is written is read back; whatever is read does not panic.

use holdfast_engine::read::ReadOptions;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::{Folder, texts};

/// A table of texts that stay texts, with what makes CSV hard in them.
fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    let cell = "[a-z]{1,3}[,;|\t\"\n\r 0-9长城é]{0,6}[a-z]";
    (1_usize..6).prop_flat_map(move |width| vec(vec(cell, width), 1..30))
}

fn write(rows: &[Vec<String>], delimiter: char, end: &str, quote_all: bool) -> String {
    let width = rows[0].len();
    let mut lines = vec![(0..width).map(|column| format!("name{column}")).collect::<Vec<_>>()];
    for row in rows {
        let quoted = |cell: &String| {
            let needs = quote_all || cell.contains([delimiter, '"', '\n', '\r']);
            if needs {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        };
        lines.push(row.iter().map(quoted).collect());
    }
    let lines: Vec<String> = lines.iter().map(|line| line.join(&delimiter.to_string())).collect();
    lines.join(end) + end
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_written_table_is_read_back(
        rows in table(),
        delimiter in prop::sample::select(vec![',', '\t', ';', '|']),
        end in prop::sample::select(vec!["\n", "\r\n"]),
        quote_all: bool,
    ) {
        let options = ReadOptions { delimiter: Some(delimiter as u8), ..ReadOptions::default() };
        let read = Folder::new().read("t.csv", write(&rows, delimiter, end, quote_all), &options).unwrap();
        prop_assert_eq!(read.table.rows, rows.len());
        for (index, column) in read.table.columns.iter().enumerate() {
            let written: Vec<&str> = rows.iter().map(|row| row[index].as_str()).collect();
            prop_assert_eq!(texts(column), written);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..400), start in prop::sample::select(vec![
        "", "a,b\n", "{\"a\":1}\n", "[{\"a\":1},", "PAR1", "PK\u{3}\u{4}",
    ])) {
        let mut all = start.as_bytes().to_vec();
        all.extend(bytes);
        if let Ok(read) = Folder::new().read("t.csv", all, &ReadOptions::default()) {
            prop_assert!(read.table.columns.iter().all(|column| column.values.len() == read.table.rows));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[-+0-9a-e.,;%$¥元()/: \"\n\r\t年月日]{0,300}") {
        if let Ok(read) = Folder::new().read("t.csv", format!("a,b\n{text}"), &ReadOptions::default()) {
            for column in &read.table.columns {
                prop_assert_eq!(column.values.missing(), column.missing);
                prop_assert!(column.odd_count <= column.missing);
                prop_assert_eq!(column.odd.len(), column.odd_count.min(5));
                let finite = |value: &f64| !value.is_infinite();
                prop_assert!(column.as_number().is_none_or(|numbers| numbers.values.iter().all(finite)));
            }
        }
    }
}
