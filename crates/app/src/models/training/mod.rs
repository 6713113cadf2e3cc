//! `holdfast train`: candidates judged on later days, the winner fitted on all of them.

pub mod ask;
pub mod candidates;
pub mod charts;
pub mod check_horizons;
pub mod curves;
pub mod describe;
pub mod figures;
pub mod final_model;
pub mod groups;
pub mod horizons;
pub mod leaderboard;
pub mod options;
pub mod origins;
pub mod run;
pub mod thresholds;
pub mod trial;
