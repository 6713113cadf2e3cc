//! What every route stands in: who calls, what is answered when it fails, limits, logs and figures.

pub mod answer;
pub mod assets;
pub mod authenticate;
pub mod authorise;
pub mod caller;
pub mod cookies;
pub mod device;
pub mod extract;
mod from_identity;
pub mod headers;
pub mod health;
pub mod idempotency;
pub mod limits;
pub mod log;
pub mod meters;
pub mod open;
pub mod precondition;
pub mod problem;
pub mod rare;
pub mod reader;
pub mod state;
pub mod stream;
pub mod time;
pub mod to_its_end;
pub mod work;
