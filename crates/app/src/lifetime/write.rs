//! `customers.csv`: what is known of each customer.

use std::io::{self, Write};

use holdfast_domain::money::format_plain;
use holdfast_stats::lifetime::estimate::Estimate;
use holdfast_stats::lifetime::value::Class;

use super::base::Base;
use super::contracts::Contracts;
use super::summary::Visits;
use super::{buying, renewals, visits};
use crate::csv::{BOM, push_cell};

/// Columns of one length, each with its stable name.
#[derive(Default)]
pub struct Sheet {
    columns: Vec<(&'static str, Cells)>,
}

enum Cells {
    Text(Vec<String>),
    /// Numbers; not finite means unknown and is left blank.
    Number(Vec<f64>),
    Money(Vec<i64>),
    /// Money; none is left blank.
    MaybeMoney(Vec<Option<i64>>),
}

impl Sheet {
    /// Customers who may come back at any time.
    pub fn of_buying(base: Base, scores: buying::Scores) -> Self {
        let mut sheet = Self::default();
        sheet.push("id", Cells::Text(base.ids));
        sheet.push("frequency", Cells::Number(base.frequency));
        sheet.push("recency", Cells::Number(base.recency));
        sheet.push("T", Cells::Number(base.age));
        let of = |estimates: &[Estimate], get: fn(&Estimate) -> f64| Cells::Number(estimates.iter().map(get).collect());
        sheet.push("p_alive", of(&scores.p_alive, |e| e.value));
        sheet.push("p_alive_low", of(&scores.p_alive, |e| e.ci_low));
        sheet.push("p_alive_high", of(&scores.p_alive, |e| e.ci_high));
        sheet.push("expected_purchases", of(&scores.purchases, |e| e.value));
        sheet.push("expected_purchases_low", of(&scores.purchases, |e| e.ci_low));
        sheet.push("expected_purchases_high", of(&scores.purchases, |e| e.ci_high));
        if let Some(values) = scores.values {
            sheet.push("expected_spend", Cells::Number(values.spend));
            sheet.push("expected_value", Cells::Money(values.potential));
            sheet.push("expected_value_low", Cells::Money(values.low));
            sheet.push("expected_value_high", Cells::Money(values.high));
            let more = [
                ("residual_value", values.residual),
                ("historical_value", values.historical),
                ("current_value", values.current),
            ];
            for (name, column) in more {
                if let Some(column) = column {
                    sheet.push(name, Cells::Money(column));
                }
            }
            if let Some(class) = values.class {
                let letter = |class: &Class| match class {
                    Class::A => "A".to_owned(),
                    Class::B => "B".to_owned(),
                    Class::C => "C".to_owned(),
                };
                sheet.push("class", Cells::Text(class.iter().map(letter).collect()));
            }
        }
        sheet
    }

    /// Customers who come to fixed opportunities.
    pub fn of_visits(data: Visits, scores: visits::Scores) -> Self {
        let mut sheet = Self::default();
        sheet.push("id", Cells::Text(data.ids));
        sheet.push("frequency", Cells::Number(data.frequency));
        sheet.push("recency", Cells::Number(data.recency));
        sheet.push("periods", Cells::Number(data.opportunities));
        if let Some(weight) = data.weight {
            sheet.push("weights", Cells::Number(weight));
        }
        sheet.estimates(
            "p_alive",
            "p_alive_low",
            "p_alive_high",
            scores.p_alive.iter().map(Some),
        );
        sheet.estimates(
            "expected_purchases",
            "expected_purchases_low",
            "expected_purchases_high",
            scores.expected.iter().map(Some),
        );
        if let Some(residual) = scores.residual {
            sheet.push("residual_purchases", Cells::Number(residual));
        }
        sheet
    }

