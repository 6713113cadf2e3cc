//! The first `holdfast.toml` out of the data.

use std::path::Path;

use holdfast_app::error::AppError;
use holdfast_app::simulate::Industry as Simulated;
use holdfast_app::workspace::industry::Industry;
use holdfast_app::workspace::init::{InitOptions, InitReport, init};
use holdfast_app::workspace::open::Workspace;
use holdfast_domain::lang::Lang;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::rule::ChurnRule;

use crate::support::{clock, company};

pub fn no_database(_: &str, _: &str) -> Result<Vec<(String, String)>, Refusal> {
    panic!("no database was named")
}

pub fn try_init(dir: &Path, from: &[&str]) -> Result<InitReport, AppError> {
    let from: Vec<String> = from.iter().map(|from| (*from).to_owned()).collect();
    let options = InitOptions {
        from: &from,
        time_zone: None,
        lang: Lang::Zh,
        describe: &no_database,
        sample: &|_, _| Ok(None),
    };
    init(dir, &options, &clock())
}

/// Makes a workspace beside the data and opens it again.
pub fn made(dir: &Path, from: &[&str]) -> InitReport {
    let report = try_init(dir, from).unwrap();
    let opened = Workspace::open(dir).unwrap();
    assert_eq!(opened.config, report.config);
    for source in opened.config.sources.iter().filter(|s| s.database.is_none()) {
        assert!(!opened.files(source).unwrap().is_empty(), "{}", report.text);
    }
    report
}

fn mapped(report: &InitReport, table: &str) -> Vec<(String, String)> {
    let source = report
        .config
        .sources_of(table)
        .next()
        .unwrap_or_else(|| panic!("{table}\n{}", report.text));
    source.columns.iter().map(|(a, b)| (a.clone(), b.clone())).collect()
}

fn column(report: &InitReport, table: &str, canonical: &str) -> Option<String> {
    mapped(report, table)
        .into_iter()
        .find(|(a, _)| a == canonical)
        .map(|(_, b)| b)
}

#[test]
fn simulated_companies_are_understood() {
    for (industry, expected, tables) in [
        (
            Simulated::Telecom,
            Industry::Telecom,
            vec!["customers", "events", "subscriptions", "interactions", "snapshots"],
        ),
        (
            Simulated::Dealer,
            Industry::Dealer,
            vec!["customers", "events", "interactions", "snapshots"],
        ),
        (
            Simulated::Shop,
            Industry::Ecommerce,
            vec!["customers", "events", "interactions", "snapshots"],
        ),
    ] {
        let folder = company(industry, 600, 3, false);
        let dir = folder.path().join("workspace");
        let report = made(&dir, &[folder.path().to_str().unwrap()]);
        println!("{}", report.text);
        let found: Vec<&str> = report.config.sources.iter().map(|s| s.table.as_str()).collect();
        assert_eq!(found, tables, "{}", report.text);
        assert_eq!(report.config.industry, expected);
        assert_eq!(report.config.source("events").unwrap().files, ["../events.csv"]);
        // The trial is kept out, and so is what the simulator planted.
        let skipped: Vec<bool> = report.skipped.iter().map(|s| s.what.ends_with("offers.csv")).collect();
        assert_eq!(skipped, [true]);
        assert!(!report.text.contains("truth"));
        for (table, canonical, name) in [
            ("customers", "customer_id", "customer_id"),
            ("customers", "first_seen_on", "joined_on"),
            ("customers", "owner", "owner"),
            ("customers", "region", "region"),
            ("events", "occurred_at", "occurred_at"),
            ("events", "kind", "kind"),
            ("events", "amount", "amount"),
            ("events", "product", "product"),
            ("interactions", "opened_at", "opened_at"),
            ("interactions", "resolved_at", "resolved_at"),
            ("interactions", "satisfaction", "satisfaction"),
            ("interactions", "text", "text"),
            ("snapshots", "customer_id", "客户编号"),
            ("snapshots", "churned", "是否流失"),
        ] {
            assert_eq!(
                column(&report, table, canonical).as_deref(),
                Some(name),
                "{table}.{canonical}"
            );
        }
        // An order of several lines must not correct itself.
        assert_eq!(column(&report, "events", "event_id"), None);
        let customers = report.config.source("customers").unwrap();
        assert_eq!(customers.personal, ["name", "phone"]);
        let snapshot = report.config.sources_of("snapshots").next().unwrap();
        let attributes = snapshot.attributes.as_ref().unwrap();
        assert!(
            !attributes
                .iter()
                .any(|a| a == "姓名" || a == "手机号" || a == "是否流失")
        );
        assert!(report.config.dimensions.iter().any(|d| d == "gender"));
        let first = &report.config.churn[0].rule;
        match industry {
            Simulated::Telecom => assert_eq!(*first, ChurnRule::Contract { grace_days: 30 }),
            Simulated::Dealer => {
                let ChurnRule::Inactivity { days, counts } = first else {
                    panic!("{first:?}")
                };
                let mut kinds = counts.kinds.clone();
                kinds.sort();
                assert_eq!(kinds, ["maintenance", "part", "repair"]);
                assert!((90..=183).contains(days), "{days}");
            }
            Simulated::Shop => {
                let ChurnRule::Inactivity { days, counts } = first else {
                    panic!("{first:?}")
                };
                assert_eq!(counts.kinds, ["order"]);
                assert!((30..=120).contains(days), "{days}");
            }
        }
        assert!(report.config.churn.iter().any(|c| c.rule == ChurnRule::Label {}));
    }
}

