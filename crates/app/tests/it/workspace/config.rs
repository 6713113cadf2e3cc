//! What `holdfast.toml` may say, and how every mistake is refused.

use holdfast_app::error::AppError;
use holdfast_app::workspace::config::{Locale, WorkspaceConfig};
use holdfast_app::workspace::industry::Industry;
use holdfast_app::workspace::open::Workspace;
use holdfast_app::workspace::parse::{parse, parse_all};
use holdfast_domain::lang::Lang;
use holdfast_domain::rule::ChurnRule;

/// A workspace in which everything is said. Line numbers below count from `format`.
const WHOLE: &str = r#"format = 1
name = "店"
time_zone = "Pacific/Auckland"
currency = "NZD"
locale = "en"
industry = "retail"
lake = "data/lake"
dimensions = ["region", "gender"]

[panel]
grains = ["day", "month"]

[benchmarks]
churn_rate = { value = 0.02, source = "group average" }

[industry_benchmarks.retail]
nrr = { value = 1, source = "trade press" }

[retention]
keep_events_months = 60
vacuum_hours = 200

[model]
definition = "contract"
exclude = ["owner"]
fairness = ["segment"]

[model.economics]
contact_cost = 0
acceptance = 0.3

[[source]]
id = "customers"
table = "customers"
files = ["c.csv"]
attributes = ["gender", "phone"]
personal = ["phone"]
[source.columns]
customer_id = "id"
region = "city"

[[source]]
id = "orders"
table = "events"
files = ["o-*.csv", "../old/o.parquet"]
amount_from = { quantity = "n", unit_price = "p" }
delimiter = ";"
[source.columns]
customer_id = "id"
occurred_at = "at"
[source.constants]
kind = "order"

[[source]]
id = "plans"
table = "subscriptions"
database = { url = "postgres://me@db/shop", relation = "plans", password_env = "SHOP_PW", tls = "require" }
[source.columns]
customer_id = "id"
started_on = "from"

[[source]]
id = "states"
table = "snapshots"
files = ["s.csv"]
attributes = ["balance"]
[source.columns]
customer_id = "id"
churned = "left"

[[churn]]
id = "contract"
kind = "contract"
grace_days = 30

[[churn]]
id = "silence"
kind = "inactivity"
days = 90
counts = { kinds = ["order"], not_kinds = ["gift"], refunds = true }

[[churn]]
id = "rhythm"
kind = "own_rhythm"
quantile = 0.8
prior_gaps = 3
least_days = 5
most_days = 200

[[churn]]
id = "label"
kind = "label"

[[churn]]
id = "decline"
kind = "decline"
share = 0.4
"#;

fn whole() -> WorkspaceConfig {
    parse(WHOLE, "holdfast.toml").unwrap()
}

#[test]
fn everything_that_can_be_said_is_read() {
    let config = whole();
    assert_eq!((config.locale, config.industry), (Locale::En, Industry::Retail));
    assert_eq!(config.benchmark("churn_rate").unwrap().value, 0.02);
    assert_eq!(config.benchmark("nrr").unwrap().source, "trade press");
    assert_eq!(config.benchmark("other"), None);
    assert_eq!(
        (config.retention.keep_events_months, config.retention.keep_rejects_days),
        (Some(60), 90)
    );
    assert_eq!(config.model.economics.contact_cost, Some(0.0));
    assert_eq!(config.model.economics.offer_cost, None);
    let orders = config.source("orders").unwrap();
    assert_eq!(orders.amount_from.as_ref().unwrap().unit_price, "p");
    assert_eq!(orders.delimiter, Some(';'));
    assert_eq!(config.churn.len(), 5);
    assert_eq!(config.churn(None).unwrap().rule, ChurnRule::Contract { grace_days: 30 });
    match &config.churn(Some("silence")).unwrap().rule {
        ChurnRule::Inactivity { days, counts } => {
            assert_eq!(*days, 90);
            assert!(counts.refunds && counts.allows("order") && !counts.allows("gift"));
        }
        other => panic!("{other:?}"),
    }
    // What was read can be written and read again.
    let again = parse(&toml::to_string(&config).unwrap(), "holdfast.toml").unwrap();
    assert_eq!(again, config);
}

#[test]
fn what_is_not_said_has_a_default() {
    let config = parse("\u{feff}format = 1\nname = \"x\"\n", "f").unwrap();
    assert_eq!(
        (config.time_zone.as_str(), config.currency.as_str()),
        ("Asia/Shanghai", "CNY")
    );
    assert_eq!((config.lake.as_str(), config.locale), ("lake", Locale::ZhCn));
    assert_eq!(config.dimensions, ["region", "channel", "owner", "segment"]);
    assert_eq!(config.panel.grains.len(), 1);
}

