//! What the keys of `holdfast.toml` mean together.

use std::collections::BTreeMap;

use holdfast_domain::bilingual;
use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::zone::Zone;

use super::config::{Benchmark, CANONICAL_DIMENSIONS, FORMAT, WorkspaceConfig};
use super::places::Places;
use super::{check_churn, check_model, check_source};
use crate::columns::find::nearest;

/// Checks everything that a value alone does not show.
pub(crate) fn all(config: &WorkspaceConfig, places: &mut Places) {
    if config.format != FORMAT {
        let found = config.format.to_string();
        places.add(
            "format",
            "config-format",
            Some(&found),
            bilingual!("这个版本只读格式 {FORMAT}", "this version reads format {FORMAT} only"),
            bilingual!(
                "写 format = {FORMAT}，或换用写出该文件的 holdfast 版本",
                "write format = {FORMAT}, or use the version of holdfast that wrote the file"
            ),
        );
    }
    head(config, places);
    lake(config, places);
    check_source::all(config, places);
    check_churn::all(config, places);
    grains(config, places);
    dimensions(config, places);
    check_model::all(config, places);
    for (metric, benchmark) in &config.benchmarks {
        one_benchmark(metric, benchmark, &format!("benchmarks.{metric}"), places);
    }
    for (industry, benchmarks) in &config.industry_benchmarks {
        for (metric, benchmark) in benchmarks {
            let path = format!("industry_benchmarks.{}.{metric}", industry.id());
            one_benchmark(metric, benchmark, &path, places);
        }
    }
    retention(config, places);
    if let Err(refusal) = config.sign_in.check() {
        places.push("sign_in", refusal);
    }
}

fn head(config: &WorkspaceConfig, places: &mut Places) {
    if config.name.trim().is_empty() {
        places.add(
            "name",
            "config-empty",
            Some(&config.name),
            bilingual!("名称为空", "the name is empty"),
            bilingual!("写公司或部门的名字", "write the name of the company or department"),
        );
    }
    if let Err(refusal) = Zone::named(&config.time_zone) {
        places.push("time_zone", refusal);
    }
    let is_code = config.currency.len() == 3 && config.currency.bytes().all(|b| b.is_ascii_uppercase());
    if !is_code {
        places.add(
            "currency",
            "config-currency",
            Some(&config.currency),
            bilingual!(
                "不是三个大写字母的币种代码",
                "not a currency code of three capital letters"
            ),
            bilingual!(
                "写 ISO 4217 代码，如 CNY、USD、EUR",
                "write an ISO 4217 code such as CNY, USD or EUR"
            ),
        );
    }
}

/// The lake is written to: it must not lead out of the workspace.
fn lake(config: &WorkspaceConfig, places: &mut Places) {
    let path = config.lake.as_str();
    let parts: Vec<&str> = path.split(['/', '\\']).collect();
    let drive = path.as_bytes().get(1) == Some(&b':');
    let inside = !path.contains("://")
        && !drive
        && !path.contains(|c: char| c.is_control())
        && parts.iter().all(|part| !matches!(*part, "" | "." | ".."))
        && !parts[0].starts_with('~');
    if !inside {
        places.add(
            "lake",
            "config-lake-outside",
            Some(path),
            bilingual!("数据湖必须在工作区文件夹之内", "the lake must lie inside the workspace's folder"),
            bilingual!(
                "写相对路径，不含 .. ，如 lake = \"lake\"；要放到别处，请移动整个工作区",
                "write a relative path without .., such as lake = \"lake\"; to put it elsewhere, move the whole workspace"
            ),
        );
    }
}

fn grains(config: &WorkspaceConfig, places: &mut Places) {
    let grains = &config.panel.grains;
    if grains.is_empty() {
        places.add(
            "panel.grains",
            "config-empty",
            None,
            bilingual!("面板至少要有一种周期", "the panel needs at least one length of period"),
            bilingual!("写 grains = [\"month\"]", "write grains = [\"month\"]"),
        );
    }
    for (index, grain) in grains.iter().enumerate() {
        if grains[..index].contains(grain) {
            twice(&format!("panel.grains[{index}]"), grain.id(), places);
        }
    }
}

/// Refuses what stands in a list for the second time.
pub(crate) fn twice(path: &str, value: &str, places: &mut Places) {
    places.add(
        path,
        "config-twice",
        Some(value),
        bilingual!("写了两次", "this is written twice"),
        bilingual!("删去一个", "remove one of them"),
    );
}