#[test]
fn chinese_headers_in_gbk_are_understood() {
    let dir = tempfile::tempdir().unwrap();
    let mut text = "会员号,姓名,手机号,下单时间,订单金额(元),数量,商品名称,下单渠道,收货城市\n".to_owned();
    for i in 0..400 {
        let (day, month) = (1 + i % 28, 1 + (i / 28) % 12);
        text.push_str(&format!(
            "M{:04},王小明,138{:08},2024-{month:02}-{day:02} 10:00:00,{}.50,2,苹果,小程序,上海\n",
            i % 60,
            i % 60,
            20 + i % 9
        ));
    }
    let (bytes, _, _) = encoding_rs::GBK.encode(&text);
    std::fs::write(dir.path().join("订单明细2024.csv"), &bytes).unwrap();
    let report = made(
        &dir.path().join("ws"),
        &[dir.path().join("订单明细2024.csv").to_str().unwrap()],
    );
    let source = &report.config.sources[0];
    assert_eq!((source.id.as_str(), source.table.as_str()), ("订单明细", "events"));
    assert_eq!(source.files, ["../订单明细2024.csv"]);
    for (canonical, name) in [
        ("customer_id", "会员号"),
        ("occurred_at", "下单时间"),
        ("amount", "订单金额(元)"),
        ("quantity", "数量"),
        ("product", "商品名称"),
        ("channel", "下单渠道"),
    ] {
        assert_eq!(
            column(&report, "events", canonical).as_deref(),
            Some(name),
            "{}",
            report.text
        );
    }
    assert!(!report.text.contains("姓名") && !report.text.contains("手机号"));
    assert_eq!(
        (report.config.currency.as_str(), report.config.industry),
        ("CNY", Industry::Ecommerce)
    );
}

#[test]
fn a_workbook_of_contracts_is_understood() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("合同台账.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["客户编号", "套餐", "生效日期", "终止日期", "月租(元)", "终止原因"]
        .iter()
        .enumerate()
    {
        sheet.write(0, column as u16, *name).unwrap();
    }
    for row in 1..80u32 {
        sheet.write(row, 0, format!("C{:03}", row % 50)).unwrap();
        sheet.write(row, 1, ["甲", "乙"][row as usize % 2]).unwrap();
        sheet.write(row, 2, format!("2023-{:02}-01", 1 + row % 12)).unwrap();
        if row % 3 == 0 {
            sheet.write(row, 3, format!("2024-{:02}-01", 1 + row % 12)).unwrap();
            sheet.write(row, 5, "搬家").unwrap();
        }
        sheet.write(row, 4, 99.5).unwrap();
    }
    book.save(&path).unwrap();
    let report = made(&dir.path().join("ws"), &[path.to_str().unwrap()]);
    let expected = [
        ("customer_id", "客户编号"),
        ("end_reason", "终止原因"),
        ("ended_on", "终止日期"),
        ("mrr", "月租(元)"),
        ("plan", "套餐"),
        ("started_on", "生效日期"),
    ];
    let found = mapped(&report, "subscriptions");
    assert_eq!(
        found,
        expected.map(|(a, b)| (a.to_owned(), b.to_owned())),
        "{}",
        report.text
    );
    assert_eq!(report.config.churn[0].rule, ChurnRule::Contract { grace_days: 30 });
}

