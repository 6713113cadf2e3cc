//! Columns of numbers.

/// Numbers, one a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NumberColumn {
    /// The values; NaN is missing, never infinite. Percentages are fractions (12 % is 0.12).
    pub values: Vec<f64>,
    /// Every value is a whole number.
    pub integer: bool,
    /// The values were written with a percent sign.
    pub percent: bool,
}

impl NumberColumn {
    /// A column of these values: infinite ones become missing, `integer` is found out.
    pub fn new(mut values: Vec<f64>, percent: bool) -> Self {
        let mut integer = !percent;
        for value in &mut values {
            if value.is_infinite() {
                *value = f64::NAN;
            } else if !value.is_nan() {
                integer &= value.fract() == 0.0;
            }
        }
        Self {
            values,
            integer,
            percent,
        }
    }

    /// Rows without a value.
    pub fn missing(&self) -> usize {
        self.values.iter().filter(|value| value.is_nan()).count()
    }
}
