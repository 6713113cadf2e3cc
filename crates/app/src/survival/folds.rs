//! Cox models that had not seen the rows they are judged on.

use holdfast_learn::folds::stratified;
use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::cox::{CoxData, CoxSettings, FittedCox, fit};
use holdfast_stats::survival::spells::Spells;

use super::judge::within_strata;
use super::observe::Observed;
use super::subset::{Subset, taken};
use crate::columns::categories::Categories;

/// Folds.
pub(super) const FOLDS: usize = 5;

/// A model for each fold, fitted on the others, and what it says of the rows of the fold.
pub(super) struct Folded {
    fitted: Vec<FittedCox>,
    fold_of: Vec<u8>,
    risk: Vec<f64>,
}

impl Folded {
    /// Fits; `None` when a fold cannot be fitted, or when rows may be spells of one customer that nothing keeps together.
    pub(super) fn new(observed: &Observed, data: &CoxData, settings: &CoxSettings) -> Option<Self> {
        let clusters = observed.cluster.as_ref().map(|c| c.codes.as_slice());
        if data.covariates.columns.is_empty() || (observed.entry.is_some() && clusters.is_none()) {
            return None;
        }
        let fold_of = stratified(&observed.event, clusters, FOLDS, observed.options.seed).ok()?;
        let mut folded = Self {
            fitted: Vec::new(),
            risk: vec![0.0; fold_of.len()],
            fold_of,
        };
        for fold in 0..FOLDS {
            let fitted = on_rows(data, &folded.rows(|f| f != fold), |data| fit(data, settings)).ok()?;
            let rows = folded.rows(|f| f == fold);
            let predict = |data: &CoxData| fitted.linear_predictors(&data.covariates, data.offset);
            let risk = on_rows(data, &rows, predict).ok()?;
            for (&row, risk) in rows.iter().zip(risk) {
                folded.risk[row as usize] = risk;
            }
            folded.fitted.push(fitted);
        }
        Some(folded)
    }

    /// Rows of the folds that are asked for.
    fn rows(&self, of: impl Fn(usize) -> bool) -> Vec<u32> {
        let rows = (0u32..).zip(&self.fold_of);
        rows.filter(|&(_, &fold)| of(usize::from(fold)))
            .map(|(row, _)| row)
            .collect()
    }

    /// Mean Harrell's C; `None` when a fold has nobody to compare.
    pub(super) fn concordance(&self, observed: &Observed) -> Option<f64> {
        let strata = observed.strata.as_ref();
        self.mean(&observed.spells(), |part, rows, risk| {
            let strata = strata.map(|s| Categories {
                codes: taken(&s.codes, rows),
                levels: s.levels.clone(),
            });
            Ok(within_strata(part, risk, strata.as_ref())?.0)
        })
    }

    /// Mean over the folds of a figure of their spells, rows and risks; `None` when a fold has none.
    pub(super) fn mean(
        &self,
        spells: &Spells,
        figure: impl Fn(&Spells, &[u32], &[f64]) -> Result<f64, StatsError>,
    ) -> Option<f64> {
        let mut sum = 0.0;
        for fold in 0..FOLDS {
            let rows = self.rows(|f| f == fold);
            let part = Subset::new(spells, &rows);
            sum += figure(&part.spells(), &rows, &taken(&self.risk, &rows)).ok()?;
        }
        Some(sum / FOLDS as f64)
    }

    /// Share still there at `t`, of a row in a stratum.
    ///
    /// # Errors
    /// A stratum that no other fold has.
    pub(super) fn survival(&self, row: usize, stratum: u32, t: f64) -> Result<f64, StatsError> {
        self.fitted[usize::from(self.fold_of[row])].survival_at(self.risk[row], stratum, t)
    }
}

/// Calls `then` with some rows of the data.
fn on_rows<T>(
    data: &CoxData,
    rows: &[u32],
    then: impl FnOnce(&CoxData) -> Result<T, StatsError>,
) -> Result<T, StatsError> {
    let part = Subset::new(&data.spells, rows);
    let columns: Vec<Vec<f64>> = data.covariates.columns.iter().map(|c| taken(c, rows)).collect();
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let strata = data.strata.map(|s| taken(s, rows));
    let offset = data.offset.map(|o| taken(o, rows));
    let cluster = data.cluster.map(|c| taken(c, rows));
    then(&CoxData {
        spells: part.spells(),
        covariates: Covariates {
            names: data.covariates.names,
            columns: &columns,
        },
        strata: strata.as_deref(),
        offset: offset.as_deref(),
        cluster: cluster.as_deref(),
    })
}
