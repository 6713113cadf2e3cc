//! Prints the JSON Schema of `report.json`; `cargo xtask codegen` writes it to `docs/report.schema.json`.

use std::io::Write;

fn main() -> std::io::Result<()> {
    std::io::stdout()
        .lock()
        .write_all(holdfast_report::schema::schema_json().as_bytes())
}
