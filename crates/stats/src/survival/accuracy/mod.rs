//! How good a predicted survival is: concordance, time-dependent AUC, Brier scores, calibration.

mod brier;
mod censoring;
mod concordance;
mod d_calibration;
mod dynamic_auc;
mod horizon;
mod order;
mod pairs;
mod product_limit;
mod uno;

pub use brier::{BrierPoint, IntegratedBrier, brier, integrated_brier};
pub use concordance::{Concordance, concordance};
pub use d_calibration::{DCalibration, d_calibration};
pub use dynamic_auc::{AucPoint, DynamicAuc, cumulative_dynamic_auc};
pub use horizon::{HorizonBin, HorizonCalibration, calibration_at};
pub use uno::uno_concordance;
