//! The cohort triangle and the lifecycle of an event log.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, empty, figure, note, say, sized, sub};
use crate::figures;
use crate::model::churn::Completeness;
use crate::model::events::{Cohort, EventSection, LifecycleMonth};
use crate::svg::cohort::{CohortCell, CohortChart, CohortRow};
use crate::svg::lifecycle::{LifecycleChart, LifecycleColumn};

/// More months than this do not fit; the rest is in report.json.
const MOST_COHORTS: usize = 24;
const MOST_AGES: usize = 25;
const MOST_MONTHS: usize = 36;

const COHORTS: Pair = ("首购月份群组的留存", "Retention by month of first purchase");
const COHORTS_SMALL: Pair = (
    "每行是某月首次购买的客户，每列是之后第几个月仍有购买的比例；斜线：当月未结束，空白：尚未到来",
    "A row holds customers who first bought in a month, a column the share who bought so many months later; hatched: month not over, blank: not there yet",
);
const NO_COHORTS: Pair = ("数据不足以形成首购月份群组。", "There is too little data for cohorts.");
const CORNER: Pair = ("首购月 / 人数", "Month / size");
const LIFECYCLE: Pair = ("客户生命周期", "Customer lifecycle");
const LIFECYCLE_SMALL: Pair = (
    "每月活跃客户的构成，流失画在零线下方；斜线：当月未结束，数字还会变",
    "Who was active each month; lost customers below the line; hatched: month not over, figures will change",
);
const NO_MONTHS: Pair = (
    "数据不足一个月，无法画出生命周期。",
    "There is less than a month of data.",
);
const NAMES: [Pair; 5] = [
    ("持续", "kept"),
    ("回流", "returned"),
    ("新客", "new"),
    ("流失", "lost"),
    ("未结束", "not over"),
];

/// The triangle.
pub(super) fn triangle(events: &EventSection, lang: Lang) -> String {
    let heading = sub(say(lang, COHORTS));
    let skipped = events.cohorts.len().saturating_sub(MOST_COHORTS);
    let rows: Vec<CohortRow> = events.cohorts[skipped..].iter().map(|c| row(c, lang)).collect();
    if rows.is_empty() {
        return heading + &empty(say(lang, NO_COHORTS));
    }
    let ages = events.cohorts[skipped..].iter().any(|c| c.retention.len() > MOST_AGES);
    let chart = CohortChart {
        title: say(lang, COHORTS).to_owned(),
        description: say(lang, COHORTS_SMALL).to_owned(),
        corner: say(lang, CORNER).to_owned(),
        rows,
    };
    let cut = if skipped > 0 || ages {
        note(&match lang {
            Lang::Zh => format!(
                "图中为最近 {MOST_COHORTS} 个群组、各前 {MOST_AGES} 个月，全部 {} 个群组见 report.json。",
                events.cohorts.len()
            ),
            Lang::En => format!(
                "Shown: the latest {MOST_COHORTS} cohorts and their first {MOST_AGES} months; all {} are in report.json.",
                events.cohorts.len()
            ),
        })
    } else {
        String::new()
    };
    heading + &figure("", say(lang, COHORTS_SMALL), &sized(chart.draw(), "wide"), &cut)
}

fn row(cohort: &Cohort, lang: Lang) -> CohortRow {
    let last_known = cohort.retention.iter().rposition(Option::is_some);
    let running = last_known.map_or(0, |i| i + 1);
    let cells = cohort.retention.iter().take(MOST_AGES).enumerate().map(|(age, share)| {
        let at = match lang {
            Lang::Zh => format!("{} 首购，第 {age} 个月", cohort.month),
            Lang::En => format!("first bought {}, month {age}", cohort.month),
        };
        match share {
            Some(share) => {
                let active = cohort.active.get(age).copied().flatten();
                let fraction = active.map_or_else(String::new, |a| figures::fraction(a, cohort.customers));
                CohortCell::Known(*share, format!("{at}: {} ({fraction})", figures::percent(*share)))
            }
            None if age <= running => CohortCell::Running(format!("{at}: {}", say(lang, NAMES[4]))),
            None => CohortCell::NotYet,
        }
    });
    CohortRow {
        label: cohort.month.clone(),
        size: figures::count(cohort.customers),
        cells: cells.collect(),
    }
}

/// The lifecycle bars.
pub(super) fn lifecycle(events: &EventSection, lang: Lang) -> String {
    let heading = sub(say(lang, LIFECYCLE));
    if events.lifecycle.is_empty() {
        return heading + &empty(say(lang, NO_MONTHS));
    }
    let skipped = events.lifecycle.len().saturating_sub(MOST_MONTHS);
    let chart = LifecycleChart {
        title: say(lang, LIFECYCLE).to_owned(),
        description: say(lang, LIFECYCLE_SMALL).to_owned(),
        names: NAMES.map(|pair| say(lang, pair).to_owned()),
        months: events.lifecycle[skipped..].iter().map(|m| month(m, lang)).collect(),
    };
    let cut = if skipped > 0 {
        note(&match lang {
            Lang::Zh => format!("图中为最近 {MOST_MONTHS} 个月，更早的见 report.json。"),
            Lang::En => format!("Shown: the latest {MOST_MONTHS} months; earlier ones are in report.json."),
        })
    } else {
        String::new()
    };
    heading + &figure("", say(lang, LIFECYCLE_SMALL), &sized(chart.draw(), "wide"), &cut)
}

fn month(m: &LifecycleMonth, lang: Lang) -> LifecycleColumn {
    let colon = say(lang, ("：", ": "));
    let lost = m.lost.map_or(figures::UNKNOWN.to_owned(), figures::count);
    let counts = [
        figures::count(m.kept),
        figures::count(m.returned),
        figures::count(m.new),
        lost,
    ];
    let parts: Vec<String> = NAMES
        .iter()
        .zip(counts)
        .map(|(name, n)| format!("{}{colon}{n}", say(lang, *name)))
        .collect();
    LifecycleColumn {
        label: m.month.clone(),
        kept: m.kept,
        returned: m.returned,
        new: m.new,
        lost: m.lost,
        complete: m.status == Completeness::Complete,
        tip: format!("{} {}", m.month, parts.join(say(lang, ("，", ", ")))),
    }
}