/// Columns of customers, where the workspace names them all; `None` where a source keeps whatever is there.
pub(crate) fn known_attributes(config: &WorkspaceConfig) -> Option<Vec<&str>> {
    let mut known: Vec<&str> = CANONICAL_DIMENSIONS.to_vec();
    for source in config.sources_of(CanonicalTable::Customers.name()) {
        known.extend(source.attributes.as_ref()?.iter().map(String::as_str));
    }
    // What models have of subscriptions goes by this name.
    known.extend(["plan", "subscription_plan"]);
    Some(known)
}

fn dimensions(config: &WorkspaceConfig, places: &mut Places) {
    let customers: Vec<_> = config.sources_of(CanonicalTable::Customers.name()).collect();
    let open = customers.iter().any(|source| source.attributes.is_none());
    let mut known: Vec<&str> = CANONICAL_DIMENSIONS.to_vec();
    for source in &customers {
        known.extend(source.attributes.iter().flatten().map(String::as_str));
    }
    for (index, name) in config.dimensions.iter().enumerate() {
        let path = format!("dimensions[{index}]");
        if config.dimensions[..index].contains(name) {
            twice(&path, name, places);
        }
        if customers.iter().any(|source| source.personal.contains(name)) {
            places.add(
                &path,
                "config-personal-dimension",
                Some(name),
                bilingual!("个人信息不能作为维度", "a personal field cannot be a dimension"),
                bilingual!("从 dimensions 中删去", "remove it from dimensions"),
            );
        } else if name.trim().is_empty() || (!open && !known.contains(&name.as_str())) {
            let near = nearest(known.iter().copied(), name).join(", ");
            places.add(
                &path,
                "config-unknown-dimension",
                Some(name),
                bilingual!("客户没有这一列", "customers have no such column"),
                bilingual!(
                    "写 region、channel、owner、segment，或客户来源中 attributes 的列；最接近的：{near}",
                    "write region, channel, owner, segment or one of the attributes of a customers source; nearest: {near}"
                ),
            );
        }
    }
}

fn one_benchmark(metric: &str, benchmark: &Benchmark, path: &str, places: &mut Places) {
    if !is_id(metric) {
        places.add(
            path,
            "config-bad-id",
            Some(metric),
            bilingual!("不是指标编号", "this is not the id of a metric"),
            bilingual!("用 holdfast metrics 查看编号", "see the ids with holdfast metrics"),
        );
    }
    if !benchmark.value.is_finite() {
        places.add(
            &format!("{path}.value"),
            "config-wrong-value",
            Some(&benchmark.value.to_string()),
            bilingual!("应是有限的数", "this should be a finite number"),
            bilingual!("写一个数，如 0.02", "write a number such as 0.02"),
        );
    }
    if benchmark.source.trim().is_empty() {
        places.add(
            &format!("{path}.source"),
            "config-empty",
            None,
            bilingual!("没有写出处", "it is not said where the value comes from"),
            bilingual!("写明出处，如“2025 年集团均值”", "say it, e.g. \"group average 2025\""),
        );
    }
}

fn retention(config: &WorkspaceConfig, places: &mut Places) {
    let retention = &config.retention;
    let named: BTreeMap<&str, Option<u32>> = BTreeMap::from([
        ("keep_events_months", retention.keep_events_months),
        ("keep_rejects_days", Some(retention.keep_rejects_days)),
        ("vacuum_hours", Some(retention.vacuum_hours)),
    ]);
    for (key, value) in named {
        if value == Some(0) {
            places.add(
                &format!("retention.{key}"),
                "config-retention",
                Some("0"),
                bilingual!("0 会立即删除", "0 would remove everything at once"),
                bilingual!("写 1 或更大的数，或删去这个键", "write 1 or more, or remove the key"),
            );
        }
    }
}

/// Letters, digits, `_` and `-`, at most 64: an id can stand in SQL, in file names and on the command line.
pub(crate) fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.chars().count() <= 64
        && !id.starts_with('-')
        && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// Refuses an id that is none, or occurs before.
pub(crate) fn id(id: &str, earlier: &[&str], path: &str, places: &mut Places) {
    if !is_id(id) {
        places.add(
            path,
            "config-bad-id",
            Some(id),
            bilingual!(
                "编号只能用字母、数字、_ 和 -，最多 64 个字",
                "an id has letters, digits, _ and - only, at most 64"
            ),
            bilingual!("改一个简短的编号，如 orders", "choose a short one such as orders"),
        );
    }
    if earlier.contains(&id) {
        places.add(
            path,
            "config-repeated-id",
            Some(id),
            bilingual!("编号重复", "the id is used twice"),
            bilingual!("给其中一个换一个编号", "give one of the two another id"),
        );
    }
}
