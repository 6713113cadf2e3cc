//! Mutates small tables of every format and reads them, until the time is over: `fuzz_read SECONDS [SEED]`. A panic of
//! the reader ends the program with the seed and the round that caused it, and leaves the input beside it.

#![allow(clippy::result_large_err)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use holdfast_engine::read::{DateOrder, ReadOptions, read};
use parquet::arrow::ArrowWriter;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rust_xlsxwriter::Workbook;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// Bytes that mean something in one of the formats.
const TOKENS: [&[u8]; 24] = [
    b"\"",
    b"\"\"",
    b",",
    b"\n",
    b"\r",
    b"\r\n",
    b"\t",
    b";",
    b"\0",
    b"\xFF\xFE",
    b"\xEF\xBB\xBF",
    b"{",
    b"}",
    b"[",
    b"]",
    b"1e999",
    b"(1,234.50)",
    b"2024-02-30",
    b"13/2/2024",
    b"2/13/2024",
    b"9999999999999999999",
    b"\xE3\x80\x80",
    b"\xC4\xE3",
    b"%",
];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn run() -> Fallible<()> {
    let mut arguments = std::env::args().skip(1);
    let seconds: u64 = arguments.next().ok_or("usage: fuzz_read SECONDS [SEED]")?.parse()?;
    let seed: u64 = arguments.next().map_or(Ok(1), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("input.csv");
    let corpus = corpus()?;
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let end = Instant::now() + Duration::from_secs(seconds);
    let (mut rounds, mut accepted, mut survived) = (0_u64, 0_u64, 0_u64);
    // The reader survives panics of the libraries beneath it, but must have none of its own.
    let places = Arc::new(Mutex::new(BTreeMap::<String, u64>::new()));
    let noted = Arc::clone(&places);
    std::panic::set_hook(Box::new(move |info| {
        let place = info
            .location()
            .map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line()));
        if let Ok(mut places) = noted.lock() {
            *places.entry(place).or_default() += 1;
        }
    }));
    while Instant::now() < end {
        let mut input = corpus[random.gen_range(0..corpus.len())].clone();
        for _ in 0..random.gen_range(1..=6) {
            mutate(&mut input, &corpus, &mut random);
        }
        std::fs::write(&path, &input)?;
        let options = options(&mut random);
        match std::panic::catch_unwind(|| read(&path, &options, &|_, _| {}).map(|read| check(&read.table))) {
            Ok(Ok(true)) => accepted += 1,
            Ok(Err(refusal)) if !refusal.problem.zh.is_empty() && !refusal.remedy.en.is_empty() => {
                survived += u64::from(refusal.problem.en.ends_with("(panic)"));
            }
            Ok(_) => return Err(keep(&path, seed, rounds, "an inconsistent table or an empty refusal").into()),
            Err(_) => return Err(keep(&path, seed, rounds, "a panic").into()),
        }
        if places
            .lock()
            .is_ok_and(|places| places.keys().any(|place| is_ours(place)))
        {
            return Err(keep(&path, seed, rounds, "a panic of our own that was caught").into());
        }
        rounds += 1;
    }
    if let Ok(places) = places.lock() {
        places
            .iter()
            .for_each(|(place, count)| complain(&format!("survived {count} panics at {place}")));
    }
    complain(&format!(
        "seed {seed}: {rounds} inputs, {accepted} read, {} refused ({survived} after a panic inside a library), no panic",
        rounds - accepted
    ));
    Ok(())
}

fn is_ours(place: &str) -> bool {
    place.contains("crates/engine/")
}

#[allow(clippy::print_stderr)]
fn complain(text: &str) {
    eprintln!("{text}");
}

/// Whether the table keeps its promises.
fn check(table: &holdfast_engine::table::Table) -> bool {
    table.rows > 0
        && table.columns.iter().all(|column| {
            column.values.len() == table.rows
                && column.missing == column.values.missing()
                && column.odd.len() <= 5
                && column.odd_count <= column.missing
                && column
                    .as_number()
                    .is_none_or(|numbers| !numbers.values.iter().any(|value| value.is_infinite()))
        })
}

