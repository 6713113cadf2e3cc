//! How a command's end becomes a message and an exit code.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Context;
use holdfast_app::error::AppError;
use holdfast_domain::lang::Lang;
use holdfast_domain::refusal::Refusal;

use crate::terminal::print;

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

/// The result; when it was refused and `json` is asked for, programs get the refusal as data on standard output. The
/// exit code and standard error say the same.
pub fn or_refusal_as_json<T>(result: Result<T, AppError>, json: bool, lang: Lang) -> anyhow::Result<T> {
    if let (true, Err(AppError::Refused(refusal))) = (json, &result) {
        print(&format!("{:#}\n", as_json(refusal, lang))).context("standard output")?;
    }
    Ok(result?)
}

fn as_json(refusal: &Refusal, lang: Lang) -> serde_json::Value {
    serde_json::json!({ "error": {
        "code": refusal.code,
        "file": refusal.file,
        "row": refusal.row,
        "column": refusal.column,
        "value": refusal.value,
        "problem": refusal.problem.get(lang),
        "remedy": refusal.remedy.get(lang),
    } })
}
