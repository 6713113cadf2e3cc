//! `holdfast ltv FILE`.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};
use holdfast_app::lifetime::model::Model;
use holdfast_app::lifetime::options::{LifetimeOptions, Unit};
use holdfast_app::lifetime::run::{LifetimeStudy, value};
use holdfast_app::lifetime::{Parameters, Renewal};
use holdfast_domain::day::Day;
use holdfast_domain::lang::Lang;

use super::number::{not_negative, positive};
use super::reading::Reading;
use crate::clock::SystemClock;
use crate::outcome::or_refusal_as_json;
use crate::progress::TerminalProgress;
use crate::terminal::print;
use crate::text_table::TextTable;

/// What each customer is worth and whether they are still there. Reads an event log (--id, --time, --amount), a summary
/// (frequency, recency, T), opportunities (frequency, recency, periods) or contracts (--tenure, --event), and says so
/// when a model is not for data of that kind.
#[derive(Args)]
pub struct Ltv {
    /// The table
    file: PathBuf,
    /// The model [default: the one for the kind of data: bg-nbd, bg-bb or sbg]
    #[arg(long, value_enum)]
    model: Option<ModelChoice>,
    /// One row a customer: frequency, recency, T (or periods), optionally weights, `monetary_value`
    #[arg(long, conflicts_with_all = ["time", "tenure", "event"])]
    summary: bool,
    /// The customer's id
    #[arg(long, value_name = "COLUMN")]
    id: Option<String>,
    /// When an event happened
    #[arg(long, value_name = "COLUMN")]
    time: Option<String>,
    /// The money of an event, or the mean spend of a summary
    #[arg(long, value_name = "COLUMN")]
    amount: Option<String>,
    /// The cost of serving an event
    #[arg(long, value_name = "COLUMN")]
    cost: Option<String>,
    /// Contracts: periods stayed
    #[arg(long, value_name = "COLUMN", conflicts_with = "time")]
    tenure: Option<String>,
    /// Contracts: whether the customer left
    #[arg(long, value_name = "COLUMN", conflicts_with = "time")]
    event: Option<String>,
    /// The value of that column that means left
    #[arg(long, value_name = "VALUE")]
    positive: Option<String>,
    /// How many customers a row stands for
    #[arg(long, value_name = "COLUMN")]
    weights: Option<String>,
    /// Unit of time of the parameters and results [default: day]
    #[arg(long, value_enum)]
    unit: Option<UnitChoice>,
    /// Time ahead, in units [default: a year; of a summary without --unit the longest T]
    #[arg(long, value_name = "N", value_parser = positive)]
    horizon: Option<f64>,
    /// The day to look back from, e.g. 2024-01-05; later events are not used
    #[arg(long, value_name = "DAY", value_parser = super::analyze::day)]
    as_of: Option<Day>,
    /// Discount rate a year; a period for contracts (there 0.1 when not given) and opportunities. Adds the residual value without an end
    #[arg(long, value_name = "RATE", value_parser = positive)]
    discount: Option<f64>,
    /// Share of revenue that is margin, above 0 to 1 [default: 1]
    #[arg(long, value_name = "SHARE", value_parser = margin)]
    margin: Option<f64>,
    /// Penalty on large parameters: the mean log-likelihood of a customer less this times their squares (also of spend)
    #[arg(long, value_name = "LAMBDA", default_value_t = 0.0, value_parser = not_negative)]
    penalty: f64,
    /// Columns of a summary that act on how often customers buy (comma-separated)
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    purchase_covariates: Vec<String>,
    /// Columns of a summary or of contracts that act on whether they leave (comma-separated)
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    dropout_covariates: Vec<String>,
    /// Length of the window at the end that is forecast and compared, in units; 0: none [default: a quarter]
    #[arg(long, value_name = "N", value_parser = not_negative)]
    holdout: Option<f64>,
    #[command(flatten)]
    reading: Reading,
    /// Write ltv.html, ltv.json and customers.csv into this folder
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Seed of the bootstrap; the same seed gives the same bytes
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Print ltv.json on standard output
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum ModelChoice {
    /// Purchases at any time; customers leave after a purchase
    BgNbd,
    /// The same; also right after the first purchase
    MbgNbd,
    /// Purchases at any time; customers leave at any time
    ParetoNbd,
    /// Fixed opportunities, taken or not
    BgBb,
    /// Contracts renewed each period: shifted beta-geometric
    Sbg,
    /// Contracts renewed each period: beta-discrete-Weibull
    Bdw,
}

#[derive(Clone, Copy, ValueEnum)]
enum UnitChoice {
    /// Days
    Day,
    /// Weeks
    Week,
    /// Months of 30.4 days
    Month,
}

fn margin(text: &str) -> Result<f64, String> {
    super::number::number(text, |v| v > 0.0 && v <= 1.0, "a number above 0 and at most 1")
}

impl Ltv {
    /// Runs the study and prints what was found.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let options = self.options(lang);
        let progress = TerminalProgress::new(lang);
        let result = value(&self.file, self.out.as_deref(), &options, &SystemClock, &progress);
        progress.finish();
        let study = or_refusal_as_json(result, self.json, lang)?;
        let text = if self.json {
            study.json.clone()
        } else {
            summary(&study, lang)
        };
        print(&text).context("standard output")
    }

