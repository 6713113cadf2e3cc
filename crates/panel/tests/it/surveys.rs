use holdfast_domain::grain::Grain;
use holdfast_domain::zone::{DAY_US, Zone};
use holdfast_panel::groups::Groups;
use holdfast_panel::history::{Interactions, Responses};
use holdfast_panel::placement::Placement;
use holdfast_panel::spells::Spells;
use holdfast_panel::{service, survey};

use crate::company::{day, window};

#[test]
fn complaints_and_how_long_they_took() {
    let at = |text: &str, hours: i64| i64::from(day(text)) * DAY_US + hours * (DAY_US / 24);
    // 31 January 20:00 UTC is 1 February in Shanghai. The second is settled after the data end, the third never; the fourth is
    // no complaint; the customer of the fifth is not in the lake; the sixth is opened after the data end.
    let rows = Interactions {
        kinds: vec!["complaint".into(), "投诉".into(), "question".into()],
        customer: vec![0, 0, 1, 1, 9, 0],
        opened_at_us: vec![
            at("2024-01-31", 20),
            at("2024-02-02", 0),
            at("2024-02-03", 0),
            at("2024-02-03", 5),
            at("2024-02-03", 0),
            at("2024-02-10", 17),
        ],
        resolved_at_us: vec![
            at("2024-02-01", 2),
            at("2024-02-10", 16),
            Interactions::OPEN,
            at("2024-02-04", 0),
            0,
            0,
        ],
        kind: vec![0, 1, 1, 2, 0, 0],
        satisfaction: vec![f64::NAN, 4.0, 5.0, 3.0, 5.0, 5.0],
    };
    let groups = Groups::fixed(2, vec![0, 1]);
    let placement = Placement::new(&groups, &Spells::default());
    let zone = Zone::named("Asia/Shanghai").unwrap();
    let found = service::count(
        &rows,
        &zone,
        &placement,
        &window(Grain::Month, "2024-01", "2024-02", "2024-02-10"),
    );
    assert_eq!(found.interactions, [0, 0, 2, 2]);
    assert_eq!(
        (&found.complaints, &found.complaining),
        (&vec![0, 0, 2, 1], &vec![0, 0, 1, 1])
    );
    // 10 February ends in Shanghai at 16:00 UTC: what is settled at 16:00 is settled on the 11th.
    assert_eq!(found.resolved, [0, 0, 1, 0]);
    assert_eq!(found.response_hours(2), 6.0);
    assert_eq!((found.rated, found.satisfied), (vec![0, 0, 1, 2], vec![0, 0, 1, 1]));
}

#[test]
fn answers_out_of_range_are_none() {
    let at = i64::from(day("2024-01-31")) * DAY_US;
    let values = [
        10.0,
        9.0,
        8.0,
        7.0,
        6.0,
        0.0,
        11.0,
        -1.0,
        f64::NAN,
        5.0,
        4.0,
        3.0,
        0.0,
        6.0,
    ];
    let rows = Responses {
        questions: vec!["nps".into(), "csat".into(), "other".into()],
        customer: vec![0; 14],
        answered_at_us: vec![at; 14],
        question: [vec![0; 9], vec![1; 5]].concat(),
        value: values.to_vec(),
    };
    let groups = Groups::everybody(1);
    let placement = Placement::new(&groups, &Spells::default());
    let found = survey::count(
        &rows,
        &Zone::utc(),
        &placement,
        &window(Grain::Month, "2024-01", "2024-01", "2024-02-10"),
    );
    assert_eq!(
        (found.nps, found.promoters, found.detractors),
        (vec![6], vec![2], vec![2])
    );
    assert_eq!((found.csat, found.satisfied), (vec![3], vec![2]));
}
