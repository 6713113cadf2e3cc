//! A simulation as a folder: CSV files, the truth, and a workspace over them; all of it or nothing.

use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::cell::{Cell, Sink, SinkError, TableName};
use crate::csv_line::{push_header, push_row};
use crate::industry::Industry;
use crate::plan::{Plan, SimulateError};
use crate::run::{Company, simulate};
use crate::truth::Truth;
use crate::workspace;

const TRUTH: &str = "truth.json";
const METRICS: &str = "truth_metrics.csv";
/// Notes on customers, gone when the files are complete.
const NOTES: &str = "notes";
const GENERATOR: &str = "\"generator\": \"holdfast-simulate\"";
/// Files carry this ending until all of them are complete.
const UNFINISHED: &str = ".partial";
const BUFFER_BYTES: usize = 256 * 1024;

/// What was written.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The files: tables in their order, `truth_metrics.csv`, `holdfast.toml`, `truth.json`.
    pub files: Vec<PathBuf>,
    /// Bytes in all of them.
    pub bytes: u64,
    /// What was planted.
    pub truth: Truth,
}

/// Simulates into `dir`, which is made if it is missing. Files get their names when all of them are complete; an earlier
/// simulation in the same folder is replaced. When anything fails, the unfinished files are removed.
///
/// # Errors
/// Whatever [`simulate`] returns; [`SimulateError::NotOurs`] when the folder holds anything else;
/// [`SimulateError::Io`] when it cannot be written.
pub fn to_folder(plan: &Plan, dir: &Path, progress: &dyn Fn(u64, u64)) -> Result<Summary, SimulateError> {
    plan.check()?;
    fs::create_dir_all(dir).map_err(|source| io(dir, source))?;
    refuse_foreign(dir)?;
    let mut files = Files {
        dir,
        open: Vec::new(),
        line: Vec::new(),
        kept: Vec::new(),
    };
    let mut notes = files.create(NOTES).map_err(|source| io(&dir.join(NOTES), source))?.1;
    let company = simulate(plan, &mut files, &mut notes, progress)?;
    drop(notes);
    let (paths, bytes) = files.finish(plan.industry, &company)?;
    Ok(Summary {
        files: paths,
        bytes,
        truth: company.truth,
    })
}

fn io(path: &Path, source: std::io::Error) -> SimulateError {
    SimulateError::Io {
        path: path.to_path_buf(),
        source,
    }
}

fn file_name(table: TableName) -> String {
    format!("{}.csv", table.name())
}

/// The folder may hold an earlier simulation, whole (its truth says so) or unfinished, and nothing else.
fn refuse_foreign(dir: &Path) -> Result<(), SimulateError> {
    let mut finished: Vec<String> = TableName::ALL.map(file_name).to_vec();
    finished.extend([TRUTH, METRICS, workspace::FILE].map(str::to_string));
    let truth = dir.join(TRUTH);
    let ours = fs::read(&truth).is_ok_and(|bytes| {
        let head = bytes.get(..bytes.len().min(200)).unwrap_or(&[]);
        String::from_utf8_lossy(head).contains(GENERATOR)
    });
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).map_err(|source| io(dir, source))? {
        let name = entry
            .map_err(|source| io(dir, source))?
            .file_name()
            .to_string_lossy()
            .into_owned();
        let unfinished = name
            .strip_suffix(UNFINISHED)
            .is_some_and(|name| name == NOTES || finished.iter().any(|known| known == name));
        let known = unfinished || (ours && finished.contains(&name) && !is_edited(dir, &name));
        if !known {
            found.push(name);
        }
    }
    found.sort();
    match found.into_iter().next() {
        Some(found) => Err(SimulateError::NotOurs {
            path: dir.to_path_buf(),
            found,
        }),
        None => Ok(()),
    }
}

/// A workspace that somebody has changed is theirs.
fn is_edited(dir: &Path, name: &str) -> bool {
    name == workspace::FILE
        && !fs::read_to_string(dir.join(name)).is_ok_and(|found| {
            Industry::ALL
                .into_iter()
                .any(|industry| found == workspace::text(industry))
        })
}

