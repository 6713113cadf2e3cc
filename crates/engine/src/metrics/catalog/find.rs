//! All metrics of a workspace, by id.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::builtin::BUILT_IN;
use super::header::parse;
use super::metric::Metric;

/// A metric file at most: 1 MiB.
const MAX_FILE_BYTES: u64 = 1 << 20;
/// Metrics of one's own at most.
const MAX_FILES: usize = 2_000;

/// The metrics that can be asked for.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    metrics: Vec<Metric>,
    by_id: BTreeMap<String, usize>,
}

impl Catalog {
    /// The metrics that came with the program.
    ///
    /// # Errors
    /// A built-in file that does not parse (a test sees to it that none does not).
    pub fn built_in() -> Result<Self, Refusal> {
        let mut catalog = Self::default();
        for (file, text) in BUILT_IN {
            catalog.insert(parse(file, text, true)?)?;
        }
        Ok(catalog)
    }

    /// The built-in metrics and those of a folder, `metrics/*.sql`; a folder that does not exist has none.
    ///
    /// # Errors
    /// A file that cannot be read or does not parse; two files, or a file and a built-in metric, with the same id.
    pub fn with_folder(folder: &Path) -> Result<Self, Refusal> {
        let mut catalog = Self::built_in()?;
        if !folder.exists() {
            return Ok(catalog);
        }
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
            let path = entry.map_err(|error| unreadable(folder, &error))?.path();
            if path.extension().is_some_and(|extension| extension == "sql") {
                paths.push(path);
            }
        }
        paths.sort();
        if paths.len() > MAX_FILES {
            let (found, most) = (paths.len(), MAX_FILES);
            return Err(Refusal::new(
                "too-many-metrics",
                bilingual!(
                    "有 {found} 个指标文件，上限为 {most}",
                    "{found} metric files, at most {most} are read"
                ),
                Bilingual::new(
                    "把不用的文件移出文件夹",
                    "move files that you do not use out of the folder",
                ),
            )
            .in_file(folder.display().to_string()));
        }
        for path in paths {
            catalog.add(&path.display().to_string(), &read(&path)?)?;
        }
        Ok(catalog)
    }

    /// Adds a metric of the user's own out of its file's text.
    ///
    /// # Errors
    /// A text that does not parse, an id that is taken.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), Refusal> {
        self.insert(parse(file, text, false)?)
    }

    fn insert(&mut self, metric: Metric) -> Result<(), Refusal> {
        if let Some(&other) = self.by_id.get(&metric.id) {
            let other = &self.metrics[other];
            let other = if other.built_in {
                "built-in"
            } else {
                other.file.as_str()
            };
            return Err(Refusal::new(
                "metric-id-taken",
                bilingual!("标识已被占用（{other}）", "the id is taken ({other})"),
                Bilingual::new("换一个 id", "choose another id"),
            )
            .in_file(metric.file.as_str())
            .in_column("id")
            .with_value(&metric.id));
        }
        self.by_id.insert(metric.id.clone(), self.metrics.len());
        self.metrics.push(metric);
        Ok(())
    }

    /// All metrics: the built-in ones as they are grouped, then the user's own by file name.
    pub fn iter(&self) -> impl Iterator<Item = &Metric> {
        self.metrics.iter()
    }

    /// The metric with this id.
    ///
    /// # Errors
    /// `unknown-metric`, with the ids that look most like it.
    pub fn get(&self, id: &str) -> Result<&Metric, Refusal> {
        self.by_id.get(id).map(|&index| &self.metrics[index]).ok_or_else(|| {
            let near = self.near(id).join(", ");
            Refusal::new(
                "unknown-metric",
                Bilingual::new("没有这个指标", "there is no such metric"),
                bilingual!(
                    "相近的有 {near}；holdfast metrics 列出全部",
                    "near to it: {near}; holdfast metrics lists all"
                ),
            )
            .with_value(id)
        })
    }

    /// The three ids with the fewest edits to `id`.
    fn near(&self, id: &str) -> Vec<&str> {
        let mut ranked: Vec<(usize, &str)> = self
            .by_id
            .keys()
            .map(|known| (edits(id, known), known.as_str()))
            .collect();
        ranked.sort_unstable();
        ranked.into_iter().take(3).map(|(_, known)| known).collect()
    }
}

fn read(path: &Path) -> Result<String, Refusal> {
    let size = fs::metadata(path).map_err(|error| unreadable(path, &error))?.len();
    if size > MAX_FILE_BYTES {
        return Err(Refusal::new(
            "metric-file-too-large",
            bilingual!("{size} 字节，上限为 1 MiB", "{size} bytes, at most 1 MiB is read"),
            Bilingual::new("一个文件只放一个 SELECT", "keep one SELECT in a file"),
        )
        .in_file(path.display().to_string()));
    }
    fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Refusal {
    Refusal::new(
        "unreadable-file",
        bilingual!("读不了：{error}", "cannot be read: {error}"),
        Bilingual::new(
            "检查路径与权限；文件应为 UTF-8 文本",
            "check path and permissions; the file must be UTF-8 text",
        ),
    )
    .in_file(path.display().to_string())
}

/// Levenshtein's distance of two short texts, in bytes of at most 64 each.
fn edits(a: &str, b: &str) -> usize {
    let (a, b) = (&a.as_bytes()[..a.len().min(64)], &b.as_bytes()[..b.len().min(64)]);
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
