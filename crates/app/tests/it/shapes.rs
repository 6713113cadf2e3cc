//! Shape functions in the report are the additive model's, and their sentences say what they show.

use holdfast_app::analyze::options::AnalyzeOptions;
use holdfast_app::simulate::Industry;
use holdfast_learn::additive::fit::fit;
use holdfast_learn::additive::shape::{Bin, Shape};
use holdfast_learn::contract::schema::Schema;
use holdfast_learn::contract::task::Task;
use holdfast_learn::ensemble::components::ComponentSettings;
use holdfast_learn::frame::{Feature, FeatureData, Frame};
use holdfast_report::model::shapes::{ShapeBin, ShapeFunction};

use crate::support::{Desk, analyze_file, company};

const ROWS: usize = 1_200;
const PLANS: [&str; 3] = ["A", "B", "C"];

fn plan(row: usize) -> usize {
    (row * 7) % 3
}

fn tenure(row: usize) -> f64 {
    ((row * 37) % 61) as f64
}

fn churned(row: usize) -> bool {
    let risk = if plan(row) == 0 { 55 } else { 15 } + if tenure(row) < 12.0 { 25 } else { 0 };
    (row * 7919) % 101 < risk
}

#[test]
fn they_match_the_model_bin_by_bin() {
    let mut text = String::from("customer_id,plan,tenure,Churn\n");
    for row in 0..ROWS {
        let label = if churned(row) { "Yes" } else { "No" };
        text.push_str(&format!("c{row},{},{},{label}\n", PLANS[plan(row)], tenure(row)));
    }
    let report = Desk::with("c.csv", text.as_bytes())
        .analyze(&AnalyzeOptions::default())
        .unwrap()
        .report;
    // The same table, fitted once more as the final model's part is.
    let frame = Frame {
        rows: ROWS,
        columns: vec![
            Feature {
                name: "plan".into(),
                data: FeatureData::Category {
                    codes: (0..ROWS).map(|row| plan(row) as u32).collect(),
                    levels: PLANS.map(String::from).into(),
                },
            },
            Feature {
                name: "tenure".into(),
                data: FeatureData::Number((0..ROWS).map(tenure).collect()),
            },
        ],
    };
    let labels: Vec<bool> = (0..ROWS).map(churned).collect();
    let rows: Vec<u32> = (0..ROWS as u32).collect();
    let settings = ComponentSettings::for_rows(ROWS - ROWS / 5, 2, report.seed).additive;
    let model = fit(&Task::whole(&frame, &labels, &rows, report.seed), &settings).unwrap();
    assert_eq!(report.shapes.intercept, model.intercept);
    let shapes = model.shapes(&Schema::of(&frame));
    let mains: Vec<&Shape> = shapes.iter().filter(|shape| shape.axes.len() == 1).collect();
    assert_eq!(mains.len(), report.shapes.columns.len());
    for (shape, shown) in mains.iter().zip(&report.shapes.columns) {
        assert_eq!((&shape.axes[0].name, shape.importance), (&shown.name, shown.importance));
        let filled: Vec<usize> = (0..shape.points.len())
            .filter(|&k| shape.points[k].weight > 0.0)
            .collect();
        assert_eq!(filled.len(), shown.points.len());
        for (k, point) in filled.into_iter().zip(&shown.points) {
            let own = &shape.points[k];
            assert_eq!(
                (own.value, own.low, own.high),
                (point.effect, point.ci_low, point.ci_high)
            );
            assert_eq!(own.weight, point.rows as f64);
            match (&shape.axes[0].bins[k], &point.bin) {
                (Bin::Level(level), ShapeBin::Value { name }) => assert_eq!(*level, name.en),
                (Bin::Between { above, up_to }, ShapeBin::Between { above: a, up_to: b }) => {
                    assert_eq!((above, up_to), (a, b));
                }
                (own, shown) => panic!("{own:?} is shown as {shown:?}"),
            }
        }
    }
    let of = |name: &str| report.shapes.columns.iter().find(|c| c.name == name).unwrap();
    assert!(
        of("plan").sentence.zh.contains("为“A”的客户"),
        "{}",
        of("plan").sentence.zh
    );
    let low = of("tenure");
    assert_eq!((low.lowest, low.highest), (Some(0.0), Some(60.0)));
    assert!(low.sentence.en.contains("≤ 1"), "{}", low.sentence.en);
}

fn sound(column: &ShapeFunction, rows: u64) {
    let name = &column.name;
    assert_eq!(column.points.iter().map(|p| p.rows).sum::<u64>(), rows, "{name}");
    for point in &column.points {
        assert!(
            point.ci_low <= point.effect && point.effect <= point.ci_high,
            "{name}: {point:?}"
        );
    }
    let mean = column.points.iter().map(|p| p.effect * p.rows as f64).sum::<f64>() / rows as f64;
    assert!(
        mean.abs() < 1e-6,
        "{name}: effects are counted from the average, not {mean}"
    );
    let ends: Vec<(Option<f64>, Option<f64>)> = column
        .points
        .iter()
        .filter_map(|p| match p.bin {
            ShapeBin::Between { above, up_to } => Some((above, up_to)),
            _ => None,
        })
        .collect();
    assert!(
        ends.windows(2).all(|w| w[0].1.unwrap() <= w[1].0.unwrap()),
        "{name}: {ends:?}"
    );
    let told = &column.sentence;
    assert!(told.zh.contains("关联") || told.zh.contains("看不出"), "{}", told.zh);
    assert!(
        told.en.contains("association") || told.en.contains("no clear difference"),
        "{}",
        told.en
    );
}

#[test]
fn of_a_simulated_company_they_are_sound_and_on_the_page() {
    let folder = company(Industry::Telecom, 3_000, 7, false);
    let (analysis, out) = analyze_file(&folder.path().join("snapshot.csv"), &AnalyzeOptions::default());
    let report = analysis.report;
    let columns = &report.shapes.columns;
    assert_eq!(columns.len(), 8);
    assert!(columns.windows(2).all(|w| w[0].importance >= w[1].importance));
    columns.iter().for_each(|column| sound(column, report.churn.customers));
    let names: Vec<&str> = report.model.candidates.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["logistic", "additive", "boosting", "blend"]);
    let weights: Vec<(&str, f64)> = report
        .model
        .weights
        .iter()
        .map(|w| (w.name.as_str(), w.weight))
        .collect();
    assert_eq!(weights[1], ("additive", report.shapes.weight));
    let html = std::fs::read_to_string(out.path().join("report.html")).unwrap();
    for words in ["流失几率随取值怎么变", "How the odds of churn change with each value"] {
        assert_eq!(html.matches(words).count(), 1, "{words}");
    }
    for column in columns {
        assert!(
            html.contains(&column.label.zh) && html.contains(&column.name),
            "{}",
            column.name
        );
    }
}
