//! Customers: their keys, their forms, and those of whom only events tell.

use crate::lake_support::{Shop, at, counts, events, lines, noon, source};

const ALL: &str = "SELECT customer_key, customer_id, city, first_seen_on FROM customers ORDER BY 1";

fn crm() -> holdfast_domain::source::SourceSpec {
    source(
        "crm",
        "customers",
        &["c.csv"],
        &[("customer_id", "id"), ("first_seen_on", "joined")],
    )
}

#[test]
fn a_changed_attribute_is_a_new_form_and_the_old_one_is_history() {
    let shop = Shop::new();
    shop.write("c.csv", "id,joined,city\na,2023-01-01,上海\nb,2023-02-01,北京\n");
    shop.one(&crm(), "2024-02-01");
    shop.write(
        "c.csv",
        "id,joined,city\nb,2023-02-01,北京\na,2023-01-01,广州\nc,2024-02-02,深圳\n",
    );
    let report = shop.one(&crm(), "2024-02-02");
    assert_eq!((counts(&report), report.customers_new), ([1, 1, 1, 0, 0], 1));
    assert_eq!(
        lines(&shop.view(), ALL),
        ["0|a|广州|2023-01-01", "1|b|北京|2023-02-01", "2|c|深圳|2024-02-02"]
    );
    assert_eq!(
        lines(&shop.known_at(noon("2024-02-02") - 1), ALL),
        ["0|a|上海|2023-01-01", "1|b|北京|2023-02-01"]
    );
    // A customer that is no longer in the file stays a customer.
    shop.write("c.csv", "id,joined,city\na,2023-01-01,广州\n");
    assert_eq!(counts(&shop.one(&crm(), "2024-02-03")), [0, 0, 1, 0, 0]);
    assert_eq!(lines(&shop.view(), ALL).len(), 3);
}

#[test]
fn customers_and_events_may_come_in_any_order() {
    let people = "id,joined,city\na,2023-01-01,上海\nb,2023-02-01,北京\n";
    let orders = "id,at,kind,amount\nb,2024-01-03,buy,1\nz,2024-01-05 23:30:00,buy,2\nz,2024-01-02,buy,3\n";
    for customers_first in [true, false] {
        let shop = Shop::new();
        shop.write("c.csv", people);
        shop.write("o.csv", orders);
        let run = |customers: bool| {
            let spec = if customers { crm() } else { events(&["o.csv"]) };
            shop.one(
                &spec,
                if customers == customers_first {
                    "2024-02-01"
                } else {
                    "2024-02-02"
                },
            )
        };
        let first = run(customers_first);
        let second = run(!customers_first);
        // Nobody is corrected: of whom nothing was known but the id is new.
        assert!(
            counts(&first)[1] == 0 && counts(&second)[1] == 0,
            "{first:?} {second:?}"
        );
        assert_eq!(first.customers_new + second.customers_new, 3);
        let text = "SELECT customer_id, city, first_seen_on FROM customers ORDER BY 1";
        assert_eq!(
            lines(&shop.view(), text),
            ["a|上海|2023-01-01", "b|北京|2023-02-01", "z|∅|2024-01-02"],
            "{customers_first}"
        );
        // The history is the same too, whatever came first.
        let then = shop.known_at(at("2023-06-01T00:00:00Z"));
        assert_eq!(
            lines(
                &then,
                "SELECT customer_id, city FROM customers WHERE city IS NOT NULL ORDER BY 1"
            ),
            ["a|上海", "b|北京"]
        );
        let joined = "SELECT customer_id, amount_minor FROM events JOIN customers USING (customer_key) ORDER BY 2";
        assert_eq!(lines(&shop.view(), joined), ["b|100", "z|200", "z|300"]);
        assert_eq!(shop.view().head().customers, 3);
    }
}

#[test]
fn ids_are_kept_to_the_letter() {
    let shop = Shop::new();
    shop.write("o.csv", "id,at,kind,amount\n007,2024-01-01,buy,1\n7,2024-01-01,buy,1\n9007199254740993,2024-01-01,buy,1\n9007199254740992,2024-01-01,buy,1\n");
    assert_eq!(shop.one(&events(&["o.csv"]), "2024-02-01").customers_new, 4);
    let ids = holdfast_engine::ingest::customer_ids(&shop.view()).unwrap();
    assert_eq!(ids, ["007", "7", "9007199254740993", "9007199254740992"]);
    shop.write("o2.csv", "id,at,kind,amount\n7,2024-01-03,buy,1\n8,2024-01-03,buy,1\n");
    assert_eq!(shop.one(&events(&["o2.csv"]), "2024-02-02").customers_new, 1);
    assert_eq!(
        lines(
            &shop.view(),
            "SELECT customer_key FROM events WHERE occurred_at > TIMESTAMP '2024-01-02' ORDER BY 1"
        ),
        ["1", "4"]
    );
}

#[test]
fn customers_may_say_themselves_since_when_each_form_holds() {
    let shop = Shop::new();
    let mut spec = crm();
    spec.columns.insert("known_at".to_owned(), "since".to_owned());
    shop.write("c.csv", "id,joined,city,since\na,2023-01-01,上海,2023-01-01\na,2023-01-01,广州,2023-06-01\nb,2023-02-01,北京,2023-02-01\n");
    assert_eq!(counts(&shop.one(&spec, "2024-02-01")), [2, 1, 0, 0, 0]);
    assert_eq!(
        lines(&shop.known_at(noon("2023-03-01")), ALL),
        ["0|a|上海|2023-01-01", "1|b|北京|2023-02-01"]
    );
    assert_eq!(lines(&shop.view(), ALL), ["0|a|广州|2023-01-01", "1|b|北京|2023-02-01"]);
    // Older news of a, between the two.
    shop.write("c.csv", "id,joined,city,since\na,2023-01-01,杭州,2023-04-01\n");
    shop.one(&spec, "2024-02-02");
    for (day, city) in [("2023-03-01", "上海"), ("2023-05-01", "杭州"), ("2023-07-01", "广州")] {
        let found = lines(
            &shop.known_at(noon(day)),
            "SELECT city FROM customers WHERE customer_id = 'a'",
        );
        assert_eq!(found, [city], "{day}");
    }
}

#[test]
fn two_sources_of_customers_keep_what_the_other_knows() {
    let shop = Shop::new();
    shop.write("crm.csv", "id,region,grade\n01,north,gold\n02,south,silver\n");
    shop.write("desk.csv", "id,owner\n01,Li\n03,Wu\n");
    let crm = source(
        "crm",
        "customers",
        &["crm.csv"],
        &[("customer_id", "id"), ("region", "region")],
    );
    let desk = source(
        "desk",
        "customers",
        &["desk.csv"],
        &[("customer_id", "id"), ("owner", "owner")],
    );
    shop.one(&crm, "2024-01-10");
    shop.one(&desk, "2024-01-11");
    let text = "SELECT customer_id, region, grade, owner FROM customers ORDER BY 1";
    let expected = ["01|north|gold|Li", "02|south|silver|∅", "03|∅|∅|Wu"];
    assert_eq!(lines(&shop.view(), text), expected);
    // A new form from one source leaves the other's columns alone; an empty value of its own is a value.
    shop.write("crm.csv", "id,region,grade\n01,east,\n02,south,silver\n");
    let again = shop.one(&crm, "2024-02-10");
    assert_eq!((again.rows_corrected, again.rows_unchanged), (1, 1));
    assert_eq!(
        lines(&shop.view(), text),
        ["01|east|∅|Li", "02|south|silver|∅", "03|∅|∅|Wu"]
    );
}