    fn options(&self, lang: Lang) -> LifetimeOptions {
        let model = self.model.map(|choice| {
            let at = match choice {
                ModelChoice::BgNbd => 0,
                ModelChoice::MbgNbd => 1,
                ModelChoice::ParetoNbd => 2,
                ModelChoice::BgBb => 3,
                ModelChoice::Sbg => 4,
                ModelChoice::Bdw => 5,
            };
            Model::ALL[at]
        });
        LifetimeOptions {
            read: self.reading.settings().into(),
            model,
            summary: self.summary,
            id: self.id.clone(),
            time: self.time.clone(),
            amount: self.amount.clone(),
            cost: self.cost.clone(),
            tenure: self.tenure.clone(),
            event: self.event.clone(),
            positive: self.positive.clone(),
            weights: self.weights.clone(),
            unit: self.unit.map(|unit| match unit {
                UnitChoice::Day => Unit::Day,
                UnitChoice::Week => Unit::Week,
                UnitChoice::Month => Unit::Month,
            }),
            horizon: self.horizon,
            as_of: self.as_of,
            discount: self.discount,
            margin: self.margin,
            penalty: self.penalty,
            purchase_covariates: self.purchase_covariates.clone(),
            dropout_covariates: self.dropout_covariates.clone(),
            holdout: self.holdout,
            seed: self.seed,
            lang,
        }
    }
}

/// What was read, the parameters, the findings, and where the files are.
fn summary(study: &LifetimeStudy, lang: Lang) -> String {
    let report = &study.report;
    let say = |zh: &'static str, en: &'static str| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let mut out = String::new();
    let colon = say("：", ": ");
    let _ = writeln!(out, "{}{colon}{}", report.file, report.decoding.get(lang));
    for note in &report.notes {
        let _ = writeln!(out, "  · {}", note.get(lang));
    }
    let _ = writeln!(
        out,
        "\n{}{colon}{} {:.4}, AIC {:.2}",
        report.model_name,
        say("对数似然", "log-likelihood"),
        report.log_likelihood,
        report.aic
    );
    out.push_str(&parameters(&report.parameters, lang));
    if let Some(spend) = &report.spend {
        let _ = writeln!(
            out,
            "\nGamma–Gamma{colon}{} {:.4}",
            say("对数似然", "log-likelihood"),
            spend.log_likelihood
        );
        out.push_str(&parameters(&spend.parameters, lang));
    }
    out.push_str(&renewals(&report.renewals, lang));
    let _ = writeln!(out);
    for paragraph in &report.narrative {
        let _ = writeln!(out, "{}", paragraph.get(lang));
    }
    if let Some(scenario) = &report.scenario {
        let _ = writeln!(
            out,
            "{}{colon}{:.3} → {:.3} {}",
            scenario.meaning.get(lang),
            scenario.before,
            scenario.after,
            scenario.unit.get(lang)
        );
    }
    if study.files.is_empty() {
        let hint = say(
            "加上 --out 文件夹，可得到网页报告和每个客户的结果。",
            "Add --out FOLDER for the page and a row for each customer.",
        );
        let _ = writeln!(out, "\n{hint}");
    } else {
        let _ = writeln!(out, "\n{}", say("结果：", "Results:"));
        for file in &study.files {
            let _ = writeln!(out, "  {}", file.display());
        }
    }
    out
}

fn parameters(parameters: &Parameters, lang: Lang) -> String {
    let heads = match lang {
        Lang::Zh => ["参数", "估计值", "标准误", "95% 下限", "95% 上限"],
        Lang::En => ["parameter", "estimate", "std. error", "95 % low", "95 % high"],
    };
    let mut table = TextTable::new(&heads, 1);
    for p in &parameters.0 {
        let mut row = vec![p.name.clone()];
        row.extend([p.value, p.se, p.ci_low, p.ci_high].map(|v| format!("{v:.5}")));
        table.row(row);
    }
    table.show("  ")
}

/// Periods shown on the terminal; the page has them all.
const SHOWN_PERIODS: usize = 12;

fn renewals(renewals: &[Renewal], lang: Lang) -> String {
    if renewals.is_empty() {
        return String::new();
    }
    let heads = match lang {
        Lang::Zh => ["期", "在观察", "离开", "留存（数据）", "留存（模型）", "续约率（模型）"],
        Lang::En => [
            "period",
            "at risk",
            "lost",
            "there, data",
            "there, model",
            "renewal, model",
        ],
    };
    let mut table = TextTable::new(&heads, 1);
    for r in renewals.iter().take(SHOWN_PERIODS) {
        let share = |v: f64| format!("{:.1}%", 100.0 * v);
        let known = |v: Option<String>| v.unwrap_or_else(|| "–".to_owned());
        table.row(vec![
            r.period.to_string(),
            known(r.at_risk.map(|v| format!("{v:.0}"))),
            known(r.lost.map(|v| format!("{v:.0}"))),
            known(r.observed.map(share)),
            share(r.survival),
            share(r.retention),
        ]);
    }
    format!("\n{}", table.show("  "))
}
