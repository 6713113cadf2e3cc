//! The columns of a table or query, as the server describes them.

use crate::read::typed_column::TypedColumn;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Whole numbers.
    Whole,
    /// Floating-point numbers.
    Float,
    /// Decimals with a declared scale. `whole`: it is 0.
    Decimal { whole: bool },
    /// Decimals, each with its own scale.
    FreeDecimal,
    /// True or false.
    Flag,
    /// Dates.
    Day,
    /// Dates and times without a zone.
    WallTime,
    /// Instants.
    ZonedTime,
    /// Texts, and what is read as one: UUIDs, JSON, enumerations, times of day.
    Words,
    /// Bytes, arrays, shapes: not read.
    LeftOut,
}

/// How a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wire {
    /// PostgreSQL's binary format of 2, 4 and 8 byte integers.
    Int,
    /// Of 4 and 8 byte floating-point numbers.
    Float,
    /// Of a boolean.
    Bool,
    /// Days since 2000.
    Day,
    /// Microseconds since 2000.
    Micros,
    /// UTF-8.
    Text,
    /// A typed value of MySQL's binary protocol.
    Value,
}

/// A column.
#[derive(Clone, Debug)]
pub(crate) struct SourceColumn {
    /// Exactly as the server has it.
    pub(crate) name: String,
    /// The server's name of its type.
    pub(crate) type_name: String,
    pub(crate) kind: Kind,
    pub(crate) wire: Wire,
    /// What is selected: the quoted name, converted if need be.
    pub(crate) selected: String,
    /// What a watermark is compared with.
    pub(crate) compared: String,
}

impl SourceColumn {
    /// A column that is selected by nothing yet.
    pub(crate) fn new(name: impl Into<String>, type_name: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.into(),
            type_name: type_name.into(),
            kind,
            wire: Wire::Value,
            selected: String::new(),
            compared: String::new(),
        }
    }

    /// An empty column for its values. `keep_text`: numbers and texts stay texts.
    pub(crate) fn builder(&self, keep_text: bool) -> TypedColumn {
        match self.kind {
            Kind::Day | Kind::WallTime => TypedColumn::instant(false, false),
            Kind::ZonedTime => TypedColumn::instant(true, true),
            Kind::Flag => TypedColumn::text(true),
            _ if keep_text => TypedColumn::text(true),
            Kind::Whole => TypedColumn::number(true),
            Kind::Float => TypedColumn::number(false),
            Kind::Decimal { whole } => TypedColumn::number(whole),
            Kind::FreeDecimal | Kind::Words | Kind::LeftOut => TypedColumn::text(false),
        }
    }
}
