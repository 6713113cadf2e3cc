//! What a value becomes.

use holdfast_domain::source::{AmountFrom, KnownAt};

use crate::lake_support::{Shop, counts, events, lines, refusal, source};

#[test]
fn money_is_whole_minor_units_however_it_is_written() {
    let shop = Shop::new();
    shop.write("o.csv", "id,at,kind,amount\na,2024-01-01,buy,\"¥1,234.50\"\na,2024-01-02,buy,0.005\na,2024-01-03,buy,-0.005\na,2024-01-04,buy,\n");
    shop.one(&events(&["o.csv"]), "2024-02-01");
    let found = lines(&shop.view(), "SELECT amount_minor FROM events ORDER BY occurred_at");
    assert_eq!(found, ["123450", "1", "-1", "∅"]);
    let mut minor = events(&["m.csv"]);
    (minor.id, minor.money_in_minor_units) = ("minor".to_owned(), true);
    shop.write(
        "m.csv",
        "id,at,kind,amount\na,2024-01-01,buy,1250\na,2024-01-02,buy,1.5\na,2024-01-03,buy,-3\n",
    );
    let report = shop.one(&minor, "2024-02-01");
    assert_eq!(counts(&report), [2, 0, 0, 0, 1]);
    assert_eq!(
        (report.rejects[0].row, report.rejects[0].value.as_deref()),
        (3, Some("1.5"))
    );
    assert_eq!(
        lines(
            &shop.view(),
            "SELECT amount_minor FROM events WHERE source = 'minor' ORDER BY occurred_at"
        ),
        ["1250", "-3"]
    );
}

#[test]
fn an_amount_is_quantity_times_price() {
    let shop = Shop::new();
    shop.write("o.csv", "id,at,n,price\na,2024-01-01,3,19.99\na,2024-01-02,-2,0.335\na,2024-01-03,,5\na,2024-01-04,x,5\na,2024-01-05,1,1\n");
    let mut spec = source(
        "o",
        "events",
        &["o.csv"],
        &[("customer_id", "id"), ("occurred_at", "at"), ("quantity", "n")],
    );
    spec.amount_from = Some(AmountFrom {
        quantity: "n".to_owned(),
        unit_price: "price".to_owned(),
    });
    let report = shop.one(&spec, "2024-02-01");
    assert_eq!(counts(&report), [4, 0, 0, 0, 1]);
    let values: Vec<Option<&str>> = report.rejects.iter().map(|reject| reject.value.as_deref()).collect();
    assert_eq!(values, [Some("x × 5"), Some("x")]);
    let found = lines(
        &shop.view(),
        "SELECT amount_minor, quantity FROM events ORDER BY occurred_at",
    );
    assert_eq!(found, ["5997|3.0", "-67|-2.0", "∅|∅", "100|1.0"]);
    (spec.id, spec.money_in_minor_units) = ("minor".to_owned(), true);
    shop.write("o.csv", "id,at,n,price\na,2024-01-01,3,1999\n");
    shop.one(&spec, "2024-02-01");
    assert_eq!(
        lines(&shop.view(), "SELECT amount_minor FROM events WHERE source = 'minor'"),
        ["5997"]
    );
}

#[test]
fn constants_stand_in_every_row_and_must_fit() {
    let shop = Shop::new();
    shop.write("o.csv", "id,at\na,2024-01-01\nb,2024-01-02\n");
    let mut spec = source(
        "o",
        "events",
        &["o.csv"],
        &[("customer_id", "id"), ("occurred_at", "at")],
    );
    for (name, text) in [
        ("kind", "visit"),
        ("amount", "2.5"),
        ("channel", "门店"),
        ("currency", "cny"),
    ] {
        spec.constants.insert(name.to_owned(), text.to_owned());
    }
    let report = shop.one(&spec, "2024-02-01");
    assert!(report.mapping.contains(&("kind".to_owned(), "\"visit\"".to_owned())));
    assert_eq!(
        lines(
            &shop.view(),
            "SELECT DISTINCT kind, amount_minor, channel, currency FROM events"
        ),
        ["visit|250|门店|cny"]
    );
    spec.constants.insert("amount".to_owned(), "a lot".to_owned());
    let refused = refusal(shop.import(&spec, "2024-02-02"));
    assert_eq!(
        (refused.code, refused.column.as_deref(), refused.value.as_deref()),
        ("wrong-kind-of-column", Some("amount"), Some("a lot"))
    );
}

