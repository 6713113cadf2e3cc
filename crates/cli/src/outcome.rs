//! How a command's end becomes a message and an exit code.

use std::io::Write;
use std::process::ExitCode;

use holdfast_app::error::AppError;
use holdfast_domain::lang::Lang;

/// Done.
const DONE: u8 = 0;
/// Failed.
const FAILED: u8 = 1;
/// Input refused, or output that cannot be written.
const REFUSED: u8 = 3;

/// Prints what went wrong on standard error and gives the exit code.
pub fn exit_code(result: anyhow::Result<()>, lang: Lang) -> ExitCode {
    let Err(error) = result else {
        return ExitCode::from(DONE);
    };
    let (message, code) = match error.downcast_ref::<AppError>() {
        Some(app) => (app.message(lang), if app.is_refusal() { REFUSED } else { FAILED }),
        None => (format!("{error:#}"), FAILED),
    };
    let word = match lang {
        Lang::Zh => "错误",
        Lang::En => "error",
    };
    // When even standard error is gone there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "{word}: {message}");
    ExitCode::from(code)
}
