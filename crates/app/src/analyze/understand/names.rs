//! Column names, cut into words, and the vocabularies they are compared with.

/// A column name prepared for comparison.
#[derive(Clone, Debug)]
pub struct Name {
    /// Words in lower case: `customerID` is `customer`, `id`.
    pub words: Vec<String>,
    /// All letters and digits in lower case: `customerid`.
    pub joined: String,
}

impl Name {
    /// Cuts at separators and at changes from lower to upper case.
    pub fn new(name: &str) -> Self {
        // A unit in brackets is not part of the name: 月租(元).
        let name = name
            .split(['(', '（', '['])
            .next()
            .filter(|n| !n.trim().is_empty())
            .unwrap_or(name);
        let mut words: Vec<String> = Vec::new();
        let mut current = String::new();
        let mut previous_lower = false;
        for c in name.chars() {
            let boundary = !c.is_alphanumeric() || (c.is_uppercase() && previous_lower);
            if boundary && !current.is_empty() {
                words.push(std::mem::take(&mut current));
            }
            if c.is_alphanumeric() {
                current.extend(c.to_lowercase());
            }
            previous_lower = c.is_lowercase() || c.is_ascii_digit();
        }
        if !current.is_empty() {
            words.push(current);
        }
        let joined = words.concat();
        Self { words, joined }
    }

    fn has_word(&self, vocabulary: &[&str]) -> bool {
        self.words.iter().any(|w| vocabulary.contains(&w.as_str()))
    }

    fn is(&self, vocabulary: &[&str]) -> bool {
        vocabulary.contains(&self.joined.as_str())
    }

    fn contains(&self, parts: &[&str]) -> bool {
        parts.iter().any(|p| self.joined.contains(p))
    }

    /// How surely the name is a customer's id: 3 certain, 0 not at all.
    pub fn id_score(&self) -> u8 {
        let owner = [
            "customer",
            "cust",
            "client",
            "user",
            "member",
            "account",
            "subscriber",
            "consumer",
            "buyer",
        ];
        let kind = ["id", "no", "number", "num", "code", "key", "nr"];
        let zh_owner = ["客户", "用户", "会员", "顾客", "买家", "账户", "账号", "车主"];
        let zh_kind = ["编号", "编码", "号", "id", "代码"];
        let whole = [
            "customerid",
            "custid",
            "clientid",
            "userid",
            "memberid",
            "accountid",
            "subscriberid",
            "clientnum",
            "uid",
            "cid",
            "msisdn",
            "vin",
            "openid",
            "车架号",
            "客户号",
            "卡号",
        ];
        if self.is(&whole)
            || (self.has_word(&owner) && self.has_word(&kind))
            || (self.contains(&zh_owner) && self.contains(&zh_kind))
        {
            3
        } else if self.is(&[
            "id", "customer", "client", "user", "member", "客户", "用户", "会员", "编号", "账号",
        ]) {
            2
        } else if self.words.last().is_some_and(|w| w == "id") {
            1
        } else {
            0
        }
    }

    /// How surely the name is a churn label: 3 certain, 0 not at all.
    pub fn label_score(&self) -> u8 {
        let certain = [
            "churn",
            "churned",
            "ischurn",
            "ischurned",
            "churnflag",
            "churnlabel",
            "churnvalue",
            "exited",
            "isexited",
            "attrition",
            "attrited",
            "attritionflag",
            "lapsed",
            "islapsed",
            "是否流失",
            "流失",
            "流失标签",
            "流失标志",
            "是否离网",
            "离网",
            "是否退网",
            "是否销户",
            "是否注销",
            "是否退订",
            "流失状态",
            "离网标识",
            "流失标识",
        ];
        let likely = [
            "left",
            "hasleft",
            "cancelled",
            "canceled",
            "iscancelled",
            "closed",
            "isclosed",
            "unsubscribed",
            "deactivated",
            "terminated",
            "churnstatus",
            "customerstatus",
            "defected",
            "leave",
            "retained",
            "isretained",
            "retention",
            "retentionflag",
            "留存",
            "是否留存",
            "是否续约",
            "renewed",
            "isrenewed",
            "stayed",
        ];
        if self.is(&certain) {
            3
        } else if self.is(&likely)
            || self.has_word(&["churn", "churned", "attrition"])
            || self.contains(&["流失", "离网", "退网", "销户"])
        {
            2
        } else if self.is(&["label", "target", "y", "class", "标签", "目标"]) {
            1
        } else {
            0
        }
    }

    /// Whether 1 or "yes" in this label means that the customer stayed.
    pub fn label_means_stayed(&self) -> bool {
        self.is(&[
            "retained",
            "isretained",
            "retention",
            "retentionflag",
            "renewed",
            "isrenewed",
            "stayed",
            "留存",
            "是否留存",
            "是否续约",
        ])
    }

