//! Models of every kind, exported, with what our own code answers.

use holdfast_learn::additive::settings::AdditiveSettings;
use holdfast_learn::blend::contract::BlendSettings;
use holdfast_learn::boost::fit as boosting;
use holdfast_learn::boost::plan::BoostingSettings;
use holdfast_learn::boost::settings::BoostSettings;
use holdfast_learn::boost::tree::{BinSet, FittedBooster, Node, Tree};
use holdfast_learn::contract::method::Method;
use holdfast_learn::contract::schema::Schema;
use holdfast_learn::contract::task::Task;
use holdfast_learn::encode::binner::{BinSettings, Binner};
use holdfast_learn::frame::Frame;
use holdfast_learn::logistic::fit::{self as logistic, LogisticSettings};
use holdfast_learn::scorecard::settings::ScorecardSettings;
use holdfast_onnx::about::About;
use holdfast_onnx::axis::Axis;
use holdfast_onnx::export::{Part, WeightedPart, export};
use holdfast_onnx::fitted::export_fitted;
use holdfast_onnx::lookup::{Lookup, LookupTerm};

use super::tables::{Draws, Table, only, scoring, training};

pub const ABOUT: About = About {
    model_id: "m-2026-11",
    program_version: "0.1.0",
    card: "用途：挽留名单。Use: retention lists.",
};

/// An exported model, a table and the log-odds of our own code.
pub struct Case {
    pub name: String,
    pub bytes: Vec<u8>,
    pub table: Table,
    pub expected: Vec<f64>,
}

pub fn all() -> Vec<Case> {
    let (frame, labels) = training(1500, 1);
    let mut cases = Vec::new();
    let views: [&[&str]; 4] = [
        &["月费", "plan", "large", "margin", "tiny", "empty"],
        &["月费", "large", "empty"],
        &["plan", "margin"],
        &["empty"],
    ];
    for (view, names) in views.iter().enumerate() {
        let (frame, schema) = only(&frame, names);
        cases.extend(of_view(view as u64, &frame, &schema, &labels));
        cases.extend(
            methods()
                .iter()
                .map(|method| of_method(method, view as u64, &frame, &labels)),
        );
    }
    cases
}

/// Every learner that can be exported.
fn methods() -> Vec<Method> {
    vec![
        Method::Logistic(LogisticSettings::default()),
        Method::Boosting(BoostingSettings::default()),
        Method::Additive(AdditiveSettings::for_rows(1500, 6, 0)),
        Method::Scorecard(ScorecardSettings::default()),
        Method::Blend(BlendSettings {
            parts: vec![
                Method::Scorecard(ScorecardSettings::default()),
                Method::Boosting(BoostingSettings::default()),
            ],
            folds: 3,
        }),
    ]
}

fn of_method(method: &Method, view: u64, frame: &Frame, labels: &[bool]) -> Case {
    let rows: Vec<u32> = (0..frame.rows as u32).collect();
    let fitted = method.fit(&Task::whole(frame, labels, &rows, 3)).unwrap();
    let binner = Binner::fit(frame, &rows, BinSettings::default());
    let table = scoring(frame, &binner, 400, view + 20);
    Case {
        name: format!("method_{}_{view}", method.name()),
        bytes: export_fitted(&fitted, &ABOUT).unwrap(),
        expected: fitted.margins(&table.frame).unwrap(),
        table,
    }
}

fn of_view(view: u64, frame: &Frame, schema: &Schema, labels: &[bool]) -> Vec<Case> {
    let rows: Vec<u32> = (0..frame.rows as u32).collect();
    let binner = Binner::fit(frame, &rows, BinSettings::default());
    let regression = logistic::fit(frame, labels, &rows, &LogisticSettings::default()).unwrap();
    let settings = BoostSettings {
        rounds: 60,
        ..BoostSettings::default()
    };
    let boosted = boosting::fit(&binner.transform(frame), labels, &rows, &[], &settings).unwrap();
    let wild = wild_forest(&binner, view);
    let lookup = random_lookup(&binner, view);
    let (boosted, wild) = (
        Part::Trees {
            binner: &binner,
            booster: &boosted.booster,
        },
        Part::Trees {
            binner: &binner,
            booster: &wild,
        },
    );
    let (regression, lookup) = (Part::Logistic(&regression), Part::Lookup(&lookup));
    let case = |name: &str, intercept: f64, parts: &[(f64, Part)]| {
        let parts: Vec<WeightedPart> = parts
            .iter()
            .map(|&(weight, part)| WeightedPart { weight, part })
            .collect();
        let table = scoring(frame, &binner, 400, view + 10);
        let bytes = export(schema, intercept, &parts, &ABOUT).unwrap();
        let mut expected = vec![intercept; table.frame.rows];
        for part in &parts {
            let own = margins(&part.part, &binner, &table.frame);
            expected
                .iter_mut()
                .zip(own)
                .for_each(|(sum, m)| *sum += part.weight * m);
        }
        Case {
            name: format!("{name}_{view}"),
            bytes,
            table,
            expected,
        }
    };
    vec![
        case("logistic", 0.0, &[(1.0, regression)]),
        case("boosted", 0.0, &[(1.0, boosted)]),
        case("wild", 0.0, &[(1.0, wild)]),
        case("lookup", 0.0, &[(1.0, lookup)]),
        case("blend", -0.7, &[(0.4, regression), (0.35, boosted), (1.25, lookup)]),
        case("nothing", -1.5, &[]),
    ]
}

