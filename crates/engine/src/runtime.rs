//! The asynchronous libraries (Delta Lake, DataFusion, database drivers) run on one small runtime; our own interface is
//! synchronous, so that whoever calls us needs none.

use std::sync::OnceLock;

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use tokio::runtime::{Builder, Handle, Runtime};

static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
/// Apart from the other, so that a slow question of one person does not keep the lake waiting.
static QUERIES: OnceLock<Result<Runtime, String>> = OnceLock::new();

/// Runs a future to its end. Not to be called from within a future.
///
/// # Errors
/// `no-runtime` when the system gives no threads.
pub(crate) fn block_on<F: Future>(future: F) -> Result<F::Output, Refusal> {
    Ok(started(&RUNTIME, "holdfast-io")?.block_on(future))
}

/// The threads that people's queries run on.
///
/// # Errors
/// `no-runtime` when the system gives no threads.
pub(crate) fn queries() -> Result<&'static Handle, Refusal> {
    Ok(started(&QUERIES, "holdfast-sql")?.handle())
}

fn started(cell: &'static OnceLock<Result<Runtime, String>>, name: &str) -> Result<&'static Runtime, Refusal> {
    let runtime = cell.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .thread_name(name)
            .build()
            .map_err(|error| error.to_string())
    });
    runtime.as_ref().map_err(|cause| {
        Refusal::new(
            "no-runtime",
            bilingual!("系统不给线程：{cause}", "the system gives no threads: {cause}"),
            Bilingual::new(
                "检查系统的线程与内存限制后重试",
                "check the system's limits on threads and memory and try again",
            ),
        )
    })
}
