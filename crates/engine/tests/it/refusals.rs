//! Input that is refused: each with its code, its place and a remedy, and without ever holding the file in memory.

use std::io::Write;

use holdfast_domain::lang::Lang;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::read::{ReadOptions, read};

use crate::support::{Folder, read_csv, read_csv_with};

/// Code and row; every refusal names the file and says what to do in both languages.
fn refused(bytes: impl AsRef<[u8]>) -> (&'static str, Option<u64>) {
    check(read_csv(bytes).unwrap_err())
}

fn check(refusal: Refusal) -> (&'static str, Option<u64>) {
    assert!(refusal.file.is_some(), "{refusal}");
    for lang in [Lang::Zh, Lang::En] {
        assert!(
            !refusal.problem.get(lang).is_empty() && !refusal.remedy.get(lang).is_empty(),
            "{refusal}"
        );
    }
    (refusal.code, refusal.row)
}

#[test]
fn nothing_to_read() {
    assert_eq!(refused(""), ("empty-file", None));
    assert_eq!(refused("\u{feff}"), ("empty-file", None));
    assert_eq!(refused(" \n\n"), ("empty-file", None));
    assert_eq!(refused("a,b\n"), ("header-only", None));
    assert_eq!(refused("a,b\n\n,\n"), ("header-only", None));
}

#[test]
fn ragged_rows_name_the_line_and_the_counts() {
    let refusal = read_csv("a,b,c\n1,2,3\n\n\"x\ny\",2,3\n4,5\n").unwrap_err();
    assert_eq!(
        (refusal.code, refusal.row, refusal.value.as_deref()),
        ("ragged-row", Some(6), Some("4,5"))
    );
    assert_eq!(refusal.problem.en, "2 fields, but the header has 3");
    assert_eq!(refused("a,b\n1,2\n3,4,5\n"), ("ragged-row", Some(3)));
    // A quote that was never closed swallows rows until the next one.
    let hidden = read_csv("a,b\n1,\"x\n2,y\n3,z\",4\n5,w\n").unwrap_err();
    assert_eq!((hidden.code, hidden.row), ("ragged-row", Some(2)));
    assert!(hidden.problem.en.contains("reach to row 4"), "{hidden}");
    // The same with the right number of fields by accident.
    assert_eq!(refused("a,b\n1,\"x\n2,y\n3,\"z\"\n4,w\n"), ("unclosed-quote", Some(2)));
}

#[test]
fn an_unclosed_quote_names_the_row_it_opened_on() {
    assert_eq!(refused("a,b\n1,2\n\n3,\"x\n4,y\n"), ("unclosed-quote", Some(4)));
    assert_eq!(refused("a,\"b\n1,2\n"), ("unclosed-quote", Some(1)));
    assert_eq!(refused("a,b\n\"1\n\n\n2\",\"x\n"), ("unclosed-quote", Some(5)));
}

#[test]
fn nul_bytes_name_their_row() {
    assert_eq!(refused(b"a,b\n1,2\n3,\0\n"), ("nul-byte", Some(3)));
    assert_eq!(refused(b"a,\0b\n1,2\n"), ("nul-byte", Some(1)));
}

#[test]
fn duplicated_names_and_too_many_columns() {
    let refusal = read_csv("id,name,id\n1,2,3\n").unwrap_err();
    assert_eq!(
        (refusal.code, refusal.row, refusal.column.as_deref()),
        ("duplicate-column", Some(1), Some("id"))
    );
    assert_eq!(refusal.problem.en, "columns 1 and 3 have the same name");
    let names: Vec<String> = (0..10_000).map(|column| format!("c{column}")).collect();
    let wide = format!("{}\n{}\n", names.join(","), vec!["1"; 10_000].join(","));
    assert_eq!(refused(&wide), ("too-many-columns", Some(1)));
    let options = ReadOptions {
        max_columns: 10_000,
        ..ReadOptions::default()
    };
    assert_eq!(read_csv_with(&wide, &options).unwrap().table.columns.len(), 10_000);
}

