//! Attributes: their types, how they change, which are personal.

use holdfast_engine::query::{SessionSettings, json_rows, session, sql};

use crate::lake_support::{Shop, counts, lines, source};

fn crm(file: &str) -> holdfast_domain::source::SourceSpec {
    source("crm", "customers", &[file], &[("customer_id", "id")])
}

fn notes(report: &holdfast_engine::ingest::BatchReport) -> String {
    report
        .notes
        .iter()
        .map(|note| note.en.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn attributes_have_the_types_of_their_values() {
    let shop = Shop::new();
    shop.write("c.csv", "id,age,city,joined,seen,phone\na,31,上海,2024-01-05,2024-01-05 10:00:00,013800000000\nb,,北京,,,013900000000\n");
    shop.one(&crm("c.csv"), "2024-02-01");
    let found = lines(
        &shop.view(),
        "SELECT age, city, joined, seen, phone FROM customers ORDER BY customer_key",
    );
    assert_eq!(
        found,
        [
            "31.0|上海|2024-01-05|2024-01-05T02:00:00+00:00|013800000000",
            "∅|北京|∅|∅|013900000000"
        ]
    );
}

#[test]
fn only_the_named_attributes_are_kept_where_some_are_named() {
    let shop = Shop::new();
    shop.write("c.csv", "id,age,city\na,31,上海\n");
    let mut spec = crm("c.csv");
    spec.attributes = Some(vec!["city".to_owned()]);
    shop.one(&spec, "2024-02-01");
    let names: Vec<String> = shop
        .view()
        .schema("customers")
        .unwrap()
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect();
    assert!(
        names.contains(&"city".to_owned()) && !names.contains(&"age".to_owned()),
        "{names:?}"
    );
    spec.attributes = Some(vec!["town".to_owned()]);
    let refused = crate::lake_support::refusal(shop.import(&spec, "2024-02-02"));
    assert_eq!(
        (refused.code, refused.column.as_deref()),
        ("no-such-column", Some("town"))
    );
}

#[test]
fn columns_come_go_and_change_their_type_with_a_note() {
    let shop = Shop::new();
    shop.write("c.csv", "id,age,city\na,31,上海\nb,40,北京\n");
    assert_eq!(notes(&shop.one(&crm("c.csv"), "2024-02-01")), "");
    shop.write("c.csv", "id,age,vip\na,old,3\nb,41,4\n");
    let report = shop.one(&crm("c.csv"), "2024-02-02");
    let said = notes(&report);
    for part in [
        "no longer has: city",
        "new in the source: vip",
        "type changed (see table rejects): age",
    ] {
        assert!(said.contains(part), "{said}");
    }
    // Both rows are taken; the age that is no number is left empty and said.
    assert_eq!((counts(&report), report.values_rejected), ([0, 2, 0, 0, 0], 1));
    let reject = &report.rejects[0];
    assert_eq!(
        (reject.row, reject.reason, reject.value.as_deref(), reject.row_kept),
        (2, "attribute-changed-type", Some("old"), true)
    );
    let found = lines(
        &shop.view(),
        "SELECT age, city, vip FROM customers ORDER BY customer_key",
    );
    // What the source no longer tells stays as it was last told.
    assert_eq!(found, ["∅|上海|3.0", "41.0|北京|4.0"]);
    let rejected = lines(&shop.view(), "SELECT \"column\", value, row_kept FROM rejects");
    assert_eq!(rejected, ["age|old|true"]);
    // A number where texts were is a text.
    shop.write("c.csv", "id,city\na,200000\nb,北京\n");
    shop.one(&crm("c.csv"), "2024-02-03");
    assert_eq!(
        lines(&shop.view(), "SELECT city FROM customers ORDER BY customer_key"),
        ["200000", "北京"]
    );
    // The form that held before is there to be seen.
    let before = shop.known_at(crate::lake_support::noon("2024-02-02") - 1);
    assert_eq!(
        lines(&before, "SELECT age, city, vip FROM customers ORDER BY customer_key"),
        ["31.0|上海|∅", "40.0|北京|∅"]
    );
}

#[test]
fn one_bad_value_in_many_does_not_turn_a_number_into_a_text() {
    let shop = Shop::new();
    let mut text = String::from("id,age\n");
    for row in 0..99 {
        text.push_str(&format!("c{row},{row}\n"));
    }
    shop.write("c.csv", format!("{text}x,unknown\n"));
    let report = shop.one(&crm("c.csv"), "2024-02-01");
    assert_eq!((counts(&report), report.values_rejected), ([100, 0, 0, 0, 0], 1));
    assert_eq!(
        (
            report.rejects[0].row,
            report.rejects[0].reason,
            report.rejects[0].value.as_deref()
        ),
        (101, "unreadable-value", Some("unknown"))
    );
    assert_eq!(
        lines(&shop.view(), "SELECT count(age), sum(age) FROM customers"),
        ["99|4851.0"]
    );
    // Mended: no column changed its type meanwhile.
    shop.write("c.csv", format!("{text}x,99\n"));
    let report = shop.one(&crm("c.csv"), "2024-02-02");
    assert_eq!((counts(&report), notes(&report)), ([0, 1, 99, 0, 0], String::new()));
}

#[test]
fn the_files_of_one_import_agree_on_an_attributes_type() {
    let shop = Shop::new();
    shop.write("c1.csv", "id,age\na,31\n");
    shop.write("c2.csv", "id,age\nb,unknown\n");
    let reports = shop.import(&crm("c*.csv"), "2024-02-01").unwrap();
    assert_eq!(reports[1].values_rejected, 1);
    assert_eq!(
        lines(&shop.view(), "SELECT customer_id, age FROM customers ORDER BY 1"),
        ["a|31.0", "b|∅"]
    );
}

#[test]
fn a_column_that_never_had_a_value_gets_its_type_with_the_first() {
    let shop = Shop::new();
    shop.write("c.csv", "id,score\na,\n");
    shop.one(&crm("c.csv"), "2024-02-01");
    shop.write("c.csv", "id,score\na,7.5\n");
    shop.one(&crm("c.csv"), "2024-02-02");
    assert_eq!(
        lines(&shop.view(), "SELECT score FROM customers WHERE score > 7"),
        ["7.5"]
    );
}

#[test]
fn names_that_meet_ours_or_each_other_are_told_apart() {
    let shop = Shop::new();
    shop.write("c.csv", "id,Channel,batch_id,Phone,phone,年龄 (岁)\na,web,7,x,y,31\n");
    shop.one(&crm("c.csv"), "2024-02-01");
    let text =
        "SELECT channel, \"source_Channel\", source_batch_id, \"Phone\", \"phone_2\", \"年龄 (岁)\" FROM customers";
    assert_eq!(lines(&shop.view(), text), ["∅|web|7.0|x|y|31.0"]);
    shop.write("c.csv", "id,Channel,batch_id,Phone,phone,年龄 (岁)\na,web,7,x,z,31\n");
    shop.one(&crm("c.csv"), "2024-02-02");
    assert_eq!(lines(&shop.view(), text), ["∅|web|7.0|x|z|31.0"]);
}

#[test]
fn personal_fields_are_masked_unless_allowed_wherever_they_might_show() {
    let shop = Shop::new();
    shop.write(
        "c.csv",
        "id,姓名,phone,born,owner_name,batch_id\na,欧阳修,13812341234,1990-05-01,王小明,secret\nb,,,,,\n",
    );
    let mut spec = crm("c.csv");
    spec.columns.insert("owner".to_owned(), "owner_name".to_owned());
    spec.personal = ["姓名", "phone", "born", "owner_name", "batch_id"]
        .map(String::from)
        .to_vec();
    let preview = shop.run(&spec, 0, true, None).unwrap().remove(0).preview;
    assert_eq!(
        (preview[0]["姓名"].as_str(), preview[0]["phone"].as_str()),
        (Some("欧**"), Some("138****1234"))
    );
    shop.one(&spec, "2024-02-01");
    let head = shop.view().head().clone();
    for name in ["姓名", "phone", "born", "owner", "source_batch_id"] {
        assert!(head.personal.contains(name), "{name}: {:?}", head.personal);
    }
    let text = "SELECT \"姓名\" AS n, phone, born, owner, source_batch_id AS b FROM customers ORDER BY customer_key";
    let everybody = session(&shop.view(), &SessionSettings::default()).unwrap();
    let found = json_rows(&sql(&everybody, text, None).unwrap().batches).unwrap();
    let expected = serde_json::json!({"n": "欧**", "phone": "138****1234", "born": "1**", "owner": "王**", "b": "s**"});
    assert_eq!(found[0], expected);
    assert!(found[1].as_object().unwrap().values().all(serde_json::Value::is_null));
    // A condition sees what is shown, not what is behind it.
    let guess = sql(&everybody, "SELECT * FROM customers WHERE phone = '13812341234'", None).unwrap();
    assert!(guess.batches.is_empty());
    assert_eq!(
        lines(&shop.view(), text)[0],
        "欧阳修|13812341234|1990-05-01|王小明|secret"
    );
    // A value that does not fit is not shown in full among the rejects either.
    shop.write(
        "c.csv",
        "id,姓名,phone,born,owner_name,batch_id\na,欧阳修,13812341234,五月一日,王小明,secret\n",
    );
    let report = shop.one(&spec, "2024-02-02");
    assert_eq!(report.rejects[0].value.as_deref(), Some("五**"));
    assert_eq!(lines(&shop.view(), "SELECT value FROM rejects"), ["五**"]);
    // Snapshots do not keep them.
    shop.write("s.csv", "id,phone,plan\na,13812341234,x\n");
    shop.one(
        &source("snap", "snapshots", &["s.csv"], &[("customer_id", "id")]),
        "2024-02-03",
    );
    assert!(
        shop.view()
            .schema("snapshots")
            .unwrap()
            .field_with_name("phone")
            .is_err()
    );
    assert_eq!(lines(&shop.view(), "SELECT plan FROM snapshots"), ["x"]);
}
