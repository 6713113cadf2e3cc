//! `holdfast models`.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Subcommand};
use holdfast_app::error::AppError;
use holdfast_app::models::registry::card::card;
use holdfast_app::models::registry::manage::{Compared, Listed, compare, export_onnx, list, promote, roll_back};
use holdfast_app::models::registry::store::Registry;
use holdfast_domain::lang::Lang;
use serde_json::{Value, json};

use super::place::Place;
use super::train::{board, interval, value};
use crate::clock;
use crate::outcome::or_refusal_as_json;
use crate::terminal::print;
use crate::text_table::TextTable;

/// The models of a workspace: which there are, what is known of them, which one is in use.
#[derive(Args)]
pub struct ModelsCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// All models: 清单
    List(Plain),
    /// A model's card: 模型卡
    Show(One),
    /// Two models beside each other: 比较
    Compare(Two),
    /// Put a model to use: 启用
    Promote(One),
    /// Go back to the model that was in use before: 回退
    Rollback(Plain),
    /// Write a model as an ONNX file: 导出
    Export(Out),
}

#[derive(Args)]
struct Plain {
    #[command(flatten)]
    place: Place,
    /// Print one JSON object on standard output
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct One {
    /// Its id [default: the one in use]
    id: Option<String>,
    #[command(flatten)]
    plain: Plain,
}

#[derive(Args)]
struct Out {
    /// The file, ending in .onnx
    file: PathBuf,
    /// Its id [default: the one in use]
    #[arg(long, value_name = "ID")]
    model: Option<String>,
    #[command(flatten)]
    plain: Plain,
}

#[derive(Args)]
struct Two {
    /// Id of the first
    a: String,
    /// Id of the second
    b: String,
    #[command(flatten)]
    plain: Plain,
}

impl ModelsCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let (plain, outcome) = match self.verb {
            Verb::List(plain) => {
                let outcome = registry(&plain)
                    .and_then(|registry| list(&registry))
                    .and_then(|models| Ok((listed(&models, lang), serde_json::to_value(&models)?)));
                (plain, outcome)
            }
            Verb::Show(one) => {
                let outcome = registry(&one.plain).and_then(|registry| {
                    let record = registry.record(&registry.chosen(one.id.as_deref())?)?;
                    Ok((card(&record, lang), serde_json::to_value(&record)?))
                });
                (one.plain, outcome)
            }
            Verb::Compare(two) => {
                let outcome = registry(&two.plain)
                    .and_then(|registry| compare(&registry, &two.a, &two.b))
                    .and_then(|both| Ok((compared(&both, lang), serde_json::to_value(&both)?)));
                (two.plain, outcome)
            }
            Verb::Promote(one) => {
                let now = clock::rfc3339(one.plain.place.now_us());
                let outcome = registry(&one.plain).and_then(|registry| {
                    let id = match &one.id {
                        Some(id) => id.clone(),
                        None => match registry.read()?.challenger {
                            Some(challenger) => challenger,
                            None => registry.chosen(None)?,
                        },
                    };
                    in_use(&promote(&registry, &id, &now)?, lang)
                });
                (one.plain, outcome)
            }
            Verb::Rollback(plain) => {
                let now = clock::rfc3339(plain.place.now_us());
                let outcome = registry(&plain).and_then(|registry| in_use(&roll_back(&registry, &now)?, lang));
                (plain, outcome)
            }
            Verb::Export(out) => {
                let outcome = registry(&out.plain).and_then(|registry| {
                    let id = registry.chosen(out.model.as_deref())?;
                    export_onnx(&registry, &id, &out.file)?;
                    let path = out.file.display();
                    Ok((format!("{id} → {path}\n"), json!({ "model": id, "path": out.file })))
                });
                (out.plain, outcome)
            }
        };
        let (text, value) = or_refusal_as_json(outcome, plain.json, lang)?;
        let text = if plain.json { format!("{value:#}\n") } else { text };
        print(&text).context("standard output")
    }
}

fn registry(plain: &Plain) -> Result<Registry, AppError> {
    Ok(Registry::of(&plain.place.open()?.workspace.root))
}

fn in_use(register: &holdfast_app::models::registry::store::Register, lang: Lang) -> Result<(String, Value), AppError> {
    let champion = register.champion.clone().unwrap_or_default();
    let text = match lang {
        Lang::Zh => format!("现用模型：{champion}\n"),
        Lang::En => format!("in use: {champion}\n"),
    };
    Ok((
        text,
        json!({ "champion": register.champion, "challenger": register.challenger }),
    ))
}

fn listed(models: &[Listed], lang: Lang) -> String {
    let heads = match lang {
        Lang::Zh => [
            "模型",
            "角色",
            "方法",
            "流失定义",
            "期限（天）",
            "数据到",
            "AUC",
            "log loss",
        ],
        Lang::En => [
            "model",
            "role",
            "method",
            "definition",
            "horizon (days)",
            "data through",
            "AUC",
            "log loss",
        ],
    };
    let mut table = TextTable::new(&heads, 4);
    for model in models {
        let role = match (model.role, lang) {
            (Some("champion"), Lang::Zh) => "现用",
            (Some("challenger"), Lang::Zh) => "挑战者",
            (Some(role), _) => role,
            (None, _) => "",
        };
        table.row(vec![
            model.id.clone(),
            role.to_owned(),
            model.title.get(lang).to_owned(),
            model.definition.clone(),
            model.horizon_days.to_string(),
            model.through.to_string(),
            value(model.auc, 4),
            value(model.log_loss, 4),
        ]);
    }
    table.show("")
}

fn compared(both: &Compared, lang: Lang) -> String {
    let mut out = String::new();
    if !both.same_question {
        out.push_str(match lang {
            Lang::Zh => "注意：两个模型回答的问题不同，数字不能直接比较\n",
            Lang::En => "Mind: the models answer different questions; their figures cannot be compared\n",
        });
    } else if !both.same_days {
        out.push_str(match lang {
            Lang::Zh => "注意：两个模型由不同的时点检验，差别可能来自时点；holdfast watch 会在同一批客户上比较\n",
            Lang::En => {
                "Mind: the models were judged by different days, which may make the difference; holdfast watch compares them on the same customers\n"
            }
        });
    }
    let heads = match lang {
        Lang::Zh => ["指标", &both.a.id, "95% 区间", &both.b.id, "95% 区间"],
        Lang::En => ["figure", &both.a.id, "95 % interval", &both.b.id, "95 % interval"],
    };
    let mut table = TextTable::new(&heads, 1);
    let (a, b) = (&both.a.figures, &both.b.figures);
    for (name, a, b) in [
        ("AUC", a.auc, b.auc),
        ("PR-AUC", a.pr_auc, b.pr_auc),
        ("log loss", a.log_loss, b.log_loss),
        ("Brier", a.brier, b.brier),
        ("lift @10%", a.top_decile_lift, b.top_decile_lift),
        ("KS", a.ks, b.ks),
    ] {
        table.row(vec![
            name.to_owned(),
            value(a, 4),
            interval(a),
            value(b, 4),
            interval(b),
        ]);
    }
    out.push_str(&table.show("  "));
    for record in [&both.a, &both.b] {
        let _ = writeln!(out, "\n{}  {}", record.id, record.title.get(lang));
        out.push_str(&board(record, &[], lang));
    }
    out
}
