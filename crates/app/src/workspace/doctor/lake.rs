//! Whether the lake is there and whole.

use std::path::Path;

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;

use super::report::DoctorReport;

/// What is known about a lake.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LakeFacts {
    /// Tables in it.
    pub tables: usize,
    /// Rows in all tables.
    pub rows: u64,
    /// Bytes on disk, those of old versions included.
    pub bytes: u64,
    /// Rows in `rejects`.
    pub rejects: u64,
    /// What is inconsistent, each in a sentence with what to do.
    pub faults: Vec<(holdfast_domain::lang::Bilingual, holdfast_domain::lang::Bilingual)>,
}

pub(crate) fn check(
    lake: &Path,
    health: &dyn Fn(&Path) -> Result<Option<LakeFacts>, Refusal>,
    report: &mut DoctorReport,
) {
    let facts = match health(lake) {
        Err(refusal) => return report.refused("lake", &refusal),
        Ok(None) => {
            return report.warn(
                "lake",
                bilingual!("还没有导入过数据", "nothing has been imported yet"),
                bilingual!("运行 holdfast refresh", "run holdfast refresh"),
            );
        }
        Ok(Some(facts)) => facts,
    };
    for (text, remedy) in facts.faults {
        report.fail("lake", text, remedy);
    }
    let (tables, rows, mib) = (facts.tables, facts.rows, facts.bytes as f64 / (1u64 << 20) as f64);
    report.ok(
        "lake.size",
        bilingual!(
            "数据湖：{tables} 张表，{rows} 行，{mib:.1} MiB",
            "the lake: {tables} tables, {rows} rows, {mib:.1} MiB"
        ),
    );
    if facts.rejects > 0 {
        let rejects = facts.rejects;
        report.warn(
            "lake.rejects",
            bilingual!("{rejects} 行被拒收", "{rejects} rows were rejected"),
            bilingual!(
                "查看 rejects 表：文件、行、列、值和原因；改正后重新导入",
                "see the table rejects for file, row, column, value and reason; correct and import again"
            ),
        );
    }
}