    /// Whether the name speaks of leaving, so that a strong column of this name is suspected.
    pub fn speaks_of_leaving(&self) -> bool {
        self.has_word(&[
            "churn",
            "churned",
            "attrition",
            "exit",
            "exited",
            "cancel",
            "cancelled",
            "cancellation",
            "winback",
            "deactivation",
        ]) || self.contains(&["流失", "离网", "退网", "销户", "注销", "挽留", "退订", "挽回"])
    }

    /// How surely the name is the time of an event: 3 certain, 0 not at all.
    pub fn time_score(&self) -> u8 {
        let whole = [
            "occurredat",
            "eventtime",
            "eventdate",
            "invoicedate",
            "orderdate",
            "orderedat",
            "purchasedate",
            "transactiondate",
            "transdate",
            "timestamp",
            "datetime",
            "visitdate",
            "交易时间",
            "交易日期",
            "下单时间",
            "下单日期",
            "订单时间",
            "订单日期",
            "购买时间",
            "购买日期",
            "发生时间",
            "消费时间",
            "消费日期",
            "到店时间",
            "到店日期",
            "支付时间",
            "成交时间",
            "进厂日期",
            "进站日期",
        ];
        if self.is(&whole) {
            3
        } else if self.is(&["date", "time", "day", "日期", "时间"]) {
            2
        } else {
            u8::from(self.has_word(&["date", "time", "at", "on", "timestamp"]) || self.contains(&["日期", "时间"]))
        }
    }

    /// How surely the name is money: 3 certain, 0 not at all.
    pub fn amount_score(&self) -> u8 {
        let monthly = [
            "monthlycharges",
            "monthlycharge",
            "monthlyfee",
            "mrr",
            "arpu",
            "monthlyrevenue",
            "monthlyspend",
            "monthlyamount",
            "月费",
            "月租",
            "月消费",
            "月消费金额",
            "月均消费",
            "月账单",
            "月收入",
            "monthlybill",
        ];
        let whole = [
            "amount",
            "revenue",
            "sales",
            "turnover",
            "spend",
            "spending",
            "payment",
            "dollarvalue",
            "amountpaid",
            "paidamount",
            "orderamount",
            "transactionamount",
            "totalamount",
            "totalspend",
            "totalrevenue",
            "金额",
            "消费金额",
            "交易金额",
            "订单金额",
            "实付金额",
            "支付金额",
            "销售额",
            "消费额",
            "成交金额",
            "营业额",
            "费用",
            "结算金额",
            "累计消费",
            "消费总额",
            "年消费",
        ];
        if self.is(&monthly) {
            3
        } else if self.is(&whole) {
            2
        } else {
            u8::from(
                self.has_word(&["amount", "revenue", "charge", "charges", "fee", "spend", "bill"])
                    || self.contains(&["金额", "消费额", "账单"]),
            )
        }
    }

    /// Whether an amount of this name is that of one month: 月租, MonthlyCharges, 近1个月消费; not 近6个月消费, charges_12_month.
    pub fn is_monthly(&self) -> bool {
        let of_a_month = self.has_word(&["monthly", "month", "mrr", "arpu"]) || self.contains(&["月"]);
        if self.contains(&["月均", "每月"]) {
            return true;
        }
        let of_more = self.has_word(&["quarter", "cumulative"]) || self.contains(&["累计", "季", "半年"]);
        of_a_month && !of_more && !self.names_several_months()
    }

    /// Whether a number other than one stands before the word for months.
    fn names_several_months(&self) -> bool {
        ["个月", "月", "month"].iter().any(|word| {
            self.joined.match_indices(word).any(|(at, _)| {
                let before = self.joined[..at].trim_end_matches('个');
                let number: String = {
                    let is_numeral = |c: &char| c.is_ascii_digit() || "一二两三四五六七八九十".contains(*c);
                    before.chars().rev().take_while(is_numeral).collect()
                };
                if number.is_empty() || number == "1" || number == "一" {
                    return false;
                }
                // `6月消费` is June's, `近6月消费` that of half a year.
                let start = before.len() - number.len();
                let is_back = ["近", "最近", "过去", "前", "last", "past"]
                    .iter()
                    .any(|word| before[..start].ends_with(word));
                *word != "月" || is_back
            })
        })
    }

    /// Whether the name is a number of units.
    pub fn is_quantity(&self) -> bool {
        self.is(&[
            "quantity",
            "qty",
            "units",
            "count",
            "数量",
            "件数",
            "购买数量",
            "销售数量",
            "numberofcds",
            "pieces",
        ])
    }

