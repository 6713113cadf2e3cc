//! What the user decides.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Lang;
use holdfast_domain::refusal::Refusal;

use crate::columns::dates::Unit;
use crate::reading::ReadSettings;

/// A model of how long customers stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Kaplan–Meier curves.
    KaplanMeier,
    /// Nelson–Aalen cumulative hazards.
    NelsonAalen,
    /// Aalen–Johansen cumulative incidence of competing causes.
    Competing,
    /// Cox regression.
    Cox,
    /// Weibull accelerated failure time.
    WeibullAft,
    /// Log-normal accelerated failure time.
    LogNormalAft,
    /// Log-logistic accelerated failure time.
    LogLogisticAft,
    /// Generalised gamma accelerated failure time.
    GammaAft,
    /// Piecewise exponential.
    Piecewise,
    /// Weibull mixture cure.
    Cure,
    /// Discrete-time hazard.
    Discrete,
}

impl Model {
    /// Its name on the command line and in `survival.json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::KaplanMeier => "km",
            Self::NelsonAalen => "nelson-aalen",
            Self::Competing => "competing",
            Self::Cox => "cox",
            Self::WeibullAft => "weibull-aft",
            Self::LogNormalAft => "lognormal-aft",
            Self::LogLogisticAft => "loglogistic-aft",
            Self::GammaAft => "gamma-aft",
            Self::Piecewise => "piecewise",
            Self::Cure => "cure",
            Self::Discrete => "discrete",
        }
    }

    /// Whether it is one of accelerated failure time.
    pub fn is_accelerated(self) -> bool {
        matches!(
            self,
            Self::WeibullAft | Self::LogNormalAft | Self::LogLogisticAft | Self::GammaAft
        )
    }

    /// Whether it describes groups with curves; the others explain with columns.
    pub fn is_curve(self) -> bool {
        matches!(self, Self::KaplanMeier | Self::NelsonAalen | Self::Competing)
    }
}

/// A test between curves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Test {
    /// Log-rank: every time counts alike.
    #[default]
    LogRank,
    /// Gehan–Wilcoxon: early times count more.
    Wilcoxon,
    /// Tarone–Ware: between the two.
    TaroneWare,
    /// Peto–Peto.
    Peto,
    /// Fleming–Harrington, p = 1, q = 0.
    FlemingHarrington,
}

/// How spells of customers who churn, come back and churn again are modelled (Cox).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recurrence {
    /// Andersen–Gill: all churn shares one baseline.
    AndersenGill,
    /// Prentice–Williams–Peterson, total time: a baseline for the first churn, the second, …
    TotalTime,
    /// The same on the time since the customer came back.
    GapTime,
}

impl Recurrence {
    /// Its name on the command line and in `survival.json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::AndersenGill => "ag",
            Self::TotalTime => "pwp-total",
            Self::GapTime => "pwp-gap",
        }
    }
}

/// Options of `holdfast survival`.
#[derive(Clone, Debug)]
pub struct SurvivalOptions {
    /// How the file is read.
    pub read: ReadSettings,
    /// Column of durations, or of the date when observation ended.
    pub duration: String,
    /// Where customers without an end date were last seen.
    pub as_of: Option<Day>,
    /// Column that says who churned, or why (competing).
    pub event: String,
    /// The value that means churned.
    pub positive: Option<String>,
    /// The value that means still a customer (competing).
    pub censored: Option<String>,
    /// Columns that explain.
    pub covariates: Vec<String>,
    /// Column of strata: each has a baseline of its own.
    pub strata: Option<String>,
    /// Column of groups: each gets a curve.
    pub group: Option<String>,
    /// Column of the time, or the date, when observation began.
    pub entry: Option<String>,
    /// Unit of time between two dates.
    pub unit: Unit,
    /// Column of case weights.
    pub weights: Option<String>,
    /// Column of rows that belong together, for robust errors.
    pub cluster: Option<String>,
    /// Column added to the linear predictor.
    pub offset: Option<String>,
    /// Column of the customer's id.
    pub id: Option<String>,
    /// Rows are spells of customers who may come back.
    pub recurrent: Option<Recurrence>,
    /// Column of the time by which the customer had left, `duration` being the last time they were seen; then the same
    /// column as `event`.
    pub upper: Option<String>,
    /// The model; `None`: Kaplan–Meier without covariates, Cox with them.
    pub model: Option<Model>,
    /// Breslow's instead of Efron's ties (Cox).
    pub breslow: bool,
    /// Strength of the penalty, 0 or more.
    pub penalty: f64,
    /// Share of it that is l1, 0–1 (Cox).
    pub l1_ratio: f64,
    /// Robust errors (Cox).
    pub robust: bool,
    /// The test between curves; `None`: log-rank.
    pub test: Option<Test>,
    /// Times at which the share still there is shown and predicted, rising.
    pub at: Vec<f64>,
    /// Time by which churn is predicted; `None`: the last of `at`, or the median duration.
    pub horizon: Option<f64>,
    /// Seed of the folds.
    pub seed: u64,
    /// Language that the page opens in.
    pub lang: Lang,
}

