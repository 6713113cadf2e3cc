//! The use case: the lake in, a model in the registry out.

use std::collections::BTreeSet;

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::money::to_major;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::panel::AGE;
use holdfast_learn::contract::method::Method;
use holdfast_learn::contract::model::Model;
use holdfast_learn::contract::predict::Predict;
use holdfast_learn::contract::schema::Schema;
use holdfast_learn::error::LearnError;
use holdfast_learn::folds::sample;
use holdfast_learn::frame::{Feature, Frame};
use holdfast_learn::logistic::fit::LogisticSettings;
use holdfast_panel::features::{Meaning, Measure, Statistic};
use holdfast_reasons::population;

use super::ask::{Asked, ask};
use super::candidates::{self, Candidate};
use super::charts::charts;
use super::check_horizons::{Check, check, offered};
use super::curves::{Times, curves};
use super::describe::{conformal, fairness, rules, segments, tree};
use super::figures::figures;
use super::groups::by_group;
use super::options::TrainOptions;
use super::origins::{contents, plan};
use super::trial::{Ground, Judged};
use super::{final_model, horizons, leaderboard, thresholds, trial};
use crate::error::AppError;
use crate::lake::Session;
use crate::models::choose::{Chosen, choose};
use crate::models::cutoffs::period_days;
use crate::models::observe::{ATTRIBUTE, Extent, Observed, Source, observe};
use crate::models::registry::card;
use crate::models::registry::file::{FORMAT, ModelFile};
use crate::models::registry::record::{CutoffRecord, DataVersion, FeatureRecord, RunRecord};
use crate::models::registry::store::{Event, Registry};
use crate::models::scoring::value::{FEE, yearly};
use crate::models::watching::base::base;
use crate::models::watching::canary::CanaryRows;
use crate::progress::{Progress, begin, go_on};

/// What a run gave.
#[derive(Clone, Debug)]
pub struct Trained {
    /// All that is known of it.
    pub record: RunRecord,
    /// Whether it is the champion now; else it is the challenger.
    pub champion: bool,
    /// Seconds that fitting and judging each line of the leaderboard took. Not in the record: the same data and seed give the same record.
    pub seconds: Vec<f64>,
}

/// Rows that are learned from at most. Of more customers some are drawn; figures are then those of a sample.
const MOST_ROWS: usize = 200_000;
/// Lost customers below which no model can be judged.
const LEAST_LOST: usize = 30;
/// Rows that importance is averaged over.
const IMPORTANCE_ROWS: usize = 5_000;
/// The same for models whose contributions are sampled: each row takes as long there as thousands elsewhere.
const SAMPLED_IMPORTANCE_ROWS: usize = 100;

/// What surrounds a run.
pub struct Around<'a> {
    /// The present, RFC 3339.
    pub now: String,
    /// Seconds since the command began.
    pub elapsed_s: &'a dyn Fn() -> f64,
    /// Is told how far it is.
    pub progress: &'a dyn Progress,
}

