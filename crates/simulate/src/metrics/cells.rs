//! Cells of region × channel: everything is counted in them and added up by dimension at the end.

use crate::life::Life;

/// The cells seen so far, in order of appearance.
#[derive(Default)]
pub(crate) struct Cells {
    /// Region and channel.
    names: Vec<[&'static str; 2]>,
}

/// A value of a dimension and the cells that belong to it.
pub(crate) struct Group {
    /// Empty for everybody.
    pub(crate) dimension: &'static str,
    pub(crate) name: &'static str,
    pub(crate) cells: Vec<usize>,
}

impl Cells {
    /// The cell of a customer; a new one if nobody like this came before.
    pub(crate) fn of(&mut self, life: &Life<'_>) -> usize {
        let names = [life.region, life.channel];
        self.names.iter().position(|known| *known == names).unwrap_or_else(|| {
            self.names.push(names);
            self.names.len() - 1
        })
    }

    /// Everybody, then each region, then each channel, by name.
    pub(crate) fn groups(&self) -> Vec<Group> {
        let mut groups = vec![Group {
            dimension: "",
            name: "",
            cells: (0..self.names.len()).collect(),
        }];
        for (place, dimension) in ["region", "channel"].into_iter().enumerate() {
            let mut values: Vec<&'static str> = self.names.iter().map(|names| names[place]).collect();
            values.sort_unstable();
            values.dedup();
            groups.extend(values.into_iter().map(|name| {
                let cells = (0..self.names.len()).filter(|cell| self.names[*cell][place] == name);
                Group {
                    dimension,
                    name,
                    cells: cells.collect(),
                }
            }));
        }
        groups
    }
}
