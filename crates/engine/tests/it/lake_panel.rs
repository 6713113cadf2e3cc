//! The stored panel read back.

use holdfast_domain::grain::Grain;
use holdfast_domain::zone::Zone;
use holdfast_engine::lake::Wanted;
use holdfast_engine::panel::{load, refresh};
use holdfast_panel::panel::Panel;

use crate::lake_support::{Shop, events, noon};

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