/// Trains, judges and registers a model.
///
/// # Errors
/// [`AppError::Cancelled`], `too-little-history`, `too-few-lost`, `nothing-to-learn-from`, `nothing-learned`, others of the lake; nothing is registered then.
pub fn train(session: &Session, options: &TrainOptions, around: &Around) -> Result<Trained, AppError> {
    let progress = around.progress;
    begin(progress, bilingual!("读取历史", "reading history"))?;
    let facts = session.facts(&options.when)?;
    // A name that is none is refused before anything takes time.
    candidates::list(&options.candidates, 1, 1, options.seed)?;
    let asked = ask(session, &facts, options)?;
    let exclude = session.workspace.config.model.exclude.clone();
    let dimensions = &session.workspace.config.dimensions;
    let fair_by = &session.workspace.config.model.fairness;
    let fair_by = if fair_by.is_empty() { dimensions } else { fair_by };
    let split_by: Vec<&String> = dimensions.iter().chain(fair_by).collect();
    // What models must not see is read all the same where it is examined whom they fail.
    let unread: Vec<String> = exclude
        .iter()
        .filter(|name| !split_by.contains(name))
        .cloned()
        .collect();
    let extent = Extent {
        most_rows: MOST_ROWS,
        names: None,
        exclude: &unread,
        seed: options.seed,
    };
    let days = &asked.cutoffs.days;
    let view = facts.view();
    let mut observed = observe(
        session,
        view,
        &asked.outcomes,
        &asked.question,
        days,
        &extent,
        &|done, all| {
            progress.advance(done, all);
        },
    )?;
    let window = asked.question.window_days();
    let aside = set_aside(&mut observed, &split_by, &exclude);
    let labels = observed.labels(window);
    enough(&labels)?;

    begin(progress, bilingual!("选择特征", "choosing features"))?;
    let contents = contents(&observed.frame, &observed.customers);
    let (scheme, origins) = plan(days, window, &observed.cuts, &contents, &labels, options.seed);
    let Some(first) = origins.first() else {
        return Err(too_few(labels.iter().filter(|&&lost| lost).count()).into());
    };
    let latest = observed.rows_of(|cut| usize::from(cut) + 1 == days.len());
    let chosen = choose(&observed.frame, &labels, &observed.customers, &first.learn, &latest);
    let (sources, beside) = keep(&mut observed, &chosen)?;
    let ground = Ground {
        frame: &observed.frame,
        labels: &labels,
        groups: &observed.customers,
        seed: options.seed,
    };
    let known: Vec<i32> = observed
        .cuts
        .iter()
        .map(|&cut| asked.through.number() + 1 - days[usize::from(cut)])
        .collect();

    begin(progress, bilingual!("训练与比较模型", "training and comparing models"))?;
    let list = candidates::list(&options.candidates, first.learn.len(), sources.len(), options.seed)?;
    let judged = Judged::new(&origins, &labels);
    let step = |done, all| progress.advance(done, all);
    // Whoever does not want it any more has no time left: no further candidate is begun.
    let elapsed_s = || {
        if progress.is_cancelled() {
            f64::INFINITY
        } else {
            (around.elapsed_s)()
        }
    };
    let outcome = trial::run(
        &ground,
        &list,
        &origins,
        &judged,
        options.minutes * 60.0,
        &elapsed_s,
        &step,
    );
    go_on(progress)?;
    let (tried, skipped) = outcome.map_err(|error| nothing_learned(&error))?;
    let customers: Vec<u32> = judged
        .rows
        .iter()
        .map(|&row| observed.customers[row as usize])
        .collect();
    let seconds = tried.iter().map(|one| one.seconds).collect();
    let (board, winner) = leaderboard::rank(&tried, &judged, &customers, options.seed)?;
    let won = &tried[winner];
    let calibrated = final_model::calibrate(won, &judged)?;
    let p = &calibrated.probabilities;

    begin(progress, bilingual!("拟合最终模型", "fitting the final model"))?;
    let every: Vec<u32> = (0..observed.frame.rows as u32).collect();
    let fitted = final_model::fit(&ground, &tried, winner, &every)?;
    let fast = &fastest(&list, won.candidate.method.as_ref());
    let offered = offered(period_days(asked.question.grain));
    let main_days = window;
    let ends = horizons::ends(&offered, main_days);
    let horizons = horizons::fit(
        &ground,
        fast,
        &every,
        &observed.lost_after_days,
        &known,
        &ends,
        main_days,
    )?;
    let economics = &session.workspace.config.model.economics;
    let values = values(&observed.frame, &beside, period_days(asked.question.grain));
    let mean_value = values.iter().sum::<f64>() / values.len().max(1) as f64;
    let terms = thresholds::terms(economics, mean_value);
    let thresholds = thresholds::set(p, &judged.labels, &terms)?;

    begin(progress, bilingual!("检验模型", "examining the model"))?;
    let last = &origins[origins.len() - 1];
    let from = judged.rows.len() - last.judge.len();
    let checked = check(
        &ground,
        fast,
        &observed,
        &known,
        &Check {
            origin: last,
            main: &p[from..],
            asked: &offered,
            ends: &ends,
            main_days,
        },
    )?;
    let times = Times {
        days,
        window_days: window,
        known_days: &known,
    };
    let drawn = curves(&ground, fast, &observed, &sources, last, main_days, &times)?;
    let by_group = by_group(
        &aside,
        &judged.rows,
        p,
        &judged.labels,
        &customers,
        dimensions,
        options.seed,
    )?;
    let by_cutoff = by_cutoff(&asked, &observed, &judged, p, &customers, options.seed)?;
    let features = importance(&fitted.model, &observed.frame, &sources, options.seed);
    let strongest: Vec<usize> = features
        .iter()
        .filter_map(|feature| {
            observed
                .frame
                .columns
                .iter()
                .position(|column| column.name == feature.name)
        })
        .collect();
    let divided = segments(&observed, &sources, &strongest, &labels, &values, options.seed)?;
    let (segments, segment_records) =
        divided.map_or_else(|| (None, Vec::new()), |(model, records)| (Some(model), records));
    let rules = rules(&ground, &sources, last, &values)?;
    let tree = tree(&ground, &sources, &last.learn)?;
    // One row a customer: those of the last cutoff that was judged.
    let last_cut = judged
        .rows
        .iter()
        .map(|&row| observed.cuts[row as usize])
        .max()
        .unwrap_or(0);
    let places = of_cut(&observed, &judged, usize::from(last_cut));
    let fairness = fairness(
        &aside,
        &places.iter().map(|&at| judged.rows[at]).collect::<Vec<_>>(),
        &places.iter().map(|&at| p[at]).collect::<Vec<_>>(),
        &places.iter().map(|&at| judged.labels[at]).collect::<Vec<_>>(),
        fair_by,
        thresholds.warn,
    )?;
    let conformal = conformal(segments.as_ref(), &observed.frame, &judged.rows, p, &judged.labels)?;
    let (cut_records, share) = (cutoffs(&asked, &observed, &labels), share_of(&asked, &observed));
    let present: Vec<u64> = days
        .iter()
        .map(|&day| asked.outcomes.present(day).customers.len() as u64)
        .collect();
    let canary = CanaryRows::take(&observed.frame, |frame, rows| {
        let margins = fitted.model.margins(frame, rows);
        margins
            .into_iter()
            .map(|z| calibrated.calibrator.probability(z))
            .collect()
    });
    let watch = base(&observed, present, &labels, &judged, p, canary)?;
    let told = Schema::of(&Frame {
        columns: beside.clone(),
        rows: observed.frame.rows,
    });
    observed.frame.columns.extend(beside);
    // One row a customer: what is said of so many customers is said of so many people.
    let population = population::build(&observed.frame, &labels, &latest)?;
    let head = view.head();
    go_on(progress)?;
    let registry = Registry::of(&session.workspace.root);
    let mut locked = registry.lock()?;
    let id = locked.next_id();
    let record = RunRecord {
        format: FORMAT,
        id: id.clone(),
        created_at: around.now.clone(),
        code_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: options.seed,
        data: DataVersion {
            commit: head.commit,
            tables: head.tables.clone(),
        },
        churn: asked.churn.rule.sentence(),
        through: asked.through,
        cutoffs: cut_records,
        share_of_customers: share,
        scheme,
        skipped: skipped.into_iter().map(|one| (one.name.to_owned(), one.why)).collect(),
        method: serde_json::to_value(&won.candidate.method)?,
        title: won.candidate.title.clone(),
        calibration: final_model::name(&calibrated.calibrator).to_owned(),
        figures: figures(p, &judged.labels, &customers, options.seed, true)?,
        leaderboard: board,
        by_cutoff,
        by_group,
        charts: charts(p, &judged.labels, &terms)?,
        curves: drawn,
        horizons: checked,
        features,
        suspicious: chosen.suspicious,
        segments: segment_records,
        rules,
        tree,
        fairness,
        question: asked.question.clone(),
    };
    let model = ModelFile {
        format: FORMAT,
        id: id.clone(),
        question: asked.question,
        churn: asked.churn.rule,
        exclude,
        fitted,
        beside: told,
        population,
        calibrator: calibrated.calibrator,
        horizons,
        thresholds,
        segments,
        conformal,
        watch,
    };
    locked.add(&model, &record, &card::cards(&record))?;
    let before = locked.register.champion.clone();
    let champion = options.promote || before.is_none();
    let event = |action: &str| Event {
        at: around.now.clone(),
        action: action.to_owned(),
        id: id.clone(),
        before: before.clone(),
    };
    locked.register.events.push(event("trained"));
    if champion {
        locked.register.events.push(event("promoted"));
        // As with `promote`: the one before stays beside it.
        locked.register.challenger = before.or(locked.register.challenger.take());
        locked.register.champion = Some(id);
    } else {
        locked.register.challenger = Some(id);
    }
    locked.save()?;
    Ok(Trained {
        record,
        champion,
        seconds,
    })
}

