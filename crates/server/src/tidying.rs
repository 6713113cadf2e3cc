//! Forgetting what is over, every few minutes.

use std::time::Duration;

use crate::frame::state::State;

/// How often.
const PAUSE: Duration = Duration::from_secs(300);

/// Deletes sessions that ended, sign-ins that never came back, old attempts and kept answers; goes on until it is dropped.
/// Nothing of this decides who may do what: an ended session is refused whether it is still there or not.
pub async fn tidying(state: State) {
    loop {
        if let Err(error) = state.store.sweep(state.now_us(), state.identity.idle_us()).await {
            tracing::warn!(%error, "what is over could not be forgotten");
        }
        tokio::time::sleep(PAUSE).await;
    }
}