/// Replaces one text of the whole workspace; the refusal must have this code, stand on the line of `line` and name `key`.
pub(super) fn refused(from: &str, to: &str, code: &str, line: &str, key: &str) {
    assert_eq!(WHOLE.matches(from).count(), 1, "{from}");
    let text = WHOLE.replace(from, to);
    let refusal = parse(&text, "shop/holdfast.toml").unwrap_err();
    let at = text.find(line).unwrap();
    // A needle that begins with a heading stands on the heading's line; `table` of it is only there to tell it apart.
    let expected = Some(text[..at].matches('\n').count() as u64 + 1);
    let message = refusal.message(Lang::En);
    assert_eq!(refusal.code, code, "{message}");
    assert_eq!(refusal.row, expected, "{message}");
    if !key.is_empty() {
        assert_eq!(refusal.column.as_deref(), Some(key), "{message}");
    }
    assert_eq!(refusal.file.as_deref(), Some("shop/holdfast.toml"));
    for lang in [Lang::Zh, Lang::En] {
        assert!(!refusal.problem.get(lang).is_empty() && !refusal.remedy.get(lang).is_empty());
    }
    assert!(AppError::from(refusal).is_refusal());
}

#[test]
fn keys_are_known_and_of_the_right_kind() {
    refused("currency =", "curency =", "config-unknown-key", "curency", "curency");
    refused(
        "grains = [",
        "grain = [",
        "config-unknown-key",
        "grain =",
        "panel.grain",
    );
    refused(
        "delimiter =",
        "delimeter =",
        "config-unknown-key",
        "delimeter",
        "source.delimeter",
    );
    refused("tls = ", "ssl = ", "config-unknown-key", "ssl =", "source.database.ssl");
    refused(
        "grace_days = 30",
        "days = 30",
        "config-unknown-key",
        "days = 30",
        "churn.days",
    );
    refused(
        "refunds = true",
        "refund = true",
        "config-unknown-key",
        "refund = true",
        "churn.counts.refund",
    );
    refused(
        "unit_price =",
        "price =",
        "config-unknown-key",
        "amount_from",
        "source.amount_from.price",
    );
    refused(
        "[industry_benchmarks.retail]",
        "[industry_benchmarks.shop]",
        "config-unknown-key",
        ".shop]",
        "industry_benchmarks.shop",
    );
    refused(
        "value = 0.02, ",
        "",
        "config-missing-key",
        "churn_rate",
        "benchmarks.churn_rate.value",
    );
    refused(
        "id = \"orders\"\n",
        "",
        "config-missing-key",
        "[[source]]\ntable = \"events\"",
        "source.id",
    );
    refused(
        "days = 90\n",
        "",
        "config-missing-key",
        "[[churn]]\nid = \"silence\"",
        "churn.days",
    );
    refused(
        "days = 90",
        "days = \"90\"",
        "config-wrong-value",
        "days = \"90\"",
        "churn.days",
    );
    refused(
        "days = 90",
        "days = 99999999999",
        "config-wrong-value",
        "days = 999",
        "churn.days",
    );
    refused(
        "days = 90",
        "days = 9.5",
        "config-wrong-value",
        "days = 9.5",
        "churn.days",
    );
    refused(
        "quantile = 0.8",
        "quantile = true",
        "config-wrong-value",
        "quantile",
        "churn.quantile",
    );
    refused(
        "refunds = true",
        "refunds = 1",
        "config-wrong-value",
        "refunds",
        "churn.counts.refunds",
    );
    refused(
        "files = [\"c.csv\"]",
        "files = \"c.csv\"",
        "config-wrong-value",
        "c.csv",
        "source.files",
    );
    refused(
        "files = [\"c.csv\"]",
        "files = [1]",
        "config-wrong-value",
        "files = [1]",
        "source.files",
    );
    refused(
        "delimiter = \";\"",
        "delimiter = \";;\"",
        "config-wrong-value",
        ";;",
        "source.delimiter",
    );
    refused(
        "locale = \"en\"",
        "locale = \"fr\"",
        "config-wrong-value",
        "fr",
        "locale",
    );
    refused("\"retail\"", "\"retial\"", "config-wrong-value", "retial", "industry");
    refused(
        "\"day\", \"month\"",
        "\"hour\"",
        "config-wrong-value",
        "hour",
        "panel.grains",
    );
    refused(
        "kind = \"inactivity\"",
        "kind = \"inactive\"",
        "config-wrong-value",
        "\"inactive\"",
        "churn.kind",
    );
    refused(
        "kind = \"label\"\n",
        "",
        "config-missing-key",
        "[[churn]]\nid = \"label\"",
        "churn.kind",
    );
    refused(
        "[retention]",
        "[[retention]]",
        "config-wrong-value",
        "[[retention]]",
        "retention",
    );
    refused("name = \"店\"", "name = 店", "config-not-toml", "name = 店", "");
    refused("locale = \"en\"", "locale = \"en", "config-not-toml", "locale", "");
    refused(
        "lake = \"data/lake\"",
        "name = \"again\"",
        "config-not-toml",
        "again",
        "",
    );
}

