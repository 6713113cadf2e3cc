//! An open workspace with its lake.

use std::path::Path;

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::rule::DeclaredChurn;
use holdfast_engine::facts::{FactSettings, LakeFacts};
use holdfast_engine::lake::{Lake, LakeView, Moment};
use holdfast_engine::metrics::MetricEngine;
use holdfast_engine::metrics::catalog::Catalog;
use holdfast_engine::metrics::data::Benchmark;

use crate::error::AppError;
use crate::workspace::open::Workspace;

/// A workspace and its lake.
#[derive(Debug)]
pub struct Session {
    /// The workspace.
    pub workspace: Workspace,
    /// The lake.
    pub lake: Lake,
}

/// From when a question looks back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// Only what happened before this day.
    pub as_of: Option<Day>,
    /// Only what was known at this instant or at the end of this day, as given: `2024-01-05` or `2024-01-05T10:00`.
    pub as_known_at: Option<String>,
}

impl Session {
    /// Opens the workspace in a folder.
    ///
    /// # Errors
    /// See [`Workspace::open`].
    pub fn open(dir: &Path) -> Result<Self, AppError> {
        let workspace = Workspace::open(dir)?;
        let lake = Lake::at(workspace.lake());
        Ok(Self { workspace, lake })
    }

    /// The lake as of a moment.
    ///
    /// # Errors
    /// `no-data` when nothing was imported, `not-an-instant`, a damaged lake.
    pub fn view(&self, when: &When) -> Result<LakeView, AppError> {
        let known_by_us = match when.as_known_at.as_deref() {
            Some(text) => self.instant(text)?,
            None => i64::MAX,
        };
        let moment = Moment {
            known_by_us,
            ..when.as_of.map_or(Moment::LATEST, |day| self.moment_of(day))
        };
        let view = self.lake.view(moment)?;
        if view.head().commit == 0 {
            return Err(Refusal::new(
                "no-data",
                Bilingual::new("还没有导入过数据", "nothing has been imported yet"),
                Bilingual::new("先运行 holdfast refresh", "run holdfast refresh first"),
            )
            .in_file(self.lake.root().display().to_string())
            .into());
        }
        Ok(view)
    }

    /// The moment of a day that is looked back from: what happened on it or later is not seen.
    pub fn moment_of(&self, day: Day) -> Moment {
        Moment {
            occurred_before_us: self.workspace.zone.day_start_us(day),
            ..Moment::LATEST
        }
    }

    /// A day's end, or an instant, of the workspace's wall clock.
    fn instant(&self, text: &str) -> Result<i64, AppError> {
        let zone = &self.workspace.zone;
        // A text with a time of day is no day, though its beginning is one.
        let is_day = !text.contains(['T', 't', ' ', ':']);
        if let Some(day) = Day::parse_iso(text).filter(|_| is_day) {
            return Ok(zone.day_start_us(day.plus(1)) - 1);
        }
        if let Ok(at) = text.parse::<jiff::Timestamp>() {
            return Ok(at.as_microsecond());
        }
        let civil: Result<jiff::civil::DateTime, _> = text.parse();
        let wall = civil
            .ok()
            .and_then(|civil| civil.to_zoned(jiff::tz::TimeZone::UTC).ok());
        wall.map(|wall| zone.instant_us(wall.timestamp().as_microsecond()))
            .ok_or_else(|| {
                Refusal::new(
                    "not-an-instant",
                    Bilingual::new("不是日期或时间", "this is no day or time"),
                    bilingual!(
                        "写 2024-01-05、2024-01-05T10:30 或 2024-01-05T10:30:00+08:00",
                        "write 2024-01-05, 2024-01-05T10:30 or 2024-01-05T10:30:00+08:00"
                    ),
                )
                .with_value(text)
                .into()
            })
    }

    /// What metrics count.
    ///
    /// # Errors
    /// See [`Session::view`]; `no-churn-definition` when the workspace declares none.
    pub fn facts(&self, when: &When) -> Result<LakeFacts, AppError> {
        self.facts_by(when, self.workspace.config.churn.clone())
    }

    /// What metrics count, by these definitions of churn instead of the workspace's.
    ///
    /// # Errors
    /// Like [`Session::facts`].
    pub fn facts_by(&self, when: &When, definitions: Vec<DeclaredChurn>) -> Result<LakeFacts, AppError> {
        self.check_churn(&definitions)?;
        let view = self.view(when)?;
        let settings = self.fact_settings(&view, when.as_of, definitions)?;
        Ok(LakeFacts::new(view, settings)?)
    }

    fn check_churn(&self, definitions: &[DeclaredChurn]) -> Result<(), AppError> {
        if definitions.is_empty() {
            return Err(Refusal::new(
                "no-churn-definition",
                Bilingual::new("工作区没有声明什么是流失", "the workspace does not say what churn is"),
                Bilingual::new(
                    "在 holdfast.toml 里写 [[churn]]，例如 id = \"default\"、kind = \"inactivity\"、days = 90",
                    "write [[churn]] in holdfast.toml, for example id = \"default\", kind = \"inactivity\", days = 90",
                ),
            )
            .in_file(self.workspace.root.join("holdfast.toml").display().to_string())
            .into());
        }
        Ok(())
    }

    /// What the workspace says about its data, of a view of its lake, with these definitions of churn.
    ///
    /// # Errors
    /// `no-churn-definition`; when the columns of `customers` cannot be read.
    pub fn fact_settings(
        &self,
        view: &LakeView,
        as_of: Option<Day>,
        definitions: Vec<DeclaredChurn>,
    ) -> Result<FactSettings, AppError> {
        self.check_churn(&definitions)?;
        let config = &self.workspace.config;
        let benchmarks = config
            .industry_benchmarks
            .get(&config.industry)
            .into_iter()
            .flatten()
            .chain(&config.benchmarks)
            // The workspace's own comes later and counts.
            .map(|(metric, benchmark)| (metric.clone(), benchmark))
            .collect::<std::collections::BTreeMap<_, _>>()
            .into_iter()
            .map(|(metric, benchmark)| Benchmark {
                metric,
                grain: None,
                value: benchmark.value,
                source: benchmark.source.clone(),
            })
            .collect();
        let declared = view.schema("customers")?;
        Ok(FactSettings {
            zone: self.workspace.zone.clone(),
            currency: config.currency.clone(),
            definitions,
            // An attribute that was declared before any customer had it is no dimension yet.
            dimensions: config
                .dimensions
                .iter()
                .filter(|name| declared.field_with_name(name).is_ok())
                .cloned()
                .collect(),
            benchmarks,
            as_of,
        })
    }

    /// Built-in metrics and the workspace's own.
    ///
    /// # Errors
    /// A metric's file that is refused.
    pub fn metrics(&self) -> Result<MetricEngine, AppError> {
        let folder = self.workspace.metrics();
        let catalog = if folder.is_dir() {
            Catalog::with_folder(&folder)?
        } else {
            Catalog::built_in()?
        };
        Ok(MetricEngine::new(catalog))
    }
}
