//! `holdfast`: the command line. One file per command in `commands/`; this file only chooses.
//!
//! Exit codes: 0 done, 1 failed, 2 wrong usage, 3 input refused.

mod clock;
mod commands;
mod outcome;
mod progress;
mod terminal;
mod text_table;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use holdfast_domain::lang::Lang;

/// 客户流失：测量、预警、解释、行动、验证。Customer churn: measure, warn, explain, act, prove.
#[derive(Parser)]
#[command(name = "holdfast", version, max_term_width = 120)]
struct Cli {
    /// Language of messages, and the one that the report opens in [default: from the locale]
    #[arg(long, global = true, value_enum)]
    lang: Option<LangChoice>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, ValueEnum)]
enum LangChoice {
    /// 中文
    Zh,
    /// English
    En,
}

#[derive(Subcommand)]
enum Command {
    /// One table in, a churn report out: 分析一张表，得到流失报告
    Analyze(Box<commands::analyze::Analyze>),
    /// What each customer is worth, and whether they are still there: 客户生命周期价值
    Ltv(Box<commands::ltv::Ltv>),
    /// How long customers stay: 客户能留多久
    Survival(Box<commands::survival::Survival>),
    /// A simulated company with planted causes of churn: 模拟一家公司
    Simulate(commands::simulate::Simulate),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let lang = match cli.lang {
        Some(LangChoice::Zh) => Lang::Zh,
        Some(LangChoice::En) => Lang::En,
        None => terminal::locale(),
    };
    let result = match cli.command {
        Command::Analyze(command) => command.run(lang),
        Command::Ltv(command) => command.run(lang),
        Command::Survival(command) => command.run(lang),
        Command::Simulate(command) => command.run(lang),
    };
    outcome::exit_code(result, lang)
}
