//! Real profiles that a customer's could be replaced by.

use holdfast_learn::frame::Frame;

/// Customers whose behaviour may be borrowed, with the columns of the reasoner.
#[derive(Clone, Copy, Debug)]
pub struct Donors<'a> {
    /// Their table; levels as in the population.
    pub frame: &'a Frame,
    /// Rows of the training population, best in a random order.
    pub rows: &'a [u32],
    /// For each customer that is asked about, the row of `frame` with their own profile as of an earlier day, if there is one; empty: for nobody.
    pub own: &'a [Option<u32>],
}
