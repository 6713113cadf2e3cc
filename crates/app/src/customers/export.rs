//! The list of customers as a sheet.

use holdfast_engine::query::{Sheet, SheetColumn};

use super::index::DIMENSIONS;
use super::list::{ListQuestion, ListedCustomer, ListedScore, all, listed};
use super::room::Room;
use crate::error::AppError;

/// Customers of one file at most.
const MOST: usize = 1_000_000;

/// Everybody whom a question means, in its order; names masked.
///
/// # Errors
/// As [`list`](super::list::list); `export-too-large`.
pub(crate) fn customer_sheet(room: &Room, question: &ListQuestion) -> Result<Sheet, AppError> {
    let keys = all(room.index, question, room.sight, MOST)?;
    let rows: Vec<ListedCustomer> = keys.into_iter().map(|key| listed(room.index, key)).collect();
    let mut sheet = Sheet::default();
    let texts = |of: &dyn Fn(&ListedCustomer) -> Option<String>| SheetColumn::Texts(rows.iter().map(of).collect());
    sheet.push("customer_id", texts(&|row| Some(row.customer_id.clone())));
    sheet.push("name", texts(&|row| row.name.clone()));
    for (at, name) in DIMENSIONS.iter().enumerate() {
        // The model's segment is called so in the table of scores, and below.
        let name = if *name == "segment" { "customer_segment" } else { name };
        sheet.push(name, texts(&|row| row.dimensions[at].clone()));
    }
    sheet.push("status", texts(&|row| Some(row.status.word().to_owned())));
    sheet.push(
        "first_seen_on",
        SheetColumn::Days(rows.iter().map(|row| row.first_seen_on).collect()),
    );
    sheet.push(
        "last_event_on",
        SheetColumn::Days(rows.iter().map(|row| row.last_event_on).collect()),
    );
    let score = |row: &ListedCustomer| row.score.clone();
    sheet.push(
        "p_churn",
        SheetColumn::Numbers(rows.iter().map(|row| Some(score(row)?.p_churn)).collect()),
    );
    sheet.push("segment", texts(&|row| score(row)?.segment));
    sheet.push("level", texts(&|row| Some(level(&score(row)?))));
    sheet.push(
        "value_at_risk_minor",
        SheetColumn::Whole(rows.iter().map(|row| score(row)?.value_at_risk_minor).collect()),
    );
    sheet.push("top_reason_zh", texts(&|row| Some(score(row)?.top_reason?.zh)));
    sheet.push("top_reason_en", texts(&|row| Some(score(row)?.top_reason?.en)));
    Ok(sheet)
}

fn level(score: &ListedScore) -> String {
    crate::models::scoring::run::level_id(score.level).to_owned()
}
