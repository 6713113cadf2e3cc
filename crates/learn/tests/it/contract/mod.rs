//! What every learner keeps. To add one: a line in [`methods::all`].

mod columns;
mod methods;
mod refusals;
mod rows;
mod small;
mod tables;
