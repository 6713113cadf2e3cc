//! The year's rhythm, by month (January first).

use crate::industry::Industry;

/// How much customers do in each month, 1 = an average month.
pub(crate) fn activity(industry: Industry) -> [f64; 12] {
    match industry {
        // More data in the summer holidays and around New Year.
        Industry::Telecom => [1.08, 1.10, 0.95, 0.95, 0.97, 1.00, 1.08, 1.08, 0.97, 1.00, 0.93, 0.98],
        // Checks before Spring Festival and the October holidays.
        Industry::Dealer => [1.18, 0.82, 0.98, 1.00, 0.98, 1.00, 1.02, 1.02, 1.12, 0.92, 0.96, 1.04],
        // 6.18, Double Eleven, Double Twelve; quiet at Spring Festival.
        Industry::Shop => [0.95, 0.75, 0.95, 0.92, 0.98, 1.28, 0.92, 0.92, 1.00, 1.00, 1.45, 1.15],
    }
}

/// What each month does to the hazard of leaving; only telecom has one, the others slow down or speed up instead.
pub(crate) fn churn(industry: Industry) -> [f64; 12] {
    match industry {
        // People change numbers after Spring Festival and when they graduate.
        Industry::Telecom => [0.85, 0.95, 1.35, 1.10, 0.95, 1.15, 1.20, 0.95, 1.10, 0.90, 0.80, 0.75],
        Industry::Dealer | Industry::Shop => [1.0; 12],
    }
}
