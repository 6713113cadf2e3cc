//! The HTTP server: the interface under `/api/v1`, its OpenAPI document, sign-in, live events, and the web pages.
//!
//! It knows no SQL and computes nothing: a route extracts, asks one use case of `app`, and answers. Begin at [`routes`].

// A refusal ends the request: its size does not matter, and boxing it would only hide its fields from the caller.
#![allow(clippy::result_large_err)]

pub mod frame;
pub mod jobs;
mod openapi;
pub mod router;
pub mod routes;
pub mod serve;
pub mod start;
mod tidying;
mod warming;
pub mod wire;
