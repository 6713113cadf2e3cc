//! How good a predicted survival is: concordance, time-dependent AUC, Brier scores, calibration.
