//! A sink that keeps everything as text.

use std::collections::BTreeMap;

use holdfast_domain::day::Day;
use holdfast_simulate::cell::{Cell, Sink, SinkError, TableName};
use holdfast_simulate::industry::Industry;
use holdfast_simulate::plan::Plan;
use holdfast_simulate::run::{Company, simulate};
use holdfast_simulate::truth::Truth;

/// One table: names and rows.
#[derive(Default)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn at(&self, column: &str) -> usize {
        self.columns
            .iter()
            .position(|name| name == column)
            .unwrap_or_else(|| panic!("no column {column}"))
    }

    /// Rows by customer; the id is the first column of every table.
    pub fn by_customer(&self) -> BTreeMap<&str, Vec<&Vec<String>>> {
        let mut groups: BTreeMap<&str, Vec<&Vec<String>>> = BTreeMap::new();
        for row in &self.rows {
            groups.entry(row[0].as_str()).or_default().push(row);
        }
        groups
    }
}

#[derive(Default)]
pub struct Tables {
    pub tables: BTreeMap<TableName, Table>,
    last_id: String,
}

impl Tables {
    pub fn get(&self, table: TableName) -> &Table {
        &self.tables[&table]
    }
}

impl Sink for Tables {
    fn header(&mut self, table: TableName, columns: &[&str]) -> Result<(), SinkError> {
        let columns = columns.iter().map(ToString::to_string).collect();
        assert!(
            self.tables
                .insert(
                    table,
                    Table {
                        columns,
                        rows: Vec::new()
                    }
                )
                .is_none()
        );
        Ok(())
    }

    fn row(&mut self, table: TableName, cells: &[Cell<'_>]) -> Result<(), SinkError> {
        let row: Vec<String> = cells.iter().map(show).collect();
        // Streaming: nothing about a customer comes after the next customer has begun.
        assert!(row[0] >= self.last_id, "{table:?}: {} after {}", row[0], self.last_id);
        self.last_id.clone_from(&row[0]);
        let table = self.tables.get_mut(&table).expect("a header first");
        assert_eq!(row.len(), table.columns.len());
        table.rows.push(row);
        Ok(())
    }
}

fn show(cell: &Cell<'_>) -> String {
    match *cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.to_string(),
        Cell::Int(value) => value.to_string(),
        Cell::Real { value, decimals } => {
            assert!(value.is_finite());
            format!("{value:.*}", usize::from(decimals))
        }
        Cell::Money(minor) => format!("{:.2}", minor as f64 / 100.0),
        Cell::Date(day) => day.to_string(),
        Cell::Time { day, second } => {
            assert!(second < 86_400);
            format!("{day} {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
        }
        Cell::Digits { number, width } => format!("{number:0width$}", width = usize::from(width)),
    }
}

pub fn end() -> Day {
    Day::from_ymd(2025, 6, 30).unwrap()
}

pub fn company(industry: Industry, customers: u64) -> (Truth, Tables) {
    let (company, tables) = whole(&Plan::new(industry, customers, 11, end()));
    (company.truth, tables)
}

pub fn whole(plan: &Plan) -> (Company, Tables) {
    let mut tables = Tables::default();
    let mut notes = std::io::Cursor::new(Vec::new());
    let company = simulate(plan, &mut tables, &mut notes, &|_, _| {}).unwrap();
    (company, tables)
}
