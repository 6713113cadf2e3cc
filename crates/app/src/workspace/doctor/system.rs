//! What the machine must have.

use std::path::Path;

use holdfast_domain::bilingual;
use holdfast_domain::zone::Zone;

use super::report::DoctorReport;
use crate::workspace::config::WorkspaceConfig;
use crate::workspace::open::Environment;

/// Below this, an import may not fit.
const LITTLE_BYTES: u64 = 2 << 30;
/// Below this, hardly anything can be written.
const NOTHING_BYTES: u64 = 100 << 20;

pub(crate) fn zones(report: &mut DoctorReport) {
    let known = ["Asia/Shanghai", "America/New_York", "Pacific/Auckland"];
    match known.into_iter().find(|name| Zone::named(name).is_err()) {
        None => report.ok(
            "time-zones",
            bilingual!("系统有时区数据库", "the system has a database of time zones"),
        ),
        Some(name) => report.fail(
            "time-zones",
            bilingual!(
                "系统的时区数据库里没有 {name}",
                "the system's database of time zones has no {name}"
            ),
            bilingual!(
                "安装 tzdata（Debian/Ubuntu：apt install tzdata）",
                "install tzdata (Debian, Ubuntu: apt install tzdata)"
            ),
        ),
    }
}

/// Chinese names need a locale of UTF-8 in terminals and in the programs that show our files.
pub(crate) fn locale(environment: Environment, report: &mut DoctorReport) {
    // POSIX: the first that is set and not empty decides.
    let set = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| environment(name).filter(|value| !value.is_empty()));
    let shown = set.unwrap_or_else(|| "C".to_owned());
    let plain: String = shown
        .to_ascii_lowercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    if plain.contains("utf8") || cfg!(windows) {
        report.ok(
            "locale",
            bilingual!("区域设置 {shown} 能显示中文", "the locale {shown} can show Chinese"),
        );
    } else {
        report.warn(
            "locale",
            bilingual!(
                "区域设置 {shown} 不是 UTF-8，终端里的中文可能显示为乱码",
                "the locale {shown} is not UTF-8: Chinese may be garbled in the terminal"
            ),
            bilingual!(
                "设置 export LANG=zh_CN.UTF-8 或 C.UTF-8",
                "set export LANG=zh_CN.UTF-8 or C.UTF-8"
            ),
        );
    }
}

pub(crate) fn disk(dir: &Path, free: &dyn Fn(&Path) -> Option<u64>, report: &mut DoctorReport) {
    let remedy = || {
        bilingual!(
            "清理磁盘，或把工作区移到更大的磁盘；holdfast maintain 会清除旧版本文件",
            "free some, or move the workspace to a larger disk; holdfast maintain removes files of old versions"
        )
    };
    let Some(bytes) = free(dir) else {
        return report.warn(
            "disk",
            bilingual!("看不出磁盘剩余空间", "the free space of the disk cannot be told"),
            bilingual!("自行确认剩余空间充足", "make sure that there is enough"),
        );
    };
    let gib = bytes as f64 / (1u64 << 30) as f64;
    let text = bilingual!("磁盘剩余 {gib:.1} GiB", "{gib:.1} GiB of the disk are free");
    match bytes {
        0..NOTHING_BYTES => report.fail("disk", text, remedy()),
        NOTHING_BYTES..LITTLE_BYTES => report.warn("disk", text, remedy()),
        _ => report.ok("disk", text),
    }
}

pub(crate) fn config(config: &WorkspaceConfig, report: &mut DoctorReport) {
    let (sources, churn) = (config.sources.len(), config.churn.len());
    let text = bilingual!(
        "holdfast.toml 有效：{sources} 个来源，{churn} 个流失定义",
        "holdfast.toml is valid; sources: {sources}, definitions of churn: {churn}"
    );
    if sources == 0 {
        report.warn(
            "config",
            text,
            bilingual!("至少写一个 [[source]]", "write at least one [[source]]"),
        );
    } else if churn == 0 {
        report.warn(
            "config",
            text,
            bilingual!(
                "写一个 [[churn]]，否则没有流失率",
                "write a [[churn]]: without one there are no churn rates"
            ),
        );
    } else {
        report.ok("config", text);
    }
}

/// Free bytes on the disk that holds a folder (or, while it is not there, the nearest one above), as `df` says; `None` where there is no `df`.
pub fn free_bytes(dir: &Path) -> Option<u64> {
    let whole = std::path::absolute(dir).ok()?;
    let there = whole.ancestors().find(|path| path.is_dir())?;
    let output = std::process::Command::new("df").arg("-Pk").arg(there).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    // POSIX: file system, blocks, used, available, capacity, mounted on.
    let kib: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    kib.checked_mul(1024)
}
