//! `holdfast simulate wide`: a wide generic table for benches; not shown in the help.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use holdfast_app::simulate::wide_snapshot;

/// Writes the table to the file `out`.
pub fn write(out: &Path, rows: u64, columns: u32, seed: u64) -> anyhow::Result<()> {
    let file = File::create(out).with_context(|| format!("cannot write {}", out.display()))?;
    let mut writer = BufWriter::with_capacity(1 << 20, file);
    wide_snapshot(rows, columns, seed, &mut writer)?;
    writer
        .flush()
        .with_context(|| format!("cannot write {}", out.display()))
}
