//! `holdfast explain-metric ID`.

use std::fmt::Write as _;

use anyhow::Context;
use clap::Args;
use holdfast_app::lake::explain;
use holdfast_domain::lang::Lang;
use serde_json::Value;

use super::import::text;
use super::metric::Asked;
use super::number::shown;
use crate::outcome::or_refusal_as_json;
use crate::terminal::print;
use crate::text_table::TextTable;

/// Why two people get different churn figures: reconciles two metrics, or two churn definitions, of one period down to the customers who make the difference.
#[derive(Args)]
pub struct ExplainCommand {
    #[command(flatten)]
    asked: Asked,
    /// The other metric [default: the same one]
    #[arg(long, value_name = "ID")]
    against: Option<String>,
    /// The other churn definition [default: the same one]
    #[arg(long, value_name = "ID", required_unless_present = "against")]
    against_definition: Option<String>,
    /// The period: 2024-01, 2024-Q1, or any day in it [default: the one that the data end in]
    #[arg(long, value_name = "PERIOD")]
    of: Option<String>,
    /// Customers named at most
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

impl ExplainCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let outcome = self.asked.place.open().and_then(|session| {
            explain(
                &session,
                &self.asked.ask(&[]),
                self.against.as_deref(),
                self.against_definition.as_deref(),
                self.of.as_deref(),
                self.limit,
            )
        });
        let table = serde_json::to_value(or_refusal_as_json(outcome, self.asked.json, lang)?)?;
        let text = if self.asked.json {
            format!("{table:#}\n")
        } else {
            in_words(&table, lang)
        };
        print(&text).context("standard output")
    }
}

fn in_words(table: &Value, lang: Lang) -> String {
    let period = table["period"]["label"].as_str().unwrap_or_default();
    let mut out = format!("{period}\n");
    for name in ["a", "b"] {
        let side = &table[name];
        let unit = side["metric"]["unit"].as_str().unwrap_or_default();
        let value = shown(side["value"].as_f64(), unit);
        let metric = text(&side["metric"]["name"], lang);
        let churn = text(&side["churn"]["sentence"], lang);
        let fraction = match side["denominator"].as_i64() {
            Some(denominator) => format!(" = {} ÷ {denominator}", side["numerator"]),
            None => String::new(),
        };
        let _ = writeln!(out, "{}: {metric} {value}{fraction}\n   {churn}", name.to_uppercase());
    }
    for (name, zh, en) in [
        ("numerator", "分子", "numerator"),
        ("denominator", "分母", "denominator"),
    ] {
        let part = &table[name];
        if !part.is_object() {
            continue;
        }
        let (a, b, customers) = (
            part["a"].as_i64().unwrap_or(0),
            part["b"].as_i64().unwrap_or(0),
            part["customers"].as_u64().unwrap_or(0),
        );
        let _ = match lang {
            Lang::Zh => writeln!(out, "\n{zh}：A {a}，B {b}，差 {}；计法不同的客户 {customers} 个", a - b),
            Lang::En => writeln!(
                out,
                "\n{en}: A {a}, B {b}, difference {}; {customers} customers are counted differently",
                a - b
            ),
        };
        for reason in part["reasons"].as_array().into_iter().flatten() {
            let label = text(&reason["label"], lang);
            let _ = writeln!(out, "  {:>8}  {label}", reason["difference"].as_i64().unwrap_or(0));
        }
        let differences: Vec<&Value> = part["differences"].as_array().into_iter().flatten().collect();
        if differences.is_empty() {
            continue;
        }
        let (customer, reason) = match lang {
            Lang::Zh => ("客户", "原因"),
            Lang::En => ("customer", "reason"),
        };
        let mut rows = TextTable::new(&[customer, "A", "B"], 1);
        let mut reasons = vec![reason];
        for difference in differences {
            rows.row(vec![
                difference["customer_id"].as_str().unwrap_or_default().to_owned(),
                difference["a"].to_string(),
                difference["b"].to_string(),
            ]);
            reasons.push(text(&difference["reason"], lang));
        }
        // Reasons stand last and whole, however long they are.
        for (line, reason) in rows.show("  ").lines().zip(reasons) {
            let _ = writeln!(out, "{line}  {reason}");
        }
    }
    out
}
