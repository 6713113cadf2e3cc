//! `holdfast`: the command line. One file per command in `commands/`; this file only chooses.
//!
//! Exit codes: 0 done, 1 failed, 2 wrong usage, 3 input refused.

// A refusal ends the run: its size does not matter, and boxing it would only hide its fields from the caller.
#![allow(clippy::result_large_err)]

mod clock;
mod commands;
mod outcome;
mod progress;
mod terminal;
mod text_table;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use holdfast_domain::lang::Lang;

use commands::workspace;

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
    /// A workspace out of your data: 建立工作区
    Init(workspace::init::Init),
    /// Check a workspace and say what to do: 检查工作区
    Doctor(workspace::doctor::DoctorCommand),
    /// Read sources into the lake: 导入数据
    Import(workspace::import::ImportCommand),
    /// Import what is new, bring the panel up to date: 刷新
    Refresh(workspace::refresh::RefreshCommand),
    /// A metric by period and dimension: 指标
    Metric(Box<workspace::metric::MetricCommand>),
    /// All metrics: 指标清单
    Metrics(workspace::metric::MetricsCommand),
    /// What changed a metric between two periods: 变化原因
    Why(Box<workspace::why::WhyCommand>),
    /// Two ways of counting, reconciled down to the customers: 口径对账
    ExplainMetric(Box<workspace::explain::ExplainCommand>),
    /// Learn who is about to leave: 训练模型
    Train(Box<workspace::train::TrainCommand>),
    /// How likely each customer is to leave, and why: 打分
    Score(workspace::score::ScoreCommand),
    /// Refresh, watch, score: what a scheduler runs: 例行更新
    Cycle(workspace::cycle::CycleCommand),
    /// What a campaign would return: 方案推演
    WhatIf(workspace::what_if::WhatIfCommand),
    /// List, show, compare, promote models: 模型管理
    Models(workspace::models::ModelsCommand),
    /// Are data and model still right: 监控模型
    Watch(workspace::watch::WatchCommand),
    /// One SELECT over the lake: 查询
    Sql(workspace::sql::SqlCommand),
    /// A table or query into CSV, Parquet or Excel: 导出
    Export(workspace::export::ExportCommand),
    /// The pages and the interface, for people and programs: 启动服务
    Serve(workspace::serve::ServeCommand),
    /// The first administrator, without a browser: 用户
    User(workspace::user::UserCommand),
    /// Keep the lake small and quick: 维护
    Maintain(workspace::maintain::MaintainCommand),
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
        Command::Init(command) => command.run(lang),
        Command::Doctor(command) => command.run(lang),
        Command::Import(command) => command.run(lang),
        Command::Refresh(command) => command.run(lang),
        Command::Metric(command) => command.run(lang),
        Command::Metrics(command) => command.run(lang),
        Command::Why(command) => command.run(lang),
        Command::ExplainMetric(command) => command.run(lang),
        Command::Train(command) => command.run(lang),
        Command::Score(command) => command.run(lang),
        Command::Cycle(command) => command.run(lang),
        Command::WhatIf(command) => command.run(lang),
        Command::Models(command) => command.run(lang),
        Command::Watch(command) => command.run(lang),
        Command::Sql(command) => command.run(lang),
        Command::Export(command) => command.run(lang),
        Command::Serve(command) => command.run(lang),
        Command::User(command) => command.run(lang),
        Command::Maintain(command) => command.run(lang),
    };
    outcome::exit_code(result, lang)
}
