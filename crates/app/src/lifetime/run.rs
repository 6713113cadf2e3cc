//! The use case: file in, lifetime values out.

use std::path::{Path, PathBuf};

use holdfast_domain::bilingual;
use holdfast_domain::clock::Clock;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::read::{ReadTable, read};
use holdfast_report::html::lifetime::to_html;
use holdfast_report::json::to_json;
use holdfast_report::model::lifetime::{LIFETIME_SCHEMA_VERSION, LifetimeReport, Parameters, Totals};
use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::buying::model::Buying;
use holdfast_stats::lifetime::contract::Contract;
use holdfast_stats::lifetime::setting::Setting;

use super::model::Model;
use super::options::LifetimeOptions;
use super::summary::{self, Summary, looks_like_summary};
use super::write::Sheet;
use super::{buying, contracts, events, renewals, visits};
use crate::analyze::options::AnalyzeOptions;
use crate::analyze::understand::names::Name;
use crate::analyze::understand::shape::{self, Layout};
use crate::columns::refuse::{Arguments, refuse, refuse_study};
use crate::error::AppError;
use crate::outputs::{Output, write_all};
use crate::progress::Progress;

/// What a study gives.
pub struct LifetimeStudy {
    /// The findings.
    pub report: LifetimeReport,
    /// The same as `ltv.json`.
    pub json: String,
    /// The files that were written: ltv.html, ltv.json, customers.csv.
    pub files: Vec<PathBuf>,
}

/// Values the customers of one table; writes into `out` where one is given.
///
/// # Errors
/// [`AppError::Refused`] for input that cannot be valued, data of another setting than the model's included (nothing is
/// written); [`AppError::Write`] when a file cannot be written; [`AppError::Stats`] when an iteration does not settle.
pub fn value(
    path: &Path,
    out: Option<&Path>,
    options: &LifetimeOptions,
    clock: &dyn Clock,
    progress: &dyn Progress,
) -> Result<LifetimeStudy, AppError> {
    let mut options = options.clone();
    options.read.as_text.extend(options.id.clone());
    progress.phase(bilingual!("读取数据", "reading"));
    let input = read(path, &options.read, &|done, total| progress.advance(done, total))?;
    let mut report = blank(&input, &options);
    let source = source(&input, &options).map_err(|refusal| named(refusal, &input))?;
    refuse_unused(&source, &options).map_err(|refusal| named(refusal, &input))?;
    let sheet = match source {
        Source::Summary => of_summary(&input, &options, &mut report, progress)?,
        Source::Events { id, time } => of_events(&input, id, time, &options, clock, &mut report, progress)?,
        Source::Contracts { tenure, event } => of_contracts(&input, &tenure, &event, &options, &mut report)?,
    };
    let json = to_json(&report)?;
    let files = match out {
        Some(folder) => {
            progress.phase(bilingual!("写出结果", "writing"));
            let html = to_html(&report, options.lang);
            write_all(
                folder,
                &[
                    Output {
                        name: "ltv.html",
                        write: Box::new(|w| w.write_all(html.as_bytes())),
                    },
                    Output {
                        name: "ltv.json",
                        write: Box::new(|w| w.write_all(json.as_bytes())),
                    },
                    Output {
                        name: "customers.csv",
                        write: Box::new(|w| sheet.write(w)),
                    },
                ],
            )?
        }
        None => Vec::new(),
    };
    Ok(LifetimeStudy { report, json, files })
}

/// What the table holds.
enum Source {
    Summary,
    Events { id: usize, time: usize },
    Contracts { tenure: String, event: String },
}

/// An option that this kind of data has no use for is refused rather than passed over.
fn refuse_unused(source: &Source, options: &LifetimeOptions) -> Result<(), Refusal> {
    let contracts = matches!(source, Source::Contracts { .. });
    let summary = matches!(source, Source::Summary);
    let given = [
        ("--cost", options.cost.is_some(), contracts || summary),
        ("--unit", options.unit.is_some(), contracts),
        ("--as-of", options.as_of.is_some(), contracts || summary),
        ("--holdout", options.holdout.is_some(), contracts || summary),
        ("--tenure", options.tenure.is_some(), !contracts),
        ("--event", options.event.is_some(), !contracts),
        ("--positive", options.positive.is_some(), !contracts),
        ("--weights", options.weights.is_some(), !contracts && !summary),
        (
            "--purchase-covariates",
            !options.purchase_covariates.is_empty(),
            !summary,
        ),
        (
            "--dropout-covariates",
            !options.dropout_covariates.is_empty(),
            !summary && !contracts,
        ),
    ];
    match given.iter().find(|(_, given, useless)| *given && *useless) {
        None => Ok(()),
        Some((flag, ..)) => Err(Refusal::new(
            "option-not-used",
            bilingual!("{flag} 对这种数据没有用处", "{flag} has no use for data of this kind"),
            bilingual!("去掉 {flag}", "leave {flag} out"),
        )),
    }
}

