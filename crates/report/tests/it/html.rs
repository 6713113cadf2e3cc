//! The HTML page.

use holdfast_domain::lang::Lang;
use holdfast_report::html::to_html;
use holdfast_report::model::report::Report;

use crate::fixture::hostile::{self, ATTACK};
use crate::fixture::{events, snapshot};
use crate::markup::{self, Markup};

fn reports() -> [Report; 4] {
    [
        snapshot::report(),
        events::report(),
        hostile::report(),
        hostile::hollow(),
    ]
}

fn page(report: &Report) -> Markup {
    markup::read(&to_html(report, Lang::Zh))
}

#[test]
fn nothing_is_loaded_from_outside() {
    for report in reports().iter().take(2) {
        let html = to_html(report, Lang::En);
        for outside in ["http:", "https:", "//cdn", "@import", "url("] {
            assert!(!html.contains(outside), "{outside}");
        }
        let markup = markup::read(&html);
        for element in &markup.elements {
            assert!(!["link", "img", "iframe", "object", "base"].contains(&element.name.as_str()));
            assert_eq!(element.attribute("src"), None);
            assert!(element.attribute("href").is_none_or(|link| link.starts_with('#')));
        }
        let policy = markup.elements.iter().find_map(|e| {
            (e.attribute("http-equiv") == Some("Content-Security-Policy")).then(|| e.attribute("content"))
        });
        assert!(policy.flatten().unwrap().starts_with("default-src 'none'"));
    }
}

#[test]
fn both_languages_are_whole_and_the_first_one_comes_first() {
    let report = events::report();
    for (first, second) in [(Lang::Zh, Lang::En), (Lang::En, Lang::Zh)] {
        let markup = markup::read(&to_html(&report, first));
        assert_eq!(markup.elements[0].attribute("lang"), Some(first.tag()));
        let pages: Vec<_> = markup
            .elements
            .iter()
            .filter(|e| e.attribute("class").is_some_and(|c| c.starts_with("page ")))
            .filter_map(|e| e.attribute("lang"))
            .collect();
        assert_eq!(pages, [first.tag(), second.tag()]);
        let checked = markup
            .elements
            .iter()
            .find(|e| e.attribute("checked").is_some())
            .unwrap();
        assert_eq!(checked.attribute("lang"), Some(first.tag()));
        let ids = |prefix: &str| {
            let ids = markup
                .elements
                .iter()
                .filter_map(|e| e.attribute("id")?.strip_prefix(prefix));
            ids.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(ids("zh-"), ids("en-"));
        assert!(ids("zh-").len() > 28);
    }
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_unique() {
    for report in &reports() {
        let markup = page(report);
        let ids: Vec<_> = markup.elements.iter().filter_map(|e| e.attribute("id")).collect();
        let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len());
        for link in markup.elements.iter().filter_map(|e| e.attribute("href")) {
            assert!(ids.contains(&link.trim_start_matches('#')), "{link}");
        }
    }
}

#[test]
fn headings_tables_and_charts_are_accessible() {
    for report in &reports() {
        let markup = page(report);
        let mut level = 1;
        for heading in markup
            .elements
            .iter()
            .filter(|e| matches!(e.name.as_str(), "h1" | "h2" | "h3" | "h4"))
        {
            let next = heading.name[1..].parse::<u8>().unwrap();
            assert!(next <= level + 1, "h{next} after h{level}");
            level = next;
        }
        let count = |name: &str| markup.elements.iter().filter(|e| e.name == name).count();
        assert_eq!(count("table"), count("caption"));
        assert!(
            markup
                .elements
                .iter()
                .filter(|e| e.name == "th")
                .all(|e| e.attribute("scope").is_some())
        );
        for svg in markup.elements.iter().filter(|e| e.name == "svg") {
            assert_eq!(svg.attribute("role"), Some("img"));
        }
        assert_eq!(count("svg"), count("desc"));
    }
}

#[test]
fn text_from_data_stays_text() {
    let html = to_html(&hostile::report(), Lang::Zh);
    let markup = markup::read(&html);
    let scripts = markup.elements.iter().filter(|e| e.name == "script").count();
    assert_eq!(scripts, 1);
    assert!(
        markup
            .elements
            .iter()
            .all(|e| !e.attributes.iter().any(|a| a.0.starts_with("on")))
    );
    assert!(!html.contains(['\u{202E}', '\u{0}']));
    let shown = ATTACK.replace(['\u{202E}', '\u{0}'], "\u{FFFD}");
    assert!(markup.text.contains(&shown));
}

#[test]
fn what_is_not_a_number_is_a_dash() {
    for report in &reports() {
        let markup = page(report);
        for word in ["NaN", "inf ", "inf%", "Infinity"] {
            assert!(!markup.text.contains(word), "{word}");
        }
        let attributes = markup.elements.iter().flat_map(|e| &e.attributes);
        for (name, value) in attributes {
            assert!(!value.contains("NaN") && value != "inf", "{name}={value}");
        }
    }
}

#[test]
fn empty_sections_say_so_and_absent_ones_are_left_out() {
    let hollow = page(&hostile::hollow());
    let shown = hollow
        .elements
        .iter()
        .filter(|e| e.attribute("class") == Some("empty"))
        .count();
    assert!(shown >= 12, "{shown}");
    let snapshot = page(&snapshot::report());
    assert!(!snapshot.elements.iter().any(|e| e.attribute("id") == Some("zh-events")));
    assert!(
        snapshot
            .elements
            .iter()
            .any(|e| e.attribute("id") == Some("zh-survival"))
    );
}

#[test]
fn figures_carry_their_fractions() {
    let text = page(&snapshot::report()).text;
    for figure in [
        "26.5%",
        "1,869 / 7,043",
        "25.5% – 27.6%",
        "1,655 / 3,875",
        "p < 0.001",
        "158.2万",
        "1,582,204.41",
        "1.58M",
    ] {
        assert!(text.contains(figure), "{figure}");
    }
}

#[test]
fn a_month_that_is_not_over_is_never_zero() {
    let report = events::report();
    let known: usize = report.events.as_ref().map_or(0, |e| {
        e.cohorts
            .iter()
            .flat_map(|c| &c.retention)
            .filter(|r| r.is_some())
            .count()
    });
    let html = to_html(&report, Lang::Zh);
    let chart = html.split("<svg class=\"chart wide\"").nth(1).unwrap();
    let chart = &chart[..chart.find("</svg>").unwrap()];
    assert_eq!(chart.matches("class=\"heat").count(), known);
    assert!(!chart.contains(">0%"));
    // One running month in each of the thirteen cohorts.
    assert_eq!(chart.matches("class=\"hatch-box\"").count(), 13);
}

#[test]
fn a_report_is_small_enough_to_forward() {
    for report in &reports() {
        assert!(to_html(report, Lang::Zh).len() < 700 * 1024);
    }
}
