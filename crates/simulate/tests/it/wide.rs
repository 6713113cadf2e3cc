//! The wide table.

use holdfast_simulate::plan::SimulateError;
use holdfast_simulate::wide::{MAX_COLUMNS, MIN_COLUMNS, wide_snapshot};

#[test]
fn every_row_is_whole_and_a_tenth_is_missing() {
    for columns in [MIN_COLUMNS, 30, 40] {
        let mut bytes = Vec::new();
        let truth = wide_snapshot(4_000, columns, 3, &mut bytes).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let mut lines = text.lines();
        let names: Vec<&str> = lines.next().unwrap().split(',').collect();
        assert_eq!(
            (names[0], names[names.len() - 1], names.len() as u32),
            ("id", "churn", columns)
        );
        assert_eq!(truth.informative.len(), 15);
        assert!(truth.informative.iter().all(|name| names.contains(&name.as_str())));
        let (mut rows, mut empty, mut churned) = (0, 0, 0);
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            assert_eq!(cells.len() as u32, columns);
            rows += 1;
            empty += cells.iter().filter(|cell| cell.is_empty()).count();
            churned += u64::from(cells[cells.len() - 1] == "1");
        }
        assert_eq!((rows, churned), (truth.rows, truth.churned));
        let missing = empty as f64 / (rows as f64 * f64::from(columns - 2));
        assert!((missing - 0.10).abs() < 0.01, "{missing}");
        assert!((0.1..0.35).contains(&(churned as f64 / rows as f64)));
        let mut again = Vec::new();
        wide_snapshot(4_000, columns, 3, &mut again).unwrap();
        assert!(bytes == again);
    }
}

#[test]
fn widths_out_of_range_are_refused() {
    for columns in [0, MIN_COLUMNS - 1, MAX_COLUMNS + 1] {
        let mut bytes = Vec::new();
        assert!(matches!(wide_snapshot(1, columns, 1, &mut bytes), Err(SimulateError::Columns(c)) if c == columns));
        assert!(bytes.is_empty());
    }
}