#[test]
fn surveys_and_reviews_are_understood() {
    let dir = tempfile::tempdir().unwrap();
    let mut answers = "customer_id,survey_id,question_id,answered_at,score,comment\n".to_owned();
    let mut reviews = "发布时间,来源,品牌,评分,评论内容\n".to_owned();
    for i in 0..60 {
        answers.push_str(&format!("{i},2024q1,nps,2024-03-{:02},{},fine\n", 1 + i % 28, i % 11));
        reviews.push_str(&format!(
            "2024-03-{:02} 10:00,点评网,快蛙养车,{},第{i}次来这家店了，服务态度还不错，价格也合适\n",
            1 + i % 28,
            1 + i % 5
        ));
    }
    std::fs::write(dir.path().join("answers.csv"), answers).unwrap();
    std::fs::write(dir.path().join("reviews.csv"), reviews).unwrap();
    let report = made(&dir.path().join("ws"), &[dir.path().to_str().unwrap()]);
    assert_eq!(column(&report, "responses", "value_num").as_deref(), Some("score"));
    assert_eq!(
        column(&report, "responses", "question_id").as_deref(),
        Some("question_id")
    );
    assert_eq!(column(&report, "mentions", "text").as_deref(), Some("评论内容"));
    assert_eq!(column(&report, "mentions", "brand").as_deref(), Some("品牌"));
    assert_eq!(column(&report, "mentions", "posted_at").as_deref(), Some("发布时间"));
}

#[test]
fn files_that_differ_in_numbers_are_one_source() {
    let dir = tempfile::tempdir().unwrap();
    for month in 1..=3 {
        let rows: String = (0..40)
            .map(|i| format!("{},2024-{month:02}-{:02},{i}\n", i % 7, 1 + i % 28))
            .collect();
        let text = format!("customer_id,order_date,amount\n{rows}");
        std::fs::write(dir.path().join(format!("orders-2024-{month:02}.csv")), text).unwrap();
    }
    let report = made(&dir.path().join("ws"), &[dir.path().to_str().unwrap()]);
    assert_eq!(report.config.sources.len(), 1);
    assert_eq!(report.config.sources[0].files, ["../orders-*-*.csv"]);
    assert_eq!(report.config.sources[0].id, "orders");
    let glob = dir.path().join("orders-*.csv");
    let report = made(&dir.path().join("ws2"), &[glob.to_str().unwrap()]);
    assert_eq!(report.config.sources[0].files, ["../orders-*.csv"]);
}

#[test]
fn dates_that_can_be_read_both_ways_are_said() {
    for (symbol, order) in [("$", "mdy"), ("€", "dmy")] {
        let dir = tempfile::tempdir().unwrap();
        let rows: String = (0..60)
            .map(|i| format!("{},{}/{}/2024,{symbol}{i}.00\n", i % 9, 1 + i % 12, 1 + i % 11))
            .collect();
        let path = dir.path().join("o.csv");
        std::fs::write(&path, format!("customer_id,order_date,amount\n{rows}")).unwrap();
        let report = made(&dir.path().join("ws"), &[path.to_str().unwrap()]);
        assert_eq!(
            report.config.sources[0].date_order.as_deref(),
            Some(order),
            "{}",
            report.text
        );
        assert_eq!(report.config.currency, if symbol == "$" { "USD" } else { "EUR" });
    }
}

#[test]
fn hostile_names_are_escaped() {
    let dir = tempfile::tempdir().unwrap();
    let names = [
        "a]b",
        "say \"hi\"",
        "back\\slash",
        "'single'",
        "# not a remark",
        "x = 1",
        "[[source]]",
        "'''",
        "tab\there",
        "π\u{7f}",
    ];
    let mut text = "customer_id".to_owned();
    for name in names {
        text.push_str(&format!(",\"{}\"", name.replace('"', "\"\"")));
    }
    text.push('\n');
    for i in 0..30 {
        text.push_str(&format!("{i}"));
        names.iter().for_each(|_| text.push_str(",u"));
        text.push('\n');
    }
    let path = dir.path().join("it's \"x\" ].csv");
    std::fs::write(&path, text).unwrap();
    let report = made(&dir.path().join("ws"), &[path.to_str().unwrap()]);
    let attributes = report.config.sources[0].attributes.clone().unwrap();
    for name in names {
        let read = name.replace('\t', " ");
        assert!(attributes.contains(&read), "{name:?} {attributes:?}");
    }
    assert_eq!(report.config.sources[0].files, ["../it's \"x\" ].csv"]);
}