fn enough(labels: &[bool]) -> Result<(), Refusal> {
    let lost = labels.iter().filter(|&&lost| lost).count();
    if lost.min(labels.len() - lost) < LEAST_LOST {
        return Err(too_few(lost));
    }
    Ok(())
}

fn nothing_learned(error: &LearnError) -> Refusal {
    Refusal::new(
        "nothing-learned",
        bilingual!("没有一个模型学得成：{error}", "not one model could learn: {error}"),
        Bilingual::new(
            "用 --candidates 换别的模型，或导入更长的历史",
            "name other models with --candidates, or import a longer history",
        ),
    )
}

fn too_few(lost: usize) -> Refusal {
    Refusal::new(
        "too-few-lost",
        bilingual!(
            "所有时点合计只有 {lost} 个客户流失（或几乎全部流失），不够训练和检验（各需 {LEAST_LOST} 个）",
            "{lost} customers were lost over all cutoffs (or nearly all were): too few to learn from and to judge (at least {LEAST_LOST} of either)"
        ),
        Bilingual::new(
            "延长结果期（--horizon）、导入更长的历史，或检查流失定义",
            "lengthen the outcome window (--horizon), import a longer history, or check the churn definition",
        ),
    )
}

/// Leaves the chosen columns in the frame, and gives what they are with the columns that sentences read beside them.
fn keep(observed: &mut Observed, chosen: &Chosen) -> Result<(Vec<Source>, Vec<Feature>), AppError> {
    if chosen.kept.is_empty() {
        return Err(Refusal::new(
            "nothing-to-learn-from",
            Bilingual::new(
                "没有一列能用：全部缺失、对所有客户都一样，或像是事后才填的",
                "not one column can be used: all are missing, the same for everybody, or look filled in after the fact",
            ),
            Bilingual::new(
                "导入客户的活动（events）、合约或属性",
                "import what customers do (events), their subscriptions or attributes",
            ),
        )
        .into());
    }
    let wanted: BTreeSet<usize> = chosen.kept.iter().copied().collect();
    let columns = std::mem::take(&mut observed.frame.columns);
    let sources = std::mem::take(&mut observed.sources);
    let mut kept = Vec::with_capacity(wanted.len());
    let mut beside = Vec::new();
    for (at, (column, source)) in columns.into_iter().zip(sources).enumerate() {
        if wanted.contains(&at) {
            observed.frame.columns.push(column);
            kept.push(source);
        } else if is_told(&source) {
            beside.push(column);
        }
    }
    Ok((kept, beside))
}