/// A sparse file of 1 GiB whose line never ends; the reader must give up after 16 MiB of it.
#[test]
fn a_line_of_a_gibibyte_is_never_held() {
    let folder = Folder::new();
    for (start, code, row) in [
        ("a,b\n1,2\n3,", "record-too-long", 3),
        ("", "record-too-long", 1),
        ("a,b\n1,\"", "unclosed-quote", 2),
        ("{\"a\":1}\n{\"b\":\"", "record-too-long", 2),
    ] {
        let path = folder.path("long.csv");
        let mut file = std::fs::File::create(&path).unwrap();
        file.write_all(start.as_bytes()).unwrap();
        // 40 MiB of text, then a hole: if the reader went past the text it would meet NUL bytes and say so.
        file.write_all(&vec![b'x'; 40 << 20]).unwrap();
        file.set_len(1 << 30).unwrap();
        let refusal = read(&path, &ReadOptions::default(), &|done, _| assert!(done < 40 << 20)).unwrap_err();
        assert_eq!((refusal.code, refusal.row), (code, Some(row)), "{start:?}");
    }
}

#[test]
fn a_record_of_fifteen_mebibytes_is_still_read() {
    let text = format!("a,b\n1,{}\n2,y\n", "x".repeat(15 << 20));
    let read = read_csv(text).unwrap();
    assert_eq!(
        (read.table.rows, read.table.columns[1].text_at(0).unwrap().len()),
        (2, 15 << 20)
    );
}

#[test]
fn what_is_no_table_is_named() {
    for (bytes, code) in [
        (&b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"[..], "zip-archive"),
        (b"PK\x03\x04 cut off", "corrupt-xlsx"),
        (b"\x1F\x8B\x08\0\0\0", "gzip-archive"),
        (b"%PDF-1.7\n", "pdf-file"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", "old-excel"),
        (b"<html><body><table>", "markup-file"),
        (b"PAR1 cut off", "corrupt-parquet"),
    ] {
        assert_eq!(refused(bytes).0, code);
    }
}

#[test]
fn a_zip_named_csv_says_what_is_inside() {
    // One stored entry, customers.csv, made with `zip -0`.
    let mut zip = Vec::new();
    let name = b"customers.csv";
    let entry = |signature: &[u8], central: bool| {
        let mut bytes = signature.to_vec();
        if central {
            bytes.extend([20, 0]);
        }
        bytes.extend([20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        bytes.extend([name.len() as u8, 0, 0, 0]);
        if central {
            bytes.extend([0; 14]);
        }
        bytes.extend(name);
        bytes
    };
    zip.extend(entry(b"PK\x03\x04", false));
    let start = zip.len() as u32;
    zip.extend(entry(b"PK\x01\x02", true));
    let size = zip.len() as u32 - start;
    zip.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    zip.extend(size.to_le_bytes());
    zip.extend(start.to_le_bytes());
    zip.extend([0, 0]);
    let refusal = read_csv(&zip).unwrap_err();
    assert_eq!(refusal.code, "zip-archive");
    assert!(refusal.problem.en.contains("customers.csv"), "{refusal}");
}

#[test]
fn unreadable_paths() {
    let folder = Folder::new();
    let code = |path: &std::path::Path| check(read(path, &ReadOptions::default(), &|_, _| {}).unwrap_err()).0;
    assert_eq!(code(&folder.path("none.csv")), "file-not-found");
    assert_eq!(code(&folder.path(".")), "is-a-directory");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = folder.path("secret.csv");
        std::fs::write(&path, "a,b\n1,2\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
        if std::fs::File::open(&path).is_ok() {
            println!("skipped: this user may read everything, permissions cannot be tested");
        } else {
            assert_eq!(code(&path), "permission-denied");
        }
        assert_eq!(code(std::path::Path::new("/dev/null")), "not-a-file");
    }
}
