//! Whether 95 % intervals cover, on fewer data sets than `cargo xtask bench coverage`: the share may stray further from 95 %, but an
//! interval that is a sixth too short or too long still fails.

#[path = "../../examples/coverage/studies.rs"]
mod studies;

use studies::Tally;

/// Bounds of a share in `sets` data sets: beyond four and a half standard errors from 95 % it is not chance.
fn check(tallies: &[Tally], sets: u64) {
    let error = (0.95 * 0.05 / sets as f64).sqrt();
    for tally in tallies {
        let share = tally.share();
        assert_eq!((tally.fitted, tally.failed), (sets, 0), "{}", tally.name);
        assert!((share - 0.95).abs() < 4.5 * error, "{}: {share}", tally.name);
    }
}

#[test]
fn survival_curves_cover() {
    check(&studies::kaplan_meier(1000, 1), 1000);
    check(&studies::late_entry(1000, 1), 1000);
}

#[test]
fn cox_coefficients_cover() {
    check(&studies::cox(600, 1), 600);
}

#[test]
fn buying_parameters_cover() {
    check(&studies::bg_nbd(150, 1), 150);
}