/// Whether sentences and values are made of it: sums over windows, and what is counted in days.
fn is_told(source: &Source) -> bool {
    let Source::Feature(spec) = source else { return false };
    match &spec.meaning {
        Meaning::Window(Measure::Amount, Statistic::Sum | Statistic::Intensity) => true,
        Meaning::Window(_, statistic) => *statistic == Statistic::Sum,
        Meaning::KindEvents(_)
        | Meaning::Recency
        | Meaning::GapMean
        | Meaning::Tenure
        | Meaning::ComplaintCount
        | Meaning::ComplaintRecency => true,
        Meaning::Supplement => spec.name == FEE,
        _ => false,
    }
}

/// The method for what is fitted many times: boosted trees where they were asked for, else the winner's own, else the first.
fn fastest(list: &[Candidate], won: Option<&Method>) -> Method {
    let methods = || list.iter().filter_map(|one| one.method.as_ref());
    methods()
        .find(|method| method.name() == "boosting")
        .or(won)
        .or_else(|| methods().next())
        .cloned()
        .unwrap_or_else(|| Method::Logistic(LogisticSettings::default()))
}

/// Value of each row's customer in a year, main currency unit; 0 where no money is known.
fn values(frame: &Frame, beside: &[Feature], period_days: f64) -> Vec<f64> {
    let money = |column: &&Feature| {
        column.name.starts_with("amount_sum_") || column.name == FEE || column.name == "tenure_days"
    };
    let part = Frame {
        columns: frame.columns.iter().chain(beside).filter(money).cloned().collect(),
        rows: frame.rows,
    };
    yearly(&part, period_days)
        .into_iter()
        .map(|value| value.map_or(0.0, to_major))
        .collect()
}

