//! Models as of a date: no leak, planted causes found, no promise of an effect, honest horizons, a watchful watch, a registry that holds.

mod causes;
mod declared;
mod edges;
mod harmless;
mod horizons;
mod lab;
mod leaks;
mod leaks_canary;
mod registry;
mod repeat;
mod watching;
