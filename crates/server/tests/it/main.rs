//! The interface from outside: requests in, answers out, in one process.

mod document;
mod permissions;
mod support;
