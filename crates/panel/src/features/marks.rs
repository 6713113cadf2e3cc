//! Running sums over the periods, from the last one back, remembered where a window ends.

/// Customers that are computed side by side: two cache lines of each column.
pub(super) const LANES: usize = 16;

/// A number for each customer of a batch.
pub(super) type Lanes = [f64; LANES];

/// Sums over the last `periods` periods; k counts them back from 0, d = x − x of the last period (shifted, so that squares do not
/// cancel).
#[derive(Clone, Copy)]
pub(super) struct Mark {
    pub(super) periods: f64,
    pub(super) sum: Lanes,
    pub(super) shifted: Lanes,
    pub(super) squares: Lanes,
    /// Σ k·d.
    pub(super) moments: Lanes,
    pub(super) min: Lanes,
    pub(super) max: Lanes,
}

impl Mark {
    pub(super) const EMPTY: Self = Self {
        periods: 0.0,
        sum: [0.0; LANES],
        shifted: [0.0; LANES],
        squares: [0.0; LANES],
        moments: [0.0; LANES],
        min: [f64::INFINITY; LANES],
        max: [f64::NEG_INFINITY; LANES],
    };
}

/// One pass over a series (last period first); `marks` gets one entry per length of `ends`, which grow.
pub(super) fn run(series: &[Lanes], ends: &[usize], marks: &mut Vec<Mark>) {
    marks.clear();
    let Some(&base) = series.first() else {
        return;
    };
    let mut mark = Mark::EMPTY;
    let mut done = 0;
    for &end in ends {
        for (k, x) in series.iter().enumerate().take(end).skip(done) {
            let k = k as f64;
            for lane in 0..LANES {
                let (value, d) = (x[lane], x[lane] - base[lane]);
                mark.sum[lane] += value;
                mark.shifted[lane] += d;
                mark.squares[lane] += d * d;
                mark.moments[lane] += k * d;
                mark.min[lane] = if value < mark.min[lane] { value } else { mark.min[lane] };
                mark.max[lane] = if value > mark.max[lane] { value } else { mark.max[lane] };
            }
        }
        done = end;
        mark.periods = end as f64;
        marks.push(mark);
    }
}
