//! The text of a first `holdfast.toml`, with remarks in both languages.

use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::day::Day;
use holdfast_domain::lang::{Bilingual, Lang};
use holdfast_domain::rule::ChurnRule;
use holdfast_domain::source::SourceSpec;

use super::churn::Definition;
use super::suggest::Suggestion;
use crate::workspace::config::{CANONICAL_DIMENSIONS, Locale, default_time_zone};
use crate::workspace::industry::Industry;

/// Attributes that are suggested as dimensions at most.
const MOST_DIMENSIONS: usize = 24;

/// What goes into the file.
pub(crate) struct Draft<'a> {
    pub(crate) name: &'a str,
    pub(crate) time_zone: Option<&'a str>,
    pub(crate) currency: &'a str,
    pub(crate) lang: Lang,
    pub(crate) industry: Industry,
    pub(crate) suggestions: &'a [Suggestion],
    pub(crate) definitions: &'a [Definition],
    pub(crate) today: Day,
}

/// Writes the text.
pub(crate) fn text(draft: &Draft) -> String {
    let mut out = String::new();
    let today = draft.today;
    remark(
        &mut out,
        &format!("holdfast 工作区。{today} 由 holdfast init 写出；请检查每一项，改完用 holdfast doctor 验证。"),
        &format!(
            "A Holdfast workspace, written by holdfast init on {today}. Check every line, then run holdfast doctor."
        ),
    );
    out.push_str("format = 1\n");
    pair(&mut out, "name", draft.name);
    remark(
        &mut out,
        "日、周、月按这个时区划分",
        "days, weeks and months are those of this time zone",
    );
    let zone = draft.time_zone.map_or_else(default_time_zone, str::to_owned);
    pair(&mut out, "time_zone", &zone);
    remark(
        &mut out,
        "金额的币种（ISO 4217）",
        "the currency of all money (ISO 4217)",
    );
    pair(&mut out, "currency", draft.currency);
    remark(&mut out, "报告语言：zh-CN 或 en", "language of reports: zh-CN or en");
    pair(&mut out, "locale", Locale::of(draft.lang).id());
    let names = Industry::NAMES.join(", ");
    remark(&mut out, &format!("行业：{names}"), "the industry");
    pair(&mut out, "industry", draft.industry.id());
    remark(&mut out, "数据湖所在文件夹", "the folder of the lake");
    pair(&mut out, "lake", "lake");
    dimensions(&mut out, draft.suggestions);
    out.push_str("\n[panel]\n");
    remark(
        &mut out,
        "预先算好的周期：day, week, month",
        "periods that are kept ready: day, week, month",
    );
    out.push_str("grains = [\"month\"]\n");
    if draft.suggestions.is_empty() {
        out.push_str(EXAMPLE);
    }
    for suggestion in draft.suggestions {
        source(&mut out, suggestion);
    }
    for definition in draft.definitions {
        churn(&mut out, definition);
    }
    out.push_str(ENDING);
    out
}

fn dimensions(out: &mut String, suggestions: &[Suggestion]) {
    let customers: Vec<&Suggestion> = suggestions
        .iter()
        .filter(|s| s.table == CanonicalTable::Customers)
        .collect();
    let mut names: Vec<&str> = CANONICAL_DIMENSIONS
        .into_iter()
        .filter(|name| customers.iter().any(|s| s.spec.columns.contains_key(*name)))
        .collect();
    for name in customers.iter().flat_map(|s| s.dimensions()) {
        if names.len() < MOST_DIMENSIONS && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        names = CANONICAL_DIMENSIONS.to_vec();
    }
    remark(
        out,
        "可以按它们分组查看（--by）",
        "what figures can be broken down by (--by)",
    );
    list(out, "dimensions", names.into_iter());
}

