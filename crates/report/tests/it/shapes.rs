//! Shape functions on the page: the band holds the line, both languages are there, what is hostile or not a number does no harm.

use holdfast_domain::lang::Lang;
use holdfast_report::html::to_html;
use holdfast_report::model::shapes::ShapePoint;

use crate::fixture::snapshot;
use crate::markup;

/// The points of the first element of a class in a piece of SVG.
fn points(svg: &str, class: &str) -> Vec<(f64, f64)> {
    let at = svg.find(&format!("class=\"{class}\"")).expect("is drawn");
    let list = svg[at..].split("points=\"").nth(1).expect("has points");
    let list = &list[..list.find('"').expect("ends")];
    list.split(' ')
        .map(|pair| {
            let (x, y) = pair.split_once(',').expect("x,y");
            (x.parse().expect("x"), y.parse().expect("y"))
        })
        .collect()
}

/// The chart whose accessible name is `title`.
fn chart<'a>(html: &'a str, title: &str) -> &'a str {
    let at = html
        .find(&format!("<title>{title}</title>"))
        .expect("the chart is there");
    &html[at..at + html[at..].find("</svg>").expect("ends")]
}

#[test]
fn the_line_runs_within_its_band_and_falls_as_the_data_do() {
    let report = snapshot::report();
    let html = to_html(&report, Lang::En);
    let svg = chart(&html, "tenure and the odds of churn");
    let (line, band) = (points(svg, "plot s0"), points(svg, "area band"));
    assert_eq!(band.len(), 2 * line.len(), "upper edge, then the lower one back");
    for (k, &(x, y)) in line.iter().enumerate() {
        let (upper, lower) = (band[k], band[band.len() - 1 - k]);
        assert_eq!((upper.0, lower.0), (x, x));
        // Pixels grow downwards.
        assert!(upper.1 < y && y < lower.1, "{upper:?} {y} {lower:?}");
    }
    assert!(
        line.windows(2).all(|w| w[1].0 >= w[0].0 && w[1].1 >= w[0].1 - 0.05),
        "risk falls with tenure"
    );
    assert_eq!(line[0].1, line[1].1, "steps");
    assert!(svg.contains(">missing</text>") && svg.contains("class=\"silhouette\""));
    assert!(svg.contains(">1×</text>") && svg.contains(">2×</text>"));
}

#[test]
fn levels_are_sorted_by_effect_and_values_of_a_number_are_not() {
    let html = to_html(&snapshot::report(), Lang::Zh);
    let place = |svg: &str, text: &str| {
        svg.find(&format!(">{text}</text>"))
            .or(svg.find(&format!(">{text}<title>")))
    };
    let contract = chart(&html, "“Contract”与流失几率");
    let order =
        ["Month-to-month", "其他（少见）", "One year", "Two year"].map(|level| place(contract, level).expect(level));
    assert!(order.windows(2).all(|w| w[0] < w[1]), "{order:?}");
    assert!(contract.contains("1.68×"), "exp(0.52)");
    let senior = chart(&html, "“SeniorCitizen”与流失几率");
    // The axis has a 1 too: the values stand at the left, before their rows' dots.
    let row = |factor: &str| senior.find(&format!(">{factor}</text>")).expect(factor);
    assert!(row("0.96×") < row("1.23×"), "0, then 1: exp(−0.04), exp(0.21)");
}

#[test]
fn both_languages_have_the_charts_and_say_that_it_is_association() {
    let report = snapshot::report();
    let html = to_html(&report, Lang::Zh);
    let text = markup::read(&html).text;
    for words in [
        "流失几率随取值怎么变",
        "How the odds of churn change with each value",
        "这是关联，不等于因果",
        "This is association, not cause",
        "tenure 与 Contract 一起",
        "tenure together with Contract",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let pair = chart(&html, "tenure together with Contract");
    assert_eq!(pair.matches("class=\"heat").count(), 3);
    assert_eq!(
        pair.matches("class=\"hatch-box\"").count(),
        1,
        "nobody there: hatched, not 1×"
    );
}

#[test]
fn without_shapes_or_with_what_is_no_number_the_page_is_whole() {
    let mut report = snapshot::report();
    let broken = |p: &mut ShapePoint| (p.effect, p.ci_low, p.ci_high) = (f64::NAN, f64::NEG_INFINITY, f64::INFINITY);
    report
        .shapes
        .columns
        .iter_mut()
        .flat_map(|c| &mut c.points)
        .for_each(broken);
    if let Some(pair) = &mut report.shapes.pair {
        pair.cells.iter_mut().for_each(|cell| cell.effect = f64::NAN);
    }
    let html = to_html(&report, Lang::Zh);
    markup::read(&html);
    assert!(!html.contains("NaN") && !html.contains("inf×"));
    report.shapes.columns.clear();
    let html = to_html(&report, Lang::Zh);
    markup::read(&html);
    assert!(!html.contains("How the odds of churn change"));
    assert!(
        html.contains("<h3>Mean effect of each value"),
        "the effects are not folded away then"
    );
}