fn margins(part: &Part, binner: &Binner, frame: &Frame) -> Vec<f64> {
    let rows: Vec<u32> = (0..frame.rows as u32).collect();
    match part {
        Part::Logistic(fitted) => fitted.margins(frame, &rows),
        Part::Trees { booster, .. } => booster.margins(&binner.transform(frame), &rows),
        Part::Lookup(lookup) => {
            // Its axes are the binner's, so that the binner's bins are the cells.
            let binned = binner.transform(frame);
            rows.iter()
                .map(|&row| {
                    let cell = |term: &LookupTerm| {
                        term.axes.iter().fold(0, |cell, axis| {
                            cell * axis.bins() + usize::from(binned.columns[axis.column][row as usize])
                        })
                    };
                    lookup.base + lookup.terms.iter().map(|t| t.table[cell(t)]).sum::<f64>()
                })
                .collect()
        }
    }
}

/// Trees that no fit would grow: any set of bins on any column, empty and full ones, single leaves.
fn wild_forest(binner: &Binner, seed: u64) -> FittedBooster {
    let mut draws = Draws::new(seed + 100);
    let trees = (0..80)
        .map(|tree| {
            let mut nodes = Vec::new();
            grow(binner, if tree % 9 == 0 { 0 } else { 4 }, &mut draws, &mut nodes);
            Tree { nodes }
        })
        .collect();
    FittedBooster { base: 0.25, trees }
}

fn grow(binner: &Binner, depth: usize, draws: &mut Draws, nodes: &mut Vec<Node>) -> u32 {
    let own = nodes.len();
    nodes.push(Node {
        column: 0,
        left_bins: BinSet::default(),
        left: 0,
        right: 0,
        value: draws.unit() - 0.5,
    });
    if depth == 0 || draws.below(5) == 0 && own > 0 {
        return own as u32;
    }
    let column = draws.below(binner.columns().len());
    let bins = binner.columns()[column].bins();
    let mut left_bins = BinSet::default();
    let (kind, at) = (draws.below(6), draws.below(bins + 1));
    for bin in 0..bins {
        let goes_left = match kind {
            0 => false,
            1 => true,
            2 => bin < at,
            3 => bin >= at,
            4 => bin > 0 && bin < at,
            _ => draws.below(2) == 0,
        };
        if goes_left {
            left_bins.insert(bin as u8);
        }
    }
    // Bits beyond the bins mean nothing.
    left_bins.insert(255);
    let left = grow(binner, depth - 1, draws, nodes);
    let right = grow(binner, depth - 1, draws, nodes);
    let node = &mut nodes[own];
    (node.column, node.left_bins, node.left, node.right) = (column as u32, left_bins, left, right);
    own as u32
}

/// Each column alone, and each with the next.
fn random_lookup(binner: &Binner, seed: u64) -> Lookup {
    let mut draws = Draws::new(seed + 200);
    let axes: Vec<Axis> = binner
        .columns()
        .iter()
        .enumerate()
        .map(|(c, b)| Axis::of(c, b))
        .collect();
    let single = axes.iter().map(|axis| vec![axis.clone()]);
    let pairs = axes.windows(2).map(<[Axis]>::to_vec);
    let terms = single
        .chain(pairs)
        .map(|axes| LookupTerm {
            table: (0..axes.iter().map(Axis::bins).product())
                .map(|_| draws.unit() - 0.5)
                .collect(),
            axes,
        })
        .collect();
    Lookup { base: -0.3, terms }
}
