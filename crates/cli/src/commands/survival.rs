//! `holdfast survival FILE`.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};
use holdfast_app::columns::dates::Unit;
use holdfast_app::survival::options::{Model, Recurrence, SurvivalOptions, Test};
use holdfast_app::survival::run::survival;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Lang;

use super::number::{not_negative, probability};
use super::reading::Reading;
use super::survival_text::text;
use crate::outcome::or_refusal_as_json;
use crate::progress::TerminalProgress;
use crate::terminal::print;

/// How long customers stay: curves by group, regressions that explain, tests, concordance. Without covariates it draws
/// Kaplan–Meier curves, with them it fits a Cox regression. Writes files only where --out is given.
#[derive(Args)]
pub struct Survival {
    /// The table: one row a customer, or a spell of one
    file: PathBuf,
    /// How long each was observed; with --start, the date when observation ended
    #[arg(long, visible_alias = "stop", value_name = "COLUMN")]
    duration: String,
    /// Whether observation ended with churn; for competing, the cause
    #[arg(
        long,
        value_name = "COLUMN",
        required_unless_present = "upper",
        conflicts_with = "upper"
    )]
    event: Option<String>,
    /// aft: the time by which the customer had left, empty if still there; --duration is when they were last seen
    #[arg(long, value_name = "COLUMN")]
    upper: Option<String>,
    /// The value of that column that means churned
    #[arg(long, value_name = "VALUE")]
    positive: Option<String>,
    /// competing: the value that means still a customer
    #[arg(long, value_name = "VALUE")]
    censored: Option<String>,
    /// Columns that explain, separated by commas; texts become 0/1 columns
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    covariates: Vec<String>,
    /// Each value of this column has a baseline (a curve) of its own
    #[arg(long, value_name = "COLUMN")]
    strata: Option<String>,
    /// Curves by the values of this column, compared by a test
    #[arg(long, value_name = "COLUMN")]
    group: Option<String>,
    /// When observation began (late entry, or the start of a spell); two dates give the duration between them
    #[arg(long, visible_alias = "start", value_name = "COLUMN")]
    entry: Option<String>,
    /// Unit of time between two dates
    #[arg(long, value_enum, default_value_t = UnitChoice::Days)]
    unit: UnitChoice,
    /// The day up to which the data go: customers without an end date were still there, e.g. 2024-06-30
    #[arg(long, value_name = "DAY", value_parser = super::analyze::day)]
    as_of: Option<Day>,
    /// Case weights
    #[arg(long, value_name = "COLUMN")]
    weights: Option<String>,
    /// Rows of one customer: robust errors that let them depend on each other
    #[arg(long, value_name = "COLUMN")]
    cluster: Option<String>,
    /// Added to the linear predictor with coefficient 1
    #[arg(long, value_name = "COLUMN")]
    offset: Option<String>,
    /// The customer's id, for predictions.csv and for --recurrent
    #[arg(long, value_name = "COLUMN")]
    id: Option<String>,
    /// Customers come back and churn again: rows are their spells (cox; needs --id and --entry)
    #[arg(long, value_enum)]
    recurrent: Option<RecurrentChoice>,
    /// The model [default: km, or cox with covariates]
    #[arg(long, value_enum)]
    model: Option<ModelChoice>,
    /// How ties are handled (cox)
    #[arg(long, value_enum, default_value_t = TiesChoice::Efron)]
    ties: TiesChoice,
    /// Strength of the penalty on the coefficients
    #[arg(long, value_name = "λ", default_value_t = 0.0, value_parser = not_negative)]
    penalty: f64,
    /// Share of the penalty that is l1, 0–1 (cox)
    #[arg(long, value_name = "R", default_value_t = 0.0, value_parser = probability)]
    l1_ratio: f64,
    /// Robust (sandwich) errors (cox)
    #[arg(long)]
    robust: bool,
    /// The test between curves (km) [default: logrank]
    #[arg(long, value_enum)]
    test: Option<TestChoice>,
    /// Times at which the share still there is shown and predicted
    #[arg(long, value_name = "T,…", value_delimiter = ',', value_parser = not_negative)]
    at: Vec<f64>,
    /// Time by which churn is predicted [default: the last of --at, or the median duration]
    #[arg(long, value_name = "T", value_parser = not_negative)]
    horizon: Option<f64>,
    /// Folder for survival.html, survival.json and predictions.csv; without it nothing is written
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Seed of the folds of the cross-validated concordance
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    reading: Reading,
    /// Print the study as JSON on standard output
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum UnitChoice {
    Days,
    Weeks,
    /// 365.25 / 12 days
    Months,
}

