//! Every canonical table, every column of it.

use crate::lake_support::{Shop, counts, lines, refusal, source};

#[test]
fn customers() {
    let shop = Shop::new();
    shop.write(
        "c.csv",
        "编号,入网,经理,渠道,地区,客群,年龄\n001,2023-05-01,李,app,华东,A,31\n002,,,,,,\n",
    );
    let columns = [
        ("customer_id", "编号"),
        ("first_seen_on", "入网"),
        ("owner", "经理"),
        ("channel", "渠道"),
        ("region", "地区"),
        ("segment", "客群"),
    ];
    let report = shop.one(&source("crm", "customers", &["c.csv"], &columns), "2024-01-01");
    assert_eq!((counts(&report), report.customers_new), ([2, 0, 0, 0, 0], 2));
    let text = "SELECT customer_key, customer_id, first_seen_on, owner, channel, region, segment, \"年龄\", known_at, source FROM customers ORDER BY 1";
    let expected = [
        "0|001|2023-05-01|李|app|华东|A|31.0|2023-04-30T16:00:00+00:00|crm",
        "1|002|∅|∅|∅|∅|∅|∅|1900-01-01T00:00:00+00:00|crm",
    ];
    assert_eq!(lines(&shop.view(), text), expected);
}

#[test]
fn subscriptions() {
    let shop = Shop::new();
    shop.write(
        "s.csv",
        "c,p,from,to,fee,why,no\na,gold,2023-01-01,2024-01-01,99.9,price,s1\na,basic,2024-01-01,,19,,s2\n",
    );
    let columns = [
        ("customer_id", "c"),
        ("plan", "p"),
        ("started_on", "from"),
        ("ended_on", "to"),
        ("mrr", "fee"),
        ("end_reason", "why"),
        ("subscription_id", "no"),
    ];
    shop.one(&source("subs", "subscriptions", &["s.csv"], &columns), "2024-02-01");
    let found = lines(
        &shop.view(),
        "SELECT plan, started_on, ended_on, mrr_minor, end_reason, subscription_id, known_at FROM subscriptions ORDER BY 2",
    );
    assert_eq!(
        found,
        [
            "gold|2023-01-01|2024-01-01|9990|price|s1|2022-12-31T16:00:00+00:00",
            "basic|2024-01-01|∅|1900|∅|s2|2023-12-31T16:00:00+00:00",
        ]
    );
    assert_eq!(
        lines(&shop.view(), "SELECT customer_id, first_seen_on FROM customers"),
        ["a|2023-01-01"]
    );
}

#[test]
fn interactions_and_responses() {
    let shop = Shop::new();
    shop.write("i.csv", "c,open,done,kind,via,who,stars,said,no\na,2024-01-05 09:00:00,2024-01-05 11:00:00,投诉,电话,王,2,太慢,i1\na,2024-01-06 09:00:00,,咨询,,,,,i2\n");
    let columns = [
        ("customer_id", "c"),
        ("opened_at", "open"),
        ("resolved_at", "done"),
        ("kind", "kind"),
        ("channel", "via"),
        ("agent", "who"),
        ("satisfaction", "stars"),
        ("text", "said"),
        ("interaction_id", "no"),
    ];
    shop.one(&source("desk", "interactions", &["i.csv"], &columns), "2024-02-01");
    let text = "SELECT opened_at, resolved_at, kind, channel, agent, satisfaction, text, interaction_id FROM interactions ORDER BY 1";
    let expected = [
        "2024-01-05T01:00:00+00:00|2024-01-05T03:00:00+00:00|投诉|电话|王|2.0|太慢|i1",
        "2024-01-06T01:00:00+00:00|∅|咨询|∅|∅|∅|∅|i2",
    ];
    assert_eq!(lines(&shop.view(), text), expected);
    shop.write(
        "r.csv",
        "c,s,q,at,n,t\na,2024Q1,nps,2024-01-05 09:00:00,9,\nb,2024Q1,why,2024-01-05 09:00:00,,不错\n",
    );
    let columns = [
        ("customer_id", "c"),
        ("survey_id", "s"),
        ("question_id", "q"),
        ("answered_at", "at"),
        ("value_num", "n"),
        ("value_text", "t"),
    ];
    shop.one(&source("survey", "responses", &["r.csv"], &columns), "2024-02-01");
    let found = lines(
        &shop.view(),
        "SELECT customer_key, survey_id, question_id, value_num, value_text FROM responses ORDER BY 1",
    );
    assert_eq!(found, ["0|2024Q1|nps|9.0|∅", "1|2024Q1|why|∅|不错"]);
}