fn keep(path: &Path, seed: u64, round: u64, what: &str) -> String {
    let kept = std::env::temp_dir().join(format!("fuzz_read-{seed}-{round}"));
    match std::fs::copy(path, &kept) {
        Ok(_) => format!("{what} at seed {seed}, round {round}; the input is {}", kept.display()),
        Err(error) => format!("{what} at seed {seed}, round {round}; the input could not be kept: {error}"),
    }
}

fn options(random: &mut impl Rng) -> ReadOptions {
    let mut options = ReadOptions::default();
    if random.gen_ratio(1, 8) {
        options.encoding = Some(["utf-8", "gbk", "utf-16le", "big5", "shift_jis"][random.gen_range(0..5)].into());
    }
    if random.gen_ratio(1, 8) {
        options.date_order = Some(DateOrder::MonthFirst);
    }
    if random.gen_ratio(1, 8) {
        options.delimiter = Some(random.gen_range(0..128));
    }
    options
}

fn mutate(input: &mut Vec<u8>, corpus: &[Vec<u8>], random: &mut impl Rng) {
    let at = random.gen_range(0..=input.len());
    match random.gen_range(0..7) {
        0 if at < input.len() => input[at] ^= 1 << random.gen_range(0..8),
        1 if at < input.len() => input[at] = random.r#gen(),
        2 => input.truncate(at),
        3 => {
            let token = TOKENS[random.gen_range(0..TOKENS.len())];
            input.splice(at..at, token.iter().copied());
        }
        4 => {
            let end = (at + random.gen_range(0..64)).min(input.len());
            input.drain(at..end);
        }
        5 => {
            let end = (at + random.gen_range(0..256)).min(input.len());
            let piece = input[at..end].to_vec();
            let to = random.gen_range(0..=input.len());
            input.splice(to..to, piece);
        }
        _ => {
            let other = &corpus[random.gen_range(0..corpus.len())];
            let from = random.gen_range(0..=other.len());
            let end = (from + random.gen_range(0..128)).min(other.len());
            input.splice(at..at, other[from..end].iter().copied());
        }
    }
}

fn corpus() -> Fallible<Vec<Vec<u8>>> {
    let csv = "客户编号,日期,金额,城市,流失\n001,2024-01-05,\"1,234.50\",北京,是\n002,13/2/2024,¥12,\"上\n海\",否\n003,,12%,,是\n";
    let json = "{\"id\":1,\"plan\":{\"name\":\"A\",\"deep\":{\"x\":[1]}},\"at\":\"2024-01-05T10:00:00Z\"}\n{\"id\":null,\"new\":1e5}\n";
    let mut long = String::from("id;x;y\r\n");
    for row in 0..300 {
        long.push_str(&format!(
            "{row};{}.5;{}/{}/2024\r\n",
            row * 7,
            row % 12 + 1,
            row % 28 + 1
        ));
    }
    let utf16 = [0xFF, 0xFE]
        .into_iter()
        .chain(csv.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    Ok(vec![
        csv.into(),
        encoding_rs::GB18030.encode(csv).0.into_owned(),
        utf16,
        json.into(),
        format!("[{}]", json.trim().replace('\n', ",")).into(),
        long.into(),
        workbook()?,
        parquet()?,
    ])
}

fn workbook() -> Fallible<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "title")?;
    for (column, name) in ["id", "name", "amount"].into_iter().enumerate() {
        sheet.write(2, column as u16, name)?;
    }
    for row in 3..20_u32 {
        sheet.write(row, 0, format!("00{row}"))?;
        sheet.write(row, 1, "张三")?;
        sheet.write(row, 2, f64::from(row) * 1.5)?;
    }
    Ok(book.save_to_buffer()?)
}

fn parquet() -> Fallible<Vec<u8>> {
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(Int64Array::from_iter_values(0..50))),
        (
            "x",
            Arc::new(Float64Array::from_iter(
                (0..50).map(|row| (row % 7 > 0).then_some(f64::from(row) / 3.0)),
            )),
        ),
        (
            "text",
            Arc::new(StringArray::from_iter_values(
                (0..50).map(|row| format!("t{}", row % 5)),
            )),
        ),
    ];
    let batch = RecordBatch::try_from_iter(columns)?;
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None)?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(bytes)
}
