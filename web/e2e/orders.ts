/** Customers of the file, days that it covers, and after which day every third of them stays away. */
const [CUSTOMERS, DAYS, LAST_OF_THIRDS] = [60, 540, 300] as const;
const FIRST_DAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** Lines of an order file as a shop exports it: every customer comes about once in three weeks, a third stop coming. Two lines are wrong on purpose. */
export function orders(): string {
  const lines = ['客户编号,下单时间,金额,类型,收货人'];
  for (let customer = 0; customer < CUSTOMERS; customer++) {
    const last = customer % 3 === 0 ? LAST_OF_THIRDS : DAYS;
    for (let day = customer % 19; day < last; day += 17 + ((customer * 7 + day) % 9)) {
      const on = new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10);
      lines.push(
        `${String(customer).padStart(5, '0')},${on} 10:${String(customer).padStart(2, '0')}:00,${20 + customer}.50,购买,王小明`,
      );
    }
  }
  lines.push('00001,2025-06-01 09:00:00,一百二十,购买,李四', ',2025-06-02 09:00:00,15.00,购买,张三');
  return `${lines.join('\r\n')}\r\n`;
}
