//! What a column of the frame is.

use holdfast_domain::lang::Bilingual;
use holdfast_panel::features::FeatureSpec;

/// A column of the frame: a feature of the panel or an attribute of the customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name in the frame.
    pub name: String,
    /// What it holds.
    pub source: Source,
}

/// Where a column comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// Computed from events.
    Feature(FeatureSpec),
    /// Known of the customer.
    Attribute {
        /// As people call it.
        label: Bilingual,
    },
}

impl Column {
    /// A feature, by its own name.
    pub fn feature(spec: FeatureSpec) -> Self {
        Self {
            name: spec.name.clone(),
            source: Source::Feature(spec),
        }
    }

    /// An attribute and its label.
    pub fn attribute(name: impl Into<String>, label: Bilingual) -> Self {
        Self {
            name: name.into(),
            source: Source::Attribute { label },
        }
    }

    /// The feature, if it is one.
    pub(crate) fn spec(&self) -> Option<&FeatureSpec> {
        match &self.source {
            Source::Feature(spec) => Some(spec),
            Source::Attribute { .. } => None,
        }
    }
}
