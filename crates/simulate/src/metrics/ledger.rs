//! All counts, customer by customer.

use std::io::Error;

use crate::industry::Industry;
use crate::life::Life;
use crate::metrics::activity::{self, Diary};
use crate::metrics::calendar::Calendar;
use crate::metrics::cells::Cells;
use crate::metrics::cohorts::Cohorts;
use crate::metrics::grid::Grid;
use crate::metrics::rfm::Rfm;
use crate::metrics::stays::{self, Rule, Stay};
use crate::metrics::stock::{Stock, losers};
use crate::metrics::{revenue, rows, service};
use crate::run::Scratch;
use crate::trade::Trade;
use crate::world::World;

/// The columns of `truth_metrics.csv`.
pub(crate) const HEADER: &str = "metric,grain,period,dimension,group,numerator,denominator\n";

/// Counts while lives stream by; memory depends on the length of the history alone.
pub(crate) struct Ledger<'s> {
    pub(crate) calendar: Calendar,
    pub(crate) rule: Rule,
    qualifying: &'static [&'static str],
    pub(crate) cells: Cells,
    pub(crate) stock: Stock,
    pub(crate) grid: Grid,
    pub(crate) cohorts: Cohorts,
    pub(crate) rfm: Rfm<'s>,
    diary: Diary,
    stays: Vec<Stay>,
    sums: Vec<i64>,
}

impl<'s> Ledger<'s> {
    /// `through` is the latest day with an event; `scratch` is empty.
    pub(crate) fn new(world: &World, trade: &Trade, through: i32, scratch: &'s mut dyn Scratch) -> Self {
        let calendar = Calendar::new(world.start, through);
        let rule = match world.plan.industry {
            Industry::Telecom => Rule::Contract,
            Industry::Dealer | Industry::Shop => Rule::Inactivity(world.horizon),
        };
        Self {
            rule,
            qualifying: trade.qualifying,
            cells: Cells::default(),
            stock: Stock::default(),
            grid: Grid::new(&calendar),
            cohorts: Cohorts::new(&calendar),
            rfm: Rfm::new(&calendar, scratch),
            diary: Diary::default(),
            stays: Vec::new(),
            sums: Vec::new(),
            calendar,
        }
    }

    /// Counts one customer, whose events and conversations are in the order of time.
    ///
    /// # Errors
    /// The scratch file cannot be written.
    pub(crate) fn add(&mut self, life: &Life<'_>) -> Result<(), Error> {
        let cell = self.cells.of(life);
        let (calendar, diary) = (&self.calendar, &mut self.diary);
        let block = self.grid.block(cell);
        activity::events(calendar, self.qualifying, life, diary, block);
        activity::purchases(calendar, &diary.days, block);
        stays::fill(self.rule, life, &diary.days, calendar.through, &mut self.stays);
        self.stock.add(calendar, cell, &self.stays);
        losers(calendar, &self.stays, block);
        let fees = match self.rule {
            Rule::Contract => {
                revenue::fees(calendar, life, block);
                Some(life.spells.as_slice())
            }
            Rule::Inactivity(silence) => {
                revenue::amounts(calendar, &diary.money, &mut self.sums, block);
                activity::due_visits(calendar, silence, &diary.days, block);
                None
            }
        };
        revenue::history(calendar, &diary.money, &self.stays, block);
        revenue::lost(calendar, fees, &diary.money, diary.first_event, &self.stays, block);
        service::talks(calendar, life, block);
        self.cohorts.add(calendar, &diary.days, &diary.rolling);
        self.rfm.add(calendar, &diary.days, &diary.money, &self.stays)
    }

    /// The counts as the text of `truth_metrics.csv`.
    ///
    /// # Errors
    /// The scratch file cannot be read back.
    pub(crate) fn finish(self) -> Result<String, Error> {
        let mut out = HEADER.as_bytes().to_vec();
        rows::write(self, &mut out)?;
        // Every cell came from text.
        String::from_utf8(out).map_err(Error::other)
    }
}