/// A `[[source]]` with remarks.
pub(crate) fn source(out: &mut String, suggestion: &Suggestion) {
    let spec = &suggestion.spec;
    let label = suggestion.table.label();
    out.push('\n');
    let files = match suggestion.files {
        0 | 1 => Bilingual::default(),
        n => Bilingual::new(format!("；{n} 个文件"), format!("; {n} files")),
    };
    remark(
        out,
        &format!("{}：{}{}", label.zh, suggestion.why.zh, files.zh),
        &format!("{}: {}{}", label.en, suggestion.why.en, files.en),
    );
    out.push_str("[[source]]\n");
    pair(out, "id", &spec.id);
    pair(out, "table", &spec.table);
    origin(out, spec);
    if spec.date_order.is_some() {
        remark(
            out,
            "日和月分不清，按此读取，请核对：dmy 日在前，mdy 月在前",
            "day and month could not be told apart; check: dmy is day first, mdy month first",
        );
    }
    let delimiter = spec.delimiter.map(String::from);
    for (key, value) in [
        ("date_order", &spec.date_order),
        ("encoding", &spec.encoding),
        ("delimiter", &delimiter),
        ("sheet", &spec.sheet),
        ("watermark", &spec.watermark),
    ] {
        if let Some(value) = value {
            pair(out, key, value);
        }
    }
    if let Some(from) = &spec.amount_from {
        remark(out, "金额 = 数量 × 单价", "amount = quantity × price");
        out.push_str(&format!(
            "amount_from = {{ quantity = {}, unit_price = {} }}\n",
            quoted(&from.quantity),
            quoted(&from.unit_price)
        ));
    }
    if let Some(attributes) = &spec.attributes {
        remark(out, "保留的其他列", "other columns that are kept");
        list(out, "attributes", attributes.iter().map(String::as_str));
    }
    if !spec.personal.is_empty() {
        remark(
            out,
            "个人信息：只存放在客户表，显示时打码",
            "personal fields: kept in customers alone, masked wherever they are shown",
        );
        list(out, "personal", spec.personal.iter().map(String::as_str));
    }
    remark(out, "标准列 = 来源中的列", "canonical column = column of the source");
    out.push_str("[source.columns]\n");
    for field in suggestion.table.fields() {
        if let Some(column) = spec.columns.get(field.name) {
            out.push_str(&format!("{} = {}\n", field.name, quoted(column)));
        }
    }
    if !spec.constants.is_empty() {
        out.push_str("[source.constants]\n");
        for (name, value) in &spec.constants {
            pair(out, name, value);
        }
    }
    if let Some(region) = &suggestion.region {
        example_of_region(out, spec, region);
    }
}

fn origin(out: &mut String, spec: &SourceSpec) {
    let Some(database) = &spec.database else {
        return list(out, "files", spec.files.iter().map(String::as_str));
    };
    let mut parts = vec![format!("url = {}", quoted(&database.url))];
    for (key, value) in [
        ("relation", &database.relation),
        ("query", &database.query),
        ("password_env", &database.password_env),
    ] {
        if let Some(value) = value {
            parts.push(format!("{key} = {}", quoted(value)));
        }
    }
    remark(
        out,
        "密码放在环境变量里；不需要密码时删去 password_env",
        "the password is in the environment; remove password_env where there is none",
    );
    out.push_str(&format!("database = {{ {} }}\n", parts.join(", ")));
}

/// Events often say where a customer is; whether that makes a table of customers is the user's decision.
fn example_of_region(out: &mut String, spec: &SourceSpec, region: &str) {
    let mut example = String::new();
    example.push_str("[[source]]\nid = \"customers\"\ntable = \"customers\"\n");
    origin(&mut example, spec);
    example.push_str("attributes = []\n[source.columns]\n");
    let id = spec.columns.get("customer_id").map_or("", String::as_str);
    example.push_str(&format!("customer_id = {}\nregion = {}\n", quoted(id), quoted(region)));
    remark(
        out,
        "要按地区查看，去掉下面各行的 #（每个客户取最后一行）：",
        "to break figures down by region, remove the # below (the last row of each customer counts):",
    );
    for line in example.lines() {
        out.push_str(&format!("#{line}\n"));
    }
}

