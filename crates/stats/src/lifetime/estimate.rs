//! A figure of a fitted model with its error.

/// An estimate with its error from the fit: how well the parameters are known, not how much one customer varies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Value at the fitted parameters.
    pub value: f64,
    /// Standard error by the delta method, in the unit of the value.
    pub se: f64,
    /// Lower end of the 95 % interval, which is formed on the scale of the logarithm (positive values) or of the
    /// log-odds (probabilities), so that it keeps inside the range.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
}

impl Estimate {
    /// A value that does not depend on the parameters.
    pub(crate) fn certain(value: f64) -> Self {
        Self {
            value,
            se: 0.0,
            ci_low: value,
            ci_high: value,
        }
    }
}
