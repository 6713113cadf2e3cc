//! `head.json`: the last whole commit.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use serde::{Deserialize, Serialize};

use crate::error::{Doing, EngineError};

/// The layout that this program writes.
const FORMAT: u32 = 1;
const NAME: &str = "head.json";

/// What the last whole commit consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Layout of the lake.
    pub format: u32,
    /// Commits so far; 0 is an empty lake.
    pub commit: u64,
    /// Delta version of each table.
    pub tables: BTreeMap<String, u64>,
    /// The number that the next row gets.
    pub next_row: i64,
    /// Customer keys handed out: every key is below.
    pub customers: u32,
    /// Attributes of customers that are personal.
    pub personal: BTreeSet<String>,
    /// Periods of each grain whose panel is older than their events.
    pub stale: BTreeMap<String, BTreeSet<i32>>,
    /// Time zone that days and the panel were computed in; a change makes all of them stale.
    pub time_zone: String,
    /// The highest value of each source's watermark column, and digests of the rows that have it.
    pub watermarks: BTreeMap<String, Watermark>,
}

/// How far a source has been read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watermark {
    /// The value: a number, a text or an instant, as text.
    pub value: String,
    /// Digests of the rows that have exactly this value, in order.
    pub ties: Vec<u64>,
}

impl Default for Head {
    fn default() -> Self {
        Self {
            format: FORMAT,
            commit: 0,
            tables: BTreeMap::new(),
            next_row: 0,
            customers: 0,
            personal: BTreeSet::new(),
            stale: BTreeMap::new(),
            time_zone: String::new(),
            watermarks: BTreeMap::new(),
        }
    }
}

impl Head {
    /// Reads the head of a lake; an empty one where there is none.
    ///
    /// # Errors
    /// `damaged-head` when it is no JSON of ours, `newer-lake` when a later program wrote it.
    pub fn read(root: &Path) -> Result<Self, EngineError> {
        let path = root.join(NAME);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error).doing(|| format!("reading {}", path.display())),
        };
        let format = serde_json::from_slice::<serde_json::Value>(&bytes)
            .ok()
            .and_then(|value| value.get("format")?.as_u64());
        if let Some(newer) = format.filter(|&format| format > u64::from(FORMAT)) {
            return Err(Refusal::new(
                "newer-lake",
                bilingual!(
                    "数据湖的格式是 {newer}，本程序只认得到 {FORMAT}",
                    "the lake has format {newer}, this program knows formats up to {FORMAT}"
                ),
                Bilingual::new("升级 holdfast", "upgrade holdfast"),
            )
            .in_file(path.display().to_string())
            .into());
        }
        serde_json::from_slice(&bytes).map_err(|error| {
            Refusal::new(
                "damaged-head",
                bilingual!("内容损坏：{error}", "it is damaged: {error}"),
                Bilingual::new(
                    "从备份恢复该文件；或删除整个数据湖文件夹后重新导入（原始数据不受影响）",
                    "restore it from a backup, or delete the lake's folder and import again (sources are not touched)",
                ),
            )
            .in_file(path.display().to_string())
            .into()
        })
    }

    /// Makes this the head: readers see either the old one or this one, whatever happens.
    pub(crate) fn publish(&self, root: &Path) -> Result<(), EngineError> {
        let (path, next) = (root.join(NAME), root.join("head.json.next"));
        let doing = || format!("writing {}", path.display());
        let text = serde_json::to_vec_pretty(self).doing(doing)?;
        let mut file = File::create(&next).doing(doing)?;
        file.write_all(&text).doing(doing)?;
        file.sync_all().doing(doing)?;
        fs::rename(&next, &path).doing(doing)?;
        // The rename itself survives a power cut only once the folder is on the disk; not every system lets a folder be synced.
        if let Ok(folder) = File::open(root) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}