/// A `[[churn]]` with remarks.
pub(crate) fn churn(out: &mut String, definition: &Definition) {
    let sentence = definition.churn.rule.sentence();
    out.push('\n');
    remark(out, &sentence.zh, &sentence.en);
    remark(out, &definition.why.zh, &definition.why.en);
    out.push_str("[[churn]]\n");
    pair(out, "id", &definition.churn.id);
    match &definition.churn.rule {
        ChurnRule::Contract { grace_days } => {
            out.push_str(&format!("kind = \"contract\"\ngrace_days = {grace_days}\n"));
        }
        ChurnRule::Inactivity { days, counts } => {
            out.push_str(&format!("kind = \"inactivity\"\ndays = {days}\n"));
            if !counts.kinds.is_empty() {
                let kinds: Vec<String> = counts.kinds.iter().map(|kind| quoted(kind)).collect();
                out.push_str(&format!("counts = {{ kinds = [{}] }}\n", kinds.join(", ")));
            }
        }
        ChurnRule::OwnRhythm { .. } => out.push_str("kind = \"own_rhythm\"\n"),
        ChurnRule::Label {} => out.push_str("kind = \"label\"\n"),
        ChurnRule::Decline { .. } => out.push_str("kind = \"decline\"\n"),
    }
}

/// A remark in both languages. Texts out of the data must not end the line.
fn remark(out: &mut String, zh: &str, en: &str) {
    for text in [zh, en] {
        out.push_str("# ");
        out.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
        out.push('\n');
    }
}

fn pair(out: &mut String, key: &str, value: &str) {
    out.push_str(&format!("{key} = {}\n", quoted(value)));
}

/// A list, over several lines when it is long.
fn list<'a>(out: &mut String, key: &str, values: impl Iterator<Item = &'a str>) {
    let values: Vec<String> = values.map(quoted).collect();
    let one_line = values.join(", ");
    if one_line.chars().count() <= 100 {
        out.push_str(&format!("{key} = [{one_line}]\n"));
        return;
    }
    out.push_str(&format!("{key} = [\n"));
    for value in values {
        out.push_str(&format!("  {value},\n"));
    }
    out.push_str("]\n");
}

/// A basic string (TOML 1.0, "String"): quotes, backslashes and control characters are escaped.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

const EXAMPLE: &str = r#"
# 数据来源：文件（可用 * 和文件夹）或数据库。去掉 # 并改成自己的列名。
# where the data are: files (with * or folders) or a database. Remove the # and use the names of your columns.
#[[source]]
#id = "orders"
#table = "events"
#files = ["data/orders-*.csv"]
#[source.columns]
#customer_id = "客户编号"
#occurred_at = "下单时间"
#amount = "金额"

# 流失的定义：contract 合约终止，inactivity 多少天没有事件，own_rhythm 超过自身节奏，label 来源标明，decline 金额下降
# what churn means: contract, inactivity, own_rhythm, label or decline
#[[churn]]
#id = "silence"
#kind = "inactivity"
#days = 90
"#;

const ENDING: &str = r#"
# 行业对标（可选）：指标编号 = 值和出处
# what to compare a metric with (optional): metric id = value and where it comes from
#[benchmarks]
#churn_rate = { value = 0.02, source = "2025 年集团均值" }

[retention]
# 事件保留月数，不写则全部保留
# months of events that are kept; all when it is not said
#keep_events_months = 60
keep_rejects_days = 90
# 旧版本文件保留的小时数（供更早开始的读取者使用）
# hours that files of old versions are kept for readers that began earlier
vacuum_hours = 168
"#;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_survives_quoting(text in any::<String>()) {
            let document = format!("a = {}\nb = 1\n", quoted(&text));
            let table: toml::Table = document.parse().unwrap();
            prop_assert_eq!(table["a"].as_str(), Some(text.as_str()));
            prop_assert_eq!(table["b"].as_integer(), Some(1));
        }

        #[test]
        fn a_remark_stays_one(zh in any::<String>(), en in any::<String>()) {
            let mut out = String::new();
            remark(&mut out, &zh, &en);
            out.push_str("b = 1\n");
            let table: toml::Table = out.parse().unwrap();
            prop_assert_eq!(table.len(), 1);
        }
    }
}