#[test]
fn mentions_keep_the_site_beside_the_source() {
    let shop = Shop::new();
    shop.write(
        "m.csv",
        "c,at,site,brand,stars,said\n,2024-01-05,weibo,我们,1,再也不来\na,2024-01-06,zhihu,别家,5,好\n",
    );
    let columns = [
        ("customer_id", "c"),
        ("posted_at", "at"),
        ("site", "site"),
        ("brand", "brand"),
        ("rating", "stars"),
        ("text", "said"),
    ];
    let report = shop.one(&source("social", "mentions", &["m.csv"], &columns), "2024-02-01");
    assert_eq!((counts(&report), report.customers_new), ([2, 0, 0, 0, 0], 1));
    let found = lines(
        &shop.view(),
        "SELECT customer_key, site, brand, rating, text, source FROM mentions ORDER BY posted_at",
    );
    assert_eq!(
        found,
        ["∅|weibo|我们|1.0|再也不来|social", "0|zhihu|别家|5.0|好|social"]
    );
}

#[test]
fn snapshots_without_a_day_are_of_the_import() {
    let shop = Shop::new();
    let spec = source(
        "snap",
        "snapshots",
        &["s.csv"],
        &[("customer_id", "id"), ("churned", "流失")],
    );
    shop.write("s.csv", "id,流失,余额\na,是,1\nb,否,2\n");
    shop.one(&spec, "2024-01-31");
    let text = "SELECT customer_key, as_of, churned, \"余额\" FROM snapshots ORDER BY 2, 1";
    assert_eq!(
        lines(&shop.view(), text),
        ["0|2024-01-31|true|1.0", "1|2024-01-31|false|2.0"]
    );
    // Corrected on the same day: the snapshot of that day changes.
    shop.write("s.csv", "id,流失,余额\na,是,1\nb,是,2\n");
    assert_eq!(counts(&shop.one(&spec, "2024-01-31")), [0, 1, 1, 0, 0]);
    // Another day's is another snapshot.
    shop.write("s.csv", "id,流失,余额\na,是,1\nb,是,3\n");
    assert_eq!(counts(&shop.one(&spec, "2024-02-29")), [2, 0, 0, 0, 0]);
    let expected = [
        "0|2024-01-31|true|1.0",
        "1|2024-01-31|true|2.0",
        "0|2024-02-29|true|1.0",
        "1|2024-02-29|true|3.0",
    ];
    assert_eq!(lines(&shop.view(), text), expected);
}

#[test]
fn snapshots_with_a_day_keep_it_and_flags_are_read_in_both_languages() {
    let shop = Shop::new();
    shop.write(
        "s.csv",
        "id,day,Churn,plan\na,2024-01-31,Yes,x\nb,2024-01-31,No,\nc,,1,y\n",
    );
    let columns = [("customer_id", "id"), ("as_of", "day"), ("churned", "Churn")];
    shop.one(&source("snap", "snapshots", &["s.csv"], &columns), "2024-02-10");
    let found = lines(
        &shop.view(),
        "SELECT as_of, churned, plan FROM snapshots ORDER BY customer_key",
    );
    assert_eq!(found, ["2024-01-31|true|x", "2024-01-31|false|∅", "2024-02-10|true|y"]);
}

#[test]
fn a_table_that_does_not_exist_is_refused() {
    let shop = Shop::new();
    shop.write("x.csv", "a\n1\n");
    let refused = refusal(shop.import(&source("x", "orders", &["x.csv"], &[]), "2024-01-01"));
    assert_eq!(
        (refused.code, refused.value.as_deref()),
        ("unknown-table", Some("orders"))
    );
    assert!(refused.remedy.en.contains("customers, events"), "{}", refused.remedy.en);
}
