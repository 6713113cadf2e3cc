//! Whether the user's own metrics can be parsed.

use std::path::Path;

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;

use super::report::DoctorReport;

pub(crate) fn check(folder: &Path, parse: &dyn Fn(&Path, &str) -> Result<(), Refusal>, report: &mut DoctorReport) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "sql"));
    paths.sort();
    let mut good = 0;
    for path in &paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let id = format!("metrics.{name}");
        match std::fs::read_to_string(path) {
            Err(error) => report.fail(
                id,
                bilingual!("{name} 读不了：{error}", "{name} cannot be read: {error}"),
                bilingual!("检查权限，并存为 UTF-8", "check its permissions and save it as UTF-8"),
            ),
            Ok(text) => match parse(path, &text) {
                Ok(()) => good += 1,
                Err(refusal) => report.refused(id, &refusal),
            },
        }
    }
    if good > 0 {
        report.ok(
            "metrics",
            bilingual!("{good} 个自定义指标可用", "{good} metrics of your own are in order"),
        );
    }
}