#[test]
fn rows_in_another_currency_are_rejected() {
    let shop = Shop::new();
    let mut spec = events(&["o.csv"]);
    spec.columns.insert("currency".to_owned(), "cur".to_owned());
    shop.write("o.csv", "id,at,kind,amount,cur\na,2024-01-01,buy,1,CNY\na,2024-01-02,buy,2,usd\na,2024-01-03,buy,3,cny\na,2024-01-04,buy,4,\n");
    let report = shop.one(&spec, "2024-02-01");
    assert_eq!(counts(&report), [3, 0, 0, 0, 1]);
    let reject = &report.rejects[0];
    assert_eq!(
        (
            reject.row,
            reject.reason,
            reject.value.as_deref(),
            reject.column.as_deref()
        ),
        (3, "other-currency", Some("usd"), Some("cur"))
    );
    shop.write("o.csv", "id,at,kind,amount,cur\na,2024-01-01,buy,1,USD\n");
    assert_eq!(refusal(shop.import(&spec, "2024-02-02")).code, "all-rows-rejected");
}

/// Values with an offset are exact; those without are the wall clock's, also where the column had to be read as text.
#[test]
fn times_with_an_offset_are_instants() {
    let shop = Shop::in_zone("Pacific/Auckland");
    let column = |last: &str| format!("id,at\na,2024-01-05T00:00:00Z\nb,2024-01-05T08:00:00+08:00\nc,{last}\n");
    shop.write("o.csv", column("2024-01-05T13:00:00+13:00"));
    let spec = source(
        "o",
        "events",
        &["o.csv"],
        &[("customer_id", "id"), ("occurred_at", "at")],
    );
    shop.one(&spec, "2024-02-01");
    let distinct = "SELECT DISTINCT occurred_at FROM events";
    assert_eq!(lines(&shop.view(), distinct), ["2024-01-05T00:00:00+00:00"]);
    let shop = Shop::in_zone("Pacific/Auckland");
    shop.write("o.csv", column("soon"));
    assert_eq!(counts(&shop.one(&spec, "2024-02-01")), [2, 0, 0, 0, 1]);
    assert_eq!(lines(&shop.view(), distinct), ["2024-01-05T00:00:00+00:00"]);
}

#[test]
fn digits_that_stand_for_times() {
    let shop = Shop::new();
    let spec = source(
        "o",
        "events",
        &["o.csv"],
        &[("customer_id", "id"), ("occurred_at", "t")],
    );
    for (values, expected) in [
        (["1704412800", "1704412801"], "2024-01-05T00:00:00+00:00"),
        (["1704412800500", "1704412801000"], "2024-01-05T00:00:00+00:00"),
        (["20240105", "20240106"], "2024-01-04T16:00:00+00:00"),
        (["20240105103000", "20240105103001"], "2024-01-05T02:30:00+00:00"),
        (["45296.4375", "45297"], "2024-01-05T02:30:00+00:00"),
    ] {
        for odd in [None, Some("???")] {
            let shop = Shop::new();
            let mut text = format!("id,t\na,{}\nb,{}\n", values[0], values[1]);
            text.extend(odd.map(|odd| format!("c,{odd}\n")));
            shop.write("o.csv", &text);
            shop.one(&spec, "2024-02-01");
            assert_eq!(
                lines(&shop.view(), "SELECT min(occurred_at) FROM events"),
                [expected],
                "{text}"
            );
        }
    }
    drop(shop);
}

#[test]
fn a_day_of_a_zone_begins_at_its_midnight_also_when_clocks_change() {
    let shop = Shop::in_zone("Pacific/Auckland");
    // 2024-09-29 02:30 does not exist there; 2024-04-07 02:30 occurs twice: the first is meant.
    shop.write(
        "o.csv",
        "id,at\na,2024-04-07 02:30:00\na,2024-09-29 02:30:00\na,2024-09-29 03:00:00\n",
    );
    let mut spec = source(
        "o",
        "events",
        &["o.csv"],
        &[("customer_id", "id"), ("occurred_at", "at")],
    );
    spec.known_at = KnownAt::Occurred;
    shop.one(&spec, "2024-12-01");
    let found = lines(&shop.view(), "SELECT occurred_at FROM events ORDER BY 1");
    assert_eq!(
        found,
        [
            "2024-04-06T13:30:00+00:00",
            "2024-09-28T14:00:00+00:00",
            "2024-09-28T14:30:00+00:00"
        ]
    );
}
