//! Events over HTTP: accepted once they are durable, in the lake a second later, each once (docs/adr/0011-live-events.md).

mod accept;
mod frame;
mod log;
mod replay;

pub use accept::Accepted;
pub(super) use accept::Inbox;
