/** Whom tunnels' clients log in as, in PostgreSQL and MariaDB alike. */
export const login = { user: 'app_ro', password: 'sandbox' } as const

/** One statement per entry, for servers that read one per line. Both SQL dialects understand them. */
const series = (table: string, rows: readonly string[]): string => `INSERT INTO ${table} VALUES ${rows.join(', ')}`

const customers = ['Aoi Tanaka', 'Ren Suzuki', 'Sakura Ito', 'Haruto Mori', 'Yui Kobayashi', 'Sota Watanabe']
const items = ['marine rope 12 mm', 'brass cleat', 'signal flag set', 'deck lamp', 'anchor shackle', 'tide table 2026']
const states = ['paid', 'packed', 'shipped', 'delivered', 'returned']

const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? ''
const dayOf = (index: number): string =>
  `2026-${String((index % 10) + 1).padStart(2, '0')}-${String((index % 27) + 1).padStart(2, '0')}`

const customerRows = customers.map((name, index) => {
  const address = `${name.toLowerCase().replace(' ', '.')}@example.com`
  return `(${index + 1}, '${name}', '${address}', '${dayOf(index)}')`
})
const orderRows = Array.from({ length: 240 }, (_, index) => {
  const cents = 1_200 + ((index * 7_919) % 48_000)
  return `(${1_000 + index}, ${(index % customers.length) + 1}, '${pick(items, index)}', ${cents}, '${pick(states, index * 3)}', '${dayOf(index)}')`
})
const invoiceRows = Array.from({ length: 120 }, (_, index) => {
  const cents = 9_900 + ((index * 104_729) % 900_000)
  return `(${index + 1}, 'HL-2026-${String(index + 1).padStart(5, '0')}', ${(index % customers.length) + 1}, ${cents}, '${dayOf(index)}')`
})

export const ordersTables: readonly string[] = [
  'CREATE TABLE customers (id integer PRIMARY KEY, name varchar(80) NOT NULL, email varchar(120) NOT NULL, since date NOT NULL)',
  'CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer NOT NULL REFERENCES customers (id), item varchar(80) NOT NULL, price_cents integer NOT NULL, state varchar(16) NOT NULL, ordered_on date NOT NULL)',
  series('customers', customerRows),
  series('orders', orderRows),
]

export const billingTables: readonly string[] = [
  'CREATE TABLE invoices (id integer PRIMARY KEY, number varchar(20) NOT NULL, customer_id integer NOT NULL, total_cents integer NOT NULL, issued_on date NOT NULL)',
  series('invoices', invoiceRows),
]

/** Commands for Redis: one list of words each. */
export const redisKeys: readonly (readonly string[])[] = [
  ...customers.map((name, index) => [
    'HSET',
    `session:${(0x51c3_0000 + index * 7_919).toString(16)}`,
    'user',
    name,
    'cart',
    String(index % 4),
  ]),
  ['SET', 'feature:new-checkout', 'on'],
  ['SET', 'feature:dark-harbour', 'off'],
  ['ZADD', 'rate:api', '12', 'mika.sato', '3', 'ci-tunnel'],
  ['RPUSH', 'queue:mail', 'order-1001', 'order-1002', 'order-1003'],
]