fn source(input: &ReadTable, options: &LifetimeOptions) -> Result<Source, Refusal> {
    if let (Some(tenure), Some(event)) = (&options.tenure, &options.event) {
        return Ok(Source::Contracts {
            tenure: tenure.clone(),
            event: event.clone(),
        });
    }
    let told_otherwise = options.time.is_some() || options.event.is_some();
    if options.summary || (!told_otherwise && looks_like_summary(input)) {
        return Ok(Source::Summary);
    }
    let table = &input.table;
    if let (Some(id), Some(time)) = (&options.id, &options.time) {
        if let Some(amount) = &options.amount {
            shape::must_be_numbers(&table.columns[shape::index_of(table, amount)?])?;
        }
        return Ok(Source::Events {
            id: shape::index_of(table, id)?,
            time: shape::index_of(table, time)?,
        });
    }
    let names: Vec<Name> = table.columns.iter().map(|c| Name::new(&c.name)).collect();
    let settings = AnalyzeOptions {
        read: options.read.clone(),
        id: options.id.clone(),
        time: options.time.clone(),
        amount: options.amount.clone(),
        target: options.event.clone(),
        positive: options.positive.clone(),
        ..AnalyzeOptions::default()
    };
    match shape::find(table, &names, &settings)? {
        Layout::EventLog { id, time } => Ok(Source::Events { id, time }),
        Layout::Snapshot { target, .. } => {
            let tenure = options.tenure.clone().or_else(|| {
                let found = (0..names.len()).find(|&i| names[i].is_tenure() && table.columns[i].as_number().is_some());
                found.map(|i| table.columns[i].name.clone())
            });
            match tenure {
                Some(tenure) => Ok(Source::Contracts {
                    tenure,
                    event: table.columns[target].name.clone(),
                }),
                None => Err(Refusal::new(
                    "no-tenure",
                    bilingual!(
                        "这是每个客户一行、带流失标签的表，但看不出哪一列是在网期数",
                        "the table has one row a customer and says who churned, but no column is known to say for how long they stayed"
                    ),
                    bilingual!(
                        "用 --tenure 指定在网期数列；购买流水用 --id 和 --time",
                        "name it with --tenure; for an event log give --id and --time"
                    ),
                )),
            }
        }
    }
}

fn of_events(
    input: &ReadTable,
    id: usize,
    time: usize,
    options: &LifetimeOptions,
    clock: &dyn Clock,
    report: &mut LifetimeReport,
    progress: &dyn Progress,
) -> Result<Sheet, AppError> {
    let model = options.model.unwrap_or(Model::Buying(Buying::BgNbd));
    let setting = Setting {
        ends_observed: false,
        regular_periods: false,
        discrete_opportunities: false,
    };
    let fail = |error: StatsError| refuse_study(error, &input.file);
    model.check(&setting).map_err(fail)?;
    let Model::Buying(buying) = model else {
        return Err(unsuitable(model, input));
    };
    let mut base = events::read(input, id, time, options, clock).map_err(|refusal| named(refusal, input))?;
    head(report, model);
    report.observed_through = base.observed_through();
    report.unit = base.unit.map_or_else(|| report.unit.clone(), |unit| unit.name());
    report.notes.append(&mut base.notes);
    let scores = buying::run(&base, buying, options, report, progress).map_err(fail)?;
    Ok(Sheet::of_buying(base, scores))
}

