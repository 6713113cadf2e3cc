//! What people save: the verbs that questions, dashboards and customer filters share.

mod create;
mod delete;
pub mod document;
mod edit;
mod find;
mod list;

pub(super) use create::create;
pub(super) use delete::delete;
pub use document::{NewDocument, SavedDocument, SavedDocuments, Spec};
pub(super) use edit::edit;
pub(super) use find::{find, spec_of};
pub(super) use list::list;
