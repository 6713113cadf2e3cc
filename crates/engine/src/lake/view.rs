//! The lake as a reader sees it: one commit, as of a moment.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use arrow::array::RecordBatch;
use arrow::datatypes::{Schema, SchemaRef};
use deltalake_core::DeltaTable;
use deltalake_core::kernel::engine::arrow_conversion::TryIntoArrow;

use holdfast_domain::canonical::CanonicalTable;

use crate::error::{Doing, EngineError};

use super::delta::{self, DataFile};
use super::head::Head;
use super::read::{self, Filter};
use super::restriction::{Permitted, Restriction};
use super::retractions::Retractions;
use super::schema;

/// What may be seen: rows that occurred before one instant and were known by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Only rows that occurred before this, microseconds.
    pub occurred_before_us: i64,
    /// Only rows known by this, in the form that they had then, microseconds.
    pub known_by_us: i64,
}

impl Moment {
    /// Everything, in its latest form.
    pub const LATEST: Self = Self {
        occurred_before_us: i64::MAX,
        known_by_us: i64::MAX,
    };
}

type Opened = OnceLock<Arc<DeltaTable>>;

/// One commit of the lake, as of a moment, for one reader. The cut in time and the reader's restriction to some customers are applied where files are
/// read and nowhere else.
#[derive(Debug)]
pub struct LakeView {
    root: PathBuf,
    head: Head,
    moment: Moment,
    // Opened once for all views of the commit.
    tables: Arc<BTreeMap<String, Opened>>,
    retractions: OnceLock<Arc<Retractions>>,
    restriction: Option<Restriction>,
    permitted: Arc<OnceLock<Arc<Permitted>>>,
}

impl LakeView {
    pub(crate) fn new(root: PathBuf, head: Head, moment: Moment) -> Self {
        let tables = head.tables.keys().map(|name| (name.clone(), Opened::new())).collect();
        Self {
            root,
            head,
            moment,
            tables: Arc::new(tables),
            retractions: OnceLock::new(),
            restriction: None,
            permitted: Arc::default(),
        }
    }

    /// The commit.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// What may be seen.
    pub fn moment(&self) -> Moment {
        self.moment
    }

    /// The same commit as of another moment, for the same reader.
    pub fn at(&self, moment: Moment) -> Self {
        Self {
            root: self.root.clone(),
            head: self.head.clone(),
            moment,
            tables: Arc::clone(&self.tables),
            retractions: OnceLock::new(),
            restriction: self.restriction.clone(),
            permitted: Arc::clone(&self.permitted),
        }
    }

    /// The same commit and moment for a reader who may see some customers alone, instead of this view's reader.
    pub fn restricted(&self, restriction: Restriction) -> Self {
        Self {
            restriction: Some(restriction),
            permitted: Arc::default(),
            ..self.at(self.moment)
        }
    }

    /// Which customers the reader may see by the commit's present values, whatever the moment; `None`: all of them.
    ///
    /// # Errors
    /// When `customers` cannot be read.
    pub fn permitted(&self) -> Result<Option<Arc<Permitted>>, EngineError> {
        let Some(restriction) = &self.restriction else {
            return Ok(None);
        };
        if let Some(known) = self.permitted.get() {
            return Ok(Some(Arc::clone(known)));
        }
        let whole = Self {
            restriction: None,
            ..self.at(Moment::LATEST)
        };
        let found = Arc::new(Permitted::find(&whole, restriction)?);
        Ok(Some(Arc::clone(self.permitted.get_or_init(|| found))))
    }

    /// Whether the reader may see some customers alone.
    pub fn is_restricted(&self) -> bool {
        self.restriction.is_some()
    }

    /// Whether the reader may know of a table at all: one that does not say whose its rows are is hidden from a reader who may see some customers alone.
    pub fn shows(&self, name: &str) -> bool {
        self.restriction.is_none() || schema::of(name).field_with_name(schema::CUSTOMER_KEY).is_ok()
    }

    /// What every scan for this reader leaves out.
    pub(crate) fn for_reader(&self) -> Result<Filter, EngineError> {
        Ok(Filter {
            permitted: self.permitted()?,
            ..Filter::default()
        })
    }

    /// The Delta table at the commit's version; `None` if nothing was ever written to it.
    pub(crate) fn table(&self, name: &str) -> Result<Option<Arc<DeltaTable>>, EngineError> {
        let (Some(slot), Some(&version)) = (self.tables.get(name), self.head.tables.get(name)) else {
            return Ok(None);
        };
        if let Some(table) = slot.get() {
            return Ok(Some(Arc::clone(table)));
        }
        let table = Arc::new(delta::open(&self.root.join(name), version)?);
        Ok(Some(Arc::clone(slot.get_or_init(|| table))))
    }

