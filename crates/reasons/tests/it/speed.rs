//! A customer costs an addition a column and a few fixed-size reasons.

use holdfast_domain::grain::Grain;
use holdfast_learn::contract::predict::Contributions;
use holdfast_reasons::reasoner::coded::Coded;

use crate::world::{World, fallen};

#[test]
fn a_coded_reason_is_small_and_many_customers_are_explained_alike_on_any_number_of_threads() {
    assert!(size_of::<Coded>() <= 48, "{}", size_of::<Coded>());
    let world = World::of(fallen(), Grain::Month);
    let columns = world.columns.len();
    let rows: Vec<u32> = (0..20_000).map(|at| at % world.frame.rows as u32).collect();
    let mut contributions = Contributions::zero(0.0, rows.len(), columns);
    for (at, value) in contributions.values.iter_mut().enumerate() {
        *value = ((at * 7919 % 1009) as f64 / 1009.0 - 0.5) / 20.0;
    }
    let explain = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| world.reasoner.explain(&world.frame, &rows, &contributions).unwrap())
    };
    let one = explain(1);
    assert_eq!(one, explain(3));
    assert_eq!(one.ends.len(), rows.len());
    assert!(rows.iter().enumerate().all(|(at, _)| one.of(at).len() <= 5));
    // A coded reason comes back from its stored form, to the same words.
    let text = serde_json::to_string(&one.of(0)).unwrap();
    let back: Vec<Coded> = serde_json::from_str(&text).unwrap();
    assert_eq!(back, one.of(0));
}
