//! `holdfast.toml`: the folder as a workspace, ready to be refreshed.

use crate::industry::Industry;
use crate::tables::{CUSTOMER_ATTRIBUTES, CUSTOMER_PERSONAL};
use crate::trade::{Trade, trade};

/// The file's name.
pub(crate) const FILE: &str = "holdfast.toml";

/// The workspace of an industry's files; the same for every company of that industry.
pub(crate) fn text(industry: Industry) -> String {
    let trade = trade(industry);
    let mut out = format!(
        "# A simulated company ({name}) as a Holdfast workspace. What is where, and what churn means; paths are relative to this
# file. docs/methods/simulator.md describes the files, docs/methods/ledger.md what is counted.
# truth.json, truth_customers.csv and truth_metrics.csv are the answer key: no source reads them.

format = 1
name = \"{name}\"
# Times in the files are wall-clock times of this zone.
time_zone = \"Asia/Shanghai\"
currency = \"CNY\"
industry = \"{industry}\"
",
        name = industry.name(),
        industry = match industry {
            Industry::Shop => "ecommerce",
            other => other.name(),
        },
    );
    sources(&trade, &mut out);
    churn(industry, &trade, &mut out);
    out
}

fn sources(trade: &Trade, out: &mut String) {
    let attributes: Vec<&str> = CUSTOMER_ATTRIBUTES.iter().chain(trade.attributes).copied().collect();
    let extra = format!(
        "# Kept as attributes; those that are personal stay in this table and are masked wherever they are shown.
attributes = {}
personal = {}
",
        list(&attributes),
        list(&CUSTOMER_PERSONAL)
    );
    let same = |names: &[&'static str]| names.iter().map(|name| (*name, *name)).collect::<Vec<_>>();
    let mut customers = same(&["customer_id", "owner", "channel", "region", "segment"]);
    customers.insert(1, ("first_seen_on", "joined_on"));
    source("One row a customer.", "customers", &extra, &customers, out);
    source(
        "What customers did. \"order\" is left out: several rows share one, so it is no id of a row.",
        "events",
        "",
        &same(&[
            "customer_id",
            "occurred_at",
            "kind",
            "amount",
            "quantity",
            "channel",
            "product",
        ]),
        out,
    );
    if trade.subscriptions {
        let mut columns = same(&["customer_id", "plan", "started_on", "ended_on", "end_reason"]);
        columns.insert(4, ("mrr", "monthly_fee"));
        source(
            "Spells of a plan; \"ended_on\" is the first day without it.",
            "subscriptions",
            "",
            &columns,
            out,
        );
    }
    let talk = [
        "customer_id",
        "opened_at",
        "resolved_at",
        "kind",
        "channel",
        "agent",
        "satisfaction",
        "text",
    ];
    source(
        "Complaints (投诉) and questions (咨询).",
        "interactions",
        "",
        &same(&talk),
        out,
    );
}

/// A table that is filled from the file of the same name. Columns: canonical, and in the file.
fn source(comment: &str, table: &str, extra: &str, columns: &[(&str, &str)], out: &mut String) {
    out.push_str(&format!(
        "
# {comment}
[[source]]
id = \"{table}\"
table = \"{table}\"
files = [\"{table}.csv\"]
# The history is complete: every row was known when it happened.
known_at = \"occurred\"
{extra}
[source.columns]
"
    ));
    for (canonical, column) in columns {
        out.push_str(&format!("{canonical} = \"{column}\"\n"));
    }
}

fn churn(industry: Industry, trade: &Trade, out: &mut String) {
    let rule = match industry {
        Industry::Telecom => "# A customer has churned when every subscription has ended.
[[churn]]
id = \"contract\"
kind = \"contract\"
grace_days = 0
"
        .to_string(),
        Industry::Dealer | Industry::Shop => format!(
            "# A customer has churned after this many whole days without an event of these kinds; refunds do not count.
[[churn]]
id = \"inactivity\"
kind = \"inactivity\"
days = {}

[churn.counts]
kinds = {}
",
            industry.horizon_days(),
            list(trade.qualifying)
        ),
    };
    out.push('\n');
    out.push_str(&rule);
}

fn list(texts: &[&str]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| format!("\"{text}\"")).collect();
    format!("[{}]", quoted.join(", "))
}