    /// Whether the name is the price of one unit.
    pub fn is_unit_price(&self) -> bool {
        self.is(&["price", "unitprice", "单价", "售价", "价格", "unitcost", "itemprice"])
    }

    /// Whether the name is a document number.
    pub fn is_order(&self) -> bool {
        self.is(&[
            "invoice",
            "invoiceno",
            "invoicenumber",
            "invoiceid",
            "order",
            "orderid",
            "orderno",
            "ordernumber",
            "transactionid",
            "receipt",
            "basketid",
            "订单号",
            "订单编号",
            "单号",
            "发票号",
            "交易号",
            "工单号",
            "小票号",
        ])
    }

    /// Whether the name is a product.
    pub fn is_product(&self) -> bool {
        self.is(&[
            "stockcode",
            "sku",
            "product",
            "productid",
            "productcode",
            "item",
            "itemid",
            "itemcode",
            "商品",
            "商品编号",
            "商品编码",
            "商品id",
            "产品",
            "产品编号",
            "货号",
        ])
    }

    /// Whether the name is how long the customer has been one.
    pub fn is_tenure(&self) -> bool {
        self.is(&[
            "tenure",
            "tenuremonths",
            "tenuredays",
            "tenureyears",
            "tenureinmonths",
            "monthsonbook",
            "accountlength",
            "customerage",
            "membershipmonths",
            "vintage",
            "accountage",
            "monthsactive",
            "在网时长",
            "在网月数",
            "网龄",
            "在网月份",
            "在网天数",
            "入会时长",
            "开户时长",
            "客户年限",
            "合作年限",
            "用龄",
        ])
    }

    /// Unit of a tenure, as far as the name says.
    pub fn tenure_unit(&self) -> Option<(&'static str, &'static str)> {
        if self.contains(&["month", "月"]) {
            Some(("个月", "months"))
        } else if self.contains(&["day", "天"]) {
            Some(("天", "days"))
        } else if self.contains(&["year", "年"]) {
            Some(("年", "years"))
        } else {
            None
        }
    }

    /// Whether numbers of this name are codes, not quantities.
    pub fn is_code(&self) -> bool {
        self.has_word(&["zip", "zipcode", "postcode", "postal", "areacode"])
            || self.contains(&["邮编", "区号", "zipcode", "postalcode"])
    }

    /// Whether a date of this name lies in the past by its nature.
    pub fn is_past_date(&self) -> bool {
        self.has_word(&[
            "joined",
            "join",
            "signup",
            "registered",
            "registration",
            "created",
            "first",
            "last",
            "birth",
            "dob",
            "opened",
            "started",
            "activated",
            "since",
            "purchase",
            "order",
            "visit",
        ]) || self.contains(&[
            "入网", "注册", "开户", "入会", "出生", "生日", "首次", "首购", "上次", "最近", "末次", "创建", "购车",
            "激活",
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_recognised_in_any_spelling() {
        assert_eq!(Name::new("customerID").words, ["customer", "id"]);
        for id in [
            "customerID",
            "Customer ID",
            "customer_id",
            "CUST_NO",
            "客户编号",
            "会员号",
            "CLIENTNUM",
        ] {
            assert_eq!(Name::new(id).id_score(), 3, "{id}");
        }
        assert_eq!(Name::new("Invoice").id_score(), 0);
        for label in [
            "Churn",
            "Exited",
            "is_churn",
            "流失",
            "是否流失",
            "Attrition_Flag",
            "Churned",
        ] {
            assert_eq!(Name::new(label).label_score(), 3, "{label}");
        }
        assert!(Name::new("留存").label_means_stayed());
        assert_eq!(Name::new("InvoiceDate").time_score(), 3);
        assert_eq!(Name::new("MonthlyCharges").amount_score(), 3);
        assert_eq!(Name::new("月租(元)").amount_score(), 3);
        assert!(Name::new("MonthlyCharges").is_monthly() && !Name::new("TotalCharges").is_monthly());
        for several in [
            "近6个月消费金额",
            "近十二个月消费",
            "近12月消费",
            "charges_last_12_month",
            "累计月消费",
            "过去12月消费",
            "半年内各月消费合计",
        ] {
            assert!(!Name::new(several).is_monthly(), "{several}");
        }
        for one in [
            "月租(元)",
            "近1个月消费",
            "近一个月消费",
            "本月账单",
            "month_charge",
            "近6个月月均消费",
            "6月消费金额",
            "2024年6月账单",
        ] {
            assert!(Name::new(one).is_monthly(), "{one}");
        }
        assert!(Name::new("tenure").is_tenure() && Name::new("在网月数").is_tenure());
    }
}
