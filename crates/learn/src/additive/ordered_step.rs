//! One small tree on the bins of a number: two or three leaves, the missing bin by itself.

use super::gradient::Sums;
use super::settings::{AdditiveSettings, Direction};

/// What a step may do.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Two or three.
    pub leaves: usize,
    /// Penalty on leaf values.
    pub lambda: f64,
    /// Smallest curvature of a leaf.
    pub min_hessian: f64,
    /// Smallest gain.
    pub min_gain: f64,
    /// Smallest gain as a share of the largest in the round before.
    pub greed: f64,
    /// Shrinkage.
    pub learning_rate: f64,
}

impl Rules {
    /// The rules in units of weights that are divided by `unit`.
    pub fn new(settings: &AdditiveSettings, unit: f64) -> Self {
        Self {
            leaves: settings.leaves,
            lambda: settings.lambda / unit,
            min_hessian: settings.min_hessian / unit,
            min_gain: settings.min_gain / unit,
            greed: settings.greed,
            learning_rate: settings.learning_rate,
        }
    }

    /// Newton step of a leaf, before shrinkage.
    pub fn value(&self, [slope, curvature]: Sums) -> f64 {
        slope / (curvature + self.lambda)
    }

    /// By how much twice the loss falls when a leaf takes its step.
    pub fn score(&self, [slope, curvature]: Sums) -> f64 {
        slope * slope / (curvature + self.lambda)
    }
}

/// A stretch of bins and the range that its step must keep to.
#[derive(Clone, Copy)]
struct Leaf {
    from: usize,
    to: usize,
    sums: Sums,
}

struct Split {
    gain: f64,
    left: Leaf,
    right: Leaf,
}

/// The step of every bin, written to `out` (shrunk), and what it gains; 0: no step gains more than `least`. `sums[0]` is the missing bin.
pub fn step(
    sums: &[Sums],
    monotone: Option<Direction>,
    rules: &Rules,
    least: f64,
    running: &mut Vec<Sums>,
    out: &mut [f64],
) -> f64 {
    out.fill(0.0);
    let mut gained = 0.0;
    if sums[0][1] >= rules.min_hessian && rules.score(sums[0]) > least {
        out[0] = rules.learning_rate * rules.value(sums[0]);
        gained = rules.score(sums[0]);
    }
    running.clear();
    running.push([0.0; 2]);
    let mut total = [0.0; 2];
    for bin in &sums[1..] {
        total = [total[0] + bin[0], total[1] + bin[1]];
        running.push(total);
    }
    let root = Leaf {
        from: 0,
        to: sums.len() - 1,
        sums: total,
    };
    let free = |_: f64, _: f64| true;
    let Some(first) = best(root, running, monotone, rules, free) else {
        return gained;
    };
    let mut leaves = [first.left, first.right, first.right];
    let mut count = 2;
    let mut gain = first.gain;
    if rules.leaves > 2 {
        // The new inner border must keep the order with the leaf beside it.
        let (low, high) = (rules.value(first.left.sums), rules.value(first.right.sums));
        let keeps = |a: f64, b: f64| match monotone {
            None => true,
            Some(Direction::Rising) => a <= b,
            Some(Direction::Falling) => a >= b,
        };
        let left = best(first.left, running, monotone, rules, |_, right| keeps(right, high));
        let right = best(first.right, running, monotone, rules, |left, _| keeps(low, left));
        let left_gain = left.as_ref().map_or(0.0, |split| split.gain);
        match (left, right) {
            (Some(split), right) if right.as_ref().is_none_or(|r| r.gain <= split.gain) => {
                leaves = [split.left, split.right, first.right];
                (count, gain) = (3, gain + left_gain);
            }
            (_, Some(split)) => {
                leaves = [first.left, split.left, split.right];
                (count, gain) = (3, gain + split.gain);
            }
            _ => {}
        }
    }
    if gain <= least {
        return gained;
    }
    for leaf in &leaves[..count] {
        out[1 + leaf.from..1 + leaf.to].fill(rules.learning_rate * rules.value(leaf.sums));
    }
    gained + gain
}

/// The best cut of a leaf, if any gains.
fn best(
    leaf: Leaf,
    running: &[Sums],
    monotone: Option<Direction>,
    rules: &Rules,
    allowed: impl Fn(f64, f64) -> bool,
) -> Option<Split> {
    let whole = rules.score(leaf.sums);
    let start = running[leaf.from];
    let mut found: Option<(f64, usize)> = None;
    for (cut, &sum) in running.iter().enumerate().take(leaf.to).skip(leaf.from + 1) {
        let left = minus(sum, start);
        let right = minus(leaf.sums, left);
        if left[1] < rules.min_hessian {
            continue;
        }
        if right[1] < rules.min_hessian {
            break;
        }
        let gain = rules.score(left) + rules.score(right) - whole;
        if gain <= found.map_or(0.0, |(gain, _)| gain) {
            continue;
        }
        let (low, high) = (rules.value(left), rules.value(right));
        let turns = match monotone {
            None => false,
            Some(Direction::Rising) => low > high,
            Some(Direction::Falling) => low < high,
        };
        if !turns && allowed(low, high) {
            found = Some((gain, cut));
        }
    }
    found.map(|(gain, cut)| {
        let left = minus(running[cut], start);
        Split {
            gain,
            left: Leaf {
                to: cut,
                sums: left,
                ..leaf
            },
            right: Leaf {
                from: cut,
                sums: minus(leaf.sums, left),
                ..leaf
            },
        }
    })
}

fn minus(a: Sums, b: Sums) -> Sums {
    [a[0] - b[0], a[1] - b[1]]
}
