//! Columns of the table become columns of the frame; values are moved, not copied.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::role::Role;
use holdfast_engine::table::convert::number_to_text;
use holdfast_engine::table::{Column, InstantColumn, TextColumn, Values};
use holdfast_learn::frame::{Feature, FeatureData};

use super::dates::day_of;
use crate::analyze::words::{ColumnWords, column_label};

/// Turns a column into a feature; `None` for roles that a model does not read.
pub fn feature(
    column: Column,
    role: Role,
    unit: Option<Bilingual>,
    as_of: Option<Day>,
    past: bool,
) -> Option<(Feature, ColumnWords)> {
    if !role.is_feature() {
        return None;
    }
    let name = column.name.clone();
    let mut words = ColumnWords {
        label: column_label(&name),
        name: name.clone(),
        unit: unit.unwrap_or_default(),
        integer: false,
        percent: false,
    };
    let as_category = role == Role::Category;
    let data = match column.values {
        Values::Number(numbers) if !as_category => {
            words.integer = numbers.integer;
            words.percent = numbers.percent;
            FeatureData::Number(numbers.values.into_iter().map(sane).collect())
        }
        Values::Instant(instants) => {
            // Without any past date the earliest one serves: a model needs a fixed point, whichever it is.
            let earliest = || {
                instants
                    .seconds
                    .iter()
                    .copied()
                    .filter(|&s| s != InstantColumn::MISSING)
                    .min()
                    .map(day_of)
            };
            let as_of = as_of.map(Day::number).or_else(earliest)?;
            words.integer = true;
            words.unit = Bilingual::new("天", "days");
            let (zh, en) = (&words.label.zh, &words.label.en);
            words.label = bilingual!("从“{zh}”到观察日", "time from {en} to the as-of day");
            let days = instants.seconds.iter().map(|&s| days_before(as_of, s));
            // What lies in the past by its nature was not known yet where it is later than the as-of day.
            FeatureData::Number(days.map(|d| if past && d < 0.0 { f64::NAN } else { d }).collect())
        }
        Values::Text(text) => category(text),
        Values::Number(numbers) => category(number_to_text(&Column::new(name.as_str(), Values::Number(numbers)))),
    };
    Some((Feature { name, data }, words))
}

/// Numbers beyond this are no measurements, and their squares overflow: they are taken as missing.
const ABSURD: f64 = 1e100;

fn sane(value: f64) -> f64 {
    if value.abs() > ABSURD { f64::NAN } else { value }
}

fn days_before(as_of: i32, second: i64) -> f64 {
    if second == InstantColumn::MISSING {
        f64::NAN
    } else {
        f64::from(as_of.saturating_sub(day_of(second)))
    }
}

fn category(text: TextColumn) -> FeatureData {
    FeatureData::Category {
        levels: text.levels.iter().map(str::to_owned).collect(),
        codes: text.codes,
    }
}
