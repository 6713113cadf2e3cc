//! The people who look after customers, and when some of them leave.

use crate::draw::{Draw, mix};
use crate::people;
use crate::world::STAFF_STREAM;

/// One employee.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) left: Option<i32>,
}

/// All employees who own customers. At most [`Roster::MAX`], however many customers there are.
pub(crate) struct Roster {
    pub(crate) members: Vec<Member>,
    stayers: u64,
}

impl Roster {
    const MAX: u64 = 200;
    /// Every fourth leaves within the history; half of them shortly before the cut-off, so that the snapshot shows the
    /// consequences.
    const LEAVES_EVERY: u64 = 4;

    pub(crate) fn new(seed: u64, customers: u64, start: i32, cutoff: i32) -> Self {
        let mut draw = Draw::new(seed, STAFF_STREAM);
        let count = (customers / 300).clamp(16, Self::MAX);
        let members: Vec<Member> = (0..count)
            .map(|index| {
                let mut name = String::new();
                people::push_name(&mut draw, &mut name);
                name.push_str(&format!("{:03}", index + 1));
                let left = (index % Self::LEAVES_EVERY == 1).then(|| {
                    if index / Self::LEAVES_EVERY % 2 == 0 {
                        draw.between(cutoff - 95, cutoff - 12)
                    } else {
                        draw.between(start + 90, cutoff - 130)
                    }
                });
                Member { name, left }
            })
            .collect();
        let stayers = members.iter().filter(|member| member.left.is_none()).count() as u64;
        Self { members, stayers }
    }

    pub(crate) fn pick(&self, draw: &mut Draw) -> usize {
        draw.below(self.members.len() as u64) as usize
    }

    /// The day on which this employee left.
    pub(crate) fn left(&self, owner: usize) -> Option<i32> {
        self.members.get(owner).and_then(|member| member.left)
    }

    /// Days since this employee left, as known on `today`.
    pub(crate) fn days_since_left(&self, owner: usize, today: i32) -> Option<i32> {
        self.left(owner).filter(|left| *left <= today).map(|left| today - left)
    }

    /// Who looks after a customer of `owner` on `today`: the owner, or a colleague who stays. `customer` spreads the
    /// customers of those who left evenly, so that no name gives them away.
    pub(crate) fn in_charge(&self, owner: usize, customer: u64, today: i32) -> &str {
        let index = if self.days_since_left(owner, today).is_none() {
            owner
        } else {
            let stayers = self
                .members
                .iter()
                .enumerate()
                .filter(|(_, member)| member.left.is_none());
            let spread = mix(customer) % self.stayers.max(1);
            stayers.map(|(index, _)| index).nth(spread as usize).unwrap_or(owner)
        };
        self.members.get(index).map_or("", |member| member.name.as_str())
    }
}
