//! Writes the sample reports of the tests to a folder (default `/tmp/report`), to be looked at.

#[path = "../tests/it/fixture/mod.rs"]
mod fixture;

use std::path::PathBuf;

use holdfast_domain::lang::Lang;
use holdfast_report::html::to_html;
use holdfast_report::json::to_json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "/tmp/report".to_owned()));
    std::fs::create_dir_all(&folder)?;
    let reports = [
        ("snapshot", fixture::snapshot::report()),
        ("events", fixture::events::report()),
        ("hostile", fixture::hostile::report()),
        ("hollow", fixture::hostile::hollow()),
    ];
    for (name, report) in reports {
        std::fs::write(folder.join(format!("{name}-zh.html")), to_html(&report, Lang::Zh))?;
        std::fs::write(folder.join(format!("{name}-en.html")), to_html(&report, Lang::En))?;
        if let Ok(json) = to_json(&report) {
            std::fs::write(folder.join(format!("{name}.json")), json)?;
        }
    }
    Ok(())
}