fn of_summary(
    input: &ReadTable,
    options: &LifetimeOptions,
    report: &mut LifetimeReport,
    progress: &dyn Progress,
) -> Result<Sheet, AppError> {
    let visits = options.model.map(|model| model == Model::BgBb);
    let contract = matches!(options.model, Some(Model::Contract(_)));
    match summary::read(input, options, visits.filter(|_| !contract)).map_err(|refusal| named(refusal, input))? {
        Summary::Visits(mut data, picked) => {
            let model = options.model.unwrap_or(Model::BgBb);
            let arguments = Arguments::default();
            let setting = Setting {
                ends_observed: false,
                regular_periods: false,
                discrete_opportunities: true,
            };
            model
                .check(&setting)
                .map_err(|error| refuse(error, &picked, &arguments))?;
            head(report, model);
            report.notes.append(&mut data.notes);
            let scores = visits::run(&data, options, report).map_err(|error| refuse(error, &picked, &arguments))?;
            Ok(Sheet::of_visits(data, scores))
        }
        Summary::Buying(mut base, picked) => {
            let model = options.model.unwrap_or(Model::Buying(Buying::BgNbd));
            let arguments = Arguments::default();
            let setting = Setting {
                ends_observed: false,
                regular_periods: false,
                discrete_opportunities: false,
            };
            model
                .check(&setting)
                .map_err(|error| refuse(error, &picked, &arguments))?;
            let Model::Buying(buying) = model else {
                return Err(unsuitable(model, input));
            };
            head(report, model);
            if let Some(unit) = base.unit {
                report.unit = unit.name();
            }
            report.notes.append(&mut base.notes);
            let scores = buying::run(&base, buying, options, report, progress)
                .map_err(|error| refuse(error, &picked, &arguments))?;
            Ok(Sheet::of_buying(*base, scores))
        }
    }
}

fn of_contracts(
    input: &ReadTable,
    tenure: &str,
    event: &str,
    options: &LifetimeOptions,
    report: &mut LifetimeReport,
) -> Result<Sheet, AppError> {
    let model = options.model.unwrap_or(Model::Contract(Contract::ShiftedBetaGeometric));
    let (mut data, picked) = contracts::read(input, tenure, event, options)?;
    let arguments = Arguments {
        duration: tenure,
        ..Arguments::default()
    };
    let setting = Setting {
        ends_observed: true,
        regular_periods: data.periods.iter().all(|periods| periods.fract() == 0.0),
        discrete_opportunities: false,
    };
    model
        .check(&setting)
        .map_err(|error| refuse(error, &picked, &arguments))?;
    let Model::Contract(contract) = model else {
        return Err(unsuitable(model, input));
    };
    head(report, model);
    report.notes.append(&mut data.notes);
    report.notes.push(bilingual!(
        "“{tenure}”是在网期数，“{event}”表示是否已离开",
        "\"{tenure}\" is the number of periods stayed, \"{event}\" says who left"
    ));
    let scores = renewals::run(&data, contract, options, report).map_err(|error| refuse(error, &picked, &arguments))?;
    Ok(Sheet::of_contracts(data, scores))
}

/// The check of the setting has let a model through that cannot read this source.
fn unsuitable(model: Model, input: &ReadTable) -> AppError {
    let name = model.name();
    Refusal::new(
        "wrong-setting",
        bilingual!("{name} 不适合这种数据", "{name} is not for data of this kind"),
        bilingual!(
            "购买流水用 bg-nbd、mbg-nbd、pareto-nbd；固定机会用 bg-bb；合约用 sbg、bdw",
            "use bg-nbd, mbg-nbd or pareto-nbd for purchases, bg-bb for fixed opportunities, sbg or bdw for contracts"
        ),
    )
    .in_file(input.file.as_str())
    .into()
}

fn head(report: &mut LifetimeReport, model: Model) {
    report.model = model.code().to_owned();
    report.model_name = model.name().to_owned();
}

fn named(mut refusal: Refusal, input: &ReadTable) -> Refusal {
    refusal.file.get_or_insert_with(|| input.file.clone());
    refusal
}

fn blank(input: &ReadTable, options: &LifetimeOptions) -> LifetimeReport {
    LifetimeReport {
        schema_version: LIFETIME_SCHEMA_VERSION.to_owned(),
        holdfast_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: options.seed,
        model: String::new(),
        model_name: String::new(),
        file: input.file.clone(),
        decoding: input.decoding.clone(),
        notes: input.notes.iter().map(|note| note.text.clone()).collect(),
        observed_through: None,
        unit: bilingual!("个时间单位", "units of time"),
        n: 0.0,
        rows: 0,
        distinct: 0,
        parameters: Parameters::default(),
        log_likelihood: 0.0,
        aic: 0.0,
        comparison: Vec::new(),
        spend: None,
        horizon: 0.0,
        totals: Totals {
            customers: 0.0,
            alive: 0.0,
            expected_purchases: None,
            historical_minor: None,
            current_minor: None,
            potential_minor: None,
            potential_low_minor: None,
            potential_high_minor: None,
            residual_minor: None,
            margin: options.margin.unwrap_or(1.0),
            discount: options.discount,
        },
        tracking: Vec::new(),
        holdout: None,
        renewals: Vec::new(),
        pareto: None,
        grid: None,
        scenario: None,
        days: Vec::new(),
        narrative: Vec::new(),
    }
}
