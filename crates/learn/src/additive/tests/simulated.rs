//! Tables drawn from known log-odds.

use holdfast_stats::special::sigmoid;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::additive::model::AdditiveModel;
use crate::additive::settings::AdditiveSettings;
use crate::contract::task::Task;
use crate::frame::{Feature, FeatureData, Frame, MISSING};

/// A table, its labels and the log-odds that they were drawn with.
pub struct World {
    pub frame: Frame,
    pub labels: Vec<bool>,
    pub margins: Vec<f64>,
}

impl World {
    pub fn rows(&self) -> Vec<u32> {
        (0..self.frame.rows as u32).collect()
    }

    pub fn settings(&self) -> AdditiveSettings {
        AdditiveSettings::for_rows(self.frame.rows, self.frame.columns.len(), 0)
    }

    pub fn fit(&self, settings: &AdditiveSettings) -> AdditiveModel {
        let rows = self.rows();
        let task = Task::whole(&self.frame, &self.labels, &rows, 3);
        task.check().unwrap();
        crate::additive::fit::fit(&task, settings).unwrap()
    }
}

pub fn number(name: &str, values: Vec<f64>) -> Feature {
    Feature {
        name: name.into(),
        data: FeatureData::Number(values),
    }
}

pub fn category(name: &str, codes: Vec<u32>, levels: usize) -> Feature {
    Feature {
        name: name.into(),
        data: FeatureData::Category {
            codes,
            levels: (0..levels).map(|level| format!("L{level}")).collect(),
        },
    }
}

/// Columns `a`, `b` (uniform on −1…1, a tenth of `b` missing), `c` (four levels, a tenth missing), `noise`; log-odds
/// −1 + 2a + level − 1 + `together`·sign(a·b), b = 0 where missing.
pub fn world(rows: usize, seed: u64, together: f64) -> World {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let (mut a, mut b, mut c, mut noise) = (vec![], vec![], vec![], vec![]);
    let (mut labels, mut margins) = (vec![], vec![]);
    for _ in 0..rows {
        let x: f64 = rng.gen_range(-1.0..1.0);
        let y: f64 = rng.gen_range(-1.0..1.0);
        let level = rng.gen_range(0..4u32);
        let (no_y, no_level) = (rng.gen_bool(0.1), rng.gen_bool(0.1));
        let acting = if no_y { 0.0 } else { (x * y).signum() };
        let effect = if no_level { 0.0 } else { 0.7 * f64::from(level) - 1.0 };
        let margin = -1.0 + 2.0 * x + effect + together * acting;
        a.push(x);
        b.push(if no_y { f64::NAN } else { y });
        c.push(if no_level { MISSING } else { level });
        noise.push(rng.gen_range(-1.0..1.0));
        labels.push(rng.gen_bool(sigmoid(margin)));
        margins.push(margin);
    }
    let columns = vec![
        number("a", a),
        number("b", b),
        category("c", c, 4),
        number("noise", noise),
    ];
    World {
        frame: Frame { columns, rows },
        labels,
        margins,
    }
}
