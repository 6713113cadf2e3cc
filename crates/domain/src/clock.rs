//! Time is an argument: whoever needs the present asks a `Clock` that the composition root handed in.

use crate::day::Day;

/// Tells what day it is. The system clock lives in the command line, a fixed one in tests.
pub trait Clock {
    /// Today in the workspace's time zone.
    fn today(&self) -> Day;
}

/// A clock that stands still.
#[derive(Clone, Copy, Debug)]
pub struct FixedClock(pub Day);

impl Clock for FixedClock {
    fn today(&self) -> Day {
        self.0
    }
}
