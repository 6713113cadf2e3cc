//! Which column of an event log is what.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::role::Role;
use holdfast_engine::table::{Column, Table, Values};

use crate::analyze::options::AnalyzeOptions;
use crate::analyze::understand::names::Name;
use crate::analyze::understand::personal::is_personal;
use crate::analyze::understand::roles::Understood;

/// A text with more different values than this is no category of events.
const MAX_CATEGORIES: usize = 1_000;

/// Gives every column its role. Amounts are a column of their own, or quantity × unit price where both are there.
pub fn roles(table: &Table, names: &[Name], id: usize, time: usize, options: &AnalyzeOptions) -> Vec<Understood> {
    let amount = amount(table, names, options);
    let (quantity, price) = (
        first_number(table, names, Name::is_quantity),
        first_number(table, names, Name::is_unit_price),
    );
    table
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let distinct = column.distinct();
            let (role, reason) = if index == id {
                (
                    Role::Id,
                    bilingual!("多行共用，名称像客户编号", "shared by many rows and named like an id"),
                )
            } else if index == time {
                (Role::Time, bilingual!("每行的发生时间", "when each row happened"))
            } else if Some(index) == amount {
                (Role::Amount, bilingual!("每行的金额", "the money of each row"))
            } else if options.drop.contains(&column.name) {
                (Role::Ignored, bilingual!("按您的要求不使用", "left out at your wish"))
            } else if let Some(&role) = options.roles.get(&column.name) {
                (role, bilingual!("由配置指定", "given in the overrides"))
            } else if Some(index) == quantity {
                (
                    Role::Quantity,
                    bilingual!("数量；负数为退货", "number of units; negative for returns"),
                )
            } else if amount.is_none() && Some(index) == price && quantity.is_some() {
                (
                    Role::UnitPrice,
                    bilingual!(
                        "单价；金额 = 数量 × 单价",
                        "price of one unit; amount = quantity × price"
                    ),
                )
            } else {
                other(column, &names[index], distinct)
            };
            Understood { role, reason, distinct }
        })
        .collect()
}

fn other(column: &Column, name: &Name, distinct: usize) -> (Role, Bilingual) {
    if is_personal(column, name) {
        return (
            Role::Personal,
            bilingual!("个人信息，不使用、不显示", "personal data: neither used nor shown"),
        );
    }
    if distinct <= 1 && column.missing == 0 {
        return (Role::Constant, bilingual!("只有一个值", "has one value only"));
    }
    if name.is_order() {
        return (Role::Order, bilingual!("单据号", "document number"));
    }
    if name.is_product() {
        return (
            Role::Product,
            bilingual!("商品，用于统计购买种数", "product: how many different ones were bought"),
        );
    }
    match &column.values {
        Values::Text(_) if distinct <= MAX_CATEGORIES => {
            (Role::Category, bilingual!("{distinct} 个类别", "{distinct} categories"))
        }
        Values::Text(_) => (
            Role::Unique,
            bilingual!("{distinct} 个不同的值，太多", "{distinct} different values: too many"),
        ),
        _ => (
            Role::Ignored,
            bilingual!("事件记录中未使用", "not used in an event log"),
        ),
    }
}

fn first_number(table: &Table, names: &[Name], test: impl Fn(&Name) -> bool) -> Option<usize> {
    (0..names.len()).find(|&i| test(&names[i]) && table.columns[i].as_number().is_some())
}

fn amount(table: &Table, names: &[Name], options: &AnalyzeOptions) -> Option<usize> {
    if let Some(name) = &options.amount {
        return table
            .columns
            .iter()
            .position(|c| c.name.to_lowercase() == name.to_lowercase());
    }
    let mut best: Option<(u8, usize)> = None;
    for (index, name) in names.iter().enumerate() {
        let score = name.amount_score();
        let usable = table.columns[index].as_number().is_some() && !options.drop.contains(&table.columns[index].name);
        if usable && score > 0 && best.is_none_or(|(s, _)| score > s) {
            best = Some((score, index));
        }
    }
    best.map(|(_, index)| index)
}
