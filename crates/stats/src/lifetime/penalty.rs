//! A log-likelihood less a ridge penalty on its positive parameters.

use crate::error::StatsError;
use crate::maximise::{Maximum, Objective, Search, maximise};

/// `objective` less `strength` times the sum of squares of all parameters.
pub(crate) struct Penalised<'a, O> {
    pub(crate) objective: &'a O,
    /// The penalty times the customers, in the scale of the objective's weights; 0 for none.
    pub(crate) strength: f64,
    /// How many of the parameters are logarithms; the others count as they are.
    pub(crate) logarithms: usize,
    /// ln of the unit in which the objective has the last of the logarithms.
    pub(crate) ln_unit: f64,
}

impl<O: Objective> Penalised<'_, O> {
    /// The highest maximum from `starts`; its log-likelihood is without the penalty.
    ///
    /// Errors: those of [`maximise`].
    pub(crate) fn maximise(&self, search: &Search<'_>, starts: &[Vec<f64>]) -> Result<Maximum, StatsError> {
        let mut found = maximise(self, search, starts)?;
        let mut ignored = vec![0.0; found.parameters.len()];
        found.log_likelihood += self.cost(&found.parameters, &mut ignored);
        Ok(found)
    }

    /// The penalty; takes its slopes from `gradient`.
    fn cost(&self, parameters: &[f64], gradient: &mut [f64]) -> f64 {
        if self.strength == 0.0 {
            return 0.0;
        }
        let mut cost = 0.0;
        for (at, (&parameter, slope)) in parameters.iter().zip(gradient).enumerate() {
            // The slope of θ² along ln θ is 2·θ².
            let (square, change) = if at < self.logarithms {
                let unit = if at + 1 == self.logarithms { self.ln_unit } else { 0.0 };
                let square = (2.0 * (parameter + unit)).exp();
                (square, square)
            } else {
                (parameter * parameter, parameter)
            };
            cost += self.strength * square;
            *slope -= 2.0 * self.strength * change;
        }
        cost
    }
}

impl<O: Objective> Objective for Penalised<'_, O> {
    fn evaluate(&self, parameters: &[f64], gradient: &mut [f64]) -> f64 {
        let value = self.objective.evaluate(parameters, gradient);
        value - self.cost(parameters, gradient)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 3 ln θ with θ = e^x.
    struct Growing;
    impl Objective for Growing {
        fn evaluate(&self, x: &[f64], gradient: &mut [f64]) -> f64 {
            gradient.fill(3.0);
            3.0 * x[0]
        }
    }

    #[test]
    fn by_hand() {
        // 3 ln θ − c·(uθ)² is highest at (uθ)² = 3/(2c).
        let names = ["θ".to_owned()];
        let search = Search {
            model: "test",
            names: &names,
            limit: 30.0,
        };
        let penalised = Penalised {
            objective: &Growing,
            strength: 0.5,
            logarithms: 1,
            ln_unit: 7.0_f64.ln(),
        };
        let found = penalised.maximise(&search, &[vec![0.0]]).unwrap();
        let expected = (3.0_f64.sqrt() / 7.0).ln();
        assert!((found.parameters[0] - expected).abs() < 1e-9);
        assert!((found.log_likelihood - 3.0 * expected).abs() < 1e-9);
        // Without a penalty θ grows without end.
        let free = Penalised {
            strength: 0.0,
            ..penalised
        };
        assert!(free.maximise(&search, &[vec![0.0]]).is_err());
    }
}
