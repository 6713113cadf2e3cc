//! Lets one SELECT through and nothing else.

use std::ops::ControlFlow;

use datafusion::sql::parser::{DFParser, Statement};
use datafusion::sql::sqlparser::ast::{Query, Select, SetExpr, Statement as SqlStatement, Visit, Visitor};

/// Bytes of a query at most: what is longer is no question of a person, and planning it takes time that cannot be taken back.
const LONGEST: usize = 64 << 10;

/// What is wrong with a text that is to be one SELECT; `None` when nothing is. EXPLAIN, SHOW, COPY, SET and whatever writes are no SELECT.
pub(super) fn objection(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return Some(format!(
            "{} bytes are too long for a query: {LONGEST} are possible",
            text.len()
        ));
    }
    let mut statements = match DFParser::parse_sql(text) {
        Ok(statements) => statements,
        Err(error) => return Some(error.strip_backtrace()),
    };
    match (statements.pop_front(), statements.len()) {
        (Some(statement), 0) if is_select(&statement) => None,
        (Some(_), 0) => Some("this is not a SELECT that only reads".to_owned()),
        (Some(_), more) => Some(format!("{} statements where one is possible", more + 1)),
        (None, _) => Some("there is no SELECT".to_owned()),
    }
}

/// Whether a statement is a query all of whose parts only read.
pub(crate) fn is_select(statement: &Statement) -> bool {
    let Statement::Statement(statement) = statement else {
        return false;
    };
    matches!(statement.as_ref(), SqlStatement::Query(_)) && statement.visit(&mut ReadsOnly).is_continue()
}

/// Breaks at the first part of a query that does more than read.
struct ReadsOnly;

impl Visitor for ReadsOnly {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        match query.body.as_ref() {
            SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_) | SetExpr::Merge(_) => ControlFlow::Break(()),
            _ if !query.locks.is_empty() => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        if select.into.is_some() {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_statement(&mut self, statement: &SqlStatement) -> ControlFlow<()> {
        if matches!(statement, SqlStatement::Query(_)) {
            return ControlFlow::Continue(());
        }
        ControlFlow::Break(())
    }
}
