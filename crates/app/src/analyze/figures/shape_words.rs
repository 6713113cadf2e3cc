//! What a shape function shows, in one plain sentence.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_report::model::shapes::{ShapeBin, ShapePoint};

use crate::analyze::words::{ColumnWords, missing, number};

/// Part of the customers that a stretch must hold to be spoken of.
const LEAST_SHARE: f64 = 0.03;
/// A stretch goes on while the effect is at least this part of its strongest.
const OF_PEAK: f64 = 0.5;

/// A stretch of values on one side of the average.
struct Stretch {
    first: usize,
    last: usize,
    effect: f64,
    interval: (f64, f64),
}

/// Where the odds are clearly above the average and where clearly below: the stretches whose intervals keep to one side.
pub fn sentence(words: &ColumnWords, points: &[ShapePoint]) -> Bilingual {
    let above = strongest(points, 1.0);
    let below = strongest(points, -1.0);
    let (label_zh, label_en) = (&words.label.zh, &words.label.en);
    let name = |stretch: &Stretch| value(words, points, stretch);
    match (above, below) {
        (Some(high), Some(low)) => {
            let (high_value, low_value) = (name(&high), name(&low));
            let (high_zh, high_en, high) = (&high_value.zh, &high_value.en, times(high.effect));
            let (low_zh, low_en, low) = (low_value.zh.trim_start(), &low_value.en, times(low.effect));
            bilingual!(
                "{label_zh}{high_zh}的客户，流失几率是平均的 {high} 倍；{low_zh}的是 {low} 倍。这是关联，不等于因果。",
                "Where {label_en} is {high_en}, the odds of churn are {high} times the average; where it is {low_en}, {low} times. This is association, not cause."
            )
        }
        (Some(only), None) | (None, Some(only)) => {
            let value = name(&only);
            let (zh, en, factor) = (&value.zh, &value.en, times(only.effect));
            let (low, high) = (times(only.interval.0), times(only.interval.1));
            bilingual!(
                "{label_zh}{zh}的客户，流失几率是平均的 {factor} 倍（95% 区间 {low}–{high}）。这是关联，不等于因果。",
                "Where {label_en} is {en}, the odds of churn are {factor} times the average (95 % interval {low}–{high}). This is association, not cause."
            )
        }
        (None, None) => bilingual!(
            "{label_zh}：各取值的区间都含平均值，看不出明显差别。",
            "{label_en}: all intervals hold the average; no clear difference between its values."
        ),
    }
}

/// `2.1`, `0.45`.
fn times(effect: f64) -> String {
    let factor = effect.exp();
    if factor >= 10.0 {
        format!("{factor:.0}")
    } else if factor >= 1.0 {
        format!("{factor:.1}")
    } else {
        format!("{factor:.2}")
    }
}

/// The stretch around the strongest bin on one side (`side` 1: above the average, −1: below) whose interval keeps to that side, if it holds enough
/// customers. Only intervals of numbers have neighbours.
fn strongest(points: &[ShapePoint], side: f64) -> Option<Stretch> {
    let all: u64 = points.iter().map(|point| point.rows).sum();
    let sure = |point: &ShapePoint| {
        let near = if side > 0.0 { point.ci_low } else { -point.ci_high };
        near > 0.0
    };
    let mut order: Vec<usize> = (0..points.len()).filter(|&at| sure(&points[at])).collect();
    order.sort_by(|&a, &b| {
        (side * points[b].effect)
            .total_cmp(&(side * points[a].effect))
            .then(a.cmp(&b))
    });
    order
        .into_iter()
        .map(|peak| around(points, peak, side, &sure))
        .find(|stretch| {
            let rows: u64 = points[stretch.first..=stretch.last]
                .iter()
                .map(|point| point.rows)
                .sum();
            rows as f64 >= LEAST_SHARE * all as f64
        })
}