#[test]
fn the_nearest_key_is_named() {
    let text = WHOLE.replace("time_zone", "timezone");
    let refusal = parse(&text, "f").unwrap_err();
    assert!(refusal.remedy.en.contains("time_zone"), "{refusal}");
    let text = WHOLE.replace("\"retail\"", "\"retial\"");
    let refusal = parse(&text, "f").unwrap_err();
    assert!(refusal.remedy.zh.contains("最接近的是 retail"), "{}", refusal.remedy.zh);
    assert_eq!(refusal.value.as_deref(), Some("retial"));
}

#[test]
fn meanings_must_hold_together() {
    refused("format = 1", "format = 2", "config-format", "format", "format");
    refused("name = \"店\"", "name = \" \"", "config-empty", "name", "name");
    refused(
        "Pacific/Auckland",
        "Mars/Olympus",
        "unknown-time-zone",
        "Mars",
        "time_zone",
    );
    refused("\"NZD\"", "\"$\"", "config-currency", "currency", "currency");
    for lake in [
        "/var/lake",
        "../lake",
        "a/../../b",
        ".",
        "",
        "s3://b/lake",
        "C:\\\\lake",
        "a//b",
        "~/lake",
    ] {
        refused(
            "\"data/lake\"",
            &format!("\"{lake}\""),
            "config-lake-outside",
            "lake =",
            "lake",
        );
    }
    refused(
        "id = \"plans\"",
        "id = \"orders\"",
        "config-repeated-id",
        "id = \"orders\"\ntable = \"subscriptions\"",
        "source.id",
    );
    refused(
        "id = \"plans\"",
        "id = \"my plans\"",
        "config-bad-id",
        "my plans",
        "source.id",
    );
    refused(
        "table = \"events\"",
        "table = \"event\"",
        "config-unknown-table",
        "\"event\"",
        "source.table",
    );
    refused("files = [\"c.csv\"]\n", "", "config-no-origin", "[[source]]", "source");
    refused(
        "relation = \"plans\"",
        "relation = \"plans\", query = \"SELECT 1\"",
        "config-relation-or-query",
        "database",
        "source.database",
    );
    refused(
        "relation = \"plans\", ",
        "",
        "config-relation-or-query",
        "database",
        "source.database",
    );
    refused(
        "relation = \"plans\"",
        "query = \"DELETE FROM plans\"",
        "config-not-a-select",
        "DELETE",
        "source.database.query",
    );
    refused(
        "postgres://me@db",
        "oracle://me@db",
        "config-bad-url",
        "oracle",
        "source.database.url",
    );
    refused(
        "postgres://me@db",
        "postgres://me:secret@db",
        "config-password",
        "secret",
        "source.database.url",
    );
    refused(
        "\"SHOP_PW\"",
        "\"p@ss word\"",
        "config-bad-variable",
        "p@ss",
        "source.database.password_env",
    );
    refused(
        "tls = \"require\" }",
        "tls = \"require\" }\nsheet = \"a\"",
        "config-file-only",
        "sheet",
        "source.sheet",
    );
    refused(
        "\"c.csv\"",
        "\"https://x/c.csv\"",
        "config-bad-path",
        "https",
        "source.files",
    );
    refused(
        "\"c.csv\"",
        "\"c.csv\", \"c.csv\"",
        "config-twice",
        "c.csv",
        "source.files",
    );
    refused(
        "region = \"city\"",
        "regoin = \"city\"",
        "config-unknown-column",
        "regoin",
        "source.columns.regoin",
    );
    refused(
        "kind = \"order\"",
        "knd = \"order\"",
        "config-unknown-column",
        "knd",
        "source.constants.knd",
    );
    refused(
        "occurred_at = \"at\"\n",
        "",
        "config-required-column",
        "[source.columns]\ncustomer_id = \"id\"\n[source.constants]",
        "source.columns",
    );
    refused(
        "occurred_at = \"at\"",
        "occurred_at = \"\"",
        "config-empty",
        "occurred_at",
        "source.columns.occurred_at",
    );
    refused(
        "kind = \"order\"",
        "occurred_at = \"2024-01-01\"",
        "config-mapped-and-constant",
        "2024-01-01",
        "source.constants.occurred_at",
    );
    refused(
        "kind = \"order\"",
        "quantity = \"one\"",
        "config-constant-kind",
        "\"one\"",
        "source.constants.quantity",
    );
    refused(
        "occurred_at = \"at\"",
        "occurred_at = \"at\"\namount = \"x\"",
        "config-amount-twice",
        "amount_from",
        "source.amount_from",
    );
    refused(
        "quantity = \"n\"",
        "quantity = \"\"",
        "config-empty",
        "amount_from",
        "source.amount_from.quantity",
    );
    refused(
        "delimiter = \";\"",
        "delimiter = \"；\"",
        "config-wrong-value",
        "delimiter",
        "source.delimiter",
    );
    refused(
        "delimiter = \";\"",
        "attributes = [\"x\"]",
        "config-no-attributes",
        "attributes = [\"x\"]",
        "source.attributes",
    );
    refused(
        "[\"gender\", \"phone\"]",
        "[\"gender\", \"phone\", \"channel\"]",
        "config-reserved-attribute",
        "\"channel\"]",
        "source.attributes",
    );
    refused(
        "[\"balance\"]",
        "[\"batch_id\"]",
        "config-reserved-attribute",
        "batch_id",
        "source.attributes",
    );
    refused(
        "grace_days = 30",
        "grace_days = -1",
        "config-churn-rule",
        "grace_days",
        "churn.grace_days",
    );
    refused("days = 90", "days = 0", "config-churn-rule", "days = 0", "churn.days");
    refused(
        "quantile = 0.8",
        "quantile = 1.0",
        "config-churn-rule",
        "quantile",
        "churn.quantile",
    );
    refused("share = 0.4", "share = 0", "config-churn-rule", "share", "churn.share");
    refused(
        "id = \"rhythm\"",
        "id = \"silence\"",
        "config-repeated-id",
        "id = \"silence\"\nkind = \"own_rhythm\"",
        "churn.id",
    );
    refused(
        "table = \"subscriptions\"",
        "table = \"interactions\"",
        "config-required-column",
        "[source.columns]\ncustomer_id = \"id\"\nstarted_on",
        "source.columns",
    );
    refused(
        "churned = \"left\"\n",
        "",
        "config-churn-needs-column",
        "kind = \"label\"",
        "churn.kind",
    );
    refused(
        "[\"gift\"]",
        "[\"order\"]",
        "config-kind-both",
        "not_kinds",
        "churn.counts.not_kinds",
    );
    refused(
        "[source.constants]\nkind = \"order\"\n",
        "",
        "config-kind-unmapped",
        "counts",
        "churn.counts",
    );
    refused(
        "\"region\", \"gender\"",
        "\"region\", \"sex\"",
        "config-unknown-dimension",
        "sex",
        "dimensions",
    );
    refused(
        "\"region\", \"gender\"",
        "\"region\", \"region\"",
        "config-twice",
        "region",
        "dimensions",
    );
    refused(
        "\"region\", \"gender\"",
        "\"phone\"",
        "config-personal-dimension",
        "phone",
        "dimensions",
    );
    refused(
        "\"group average\"",
        "\"\"",
        "config-empty",
        "churn_rate",
        "benchmarks.churn_rate.source",
    );
    refused(
        "value = 0.02",
        "value = nan",
        "config-wrong-value",
        "nan",
        "benchmarks.churn_rate.value",
    );
    refused(
        "vacuum_hours = 200",
        "vacuum_hours = 0",
        "config-retention",
        "vacuum",
        "retention.vacuum_hours",
    );
    refused("[\"day\", \"month\"]", "[]", "config-empty", "grains", "panel.grains");
    refused(
        "[\"day\", \"month\"]",
        "[\"day\", \"day\"]",
        "config-twice",
        "grains",
        "panel.grains",
    );
}

