//! Whether a source's database can be reached and has the columns that the source names.

use holdfast_domain::bilingual;
use holdfast_domain::source::SourceSpec;

use super::report::DoctorReport;
use super::run::Probes;
use super::sources::wanted;
use crate::columns::find::nearest;
use crate::workspace::open::password;

pub(crate) fn check(source: &SourceSpec, probes: &Probes, report: &mut DoctorReport) {
    let id = |part: &str| format!("source.{}.{part}", source.id);
    let password = match password(source, probes.environment) {
        Ok(password) => password,
        Err(refusal) => return report.refused(id("password"), &refusal),
    };
    let columns = match (probes.database)(source, password.as_deref()) {
        Ok(columns) => columns,
        Err(refusal) => return report.refused(id("database"), &refusal),
    };
    let mut complete = true;
    for (key, name) in wanted(source) {
        if columns.iter().any(|(column, _)| column == name) {
            continue;
        }
        complete = false;
        let near = nearest(columns.iter().map(|(column, _)| column.as_str()), name).join(", ");
        report.fail(
            id("columns"),
            bilingual!(
                "数据库里没有“{name}”列（{key}）",
                "the database has no column \"{name}\" ({key})"
            ),
            bilingual!(
                "改正 holdfast.toml 中的列名；最接近的：{near}",
                "correct the name in holdfast.toml; nearest: {near}"
            ),
        );
    }
    if complete {
        let count = columns.len();
        report.ok(
            id("database"),
            bilingual!(
                "“{source}”：数据库可读，{count} 列",
                "\"{source}\": the database can be read, {count} columns",
                source = source.id
            ),
        );
    }
}
