//! Weeks speak of weeks.

use holdfast_domain::grain::Grain;

use crate::world::{Customer, World, fallen, visits};

#[test]
fn a_fall_is_told_in_the_words_of_the_grain() {
    // 6 visits in weeks 4 to 12 before, one in the last three weeks.
    let mut early = visits(84, 24, 12, 10_000);
    early.push((10, 10_000));
    let world = World::of(
        Customer {
            visits: early,
            ..fallen()
        },
        Grain::Week,
    );
    let (zh, en) = world.text("events_sum_3w_count", 1.0);
    assert_eq!(zh, "近3周活动次数从每周0.7次降到0.3次（对比此前9周）");
    assert_eq!(
        en,
        "activities fell from 0.7 to 0.3 a week in the last 3 weeks (against the 9 weeks before)"
    );
}
