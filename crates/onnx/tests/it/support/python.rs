//! A Python with onnxruntime, where there is one.

use std::path::{Path, PathBuf};
use std::process::Command;

/// `HOLDFAST_PYTHON`, or the virtual environment in `target/onnx-venv` or of the benches: the first that has what is needed.
pub fn find() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let named = std::env::var_os("HOLDFAST_PYTHON").map(PathBuf::from);
    let known = ["target/onnx-venv/bin/python", "target/bench-venv/bin/python"].map(|p| root.join(p));
    named.into_iter().chain(known).find(|python| {
        let asked = Command::new(python)
            .args(["-c", "import numpy, onnx, onnxruntime"])
            .output();
        asked.is_ok_and(|out| out.status.success())
    })
}