impl SurvivalOptions {
    /// The model that is asked for.
    pub fn chosen(&self) -> Model {
        self.model.unwrap_or(if self.covariates.is_empty() {
            Model::KaplanMeier
        } else {
            Model::Cox
        })
    }

    /// That every option means something to the model, and that no column explains itself.
    ///
    /// # Errors
    /// `option-does-not-fit` with the first that does not; `column-explains-itself`.
    pub fn check(&self) -> Result<(), Refusal> {
        let itself = |name: &&String| **name == self.duration || **name == self.event;
        if let Some(name) = self.covariates.iter().find(itself) {
            return Err(Refusal::new(
                "column-explains-itself",
                bilingual!(
                    "这一列就是时长或流失本身，不能又用来解释它",
                    "this column is the duration or the churn that is to be explained"
                ),
                bilingual!("从 --covariates 中去掉它", "leave it out of --covariates"),
            )
            .in_column(name.as_str()));
        }
        let model = self.chosen();
        let cox = model == Model::Cox;
        let km = model == Model::KaplanMeier;
        let competing = model == Model::Competing;
        let given = [
            ("--covariates", !self.covariates.is_empty(), !model.is_curve()),
            (
                "--strata",
                self.strata.is_some(),
                cox || km || model == Model::NelsonAalen,
            ),
            ("--group", self.group.is_some(), model.is_curve()),
            ("--cluster", self.cluster.is_some(), cox),
            ("--recurrent", self.recurrent.is_some(), cox),
            ("--upper", self.upper.is_some(), model.is_accelerated()),
            ("--offset", self.offset.is_some(), cox),
            ("--robust", self.robust, cox),
            ("--ties", self.breslow, cox),
            ("--penalty", self.penalty > 0.0, !model.is_curve()),
            ("--l1-ratio", self.l1_ratio > 0.0, cox),
            ("--test", self.test.is_some(), km),
            ("--censored", self.censored.is_some(), competing),
            (
                "--positive",
                self.positive.is_some(),
                !competing && self.upper.is_none(),
            ),
        ];
        self.check_recurrent()?;
        match given.into_iter().find(|&(_, given, fits)| given && !fits) {
            None => Ok(()),
            Some((option, ..)) => {
                let model = model.name();
                Err(Refusal::new(
                    "option-does-not-fit",
                    bilingual!(
                        "模型 {model} 用不到 {option}",
                        "the model {model} has no use for {option}"
                    ),
                    bilingual!(
                        "去掉 {option}，或用 --model 换一个模型",
                        "leave {option} out, or choose another --model"
                    ),
                ))
            }
        }
    }

    /// Spells need a customer and a start; they are strata and clusters already.
    fn check_recurrent(&self) -> Result<(), Refusal> {
        let Some(recurrence) = self.recurrent else {
            return Ok(());
        };
        for (option, given) in [("--id", &self.id), ("--entry", &self.entry)] {
            if given.is_none() {
                return Err(Refusal::new(
                    "recurrent-incomplete",
                    bilingual!("--recurrent 需要 {option}", "--recurrent needs {option}"),
                    bilingual!(
                        "用 --id 指明客户，--entry 与 --duration 指明每段的起止",
                        "name the customer with --id, start and end of each spell with --entry and --duration"
                    ),
                ));
            }
        }
        let by_order = recurrence != Recurrence::AndersenGill;
        let doubled = [
            ("--cluster", self.cluster.is_some()),
            ("--strata", by_order && self.strata.is_some()),
        ];
        match doubled.into_iter().find(|&(_, given)| given) {
            None => Ok(()),
            Some((option, _)) => {
                let name = recurrence.name();
                Err(Refusal::new(
                    "option-does-not-fit",
                    bilingual!(
                        "--recurrent {name} 用不到 {option}",
                        "--recurrent {name} has no use for {option}"
                    ),
                    bilingual!(
                        "去掉 {option}：--id 已指明客户，第几次流失由各段的先后得出",
                        "leave {option} out: --id names the customer, and the order of the spells says which churn it is"
                    ),
                ))
            }
        }
    }
}
