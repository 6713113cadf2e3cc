//! Models: what was trained, how good it is, how it stands now, and which is in use.

mod card;
mod list;
mod promote;
pub(crate) mod query;
mod record;
mod roll_back;
mod routes;
mod shapes;
mod watched;

pub use routes::routes;
