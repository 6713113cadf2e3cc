//! Random batches against a naive model of what the table holds at every instant.

use std::collections::BTreeMap;

use holdfast_domain::source::KnownAt;
use proptest::prelude::*;

use crate::lake_support::{Shop, keyed_events, lines, noon};

const ALL: &str = "SELECT coalesce(event_id, ''), amount_minor FROM events ORDER BY 1, 2";

/// (key or none, amount in yuan)
type Line = (Option<u8>, u8);

fn text(lines: &[Line], file: usize) -> String {
    let mut text = String::from("file,no,id,at,kind,amount\n");
    for (key, amount) in lines {
        let key = key.map_or_else(String::new, |key| format!("k{key}"));
        text.push_str(&format!("{file},{key},c,2024-01-01,buy,{amount}\n"));
    }
    text
}

/// What a file says last of each key, and its lines without one.
#[derive(Clone, Default)]
struct Model {
    keys: BTreeMap<u8, u8>,
    keyless: BTreeMap<usize, Vec<u8>>,
    files: BTreeMap<usize, Vec<Line>>,
}

impl Model {
    fn write(&mut self, file: usize, lines: &[Line]) {
        // The same file once more says nothing.
        if self.files.insert(file, lines.to_vec()).as_deref() == Some(lines) {
            return;
        }
        self.keys
            .extend(lines.iter().filter_map(|&(key, amount)| Some((key?, amount))));
        self.keyless.insert(
            file,
            lines
                .iter()
                .filter(|(key, _)| key.is_none())
                .map(|&(_, amount)| amount)
                .collect(),
        );
    }

    fn rows(&self) -> Vec<String> {
        let mut keyless: Vec<u8> = self.keyless.values().flatten().copied().collect();
        keyless.sort_unstable();
        let mut rows: Vec<String> = keyless
            .iter()
            .map(|amount| format!("|{}", u32::from(*amount) * 100))
            .collect();
        rows.extend(
            self.keys
                .iter()
                .map(|(key, amount)| format!("k{key}|{}", u32::from(*amount) * 100)),
        );
        rows
    }
}

fn file() -> impl Strategy<Value = (usize, Vec<Line>)> {
    (
        0..2_usize,
        prop::collection::vec((prop::option::weighted(0.7, 0..4_u8), 1..4_u8), 1..7),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Files are rewritten at will; the lake holds what they say, and remembers what they said.
    #[test]
    fn files_that_are_rewritten(steps in prop::collection::vec(file(), 1..6)) {
        let shop = Shop::new();
        let mut spec = keyed_events(&["f*.csv"]);
        spec.known_at = KnownAt::Imported;
        let (mut model, mut history) = (Model::default(), Vec::new());
        for (step, (file, rows)) in steps.iter().enumerate() {
            shop.write(&format!("f{file}.csv"), text(rows, *file));
            let day = format!("2024-03-{:02}", step + 1);
            let before = model.clone();
            model.write(*file, rows);
            let reports = shop.import(&spec, &day).unwrap();
            for report in &reports {
                let sum = report.rows_new + report.rows_corrected + report.rows_unchanged + report.rows_rejected;
                prop_assert_eq!(sum, report.rows_read, "{:?}", report);
            }
            prop_assert_eq!(lines(&shop.view(), ALL), model.rows(), "step {} {:?}", step, before.rows());
            history.push((day, model.rows()));
        }
        for (day, expected) in history {
            prop_assert_eq!(lines(&shop.known_at(noon(&day)), ALL), expected, "{}", day);
        }
        let bytes = shop.bytes();
        shop.import(&spec, "2024-04-01").unwrap();
        prop_assert_eq!(shop.bytes(), bytes);
    }

    /// The source says when each form became known; batches come in any order.
    #[test]
    fn forms_that_say_when_they_became_known(batches in prop::collection::vec(prop::collection::vec((0..3_u8, 1..12_u8, 1..4_u8), 1..6), 1..5)) {
        let shop = Shop::new();
        let mut spec = keyed_events(&["f*.csv"]);
        spec.columns.insert("known_at".to_owned(), "known".to_owned());
        // Per key: (day, amount) in the order of arrival among those of a day.
        let mut model: BTreeMap<u8, Vec<(u8, u8)>> = BTreeMap::new();
        let at = |forms: &[(u8, u8)], day: u8| forms.iter().filter(|form| form.0 <= day).max_by_key(|form| form.0).map(|form| form.1);
        for (number, batch) in batches.iter().enumerate() {
            let mut text = String::from("no,id,at,kind,amount,known\n");
            for (key, day, amount) in batch {
                text.push_str(&format!("k{key},c,2024-01-01,buy,{amount},2024-03-{day:02}\n"));
            }
            shop.write(&format!("f{number}.csv"), text);
            shop.import(&spec, "2024-05-01").unwrap();
            let mut sorted = batch.clone();
            sorted.sort_by_key(|&(_, day, _)| day);
            for (key, day, amount) in sorted {
                let forms = model.entry(key).or_default();
                if at(forms, day) != Some(amount) && !forms.contains(&(day, amount)) {
                    forms.push((day, amount));
                }
            }
            for day in [0, 3, 6, 9, 12] {
                let expected: Vec<String> = model
                    .iter()
                    .filter_map(|(key, forms)| Some(format!("k{key}|{}", u32::from(at(forms, day)?) * 100)))
                    .collect();
                let known_by = noon("2024-03-01") + (i64::from(day) - 1) * 86_400_000_000;
                prop_assert_eq!(lines(&shop.known_at(known_by), ALL), expected, "batch {} day {}", number, day);
            }
        }
    }
}
