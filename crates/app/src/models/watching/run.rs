//! The use case: the lake and the model in, a verdict out.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_engine::metrics::data::MetricData;
use holdfast_learn::watch::health as column_health;
use holdfast_stats::drift::{ColumnDrift, LabelDrift, LabelPeriod, Settings, compare, flag, label_drift};
use holdfast_stats::performance::{Paired, estimate, paired, realised};
use holdfast_stats::verdict::{
    Canary, Evidence, Health, HealthLimits, LossLimits, Performance, Verdict, canary, decide,
};
use serde::Serialize;

use super::base::now;
use super::months::{Month, Replay, month, replay};
use crate::error::AppError;
use crate::lake::{Session, When};
use crate::models::cutoffs::period_days;
use crate::models::observe::Known;
use crate::models::outcomes::Outcomes;
use crate::models::registry::file::ModelFile;
use crate::models::registry::store::Registry;
use crate::models::scoring::columns::columns;
use crate::models::scoring::fits;
use crate::outputs::{Output, write_all};
use crate::progress::{Progress, begin, go_on};

/// What a watch found.
#[derive(Clone, Debug, Serialize)]
pub struct Watched {
    /// The model in use.
    pub model_id: String,
    /// The challenger that was scored beside it.
    pub challenger: Option<String>,
    /// The day.
    pub as_of: Day,
    /// What to do and why.
    pub verdict: Verdict,
    /// The verdict in words.
    pub title: Bilingual,
    /// What to do, in words.
    pub advice: Bilingual,
    /// The reasons in words.
    pub reasons: Vec<Bilingual>,
    /// Stored rows scored again.
    pub canary: Option<Canary>,
    /// Columns and scores against training, those that moved most first.
    pub drift: Vec<ColumnDrift>,
    /// The churn rate of the latest period whose outcomes are known.
    pub labels: Option<LabelDrift>,
    /// Days since training.
    pub months: Vec<Month>,
    /// The challenger against the champion on customers that neither learned from.
    pub compared: Option<Paired>,
}

/// Periods since training that are looked at.
const PERIODS: i32 = 6;

/// Watches the model in use.
///
/// # Errors
/// `no-model`, `missing-attribute`, `no-data`, those of [`fits::definition`].
pub fn watch(session: &Session, when: &When, progress: &dyn Progress) -> Result<Watched, AppError> {
    let registry = Registry::of(&session.workspace.root);
    let id = registry.chosen(None)?;
    let model = registry.model(&id)?;
    let record = registry.record(&id)?;
    fits::definition(&model, &session.workspace.config)?;
    let challenger_id = registry.read()?.challenger.filter(|challenger| *challenger != id);
    let challenger = match &challenger_id {
        Some(challenger) => Some((registry.model(challenger)?, registry.record(challenger)?)),
        None => None,
    };
    begin(progress, bilingual!("读取客户", "reading customers"))?;
    let facts = session.facts(when)?;
    let as_of = facts.as_of();
    let outcomes = Outcomes::new(facts.spells(&model.question.definition)?, facts.through().number());
    let settings = Settings::default();
    let present = outcomes.present(as_of.number());
    let rows = present.customers.len() as u64;
    let base = &model.watch;
    let canary = canary(&base.canary.p_churn, &base.canary.again(&model)?)?;
    let mut health = Health {
        rows,
        rows_before: base.customers.clone(),
        watermark_age_days: Some(i64::from(as_of.number() - 1 - facts.through().number())),
        canary: Some(canary),
        ..Health::default()
    };
    let mut drift = Vec::new();
    let mut estimated = None;
    if rows > 0 {
        begin(progress, bilingual!("与训练时比较", "comparing with training"))?;
        let known = Known::of(as_of.number(), facts.through().number());
        let frame = columns(session, facts.view(), &model, (as_of.number(), known), present)?;
        let tallies = now(base, &frame)?;
        health.columns = column_health(&base.columns, &tallies, &frame);
        let mut found = Vec::with_capacity(tallies.len() + 1);
        for (at, (frozen, tally)) in base.columns.iter().zip(&tallies).enumerate() {
            let history: Vec<_> = base.by_cutoff.iter().filter_map(|cut| cut.get(at).cloned()).collect();
            found.push((
                frozen.name.clone(),
                compare(&frozen.reference, tally, &history, &settings)?,
            ));
        }
        let p = probabilities(&model, &frame);
        let tally = base.score.reference.tally_number(&p, rows)?;
        found.push((
            base.score.name.clone(),
            compare(&base.score.reference, &tally, &base.score_by_cutoff, &settings)?,
        ));
        drift = flag(found, &settings)?;
        estimated = Performance::of_estimated(&estimate(&p, model.thresholds.warn.clamp(0.0, 1.0))?);
    }
    begin(progress, bilingual!("核对之前的预测", "checking earlier predictions"))?;
    let known_after = challenger
        .as_ref()
        .map_or(record.through, |(_, other)| record.through.max(other.through));
    let models: Vec<&ModelFile> = std::iter::once(&model)
        .chain(challenger.as_ref().map(|(model, _)| model).filter(|other| {
            other.question.asks_the_same(&model.question) && fits::definition(other, &session.workspace.config).is_ok()
        }))
        .collect();
    let days = days(&model, record.through, as_of);
    let mut months = Vec::new();
    let mut mature = Pooled::default();
    for (at, &day) in days.iter().enumerate() {
        go_on(progress)?;
        let seen = replay(session, &facts, &outcomes, &models, day.number())?;
        months.extend(month(day, &seen, model.thresholds.warn)?);
        if !seen.lost.is_empty() {
            mature.add(&seen, day >= known_after.plus(1))?;
        }
        progress.advance(at as u64 + 1, days.len() as u64);
    }
    let realised = mature.performance()?;
    let compared = mature.compared()?;
    let labels = mature.label_drift(&base.labels, &settings)?;
    let challengers: Vec<Paired> = compared.iter().copied().collect();
    let evidence = Evidence {
        health: &health,
        drift: &drift,
        labels: labels.as_ref(),
        at_training: &base.performance,
        estimated: estimated.as_ref(),
        realised: realised.as_ref(),
        challengers: &challengers,
    };
    let verdict = decide(&evidence, &HealthLimits::default(), &LossLimits::default())?;
    drift.sort_by(|a, b| {
        (b.flagged, b.comparison.psi.value)
            .partial_cmp(&(a.flagged, a.comparison.psi.value))
            .unwrap_or(std::cmp::Ordering::Equal)
            .then_with(|| a.column.cmp(&b.column))
    });
    let watched = Watched {
        title: verdict.action.title(),
        advice: verdict.action.advice(),
        reasons: verdict
            .reasons
            .iter()
            .map(holdfast_stats::verdict::Reason::text)
            .collect(),
        model_id: id.clone(),
        challenger: challenger_id,
        as_of,
        verdict,
        canary: Some(canary),
        drift,
        labels,
        months,
        compared,
    };
    let text = serde_json::to_vec_pretty(&watched)?;
    write_all(
        &registry.folder(&id)?,
        &[Output {
            name: &format!("watch-{as_of}.json"),
            write: Box::new(|out| out.write_all(&text)),
        }],
    )?;
    Ok(watched)
}