    /// Contracts.
    pub fn of_contracts(data: Contracts, scores: renewals::Scores) -> Self {
        let mut sheet = Self::default();
        sheet.push("id", Cells::Text(data.ids));
        sheet.push("periods", Cells::Number(data.periods));
        sheet.push(
            "churned",
            Cells::Number(data.lost.iter().map(|&lost| f64::from(u8::from(lost))).collect()),
        );
        sheet.estimates(
            "p_renew",
            "p_renew_low",
            "p_renew_high",
            scores.renews.iter().map(Option::as_ref),
        );
        if let Some(worth) = scores.worth {
            sheet.push("expected_value", Cells::MaybeMoney(worth.expected));
            sheet.push("expected_value_low", Cells::MaybeMoney(worth.low));
            sheet.push("expected_value_high", Cells::MaybeMoney(worth.high));
            sheet.push("historical_value", Cells::Money(worth.historical));
        }
        sheet.estimates(
            "residual_periods",
            "residual_periods_low",
            "residual_periods_high",
            scores.residual.iter().map(Option::as_ref),
        );
        sheet
    }

    fn push(&mut self, name: &'static str, cells: Cells) {
        self.columns.push((name, cells));
    }

    fn estimates<'a>(
        &mut self,
        name: &'static str,
        low: &'static str,
        high: &'static str,
        estimates: impl Iterator<Item = Option<&'a Estimate>> + Clone,
    ) {
        let of =
            |get: fn(&Estimate) -> f64| Cells::Number(estimates.clone().map(|e| e.map_or(f64::NAN, get)).collect());
        self.push(name, of(|e| e.value));
        self.push(low, of(|e| e.ci_low));
        self.push(high, of(|e| e.ci_high));
    }

    /// Writes the table as spreadsheets read it (see [`crate::csv`]).
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(BOM.as_bytes())?;
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        out.write_all(names.join(",").as_bytes())?;
        out.write_all(b"\r\n")?;
        let rows = self.columns.first().map_or(0, |(_, cells)| cells.len());
        let mut line = String::new();
        for row in 0..rows {
            line.clear();
            for (i, (_, cells)) in self.columns.iter().enumerate() {
                if i > 0 {
                    line.push(',');
                }
                cells.push(&mut line, row);
            }
            line.push_str("\r\n");
            out.write_all(line.as_bytes())?;
        }
        Ok(())
    }
}

impl Cells {
    fn len(&self) -> usize {
        match self {
            Self::Text(cells) => cells.len(),
            Self::Number(cells) => cells.len(),
            Self::Money(cells) => cells.len(),
            Self::MaybeMoney(cells) => cells.len(),
        }
    }

    fn push(&self, line: &mut String, row: usize) {
        match self {
            Self::Text(cells) => push_cell(line, &cells[row]),
            // Nine decimals: whoever compares with another program has digits to compare.
            Self::Number(cells) if cells[row].is_finite() => line.push_str(&trimmed(cells[row])),
            Self::Number(_) => {}
            Self::Money(cells) => line.push_str(&format_plain(cells[row])),
            Self::MaybeMoney(cells) => {
                if let Some(minor) = cells[row] {
                    line.push_str(&format_plain(minor));
                }
            }
        }
    }
}

/// Nine significant decimals without trailing zeros.
fn trimmed(value: f64) -> String {
    if value != 0.0 && value.abs() < 1e-4 {
        return format!("{value:e}");
    }
    let text = format!("{value:.9}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits_and_lose_their_zeros() {
        assert_eq!(trimmed(2.0), "2");
        assert_eq!(trimmed(0.1234567891), "0.123456789");
        assert_eq!(trimmed(1.5e-7), "1.5e-7");
        assert_eq!(trimmed(-0.0), "0");
    }

    #[test]
    fn unknown_numbers_are_blank() {
        let sheet = Sheet {
            columns: vec![
                ("id", Cells::Text(vec!["=1+1".into()])),
                ("p", Cells::Number(vec![f64::NAN])),
                ("v", Cells::Money(vec![150])),
            ],
        };
        let mut out = Vec::new();
        sheet.write(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "\u{feff}id,p,v\r\n\"'=1+1\",,1.50\r\n");
    }
}
