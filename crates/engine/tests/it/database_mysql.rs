//! A real MariaDB server.

use holdfast_domain::lang::Lang;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::source::DatabaseSpec;
use holdfast_engine::database::{Watermark, WatermarkValue, describe_relation, list_tables, read_database};
use holdfast_engine::read::{ReadOptions, ReadTable};

use crate::servers::{PASSWORD, Server, mysql};
use crate::support::{kind, texts};

fn read(spec: &DatabaseSpec, since: Option<&Watermark>) -> Result<ReadTable, Refusal> {
    read_database(spec, Some(PASSWORD), since, &ReadOptions::default(), &|_, _| {})
}

fn table(server: &Server, database: &str, relation: &str) -> DatabaseSpec {
    DatabaseSpec {
        relation: Some(relation.to_owned()),
        ..server.spec(database)
    }
}

fn query(server: &Server, database: &str, sql: &str) -> DatabaseSpec {
    DatabaseSpec {
        query: Some(sql.to_owned()),
        ..server.spec(database)
    }
}

fn since(column: &str, at_least: WatermarkValue) -> Option<Watermark> {
    Some(Watermark {
        column: column.to_owned(),
        at_least,
    })
}

const TYPES: &str = "
CREATE TABLE types (
  flag tinyint(1), tiny tinyint unsigned, small smallint, medium mediumint, plain int, big bigint, vast bigint unsigned,
  money2 decimal(12, 2), whole decimal(30, 0), f4 float, f8 double, made year, bits bit(10),
  day date, wall datetime(3), at timestamp NULL, clock time,
  word varchar(50), fixed char(8), long_word longtext, doc json, size enum('小', 'L'), tags set('a', 'b'),
  bytes blob, raw_id binary(4), spot point
);
INSERT INTO types VALUES (
  1, 255, -32768, 8388607, -2147483648, 9007199254740993, 18446744073709551615,
  10.50, 123456789012345678901234567890, 0.5, 0.1, 2024, b'1000000001',
  '2024-01-05', '1969-12-31 23:59:59.500', '2024-01-05 08:30:00', '-10:30:00',
  '北京😀', 'ab', 'it''s \"quoted\"', '{\"a\": [1, \"甲\"]}', '小', 'a,b',
  x'FF', 'abcd', ST_GeomFromText('POINT(1 2)')
), (
  0, 0, 7, -1, 5, 2, 3,
  -0.25, 7, -1.25, 1e300, 1999, b'0',
  '0000-00-00', '0000-00-00 00:00:00', '2024-07-01 00:00:00', '100:00:01',
  '', '00123', 'x', '[]', 'L', '',
  NULL, NULL, NULL
), (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2024-00-15', NULL, NULL, NULL,
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE gbk (名 varchar(20), 级 varchar(20)) CHARACTER SET gbk;
INSERT INTO gbk VALUES ('张三丰', '钻石'), ('李四', '黄金');
";

#[test]
fn mysql_types() {
    let Some(server) = mysql() else { return };
    server.database("types", TYPES);
    let read_table = read(&table(&server, "types", "types"), None).unwrap();
    let expected: [(&str, &str, [&str; 3]); 23] = [
        ("flag", "number", ["1", "0", "∅"]),
        ("tiny", "number", ["255", "0", "∅"]),
        ("small", "number", ["-32768", "7", "∅"]),
        ("medium", "number", ["8388607", "-1", "∅"]),
        ("plain", "number", ["-2147483648", "5", "∅"]),
        ("big", "text", ["9007199254740993", "2", "∅"]),
        ("vast", "text", ["18446744073709551615", "3", "∅"]),
        ("money2", "number", ["10.5", "-0.25", "∅"]),
        ("whole", "text", ["123456789012345678901234567890", "7", "∅"]),
        ("f4", "number", ["0.5", "-1.25", "∅"]),
        ("f8", "number", ["0.1", "1e300", "∅"]),
        ("made", "number", ["2024", "1999", "∅"]),
        ("bits", "number", ["513", "0", "∅"]),
        ("day", "instant", ["2024-01-05", "∅", "∅"]),
        ("wall", "instant", ["1969-12-31 23:59:59", "∅", "∅"]),
        // The server's zone is +08:00.
        ("at", "instant", ["2024-01-05 00:30:00", "2024-06-30 16:00:00", "∅"]),
        ("clock", "text", ["-10:30:00", "100:00:01", "∅"]),
        ("word", "text", ["北京😀", "∅", "∅"]),
        ("fixed", "text", ["ab", "00123", "∅"]),
        ("long_word", "text", ["it's \"quoted\"", "x", "∅"]),
        ("doc", "text", ["{\"a\": [1, \"甲\"]}", "[]", "∅"]),
        ("size", "text", ["小", "L", "∅"]),
        ("tags", "text", ["a,b", "∅", "∅"]),
    ];
    let found: Vec<(&str, &str, Vec<String>)> = read_table
        .table
        .columns
        .iter()
        .map(|column| (column.name.as_str(), kind(column), texts(column)))
        .collect();
    for (found, (name, kind, values)) in found.iter().zip(expected) {
        assert_eq!(
            (found.0, found.1, found.2.as_slice()),
            (name, kind, values.map(str::to_owned).as_slice())
        );
    }
    assert_eq!(found.len(), expected.len());
    let column = |name: &str| read_table.table.column(name).unwrap();
    assert!(column("at").as_instant().unwrap().utc && !column("wall").as_instant().unwrap().utc);
    // The zero date is a missing value, half a date is an odd one.
    assert_eq!(
        (column("day").odd_count, column("day").odd[0].value.as_str()),
        (1, "2024-00-15")
    );
    assert_eq!((column("day").odd[0].row, column("wall").odd_count), (3, 0));
    let note = read_table
        .notes
        .iter()
        .find(|note| note.code == "column-left-out")
        .unwrap();
    assert!(note.text.en.contains("bytes, raw_id, spot"), "{}", note.text.en);
    let gbk = read(
        &table(&server, "types", "gbk"),
        since("名", WatermarkValue::Text("张".into())).as_ref(),
    )
    .unwrap();
    // In UTF-8, 张 is E5 BC A0 and 李 is E6 9D 8E; in GBK it is the other way round.
    assert_eq!(texts(gbk.table.column("级").unwrap()), ["钻石", "黄金"]);
}

#[test]
fn mysql_watermarks() {
    let Some(server) = mysql() else { return };
    server.database(
        "marks",
        "CREATE TABLE log (id bigint unsigned, at timestamp NULL, wall datetime(1), day date, price decimal(10,2), rate float, name varchar(20));
         INSERT INTO log SELECT seq, '2024-01-01 00:00:00' + INTERVAL FLOOR(seq / 2) SECOND, '2024-01-01 00:00:00.7' + INTERVAL FLOOR(seq / 2) SECOND,
           '2024-01-01' + INTERVAL FLOOR(seq / 2) DAY, seq / 10, 0.7 * FLOOR(seq / 2), CONCAT('n', FLOOR(seq / 2)) FROM seq_9_to_0;
         INSERT INTO log VALUES (NULL, NULL, NULL, NULL, NULL, NULL, NULL);
         CREATE TABLE huge (id bigint unsigned); INSERT INTO huge VALUES (9007199254740993), (18446744073709551615), (5);
         CREATE TABLE mixed (c varchar(9)); INSERT INTO mixed VALUES ('a'), ('B'), ('长'), ('b'), ('Ä'), ('');",
    );
    let log = table(&server, "marks", "log");
    let all = read(&log, None).unwrap();
    assert_eq!(all.table.rows, 11);
    let ids = |spec: &DatabaseSpec, watermark: Option<Watermark>| -> Vec<String> {
        texts(read(spec, watermark.as_ref()).unwrap().table.column("id").unwrap())
    };
    assert_eq!(ids(&log, since("id", WatermarkValue::Number(7.0))), ["7", "8", "9"]);
    for column in ["at", "wall", "day", "rate", "name"] {
        let highest = WatermarkValue::highest(all.table.column(column).unwrap()).unwrap();
        let mut found = ids(&log, since(column, highest));
        found.sort();
        assert_eq!(found, ["8", "9"], "{column}");
    }
    let highest = WatermarkValue::highest(all.table.column("price").unwrap()).unwrap();
    assert_eq!(ids(&log, since("price", highest)), ["9"]);
    let none = read(&log, since("id", WatermarkValue::Number(1e6)).as_ref()).unwrap();
    assert_eq!(
        (none.table.rows, kind(none.table.column("at").unwrap())),
        (0, "instant")
    );
    let huge = table(&server, "marks", "huge");
    let found = ids(&huge, since("id", WatermarkValue::Text("9007199254740994".into())));
    assert_eq!(found, ["18446744073709551615"]);
    let mixed = read(
        &table(&server, "marks", "mixed"),
        since("c", WatermarkValue::Text("b".into())).as_ref(),
    );
    assert_eq!(texts(&mixed.unwrap().table.columns[0]), ["b", "Ä", "长"]);
    // Double quotes are texts in MySQL and stay.
    let spec = query(
        &server,
        "marks",
        "SELECT id, \"it's\" AS q FROM log WHERE id <> 8 # not eight",
    );
    assert_eq!(ids(&spec, since("id", WatermarkValue::Number(7.0))), ["7", "9"]);
    assert_eq!(texts(&read(&spec, None).unwrap().table.columns[1])[0], "it's");
}

#[test]
fn mysql_injection() {
    let Some(server) = mysql() else { return };
    let hostile = "订单`\"; DROP TABLE keep; --";
    let quoted = hostile.replace('`', "``");
    server.database(
        "we ird'x",
        &format!(
            "CREATE TABLE keep (id int, t varchar(30)); INSERT INTO keep VALUES (1, 'x'), (2, 'y');
             CREATE TABLE `{quoted}` (`列``; SELECT 1` int, `?` text, `select` text);
             INSERT INTO `{quoted}` VALUES (1, 'a', 'b'), (2, 'c', 'd');"
        ),
    );
    let database = "we%20ird'x";
    let spec = table(&server, database, &format!("`{quoted}`"));
    let found = read(&spec, since("列`; SELECT 1", WatermarkValue::Number(2.0)).as_ref()).unwrap();
    assert_eq!(texts(found.table.column("select").unwrap()), ["d"]);
    let keep = table(&server, database, "keep");
    for attack in [
        "x' OR '1'='1",
        "x'; DROP TABLE keep; --",
        "?",
        "\\'; DROP TABLE keep; --",
        "x\" OR true -- ",
    ] {
        let found = read(&keep, since("t", WatermarkValue::Text(attack.into())).as_ref()).unwrap();
        let expected: usize = ["x", "y"].iter().filter(|text| **text >= attack).count();
        assert_eq!(found.table.rows, expected, "{attack}");
        let refusal = read(&keep, since("id", WatermarkValue::Text(attack.into())).as_ref()).unwrap_err();
        assert_eq!(refusal.code, "watermark-type");
    }
    assert_eq!(read(&keep, None).unwrap().table.rows, 2);
}

#[test]
fn mysql_refusals() {
    let Some(server) = mysql() else { return };
    server.database("shop", "CREATE TABLE orders (id int); CREATE TABLE customers (id int);");
    let shop = |relation: &str| table(&server, "shop", relation);
    let ask = |sql: &str| query(&server, "shop", sql);
    let unused = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let mut nobody = shop("orders");
    nobody.url = format!("mariadb://ann@127.0.0.1:{unused}/shop");
    let mut encrypted = shop("orders");
    encrypted.tls = Some("require".into());
    let cases: [(&str, &DatabaseSpec, Option<&str>, &[&str]); 9] = [
        (
            "database-login",
            &shop("orders"),
            Some("s3cret-wrong"),
            &["ann", "shop"],
        ),
        ("database-login", &shop("orders"), None, &["ann"]),
        (
            "database-permission",
            &shop("mysql.user"),
            Some(PASSWORD),
            &["ann", "user"],
        ),
        (
            "no-such-table",
            &shop("order"),
            Some(PASSWORD),
            &["order", "tables with a name like it: orders"],
        ),
        ("database-unreachable", &nobody, Some(PASSWORD), &["127.0.0.1"]),
        ("database-tls", &encrypted, Some(PASSWORD), &["TLS"]),
        (
            "no-such-column",
            &ask("SELECT price FROM orders"),
            Some(PASSWORD),
            &["price"],
        ),
        (
            "duplicate-column",
            &ask("SELECT id, id FROM orders"),
            Some(PASSWORD),
            &["AS"],
        ),
        (
            "not-one-select",
            &ask("DELETE FROM orders"),
            Some(PASSWORD),
            &["DELETE"],
        ),
    ];
    for (code, spec, password, words) in cases {
        let refusal = read_database(spec, password, None, &ReadOptions::default(), &|_, _| {}).unwrap_err();
        let said = refusal.message(Lang::En);
        assert_eq!(refusal.code, code, "{said}");
        for word in words {
            assert!(said.contains(word), "{code}: {said}");
        }
        let all = format!("{said}{}{refusal:?}", refusal.message(Lang::Zh));
        assert!(!password.is_some_and(|password| all.contains(password)), "{all}");
    }
    // A database that is not there is not told from one that one may not see.
    let refusal = read(&table(&server, "Shop", "orders"), None).unwrap_err();
    assert!(
        matches!(refusal.code, "no-such-database" | "database-permission"),
        "{refusal}"
    );
}

#[test]
fn mysql_catalog_and_stream() {
    let Some(server) = mysql() else { return };
    server.database(
        "catalog",
        "CREATE TABLE 事件 (id bigint NOT NULL, customer varchar(20), at datetime, amount decimal(10,2));
         INSERT INTO 事件 SELECT seq, CONCAT('c', seq % 5000), '2024-01-01' + INTERVAL seq SECOND, seq / 100 FROM seq_1_to_200000;
         CREATE VIEW v AS SELECT 1 AS x;",
    );
    let tables = list_tables(&server.spec("catalog"), Some(PASSWORD)).unwrap();
    let found: Vec<_> = tables
        .iter()
        .map(|table| (table.name.as_str(), table.is_view))
        .collect();
    assert_eq!(found, [("v", true), ("事件", false)]);
    let columns = describe_relation(&server.spec("catalog"), Some(PASSWORD), "事件").unwrap();
    let found: Vec<_> = columns
        .iter()
        .map(|column| (column.name.as_str(), column.type_name.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("id", "bigint(20)"),
            ("customer", "varchar(20)"),
            ("at", "datetime"),
            ("amount", "decimal(10,2)")
        ]
    );
    assert!(!columns[0].nullable && columns[1].nullable);
    let read_table = read(&table(&server, "catalog", "事件"), None).unwrap();
    let numbers = |name: &str| -> f64 {
        read_table
            .table
            .column(name)
            .unwrap()
            .as_number()
            .unwrap()
            .values
            .iter()
            .sum()
    };
    assert_eq!((read_table.table.rows, numbers("id")), (200_000, 20_000_100_000.0));
    assert!((numbers("amount") - 200_001_000.0).abs() < 1e-3);
    assert_eq!(
        read_table
            .table
            .column("customer")
            .unwrap()
            .as_text()
            .unwrap()
            .levels
            .len(),
        5000
    );
}
