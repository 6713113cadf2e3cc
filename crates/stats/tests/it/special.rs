use holdfast_stats::special::{log1p_exp, logit, sigmoid};

use crate::reference::close;

#[test]
fn both_ends_stay_finite() {
    assert_eq!((sigmoid(1e6), sigmoid(-1e6), sigmoid(0.0)), (1.0, 0.0, 0.5));
    close(logit(0.0), -34.538_776_394_910_684, 1e-9);
    assert_eq!(logit(1.0), -logit(0.0));
    assert_eq!(logit(1e-300), logit(0.0));
    assert_eq!((log1p_exp(1e6), log1p_exp(-1e6)), (1e6, 0.0));
    close(log1p_exp(0.0), std::f64::consts::LN_2, 1e-15);
}

#[test]
fn logit_undoes_sigmoid() {
    for z in [-30.0, -3.0, -1e-9, 0.0, 0.7, 12.0] {
        close(logit(sigmoid(z)), z, 1e-9);
    }
}
