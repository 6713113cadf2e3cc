//! `holdfast train`.

use std::fmt::Write as _;

use anyhow::Context;
use clap::Args;
use holdfast_app::models::registry::record::RunRecord;
use holdfast_app::models::training::figures::Figure;
use holdfast_app::models::training::options::TrainOptions;
use holdfast_app::models::training::run::{Around, Trained, train};
use holdfast_domain::lang::Lang;

use super::place::{Back, Place};
use crate::clock;
use crate::outcome::or_refusal_as_json;
use crate::progress::TerminalProgress;
use crate::terminal::print;
use crate::text_table::TextTable;

/// Learns who is about to leave: tries several models on past days, judges them on later ones, keeps the best in the registry.
#[derive(Args)]
pub struct TrainCommand {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    back: Back,
    /// Id of the churn definition [default: of [model] in holdfast.toml, else the first]
    #[arg(long, value_name = "ID")]
    definition: Option<String>,
    /// Days within which a customer is lost or not [default: the days of an inactivity definition, else 90]
    #[arg(long, value_name = "DAYS")]
    horizon: Option<i32>,
    /// Days between the day that is looked back from and the outcome window: the time it takes to act
    #[arg(long, value_name = "DAYS")]
    gap: Option<i32>,
    /// Most cutoffs that are learned from [default: 12]
    #[arg(long, value_name = "N")]
    cutoffs: Option<usize>,
    /// Only these candidates, e.g. logistic,boosting [default: all]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    candidates: Vec<String>,
    /// Minutes after which no further candidate is begun
    #[arg(long, value_name = "MINUTES", default_value_t = 10.0)]
    minutes: f64,
    /// Seed of every draw
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Make the new model the champion whatever its figures
    #[arg(long)]
    promote: bool,
    /// Print one JSON object on standard output
    #[arg(long)]
    json: bool,
}

impl TrainCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let progress = TerminalProgress::new(lang);
        let elapsed = clock::stopwatch();
        let options = TrainOptions {
            definition: self.definition,
            horizon_days: self.horizon,
            gap_days: self.gap,
            cutoffs: self.cutoffs,
            candidates: self.candidates,
            minutes: self.minutes,
            seed: self.seed,
            when: self.back.when(),
            promote: self.promote,
        };
        let outcome = self.place.open().and_then(|session| {
            let around = Around {
                now: clock::rfc3339(self.place.now_us()),
                elapsed_s: &elapsed,
                progress: &progress,
            };
            train(&session, &options, &around)
        });
        progress.finish();
        let done = or_refusal_as_json(outcome, self.json, lang)?;
        let text = if self.json {
            format!(
                "{:#}\n",
                serde_json::json!({ "model": done.record, "champion": done.champion, "seconds": done.seconds })
            )
        } else {
            in_words(&done, lang)
        };
        print(&text).context("standard output")
    }
}

fn in_words(done: &Trained, lang: Lang) -> String {
    let record = &done.record;
    let mut out = String::new();
    let (id, title) = (&record.id, record.title.get(lang));
    let _ = match (lang, done.champion) {
        (Lang::Zh, true) => writeln!(out, "模型 {id}：{title}，已启用"),
        (Lang::Zh, false) => writeln!(
            out,
            "模型 {id}：{title}，作为挑战者（启用：holdfast models promote {id}）"
        ),
        (Lang::En, true) => writeln!(out, "model {id}: {title}, now in use"),
        (Lang::En, false) => writeln!(
            out,
            "model {id}: {title}, a challenger (to use it: holdfast models promote {id})"
        ),
    };
    let (days, rows, churned) = (
        record.question.window_days(),
        record.figures.rows,
        record.figures.churned,
    );
    let (cutoffs, churn) = (record.cutoffs.len(), record.churn.get(lang));
    let _ = match lang {
        Lang::Zh => writeln!(
            out,
            "问题：{days} 天内是否流失（{churn}）；{cutoffs} 个时点；检验 {rows} 行，其中流失 {churned}"
        ),
        Lang::En => writeln!(
            out,
            "question: lost within {days} days ({churn}); {cutoffs} cutoffs; judged on {rows} rows, {churned} lost"
        ),
    };
    out.push_str(&board(record, &done.seconds, lang));
    for leak in &record.suspicious {
        let (column, auc) = (&leak.column, leak.auc);
        let _ = match (lang, leak.left_out) {
            (Lang::Zh, true) => writeln!(
                out,
                "注意：{column} 单独的 AUC 是 {auc:.3}，像是事后才填的，没有给模型看"
            ),
            (Lang::Zh, false) => writeln!(out, "注意：{column} 单独的 AUC 是 {auc:.3}，请核实"),
            (Lang::En, true) => writeln!(
                out,
                "mind: {column} alone has AUC {auc:.3} and looks filled in after the fact; the model did not see it"
            ),
            (Lang::En, false) => writeln!(out, "mind: {column} alone has AUC {auc:.3}: check it"),
        };
    }
    for (name, why) in &record.skipped {
        let _ = match lang {
            Lang::Zh => writeln!(out, "未比较 {name}：{why}"),
            Lang::En => writeln!(out, "not compared: {name} ({why})"),
        };
    }
    out
}

/// The leaderboard as a table; `seconds` by line, where the run was just now.
pub(super) fn board(record: &RunRecord, seconds: &[f64], lang: Lang) -> String {
    let heads = match lang {
        Lang::Zh => ["候选", "AUC", "95% 区间", "log loss", "比最好的差", "提升度@10%", "秒"],
        Lang::En => [
            "candidate",
            "AUC",
            "95 % interval",
            "log loss",
            "worse by",
            "lift @10%",
            "seconds",
        ],
    };
    let timed = !seconds.is_empty();
    let mut table = TextTable::new(&heads[..heads.len() - usize::from(!timed)], 1);
    for (at, line) in record.leaderboard.iter().enumerate() {
        let figures = &line.figures;
        let mut cells = vec![
            format!("{}{}", line.title.get(lang), if line.chosen { " ✓" } else { "" }),
            value(figures.auc, 4),
            interval(figures.auc),
            value(figures.log_loss, 4),
            format!("{:.4} ± {:.4}", line.worse, line.worse_se),
            value(figures.top_decile_lift, 2),
        ];
        cells.extend(seconds.get(at).map(|seconds| format!("{seconds:.1}")));
        table.row(cells);
    }
    table.show("  ")
}

pub(super) fn value(figure: Option<Figure>, digits: usize) -> String {
    figure.map_or_else(|| "—".to_owned(), |figure| format!("{:.digits$}", figure.value))
}

pub(super) fn interval(figure: Option<Figure>) -> String {
    match figure {
        Some(Figure {
            low: Some(low),
            high: Some(high),
            ..
        }) => format!("{low:.4} – {high:.4}"),
        _ => "—".to_owned(),
    }
}
