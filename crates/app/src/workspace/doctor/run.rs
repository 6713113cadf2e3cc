//! All checks, one after the other.

use std::path::Path;

use holdfast_domain::refusal::Refusal;
use holdfast_domain::source::SourceSpec;

use super::lake::LakeFacts;
use super::report::DoctorReport;
use super::{databases, definitions, lake, metrics, sources, system, watermarks};
use crate::workspace::open::{Environment, file_of, read_text};
use crate::workspace::parse::parse_all;

/// Gives (column, type) of a source's database, read with this password.
pub type Columns<'a> = &'a dyn Fn(&SourceSpec, Option<&str>) -> Result<Vec<(String, String)>, Refusal>;

/// What the doctor asks others for.
pub struct Probes<'a> {
    /// An environment variable.
    pub environment: Environment<'a>,
    /// The state of the lake in a folder; `None` while there is none.
    pub lake: &'a dyn Fn(&Path) -> Result<Option<LakeFacts>, Refusal>,
    /// Whether a metric (path, text of the `.sql`) can be parsed and planned.
    pub metric: &'a dyn Fn(&Path, &str) -> Result<(), Refusal>,
    /// The columns of a database.
    pub database: Columns<'a>,
    /// Free bytes on the disk of a folder; see [`super::free_bytes`].
    pub free_bytes: &'a dyn Fn(&Path) -> Option<u64>,
}

/// Checks the workspace in a folder. Never fails: whatever is wrong is a finding.
pub fn doctor(dir: &Path, probes: &Probes) -> DoctorReport {
    let mut report = DoctorReport::default();
    system::zones(&mut report);
    system::locale(probes.environment, &mut report);
    system::disk(dir, probes.free_bytes, &mut report);
    let text = match read_text(dir) {
        Ok(text) => text,
        Err(refusal) => {
            report.refused("config", &refusal);
            return report;
        }
    };
    let config = match parse_all(&text, &file_of(dir)) {
        Ok(config) => config,
        Err(problems) => {
            for problem in &problems {
                report.refused("config", problem);
            }
            return report;
        }
    };
    system::config(&config, &mut report);
    let mut histories = Vec::new();
    for source in &config.sources {
        watermarks::check(source, &mut report);
        if source.database.is_some() {
            databases::check(source, probes, &mut report);
        } else {
            sources::check(dir, source, &mut report, &mut histories);
        }
    }
    definitions::check(&config, &histories, &mut report);
    lake::check(&dir.join(&config.lake), probes.lake, &mut report);
    metrics::check(&dir.join("metrics"), probes.metric, &mut report);
    report
}
