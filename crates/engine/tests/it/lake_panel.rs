//! The stored panel read back.

use holdfast_domain::grain::Grain;
use holdfast_domain::rule::Counts;
use holdfast_domain::zone::Zone;
use holdfast_engine::lake::{Moment, Wanted};
use holdfast_engine::panel::{Wants, feature_table, load, refresh};
use holdfast_panel::features::{FeatureOptions, Measure, Statistic};
use holdfast_panel::panel::Panel;

use crate::lake_support::{Shop, at, events, noon};

#[test]
fn what_was_stored_by_period_is_the_panel_of_the_events() {
    let shop = Shop::new();
    let zone = Zone::named("Asia/Shanghai").unwrap();
    let grains = [Grain::Month, Grain::Week];
    shop.write(
        "o.csv",
        "id,at,kind,amount\na,2024-01-31 23:30:00,buy,10.5\na,2024-02-01 00:10:00,buy,-3\nb,2024-04-02,visit,\nb,2024-04-02 09:00:00,buy,7\n",
    );
    shop.one(&events(&["o.csv"]), "2024-05-01");
    refresh(&shop.lake(), &zone, &grains, noon("2024-05-01"), || {}).unwrap();
    // 31 January and 1 February are of one week.
    for (grain, cells) in grains.into_iter().zip([4, 3]) {
        let view = shop.view();
        let stored = load(&view, &zone, grain).unwrap().unwrap();
        let wanted = Wanted {
            products: true,
            ..Wanted::default()
        };
        let built = Panel::build(&view.events(wanted).unwrap(), &stored.periods);
        assert_eq!(stored, built);
        assert_eq!(stored.len(), cells);
    }
    assert!(load(&shop.view(), &zone, Grain::Day).unwrap().is_none());
}

#[test]
fn somebody_is_here_since_the_first_event_of_any_kind() {
    let shop = Shop::new();
    // A visit every month of a year, and one purchase of late.
    let mut text = "id,at,kind,amount\n".to_owned();
    for month in 1..=12 {
        text.push_str(&format!("a,2024-{month:02}-10 12:00:00,visit,\n"));
    }
    text.push_str("a,2024-12-20 12:00:00,buy,30\n");
    shop.write("o.csv", text);
    shop.one(&events(&["o.csv"]), "2025-01-02");
    let zone = Zone::named("Asia/Shanghai").unwrap();
    let view = shop.view().at(Moment {
        occurred_before_us: at("2025-01-01T00:00:00+08:00"),
        ..Moment::LATEST
    });
    let options = FeatureOptions {
        windows: vec![12],
        measures: vec![Measure::Events],
        statistics: vec![Statistic::Sum],
        lags: false,
        kinds: Vec::new(),
    };
    let buys = Counts {
        kinds: vec!["buy".to_owned()],
        ..Counts::default()
    };
    let told = |counts: Option<&Counts>| {
        let wants = Wants {
            zone: &zone,
            grain: Grain::Month,
            periods: 12,
            counts,
            options: &options,
            names: None,
        };
        let table = feature_table(&view, &[0], &wants).unwrap();
        [
            "tenure_days",
            "recency_days",
            "active_days_count",
            "events_sum_12m_count",
        ]
        .map(|name| {
            let column = table.specs.iter().position(|spec| spec.name == name);
            let column = column.unwrap_or_else(|| panic!("no {name}"));
            table.columns[column][0].round()
        })
    };
    assert_eq!(told(None), [357.0, 12.0, 13.0, 13.0]);
    // Sums are of all events, and so is the time that they are of.
    assert_eq!(told(Some(&buys)), [357.0, 12.0, 1.0, 13.0]);
}
