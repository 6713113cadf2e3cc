//! Compiles the pages in again when they were built anew.

#![allow(clippy::print_stdout)] // This is how a build script speaks to cargo.

fn main() {
    println!("cargo:rerun-if-changed=../../web/dist");
}
