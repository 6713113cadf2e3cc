//! Tables, one step after another. A step that was shipped is never changed.

mod m0001_people;
pub mod migrator;