/// Figures of the judged rows of each cutoff, with origins one after the other and with folds of customers alike; a cutoff on which nobody or everybody was
/// lost has none.
fn by_cutoff(
    asked: &Asked,
    observed: &Observed,
    judged: &Judged,
    p: &[f64],
    customers: &[u32],
    seed: u64,
) -> Result<Vec<(Day, super::figures::Figures)>, AppError> {
    let mut out = Vec::new();
    for (cut, &day) in asked.cutoffs.days.iter().enumerate() {
        let places = of_cut(observed, judged, cut);
        let labels: Vec<bool> = places.iter().map(|&at| judged.labels[at]).collect();
        if labels.iter().all(|&lost| lost) || !labels.contains(&true) {
            continue;
        }
        let p: Vec<f64> = places.iter().map(|&at| p[at]).collect();
        let own: Vec<u32> = places.iter().map(|&at| customers[at]).collect();
        out.push((Day::from_number(day), figures(&p, &labels, &own, seed, true)?));
    }
    Ok(out)
}

/// Places of the judged rows of a cutoff.
fn of_cut(observed: &Observed, judged: &Judged, cut: usize) -> Vec<usize> {
    let is_of = |&at: &usize| usize::from(observed.cuts[judged.rows[at] as usize]) == cut;
    (0..judged.rows.len()).filter(is_of).collect()
}

/// Copies of the columns that figures are split by, whether models read them or not; attributes that models must not see are then taken out of the table.
fn set_aside(observed: &mut Observed, dimensions: &[&String], exclude: &[String]) -> Frame {
    let named = |column: &Feature, name: &str| {
        // A date is a column of its age.
        let own = column.name.strip_prefix(ATTRIBUTE).map(|own| own.trim_end_matches(AGE));
        own == Some(name)
    };
    let wanted = |column: &&Feature| column.name == "tenure_days" || dimensions.iter().any(|name| named(column, name));
    let aside = observed.frame.columns.iter().filter(wanted).cloned().collect();
    let hidden: Vec<bool> = observed
        .frame
        .columns
        .iter()
        .map(|column| exclude.iter().any(|name| named(column, name)))
        .collect();
    let mut of_columns = hidden.iter();
    observed.frame.columns.retain(|_| of_columns.next() == Some(&false));
    let mut of_sources = hidden.iter();
    observed.sources.retain(|_| of_sources.next() == Some(&false));
    Frame {
        columns: aside,
        rows: observed.frame.rows,
    }
}

fn cutoffs(asked: &Asked, observed: &Observed, labels: &[bool]) -> Vec<CutoffRecord> {
    let window = asked.question.window_days();
    asked
        .cutoffs
        .days
        .iter()
        .enumerate()
        .map(|(cut, &day)| {
            let rows = || (0..labels.len()).filter(move |&row| usize::from(observed.cuts[row]) == cut);
            CutoffRecord {
                day: Day::from_number(day),
                outcome_through: Day::from_number(day + window - 1),
                customers: rows().count() as u64,
                lost: rows().filter(|&row| labels[row]).count() as u64,
            }
        })
        .collect()
}

fn share_of(asked: &Asked, observed: &Observed) -> f64 {
    let all: usize = asked
        .cutoffs
        .days
        .iter()
        .map(|&day| asked.outcomes.present(day).customers.len())
        .sum();
    observed.frame.rows as f64 / all.max(1) as f64
}

/// Whether a model's contributions come from many evaluations a row, not from its structure.
fn is_sampled(model: &Model) -> bool {
    match model {
        Model::Neighbours(_) | Model::Vectors(_) => true,
        Model::Blend(blend) => blend.parts.iter().any(is_sampled),
        _ => false,
    }
}

/// Columns by the mean size of what they add to the log-odds, strongest first.
fn importance(model: &Model, frame: &Frame, sources: &[Source], seed: u64) -> Vec<FeatureRecord> {
    let every: Vec<u32> = (0..frame.rows as u32).collect();
    let most = if is_sampled(model) {
        SAMPLED_IMPORTANCE_ROWS
    } else {
        IMPORTANCE_ROWS
    };
    let rows = sample(&every, most, seed);
    let part = model.contributions(frame, &rows);
    let mut out: Vec<FeatureRecord> = frame
        .columns
        .iter()
        .zip(sources)
        .enumerate()
        .map(|(column, (feature, source))| FeatureRecord {
            name: feature.name.clone(),
            label: source.label(),
            importance: (0..rows.len()).map(|row| part.row(row)[column].abs()).sum::<f64>() / rows.len().max(1) as f64,
        })
        .collect();
    out.sort_by(|a, b| b.importance.total_cmp(&a.importance).then_with(|| a.name.cmp(&b.name)));
    out
}