struct Table {
    table: TableName,
    path: PathBuf,
    out: BufWriter<File>,
}

/// The tables under construction.
struct Files<'d> {
    dir: &'d Path,
    open: Vec<Table>,
    line: Vec<u8>,
    /// Unfinished files to be removed if the simulation fails.
    kept: Vec<PathBuf>,
}

impl Drop for Files<'_> {
    fn drop(&mut self) {
        self.open.clear();
        for path in &self.kept {
            // Nothing is left to be done about a file that cannot be removed: the failure itself is already on its way.
            let _ = fs::remove_file(path);
        }
    }
}

impl Files<'_> {
    fn create(&mut self, name: &str) -> std::io::Result<(PathBuf, File)> {
        let path = self.dir.join(format!("{name}{UNFINISHED}"));
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(&path)?;
        self.kept.push(path.clone());
        Ok((path, file))
    }

    /// Gives all files their names, the truth last: it marks the folder as complete.
    fn finish(mut self, industry: Industry, company: &Company) -> Result<(Vec<PathBuf>, u64), SimulateError> {
        let mut bytes = 0;
        let mut renames = Vec::new();
        for mut table in self.open.drain(..) {
            table.out.flush().map_err(|source| io(&table.path, source))?;
            bytes += table
                .out
                .get_ref()
                .metadata()
                .map_err(|source| io(&table.path, source))?
                .len();
            renames.push((table.path, self.dir.join(file_name(table.table))));
        }
        let mut truth = serde_json::to_vec_pretty(&company.truth)?;
        truth.push(b'\n');
        let workspace = workspace::text(industry);
        let texts: [(&str, &[u8]); 3] = [
            (METRICS, company.metrics.as_bytes()),
            (workspace::FILE, workspace.as_bytes()),
            (TRUTH, &truth),
        ];
        for (name, text) in texts {
            let (path, mut file) = self.create(name).map_err(|source| io(&self.dir.join(name), source))?;
            file.write_all(text).map_err(|source| io(&path, source))?;
            bytes += text.len() as u64;
            renames.push((path, self.dir.join(name)));
        }
        let notes = self.dir.join(format!("{NOTES}{UNFINISHED}"));
        fs::remove_file(&notes).map_err(|source| io(&notes, source))?;
        // Tables of an earlier simulation that this industry does not have.
        for table in TableName::ALL {
            let path = self.dir.join(file_name(table));
            if !renames.iter().any(|(_, to)| *to == path) && path.exists() {
                fs::remove_file(&path).map_err(|source| io(&path, source))?;
            }
        }
        for (from, to) in &renames {
            fs::rename(from, to).map_err(|source| io(to, source))?;
        }
        self.kept.clear();
        Ok((renames.into_iter().map(|(_, to)| to).collect(), bytes))
    }

    fn write(&mut self, table: TableName) -> Result<(), SinkError> {
        let fail = |source: std::io::Error| SinkError {
            table: table.name(),
            source: Box::new(source),
        };
        let Some(open) = self.open.iter_mut().find(|open| open.table == table) else {
            return Err(fail(std::io::Error::other("a row came before its header")));
        };
        open.out.write_all(&self.line).map_err(fail)
    }
}

impl Sink for Files<'_> {
    fn header(&mut self, table: TableName, columns: &[&str]) -> Result<(), SinkError> {
        let fail = |source: std::io::Error| SinkError {
            table: table.name(),
            source: Box::new(source),
        };
        let (path, file) = self.create(&file_name(table)).map_err(fail)?;
        self.open.push(Table {
            table,
            path,
            out: BufWriter::with_capacity(BUFFER_BYTES, file),
        });
        self.line.clear();
        push_header(&mut self.line, columns);
        self.write(table)
    }

    fn row(&mut self, table: TableName, cells: &[Cell<'_>]) -> Result<(), SinkError> {
        self.line.clear();
        push_row(&mut self.line, cells);
        self.write(table)
    }
}