fn probabilities(model: &ModelFile, frame: &holdfast_learn::frame::Frame) -> Vec<f64> {
    use holdfast_learn::contract::predict::Predict;
    let rows: Vec<u32> = (0..frame.rows as u32).collect();
    let margins = model.fitted.model.margins(frame, &rows);
    margins.into_iter().map(|z| model.calibrator.probability(z)).collect()
}

/// Days from the first that training knew nothing of up to the as-of day, the latest ones.
fn days(model: &ModelFile, through: Day, as_of: Day) -> Vec<Day> {
    let step = period_days(model.question.grain);
    let mut out: Vec<Day> = (0..PERIODS + lookback(model, step))
        .map(|back| as_of.plus(-(step * f64::from(back)).round() as i32))
        .take_while(|day| *day >= through.plus(1))
        .collect();
    out.reverse();
    out
}

/// Periods until outcomes are known.
fn lookback(model: &ModelFile, step: f64) -> i32 {
    (f64::from(model.question.window_days()) / step).ceil() as i32
}

/// Rows of all days whose outcomes are known.
#[derive(Default)]
struct Pooled {
    p: Vec<f64>,
    lost: Vec<bool>,
    customers: Vec<u32>,
    fair: Fair,
    latest: Option<LabelPeriod>,
}

/// Those of them that the challenger knew nothing of either.
#[derive(Default)]
struct Fair {
    p: [Vec<f64>; 2],
    lost: Vec<bool>,
    customers: Vec<u32>,
}

impl Pooled {
    fn add(&mut self, seen: &Replay, fair: bool) -> Result<(), AppError> {
        let Some(p) = seen.p.first() else { return Ok(()) };
        if p.is_empty() {
            return Ok(());
        }
        self.p.extend(p);
        self.lost.extend(&seen.lost);
        self.customers.extend(&seen.customers);
        self.latest = Some(LabelPeriod::new(p, &seen.lost)?);
        if let (true, Some(other)) = (fair, seen.p.get(1)) {
            self.fair.p[0].extend(p);
            self.fair.p[1].extend(other);
            self.fair.lost.extend(&seen.lost);
            self.fair.customers.extend(&seen.customers);
        }
        Ok(())
    }

    fn performance(&self) -> Result<Option<Performance>, AppError> {
        if self.lost.is_empty() {
            return Ok(None);
        }
        Ok(Performance::of_realised(&realised(
            &self.p,
            &self.lost,
            &self.customers,
        )?))
    }

    fn compared(&self) -> Result<Option<Paired>, AppError> {
        let fair = &self.fair;
        if fair.lost.is_empty() {
            return Ok(None);
        }
        Ok(Some(paired(&fair.p[0], &fair.p[1], &fair.lost, &fair.customers)?))
    }

    fn label_drift(&self, history: &[LabelPeriod], settings: &Settings) -> Result<Option<LabelDrift>, AppError> {
        let Some(now) = &self.latest else { return Ok(None) };
        let pooled = LabelPeriod {
            customers: history.iter().map(|period| period.customers).sum(),
            lost: history.iter().map(|period| period.lost).sum(),
            expected: None,
            variance: 0.0,
        };
        if pooled.customers == 0 {
            return Ok(None);
        }
        Ok(Some(label_drift(&pooled, now, history, settings)?))
    }
}
