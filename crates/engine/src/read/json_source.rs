//! The objects of a JSON file as rows, block by block.

use std::collections::BTreeMap;
use std::fs::File;

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::block::{BLOCK_BYTES, BLOCK_CELLS, Block, BlockSource, Stop};
use super::csv_header::stop;
use super::decode::{Progress, TextSource};
use super::encoding::Charset;
use super::json_object::for_each_member;
use super::json_split::{Layout, Split, bad_json};
use super::options::ReadOptions;
use super::refuse::{self, MAX_RECORD_BYTES};

/// A JSON file being read.
pub(crate) struct JsonSource<'p> {
    text: TextSource<'p>,
    charset: Charset,
    fallen_back: Option<u64>,
    pub(crate) layout: Layout,
    buffer: Vec<u8>,
    /// Where reading goes on in `buffer`, and on which line that is.
    at: usize,
    row: u64,
    pub(crate) columns: Columns,
    /// (row in the block, column, start, end) of the cells of the block that is being made.
    sparse: Vec<(usize, usize, u32, u32)>,
}

/// Columns in the order in which they were first seen.
pub(crate) struct Columns {
    pub(crate) names: Vec<String>,
    index: BTreeMap<String, usize>,
    /// The last row that had each column, counted over the file from 1.
    last_row: Vec<u64>,
    rows: u64,
    limit: usize,
}

impl<'p> JsonSource<'p> {
    /// Reads the beginning and finds the layout.
    pub(crate) fn open(
        file: &File,
        charset: Charset,
        fallen_back: Option<u64>,
        options: &ReadOptions,
        progress: Option<Progress<'p>>,
    ) -> Result<Self, Stop> {
        let file = file.try_clone().map_err(|error| refuse::unreadable(&error))?;
        let text = TextSource::new(file, charset, progress).map_err(|error| refuse::unreadable(&error))?;
        Self::over(text, charset, fallen_back, options)
    }

    /// Reads the beginning of a text and finds the layout.
    pub(crate) fn over(
        mut text: TextSource<'p>,
        charset: Charset,
        fallen_back: Option<u64>,
        options: &ReadOptions,
    ) -> Result<Self, Stop> {
        let mut buffer = Vec::new();
        text.fill(&mut buffer, BLOCK_BYTES)
            .map_err(|fault| stop(fault, charset, 1, &buffer, fallen_back))?;
        Ok(Self {
            text,
            charset,
            fallen_back,
            layout: Layout::of(&buffer),
            buffer,
            at: 0,
            row: 1,
            columns: Columns {
                names: Vec::new(),
                index: BTreeMap::new(),
                last_row: Vec::new(),
                rows: 0,
                limit: options.max_columns,
            },
            sparse: Vec::new(),
        })
    }

    /// Finds the next object, reading on as needed: its bounds in the buffer.
    fn object(&mut self) -> Result<Option<(usize, usize)>, Stop> {
        loop {
            let row = self.row;
            let split = self
                .layout
                .next(&self.buffer, self.at, self.text.ended())
                .map_err(|refusal| {
                    let relative = refusal.row.unwrap_or(1);
                    refusal.at_row(row + relative - 1)
                })?;
            match split {
                Split::End => {
                    self.at = self.buffer.len();
                    return Ok(None);
                }
                Split::Object { start, end, lines } => {
                    self.row += lines;
                    return Ok(Some((start, end)));
                }
                Split::Incomplete { at, lines } => {
                    self.row += lines;
                    self.buffer.drain(..at);
                    self.at = 0;
                    if self.buffer.len() >= MAX_RECORD_BYTES {
                        return Err(refuse::record_too_long().at_row(self.row).into());
                    }
                    let target = (self.buffer.len() * 2).max(BLOCK_BYTES);
                    self.text
                        .fill(&mut self.buffer, target)
                        .map_err(|fault| stop(fault, self.charset, self.row, &self.buffer, self.fallen_back))?;
                }
            }
        }
    }

    /// Writes an object's cells.
    fn add(&mut self, block: &mut Block, start: usize, end: usize) -> Result<(), Refusal> {
        let object = &self.buffer[start..end];
        let (columns, sparse) = (&mut self.columns, &mut self.sparse);
        let block_row = block.rows.len();
        columns.rows += 1;
        let mut expected = 0;
        let outcome = for_each_member(object, |name, text| {
            let column = columns.find(name, expected)?;
            expected = column + 1;
            if !text.is_empty() {
                let from = block.bytes.len() as u32;
                block.bytes.extend_from_slice(text);
                sparse.push((block_row, column, from, block.bytes.len() as u32));
            }
            Ok(())
        });
        let shown = || String::from_utf8_lossy(&object[..object.len().min(400)]).into_owned();
        match outcome {
            Ok(Ok(())) => {}
            Ok(Err(refusal)) => return Err(Refusal::at_row(refusal, self.row)),
            Err(error) => {
                let row = self.row + error.line().saturating_sub(1) as u64;
                return Err(syntax(&error).at_row(row).with_value(&shown()));
            }
        }
        block.rows.push(self.row);
        self.row += object.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.at = end;
        Ok(())
    }

    /// Lays the cells out row after row.
    fn lay_out(&mut self, block: &mut Block) {
        block.columns = self.columns.names.len();
        block.cells.resize(block.rows.len() * block.columns, (0, 0));
        for (row, column, start, end) in self.sparse.drain(..) {
            block.cells[row * block.columns + column] = (start, end);
        }
    }
}

impl BlockSource for JsonSource<'_> {
    fn next(&mut self, block: &mut Block) -> Result<bool, Stop> {
        block.clear();
        while block.bytes.len() < BLOCK_BYTES && (block.rows.len() + 1) * self.columns.names.len().max(8) <= BLOCK_CELLS
        {
            let Some((start, end)) = self.object()? else { break };
            self.add(block, start, end)?;
        }
        self.lay_out(block);
        Ok(!block.rows.is_empty())
    }

    fn name(&self, column: usize) -> Option<&str> {
        self.columns.names.get(column).map(String::as_str)
    }
}

impl Columns {
    /// The column of this name; `expected` is tried first, for objects mostly name their members in the same order.
    fn find(&mut self, name: &str, expected: usize) -> Result<usize, Refusal> {
        let known = if self.names.get(expected).is_some_and(|known| known == name) {
            Some(expected)
        } else {
            self.index.get(name).copied()
        };
        let column = match known {
            Some(column) => column,
            None => self.add(name)?,
        };
        if self.last_row[column] == self.rows {
            return Err(Refusal::new(
                "duplicate-column",
                Bilingual::new(
                    "一个对象里有两个同名的成员",
                    "an object has two members of the same name",
                ),
                Bilingual::new("给其中一个改名，或删去一个", "rename or remove one of them"),
            )
            .in_column(name));
        }
        self.last_row[column] = self.rows;
        Ok(column)
    }

    fn add(&mut self, name: &str) -> Result<usize, Refusal> {
        let column = self.names.len();
        if column >= self.limit {
            return Err(refuse::too_many_columns(column + 1, self.limit));
        }
        self.names.push(name.to_owned());
        self.index.insert(name.to_owned(), column);
        self.last_row.push(0);
        Ok(column)
    }
}

fn syntax(error: &serde_json::Error) -> Refusal {
    let column = error.column();
    let text = error.to_string();
    // The error counts lines from the object's beginning; the refusal names the file's.
    let what = text.split(" at line ").next().unwrap_or_default();
    bad_json(bilingual!(
        "JSON 有错（第 {column} 个字节处）：{what}",
        "the JSON is broken (at byte {column}): {what}"
    ))
}
