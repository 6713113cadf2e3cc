//! Events as arrays, against the rows that SQL gives, and cut as of a moment.

use holdfast_engine::lake::{LakeView, Moment, Wanted};
use holdfast_panel::events::{EventChunk, Events};

use crate::lake_support::{Shop, at, events, keyed_events, lines, noon};

fn dump(events: &Events, names: &[String]) -> Vec<String> {
    let mut rows = Vec::new();
    for chunk in &events.chunks {
        for row in 0..chunk.len() {
            let amount = chunk.amount_minor[row];
            let amount = if amount == EventChunk::NO_AMOUNT {
                "∅".to_owned()
            } else {
                amount.to_string()
            };
            let (customer, kind) = (
                &names[chunk.customer[row] as usize],
                &events.kinds[usize::from(chunk.kind[row])],
            );
            rows.push(format!("{}|{customer}|{kind}|{amount}", chunk.occurred_at_us[row]));
        }
    }
    rows.sort();
    rows
}

fn by_sql(view: &LakeView) -> Vec<String> {
    let text = "SELECT arrow_cast(occurred_at, 'Int64') AS at, customer_id, coalesce(kind, 'event') AS kind, amount_minor \
                FROM events JOIN customers USING (customer_key)";
    let mut rows = lines(view, text);
    rows.sort();
    rows
}

fn all(view: &LakeView) -> Events {
    view.events(Wanted {
        products: true,
        ..Wanted::default()
    })
    .unwrap()
}

/// Many rows in several commits, corrected now and then.
fn shop() -> Shop {
    let shop = Shop::new();
    let mut state = 7_u64;
    let mut draw = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for file in 0..4 {
        let mut text = String::from("no,id,at,kind,amount,product,n\n");
        for _ in 0..500 {
            let (day, kind, product) = (
                draw(28) + 1,
                ["visit", "buy", "", "退款"][draw(4) as usize],
                ["p1", "p2", "", "茶"][draw(4) as usize],
            );
            let amount = if draw(5) == 0 {
                String::new()
            } else {
                (draw(10_000) as f64 / 100.0).to_string()
            };
            text.push_str(&format!(
                "{},c{},2024-0{}-{day:02} 10:00:{:02},{kind},{amount},{product},{}\n",
                draw(1_500),
                draw(40),
                file + 1,
                draw(60),
                draw(9)
            ));
        }
        shop.write(&format!("o{file}.csv"), text);
        let mut spec = keyed_events(&[&format!("o{file}.csv")]);
        spec.columns.insert("product".to_owned(), "product".to_owned());
        spec.columns.insert("quantity".to_owned(), "n".to_owned());
        shop.one(&spec, &format!("2024-06-0{}", file + 1));
    }
    shop
}

#[test]
fn they_are_the_rows_of_the_table() {
    let shop = shop();
    let names = holdfast_engine::ingest::customer_ids(&shop.view()).unwrap();
    assert!(shop.view().retractions().unwrap().len() > 100);
    for view in [
        shop.view(),
        shop.known_at(noon("2024-06-02")),
        shop.known_at(noon("2024-01-20")),
    ] {
        let events = all(&view);
        assert_eq!(dump(&events, &names), by_sql(&view));
        assert!(events.kinds.is_sorted());
        assert_eq!(events.len(), lines(&view, "SELECT 1 FROM events").len());
        let products = lines(&view, "SELECT DISTINCT product FROM events WHERE product IS NOT NULL").len();
        assert_eq!(events.products as usize, products);
        let quantity: f64 = events.chunks.iter().flat_map(|chunk| &chunk.quantity).sum();
        assert_eq!(
            lines(&view, "SELECT coalesce(sum(quantity), 0.0) FROM events"),
            [format!("{quantity:?}")]
        );
        let fewer = view.events(Wanted::default()).unwrap();
        assert_eq!((fewer.len(), fewer.products), (events.len(), 0));
        assert!(
            fewer
                .chunks
                .iter()
                .all(|chunk| chunk.quantity.is_empty() && chunk.product.is_empty())
        );
    }
}

#[test]
fn a_range_is_cut_at_its_instants() {
    let shop = shop();
    let names = holdfast_engine::ingest::customer_ids(&shop.view()).unwrap();
    let (from, before) = (at("2024-02-10T00:00:00+08:00"), at("2024-03-10T10:00:30+08:00"));
    let wanted = Wanted {
        from_us: Some(from),
        before_us: Some(before),
        ..Wanted::default()
    };
    let inside = |row: &&String| {
        let at: i64 = row.split('|').next().unwrap().parse().unwrap();
        (from..before).contains(&at)
    };
    let view = shop.view();
    let expected: Vec<String> = by_sql(&view).iter().filter(inside).cloned().collect();
    assert!(!expected.is_empty());
    assert_eq!(dump(&view.events(wanted).unwrap(), &names), expected);
    // The moment's own cut holds on top of it, in SQL too.
    let early = view.at(Moment {
        occurred_before_us: at("2024-02-20T00:00:00+08:00"),
        ..Moment::LATEST
    });
    let cut: Vec<String> = expected
        .iter()
        .filter(|row| row.as_str() < at("2024-02-20T00:00:00+08:00").to_string().as_str())
        .cloned()
        .collect();
    assert_eq!(dump(&early.events(wanted).unwrap(), &names), cut);
    assert_eq!(dump(&all(&early), &names), by_sql(&early));
}

/// What lies beyond the cut must not show in anything, not even in the order of names.
#[test]
fn names_that_only_later_rows_have_are_not_there() {
    let rows = [
        "a,2024-01-01,zeta,1,p9",
        "a,2024-01-02,beta,2,p2",
        "b,2024-01-03,alpha,3,p1",
        "b,2024-01-04,beta,4,p9",
    ];
    let whole = Shop::new();
    let cut = Shop::new();
    let mut spec = events(&["o.csv"]);
    spec.columns.insert("product".to_owned(), "p".to_owned());
    for (shop, rows) in [(&whole, &rows[..]), (&cut, &rows[1..2])] {
        shop.write("o.csv", format!("id,at,kind,amount,p\n{}\n", rows.join("\n")));
        shop.one(&spec, "2024-02-01");
    }
    let wanted = Wanted {
        products: true,
        from_us: Some(at("2024-01-02T00:00:00+08:00")),
        before_us: Some(at("2024-01-03T00:00:00+08:00")),
    };
    let (mut seen, mut alone) = (whole.view().events(wanted).unwrap(), cut.view().events(wanted).unwrap());
    assert_eq!((seen.kinds.clone(), seen.products), (vec!["beta".to_owned()], 1));
    (seen.customers, alone.customers) = (0, 0);
    // By their text, since a quantity that is not there is NaN.
    assert_eq!(format!("{seen:?}"), format!("{alone:?}"));
}

#[test]
fn an_empty_lake_has_no_events() {
    let shop = Shop::new();
    let events = all(&shop.view());
    assert!(events.is_empty() && events.kinds.is_empty() && events.customers == 0);
    assert_eq!(lines(&shop.view(), "SELECT count(*) FROM events"), ["0"]);
}