#[test]
fn personal_fields_stay_in_customers() {
    let elsewhere = "config-personal-elsewhere";
    refused(
        "delimiter = \";\"",
        "personal = [\"phone\"]",
        elsewhere,
        "personal = [\"phone\"]\n[source.columns]\ncustomer_id = \"id\"\noccurred_at",
        "source.personal",
    );
    refused(
        "[\"balance\"]",
        "[\"balance\", \"phone\"]",
        elsewhere,
        "balance",
        "source.attributes",
    );
    refused("[\"balance\"]", "[\"姓名\"]", elsewhere, "姓名", "source.attributes");
    refused(
        "occurred_at = \"at\"",
        "occurred_at = \"at\"\nproduct = \"phone\"",
        elsewhere,
        "product",
        "source.columns.product",
    );
    refused(
        "[\"gender\", \"phone\"]",
        "[\"gender\"]",
        "config-personal-not-attribute",
        "personal",
        "source.personal",
    );
    refused(
        "region = \"city\"",
        "region = \"phone\"",
        "config-personal-not-attribute",
        "personal",
        "source.personal",
    );
}

#[test]
fn a_definition_needs_its_source() {
    for (kind, rest, table) in [
        ("contract", "", "subscriptions"),
        ("inactivity", "days = 5", "events"),
        ("own_rhythm", "", "events"),
        ("label", "", "snapshots"),
        ("decline", "", "events"),
    ] {
        let text = format!("format = 1\nname = \"x\"\n[[churn]]\nid = \"a\"\nkind = \"{kind}\"\n{rest}\n");
        let refusal = parse(&text, "f").unwrap_err();
        assert_eq!(
            (refusal.code, refusal.row),
            ("config-churn-needs-source", Some(5)),
            "{refusal}"
        );
        assert!(refusal.remedy.en.contains(table), "{refusal}");
    }
}