#[test]
fn a_database_table_is_suggested_from_names_and_types() {
    let dir = tempfile::tempdir().unwrap();
    let from = [
        "postgres://me@db/shop#sales.orders".to_owned(),
        "mysql://me@db/shop#members".to_owned(),
    ];
    let describe = |url: &str, table: &str| {
        assert!(url.ends_with("@db/shop"));
        let columns: &[(&str, &str)] = match table {
            "sales.orders" => &[
                ("id", "bigint"),
                ("customer_id", "bigint"),
                ("ordered_at", "timestamptz"),
                ("amount", "numeric(12,2)"),
                ("channel", "text"),
            ],
            _ => &[
                ("member_no", "varchar(20)"),
                ("name", "varchar(40)"),
                ("joined_on", "date"),
                ("city", "varchar(20)"),
            ],
        };
        Ok(columns
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect())
    };
    let options = InitOptions {
        from: &from,
        time_zone: Some("Pacific/Auckland"),
        lang: Lang::En,
        describe: &describe,
        sample: &|_, _| Ok(None),
    };
    let report = init(dir.path(), &options, &clock()).unwrap();
    let orders = report.config.source("orders").unwrap();
    let database = orders.database.as_ref().unwrap();
    assert_eq!(
        (database.url.as_str(), database.relation.as_deref()),
        ("postgres://me@db/shop", Some("sales.orders"))
    );
    assert_eq!(database.password_env.as_deref(), Some("HOLDFAST_ORDERS_PASSWORD"));
    assert_eq!(
        (orders.table.as_str(), orders.watermark.as_deref()),
        ("events", Some("ordered_at"))
    );
    assert_eq!(column(&report, "events", "amount").as_deref(), Some("amount"));
    let members = report.config.source("members").unwrap();
    assert_eq!(
        (members.table.as_str(), members.personal.as_slice()),
        ("customers", &["name".to_owned()][..])
    );
    assert_eq!(column(&report, "customers", "region").as_deref(), Some("city"));
    assert_eq!(report.config.time_zone, "Pacific/Auckland");
}

#[test]
fn nothing_is_overwritten_and_nothing_is_half_written() {
    let dir = tempfile::tempdir().unwrap();
    let empty = made(&dir.path().join("a/b"), &[]);
    assert!(empty.config.sources.is_empty() && empty.config.churn.is_empty());
    let before = std::fs::read(dir.path().join("a/b/holdfast.toml")).unwrap();
    let code = |result: Result<InitReport, AppError>| match result {
        Err(AppError::Refused(refusal)) => refusal.code,
        other => panic!("{other:?}"),
    };
    assert_eq!(code(try_init(&dir.path().join("a/b"), &[])), "workspace-exists");
    assert_eq!(std::fs::read(dir.path().join("a/b/holdfast.toml")).unwrap(), before);
    let data = dir.path().join("x.csv");
    std::fs::write(&data, "colour,shape\nred,round\nred,round\n").unwrap();
    let data = data.to_str().unwrap();
    assert_eq!(code(try_init(&dir.path().join("c"), &[data])), "init-nothing-usable");
    assert_eq!(
        code(try_init(&dir.path().join("c"), &["nowhere.csv"])),
        "file-not-found"
    );
    assert_eq!(code(try_init(&dir.path().join("c"), &["nowhere*.csv"])), "no-files");
    assert!(!dir.path().join("c").exists());
    assert_eq!(std::fs::read_dir(dir.path().join("a/b")).unwrap().count(), 1);
    // The remarks' examples are right too: without their # they parse.
    let example: String = empty
        .text
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with(' ') => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let config = holdfast_app::workspace::parse::parse(&example, "example").unwrap();
    assert_eq!(
        (config.sources.len(), config.churn.len(), config.benchmarks.len()),
        (1, 1, 1)
    );
}

#[test]
fn the_same_data_give_the_same_text() {
    let folder = company(Simulated::Shop, 200, 5, true);
    let from = folder.path().to_str().unwrap();
    let texts: Vec<String> = ["a", "b"]
        .map(|name| made(&folder.path().join(name).join("ws"), &[from]).text)
        .to_vec();
    assert_eq!(texts[0], texts[1]);
}
