//! The threads that wait for networks and for DataFusion, behind an interface that does not wait.

use std::future::Future;
use std::sync::OnceLock;

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use tokio::runtime::{Builder, Runtime};

static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();

/// Runs a future to its end on the shared runtime, which is started when it is first needed. Not to be called from
/// within a future.
pub(crate) fn block_on<F: Future>(future: F) -> Result<F::Output, Refusal> {
    let runtime = RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("holdfast-io")
            .enable_all()
            .build()
            .map_err(|error| error.to_string())
    });
    match runtime {
        Ok(runtime) => Ok(runtime.block_on(future)),
        Err(error) => Err(Refusal::new(
            "no-threads",
            bilingual!("无法启动工作线程：{error}", "worker threads cannot be started: {error}"),
            Bilingual::new(
                "关闭其他程序，或提高进程和线程数的上限后重试",
                "close other programs, or raise the limit of processes and threads, and try again",
            ),
        )),
    }
}