#[test]
fn all_problems_are_found_at_once_in_order() {
    let text = "format = 1\nname = \"\"\ncurrency = \"yuan\"\nlake = \"/\"\n[[churn]]\nid = \"a b\"\nkind = \"inactivity\"\ndays = 0\n";
    let problems = parse_all(text, "f").unwrap_err();
    let rows: Vec<u64> = problems.iter().filter_map(|p| p.row).collect();
    assert_eq!(rows, [2, 3, 4, 6, 7, 8]);
    // No password is ever repeated.
    let text = WHOLE.replace("postgres://me@db", "postgres://me:geheim@db");
    assert!(
        parse_all(&text, "f")
            .unwrap_err()
            .iter()
            .all(|p| !p.to_string().contains("geheim"))
    );
}

#[test]
fn a_workspace_opens_and_asks_for_passwords() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(Workspace::open(dir.path()).unwrap_err().code, "no-workspace");
    std::fs::write(dir.path().join("holdfast.toml"), b"format = 1\nname = \"\xB5\xEA\"\n").unwrap();
    let refusal = Workspace::open(dir.path()).unwrap_err();
    assert_eq!((refusal.code, refusal.row), ("config-not-utf8", Some(2)));
    std::fs::write(dir.path().join("holdfast.toml"), WHOLE).unwrap();
    let workspace = Workspace::open(dir.path()).unwrap();
    assert_eq!(workspace.zone.name(), "Pacific/Auckland");
    assert_eq!(workspace.lake(), dir.path().join("data/lake"));
    let source = |id: &str| workspace.config.source(id).unwrap();
    let set = |name: &str| (name == "SHOP_PW").then(|| "x".to_owned());
    assert_eq!(workspace.password(source("plans"), &set).unwrap().as_deref(), Some("x"));
    assert_eq!(workspace.password(source("orders"), &set).unwrap(), None);
    let refusal = workspace.password(source("plans"), &|_| None).unwrap_err();
    assert!(refusal.code == "password-not-set" && refusal.problem.en.contains("SHOP_PW"));
    assert_eq!(workspace.files(source("orders")).unwrap_err().code, "no-files");
    for name in ["o-2.csv", "o-1.csv", "c.csv"] {
        std::fs::write(dir.path().join(name), "a\n1\n").unwrap();
    }
    assert_eq!(
        workspace.files(source("customers")).unwrap(),
        [dir.path().join("c.csv")]
    );
}

/// Every example of the guide is a workspace that is accepted, in both languages.
#[test]
fn the_examples_of_the_guide_are_right() {
    for name in ["workspace.md", "workspace.zh-CN.md"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../docs/guide")
            .join(name);
        let text = std::fs::read_to_string(path).unwrap();
        let examples: Vec<&str> = text
            .split("```toml\n")
            .skip(1)
            .map(|rest| rest.split("```").next().unwrap())
            .collect();
        assert_eq!(examples.len(), 3);
        for example in examples {
            parse(example, name).unwrap();
        }
    }
}