#[derive(Clone, Copy, ValueEnum)]
enum ModelChoice {
    /// Kaplan–Meier curves
    Km,
    /// Cumulative hazards
    NelsonAalen,
    /// Competing causes (Aalen–Johansen)
    Competing,
    /// Cox regression
    Cox,
    /// Accelerated failure time, Weibull
    WeibullAft,
    /// Accelerated failure time, log-normal
    LognormalAft,
    /// Accelerated failure time, log-logistic
    LoglogisticAft,
    /// Accelerated failure time, generalised gamma
    GammaAft,
    /// Piecewise exponential
    Piecewise,
    /// Some never leave (Weibull mixture cure)
    Cure,
    /// Discrete-time hazard, logistic
    Discrete,
}

#[derive(Clone, Copy, ValueEnum)]
enum RecurrentChoice {
    /// Andersen–Gill: all churn shares one baseline
    Ag,
    /// Prentice–Williams–Peterson: the first churn, the second, … have their own
    PwpTotal,
    /// The same on the time since the customer came back
    PwpGap,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TiesChoice {
    Efron,
    Breslow,
}

#[derive(Clone, Copy, ValueEnum)]
enum TestChoice {
    /// Every time counts alike
    Logrank,
    /// Early times count more (Gehan)
    Wilcoxon,
    /// Between the two
    TaroneWare,
    /// Weighted by survival (Peto–Peto)
    Peto,
    /// p = 1, q = 0
    FlemingHarrington,
}

impl Survival {
    /// Runs the study and prints what was found.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let options = self.options(lang);
        let progress = TerminalProgress::new(lang);
        let result = survival(&self.file, self.out.as_deref(), &options, &progress);
        progress.finish();
        let found = or_refusal_as_json(result, self.json, lang)?;
        let shown = if self.json {
            found.json
        } else {
            text(&found.study, &found.files, lang)
        };
        print(&shown).context("standard output")
    }

    fn options(&self, lang: Lang) -> SurvivalOptions {
        let mut at = self.at.clone();
        at.sort_by(f64::total_cmp);
        at.dedup();
        SurvivalOptions {
            read: self.reading.settings(),
            duration: self.duration.clone(),
            // An upper end says who left and by when.
            event: self.event.clone().or(self.upper.clone()).unwrap_or_default(),
            upper: self.upper.clone(),
            positive: self.positive.clone(),
            censored: self.censored.clone(),
            covariates: self.covariates.clone(),
            strata: self.strata.clone(),
            group: self.group.clone(),
            entry: self.entry.clone(),
            as_of: self.as_of,
            unit: match self.unit {
                UnitChoice::Days => Unit::Days,
                UnitChoice::Weeks => Unit::Weeks,
                UnitChoice::Months => Unit::Months,
            },
            weights: self.weights.clone(),
            cluster: self.cluster.clone(),
            offset: self.offset.clone(),
            id: self.id.clone(),
            recurrent: self.recurrent.map(RecurrentChoice::recurrence),
            model: self.model.map(ModelChoice::model),
            breslow: self.ties == TiesChoice::Breslow,
            penalty: self.penalty,
            l1_ratio: self.l1_ratio,
            robust: self.robust,
            test: self.test.map(TestChoice::test),
            at,
            horizon: self.horizon,
            seed: self.seed,
            lang,
        }
    }
}

impl ModelChoice {
    fn model(self) -> Model {
        match self {
            Self::Km => Model::KaplanMeier,
            Self::NelsonAalen => Model::NelsonAalen,
            Self::Competing => Model::Competing,
            Self::Cox => Model::Cox,
            Self::WeibullAft => Model::WeibullAft,
            Self::LognormalAft => Model::LogNormalAft,
            Self::LoglogisticAft => Model::LogLogisticAft,
            Self::GammaAft => Model::GammaAft,
            Self::Piecewise => Model::Piecewise,
            Self::Cure => Model::Cure,
            Self::Discrete => Model::Discrete,
        }
    }
}

impl RecurrentChoice {
    fn recurrence(self) -> Recurrence {
        match self {
            Self::Ag => Recurrence::AndersenGill,
            Self::PwpTotal => Recurrence::TotalTime,
            Self::PwpGap => Recurrence::GapTime,
        }
    }
}

impl TestChoice {
    fn test(self) -> Test {
        match self {
            Self::Logrank => Test::LogRank,
            Self::Wilcoxon => Test::Wilcoxon,
            Self::TaroneWare => Test::TaroneWare,
            Self::Peto => Test::Peto,
            Self::FlemingHarrington => Test::FlemingHarrington,
        }
    }
}