    /// The files of a table, in order; none of one that is hidden from the reader.
    pub(crate) fn files(&self, name: &str) -> Result<Vec<DataFile>, EngineError> {
        if self.shows(name) {
            self.stored_files(name)
        } else {
            Ok(Vec::new())
        }
    }

    fn stored_files(&self, name: &str) -> Result<Vec<DataFile>, EngineError> {
        match self.table(name)? {
            Some(table) => delta::files(&table, &self.root.join(name), schema::partitions(name)),
            None => Ok(Vec::new()),
        }
    }

    /// The columns of a table, attributes included.
    ///
    /// # Errors
    /// When its log cannot be read.
    pub fn schema(&self, name: &str) -> Result<SchemaRef, EngineError> {
        let Some(table) = self.table(name)? else {
            return Ok(schema::of(name));
        };
        let doing = || format!("reading the columns of {name}");
        let stored: Schema = table
            .snapshot()
            .doing(doing)?
            .schema()
            .as_ref()
            .try_into_arrow()
            .doing(doing)?;
        Ok(Arc::new(stored))
    }

    /// Rows that were corrected by the moment.
    pub fn retractions(&self) -> Result<Arc<Retractions>, EngineError> {
        if let Some(known) = self.retractions.get() {
            return Ok(Arc::clone(known));
        }
        let files = self.stored_files(schema::RETRACTIONS)?;
        let columns = schema::of(schema::RETRACTIONS);
        let batches = read::read(&files, &columns, &Filter::default())?;
        let found = Arc::new(Retractions::collect(
            &batches,
            self.head.next_row,
            self.moment.known_by_us,
        ));
        Ok(Arc::clone(self.retractions.get_or_init(|| found)))
    }

    /// What a scan of a table with row numbers leaves out as of the moment.
    pub(crate) fn filter(&self, time_column: Option<&'static str>) -> Result<Filter, EngineError> {
        Ok(Filter {
            known_by_us: (self.moment.known_by_us != i64::MAX).then_some(self.moment.known_by_us),
            before: time_column
                .filter(|_| self.moment.occurred_before_us != i64::MAX)
                .map(|column| (column, self.moment.occurred_before_us)),
            retractions: Some(self.retractions()?).filter(|retractions| !retractions.is_empty()),
            ..self.for_reader()?
        })
    }

    /// Some columns of all rows that were ever written to a table, corrected ones included.
    pub(crate) fn read_all(&self, name: &str, columns: &[&str]) -> Result<Vec<RecordBatch>, EngineError> {
        let wanted = self.wanted(name, columns)?;
        read::read(&self.files(name)?, &wanted, &self.for_reader()?)
    }

    fn wanted(&self, name: &str, columns: &[&str]) -> Result<Schema, EngineError> {
        let whole = self.schema(name)?;
        let find = |&column: &&str| whole.fields().iter().find(|field| field.name() == column).cloned();
        Ok(Schema::new(columns.iter().filter_map(find).collect::<Vec<_>>()))
    }

    /// Some columns of a table's rows as of the moment, in the order in which they were written. Instants decide only for tables whose time is an
    /// instant; days and labels are cut by whoever knows the time zone.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn read(&self, name: &str, columns: &[&str]) -> Result<Vec<RecordBatch>, EngineError> {
        self.read_where(name, columns, None)
    }

    /// The same of one customer alone.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn read_of(&self, name: &str, columns: &[&str], customer: u32) -> Result<Vec<RecordBatch>, EngineError> {
        self.read_where(name, columns, Some(customer))
    }

    fn read_where(&self, name: &str, columns: &[&str], customer: Option<u32>) -> Result<Vec<RecordBatch>, EngineError> {
        let wanted = self.wanted(name, columns)?;
        let has_rows = CanonicalTable::parse(name).is_some();
        let time = match name {
            "events" => Some("occurred_at"),
            "interactions" => Some("opened_at"),
            "responses" => Some("answered_at"),
            "mentions" => Some("posted_at"),
            _ => None,
        };
        let filter = Filter {
            customer,
            ..if has_rows {
                self.filter(time)?
            } else {
                self.for_reader()?
            }
        };
        read::read(&self.files(name)?, &wanted, &filter)
    }
}
