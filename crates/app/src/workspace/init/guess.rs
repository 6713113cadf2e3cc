//! Currency and industry, from words and symbols.

use super::suggest::Suggestion;
use crate::workspace::config::default_currency;
use crate::workspace::industry::Industry;

/// The currency: a currency column that has one value, a unit in a column's name, symbols before numbers, else CNY.
pub(crate) fn currency(suggestions: &[Suggestion]) -> String {
    for suggestion in suggestions {
        let column = suggestion.spec.columns.get("currency");
        let table = suggestion.sight.as_ref().map(|sight| &sight.table);
        let values = column
            .and_then(|name| table?.column(name))
            .and_then(|column| column.as_text());
        if let Some(code) = values
            .filter(|text| text.levels.len() == 1)
            .map(|text| text.levels.get(0))
        {
            let code = code.trim().to_ascii_uppercase();
            if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) {
                return code;
            }
        }
    }
    let units: [(&str, &[&str]); 4] = [
        ("USD", &["usd", "dollar", "($)", "美元"]),
        ("EUR", &["eur", "euro", "€", "欧元"]),
        ("GBP", &["gbp", "£", "英镑"]),
        ("CNY", &["cny", "rmb", "(元)", "（元）", "人民币", "¥", "￥"]),
    ];
    let mut votes = [0usize; 4];
    for suggestion in suggestions {
        for fact in &suggestion.facts.columns {
            let name = fact.column.to_lowercase();
            let is_unit = |part: &&str| match *part {
                "eur" | "usd" | "gbp" | "cny" | "rmb" => fact.name.words.iter().any(|word| word == *part),
                part => name.contains(part),
            };
            for (vote, (_, parts)) in votes.iter_mut().zip(&units) {
                *vote += usize::from(parts.iter().any(is_unit));
            }
        }
    }
    if let Some(best) = winner(&votes) {
        return units[best].0.to_owned();
    }
    let mut symbols = [0usize; 4];
    for sight in suggestions.iter().filter_map(|s| s.sight.as_ref()) {
        // One amount in a text proves nothing about the columns.
        for (sum, count) in symbols.iter_mut().zip(sight.symbols) {
            *sum += if count >= 5 { count } else { 0 };
        }
    }
    winner(&symbols).map_or_else(default_currency, |best| ["USD", "EUR", "GBP", "CNY"][best].to_owned())
}

/// The place of the largest count, if any is above 0; the first of equals.
fn winner(votes: &[usize]) -> Option<usize> {
    let most = votes.iter().copied().max().filter(|&most| most > 0)?;
    votes.iter().position(|&votes| votes == most)
}

/// The industry, by the words that columns, files and kinds of events use.
pub(crate) fn industry(suggestions: &[Suggestion]) -> Industry {
    let words: [(Industry, &[&str]); 6] = [
        (
            Industry::Telecom,
            &[
                "入网",
                "在网",
                "流量",
                "宽带",
                "月租",
                "话费",
                "internetservice",
                "phoneservice",
                "msisdn",
                "broadband",
                "roaming",
                "app_login",
                "data",
                "call",
                "sms",
                "daycharge",
            ],
        ),
        (
            Industry::Bank,
            &[
                "存款",
                "理财",
                "贷款",
                "信用卡",
                "开户",
                "creditscore",
                "balance",
                "loan",
                "deposit",
                "creditlimit",
                "numofproducts",
                "hascrcard",
            ],
        ),
        (
            Industry::Dealer,
            &[
                "车系",
                "车型",
                "车架号",
                "车龄",
                "保养",
                "进店",
                "进厂",
                "行驶里程",
                "质保",
                "保修",
                "vin",
                "mileage",
                "maintenance",
                "insurer_repair",
                "repair",
                "car_series",
                "car_bought_on",
                "工位",
            ],
        ),
        (
            Industry::Ecommerce,
            &[
                "下单",
                "订单",
                "商品",
                "优惠券",
                "收货",
                "退货",
                "购物车",
                "order",
                "cart",
                "view",
                "coupon",
                "late_delivery",
                "sku",
                "favourite_category",
                "shopping_cart",
                "包邮",
            ],
        ),
        (
            Industry::Retail,
            &[
                "invoice",
                "stockcode",
                "小票",
                "门店",
                "store",
                "basket",
                "receipt",
                "numberofcds",
                "货号",
            ],
        ),
        (
            Industry::Saas,
            &[
                "seats",
                "workspace",
                "席位",
                "mrr",
                "trial",
                "license",
                "licence",
                "api_calls",
                "plan_tier",
            ],
        ),
    ];
    let mut votes = [0usize; 6];
    for suggestion in suggestions {
        let mut seen: Vec<String> = suggestion
            .facts
            .columns
            .iter()
            .map(|f| f.column.to_lowercase())
            .collect();
        seen.extend(kinds(suggestion));
        for name in seen {
            let joined: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
            for (vote, (_, parts)) in votes.iter_mut().zip(&words) {
                let fits = |part: &&&str| {
                    if part.is_ascii() {
                        name == **part || joined == **part
                    } else {
                        name.contains(**part)
                    }
                };
                *vote += usize::from(parts.iter().any(|part| fits(&part)));
            }
        }
    }
    winner(&votes).map_or(Industry::Other, |best| words[best].0)
}

/// The kinds of a source's events.
fn kinds(suggestion: &Suggestion) -> Vec<String> {
    let table = suggestion.sight.as_ref().map(|sight| &sight.table);
    let column = suggestion.spec.columns.get("kind").and_then(|name| table?.column(name));
    let text = column.and_then(|column| column.as_text());
    text.into_iter()
        .flat_map(|text| text.levels.iter().take(60))
        .map(str::to_lowercase)
        .collect()
}