fn around(points: &[ShapePoint], peak: usize, side: f64, sure: &dyn Fn(&ShapePoint) -> bool) -> Stretch {
    let numeric = |at: usize| matches!(points[at].bin, ShapeBin::Between { .. });
    let least = OF_PEAK * side * points[peak].effect;
    let joins = |at: usize| numeric(at) && sure(&points[at]) && side * points[at].effect >= least;
    let (mut first, mut last) = (peak, peak);
    if numeric(peak) {
        while first > 0 && joins(first - 1) {
            first -= 1;
        }
        while last + 1 < points.len() && joins(last + 1) {
            last += 1;
        }
    }
    let own = &points[first..=last];
    let rows: f64 = own.iter().map(|point| point.rows as f64).sum();
    let mean = |of: fn(&ShapePoint) -> f64| own.iter().map(|point| of(point) * point.rows as f64).sum::<f64>() / rows;
    Stretch {
        first,
        last,
        effect: mean(|point| point.effect),
        interval: (mean(|point| point.ci_low), mean(|point| point.ci_high)),
    }
}

/// The values of a stretch, as they follow the column's name.
fn value(words: &ColumnWords, points: &[ShapePoint], stretch: &Stretch) -> Bilingual {
    match (&points[stretch.first].bin, &points[stretch.last].bin) {
        (ShapeBin::Between { above, .. }, ShapeBin::Between { up_to, .. }) => {
            let Bilingual { zh, en } = between(words, *above, *up_to);
            // A space between a digit and the word after it, none after a unit.
            let space = if zh.ends_with(|c: char| c.is_ascii()) { " " } else { "" };
            bilingual!(" {zh}{space}", "{en}")
        }
        (ShapeBin::Value { name }, _) => {
            let (zh, en) = (&name.zh, &name.en);
            bilingual!("为“{zh}”", "{en}")
        }
        (ShapeBin::Missing, _) => {
            let Bilingual { zh, en } = missing();
            bilingual!("{zh}", "{en}")
        }
        _ => Bilingual::new("为其他少见取值", "another, rare value"),
    }
}

/// An interval between cut points, which lie between values: whole numbers are named by the values at its ends, others by three digits.
pub fn between(words: &ColumnWords, above: Option<f64>, up_to: Option<f64>) -> Bilingual {
    let cut = |v: f64| {
        if words.integer {
            v.floor()
        } else {
            number(v, false).parse().unwrap_or(v)
        }
    };
    words.interval(above.map(cut), up_to.map(cut))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> ColumnWords {
        ColumnWords {
            name: "tenure".into(),
            label: Bilingual::new("在网时长", "tenure"),
            unit: Bilingual::new("个月", "months"),
            integer: true,
            percent: false,
        }
    }

    fn point(above: Option<f64>, up_to: Option<f64>, effect: f64, half: f64, rows: u64) -> ShapePoint {
        ShapePoint {
            bin: ShapeBin::Between { above, up_to },
            effect,
            ci_low: effect - half,
            ci_high: effect + half,
            rows,
        }
    }

    #[test]
    fn the_stretch_around_the_peak_is_told_with_its_factor() {
        let points = [
            point(None, Some(2.5), 1.0, 0.2, 100),
            point(Some(2.5), Some(5.5), 0.7, 0.2, 100),
            point(Some(5.5), Some(20.5), 0.1, 0.2, 300),
            point(Some(20.5), None, -0.5, 0.1, 300),
        ];
        let told = sentence(&words(), &points);
        // exp(0.85) = 2.34, exp(−0.5) = 0.61.
        assert!(
            told.zh
                .starts_with("在网时长 ≤ 5个月的客户，流失几率是平均的 2.3 倍；≥ 21个月的是 0.61 倍"),
            "{}",
            told.zh
        );
        assert!(
            told.en
                .contains("tenure is ≤ 5 months, the odds of churn are 2.3 times the average"),
            "{}",
            told.en
        );
        assert!(told.zh.contains("关联") && told.en.contains("association"));
    }

    #[test]
    fn what_is_not_sure_or_holds_nobody_is_not_told() {
        let unsure = [
            point(None, Some(2.5), 1.0, 1.2, 100),
            point(Some(2.5), None, -0.5, 0.6, 100),
        ];
        assert!(sentence(&words(), &unsure).en.contains("no clear difference"));
        let few = [
            point(None, Some(2.5), 3.0, 0.2, 2),
            point(Some(2.5), None, -0.1, 0.05, 1_000),
        ];
        let told = sentence(&words(), &few).en;
        assert!(told.contains("≥ 3 months, the odds of churn are 0.90 times"), "{told}");
    }
}
