//! What is in a saved filter: the filter of the list, as it is.

use holdfast_app::customers::check;
use holdfast_domain::lang::Bilingual;
use holdfast_store::documents::document::DocumentKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::routes::customers::CustomerFilter;
use crate::routes::documents::Spec;

/// Which customers, in which order.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct SavedCustomerFilter(pub CustomerFilter);

impl Spec for SavedCustomerFilter {
    const KIND: DocumentKind = DocumentKind::CustomerFilter;

    fn objection(&self) -> Option<(&'static str, Bilingual)> {
        check(&self.0.question()).err().map(|refusal| ("spec", refusal.problem))
    }
}
