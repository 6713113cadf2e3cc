//! From an address to a server that answers, until it is told to stop.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::frame::state::State;
use crate::router::router;
use crate::tidying::tidying;
use crate::warming::warm;

/// How long requests that are under way may go on after the server was told to stop.
const GRACE: Duration = Duration::from_secs(20);

/// Answers on a listener until SIGINT or SIGTERM; requests under way are answered first.
///
/// # Errors
/// What the system says.
pub async fn serve(listener: TcpListener, state: State) -> std::io::Result<()> {
    let app = router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let (told, heard) = tokio::sync::oneshot::channel();
    let beginning = state.clone();
    tokio::task::spawn_blocking(move || warm(&beginning));
    let stopping = state.clone();
    let stop = async move {
        wait_for_signal().await;
        stopping.stop();
        let _ = told.send(());
    };
    let served = async { axum::serve(listener, app).with_graceful_shutdown(stop).await };
    let patience = async {
        if heard.await.is_err() {
            // The server ended by itself.
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(GRACE).await;
    };
    let outcome = tokio::select! {
        outcome = served => outcome,
        () = tidying(state.clone()) => Ok(()),
        () = patience => {
            tracing::warn!("requests that did not end in time were given up");
            Ok(())
        }
    };
    // Events that were accepted go into the lake now; should that fail, they wait on the disk for the next server.
    if let Some(live) = state.open.if_open()
        && tokio::task::spawn_blocking(move || live.stop()).await.is_err()
    {
        tracing::warn!("accepted events wait for the next start");
    }
    outcome
}

async fn wait_for_signal() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signals) => {
                signals.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be waited for");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        outcome = tokio::signal::ctrl_c() => {
            if let Err(error) = outcome {
                tracing::warn!(%error, "Ctrl-C cannot be waited for");
            }
        }
        () = terminated => {}
    }
}
