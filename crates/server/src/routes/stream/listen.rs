//! `GET /stream`.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State as Extract;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{Stream, unfold};
use holdfast_app::live_commit;
use holdfast_domain::access::permission::Permission;
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::frame::stream::Message;

/// Between two looks at whether the server is about to stop.
const LOOK: Duration = Duration::from_millis(500);
/// Between two signs of life.
const ALIVE: Duration = Duration::from_secs(15);
