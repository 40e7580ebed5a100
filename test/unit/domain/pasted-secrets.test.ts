import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPasted } from '#domain/pasted/read-pasted.ts'

/** Pieces that are in no host, user or database of these texts, so that any four characters of a password are its own. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('Zq7vWx', 'Kw9Zj', 'QZXV', 'zWqK8', '7391') },
  { weight: 4, arbitrary: fc.constantFrom(...'@?/#:;{}% "\'&=,\\[]()<>|`$^~+!*.-_'.split('')) },
  { weight: 1, arbitrary: fc.constantFrom('%40', '://', '}}', "''", '\\\\', ' -', '--', '@[', 'ü', '“', '\n', '+:') },
)
const password = fc.array(piece, { minLength: 1, maxLength: 9 }).map((pieces) => pieces.join(''))

const host = fc.constantFrom(
  'db.internal',
  'orders.cluster-c1.eu-west-1.rds.amazonaws.com',
  '10.0.0.7',
  '[fd00::1]',
  'a.internal,b.internal:1',
)
const port = fc.constantFrom('', ':5432', ':6380')
const path = fc.constantFrom('', '/', '/orders', '/or%20ders')
const scheme = fc.constantFrom(
  ...['postgres', 'postgresql+asyncpg', 'mysql', 'redis', 'rediss', 'mongodb', 'https', 'amqp', 'jdbc:mysql'],
  ...['jdbc:postgresql', 'jdbc:sqlserver', 'jdbc:aws-wrapper:postgresql', 'jdbc:oracle:thin', 'jdbc:redis'],
)
const user = fc.constantFrom('', 'app', 'u%40x')

/** As it is, encoded, in one pair of marks, or with what these marks want escaped. */
const written = fc
  .tuple(password, fc.constantFrom('raw', 'encoded', 'braces', 'braces-escaped', 'single', 'single-escaped', 'double'))
  .map(([secret, how]) => ({ secret, text: forms(secret)[how] ?? '' }))

function forms(secret: string): Record<string, string> {
  return {
    raw: secret,
    encoded: encodeURIComponent(secret),
    braces: `{${secret}}`,
    'braces-escaped': `{${secret.replaceAll('}', '}}')}}`,
    single: `'${secret}'`,
    'single-escaped': `'${secret.replace(/['\\]/g, String.raw`\$&`)}'`,
    double: `"${secret}"`,
  }
}

interface Sample {
  readonly secret: string
  readonly text: string
}

const inLogin: fc.Arbitrary<Sample> = fc
  .tuple(scheme, user, written, host, port, path, fc.constantFrom('', '?sslmode=require', '?ssl&x=1', ';encrypt=true'))
  .map(([before, name, { secret, text }, far, number, rest, settings]) => ({
    secret,
    text: `${before}://${name}:${text}@${far}${number}${rest}${settings}`,
  }))

/** The same in any order; the password too. */
const shuffled = (...parts: readonly string[]) => fc.shuffledSubarray([...parts], { minLength: parts.length - 1 })

const inSettings: fc.Arbitrary<Sample> = fc
  .tuple(
    fc.tuple(scheme, host, port, path, fc.constantFrom('', 'app@', 'app:other@')),
    fc.constantFrom('?&', ';;', '?;'),
    fc.constantFrom('password', 'pwd', 'PASSWORD', 'sslpassword'),
    written,
    shuffled('PW', 'user=app', 'databaseName=orders', 'sslmode=require', 'weird=1'),
  )
  .map(([[before, far, number, rest, login], [first = '', between = ''], name, { secret, text }, order]) => {
    const settings = order.map((one) => (one === 'PW' ? `${name}=${text}` : one)).join(between)
    return { secret, text: `${before}://${login}${far}${number}${rest}${first}${settings}` }
  })

const conninfo: fc.Arbitrary<Sample> = fc
  .tuple(
    fc.constantFrom('password=', 'password = ', 'PASSWORD=', 'sslpassword='),
    written,
    shuffled('PW', 'host=db.internal', 'port=5432', 'user=app', 'dbname=orders', 'sslmode=require'),
    fc.constantFrom(' ', '  ', '\n'),
  )
  .map(([name, { secret, text }, order, between]) => ({
    secret,
    text: order.map((one) => (one === 'PW' ? name + text : one)).join(between),
  }))

const keyed: fc.Arbitrary<Sample> = fc
  .tuple(
    fc.constantFrom('Password=', 'Pwd='),
    written,
    shuffled('PW', 'Server=tcp:db.internal,1433', 'Database=orders', 'User Id=app', 'Encrypt=true'),
  )
  .map(([name, { secret, text }, order]) => ({
    secret,
    text: order.map((one) => (one === 'PW' ? name + text : one)).join(';'),
  }))

const commands: fc.Arbitrary<Sample> = fc
  .tuple(
    written,
    fc.constantFrom(
      (text: string) => `mysql -h db.internal -u app -p${text} -P 3306`,
      (text: string) => `mysql --host=db.internal --password=${text} orders`,
      (text: string) => `mysql -h db.internal -u app -p ${text}`,
      (text: string) => `psql -h db.internal -U app -W ${text}`,
      (text: string) => `psql -h db.internal -W${text} orders`,
      (text: string) => `psql -h db.internal -AtW${text} -d orders`,
      (text: string) => `pg_dump -h db.internal -U app --password ${text} orders`,
      (text: string) => `pg_restore -h db.internal --password=${text} x.dump`,
      (text: string) => `pgcli -h db.internal -W ${text} -u app`,
      (text: string) => `mycli -h db.internal -u app -p ${text}`,
      (text: string) => `mysqldump -h db.internal -u app -p ${text} orders`,
      (text: string) => `redis-cli -h db.internal --askpass ${text} --tls`,
      (text: string) => `mongosh docs.internal/orders -u app --password ${text}`,
      (text: string) => `redis-cli -a ${text} -h db.internal --tls`,
      (text: string) => `redis-cli -h db.internal --user app --pass ${text}`,
      (text: string) => `PGPASSWORD=${text} psql -h db.internal -U app orders`,
      (text: string) => `mongosh --host db.internal -u app -p ${text} orders`,
      (text: string) => `mysql -h db.internal --password ${text} -u app`,
      (text: string) => `mysql -h db.internal -u app -p'${text}' orders`,
      (text: string) => `mongosh "mongodb://app:${text}@db.internal/orders" --tls`,
      (text: string) => `psql postgres://app:${text}@db.internal/orders -c "select 1"`,
      (text: string) => `psql "host=db.internal user=app password=${text}" -c "select 1"`,
      (text: string) => `curl -u admin:${text} https://search.internal:9200/_cat`,
      (text: string) => `jdbc:oracle:thin:app/${text}@//db.internal:1521/orders`,
      (text: string) => `jdbc:oracle:thin:app/${text}@db.internal:1521:ORCL`,
      (text: string) =>
        `#DataSourceSettings#\n<data-source name="orders"><jdbc-url>jdbc:postgresql://db.internal/o?user=app&amp;password=${text}</jdbc-url></data-source>`,
      (text: string) => `DB_PASSWORD=${text}`,
      (text: string) => `PGHOST=db.internal\nPGPASSWORD=${text}\nPGUSER=app`,
    ),
  )
  .map(([{ secret, text }, command]) => ({ secret, text: command(text) }))

/** The same as it stands in a file, in a command or behind a variable. */
const surrounded = (samples: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  fc
    .tuple(samples, fc.constantFrom('', 'psql "', "psql '", 'export DATABASE_URL="', '$ mongosh ', ' "', '“'))
    .map(([{ secret, text }, before]) => ({ secret, text: before + text + closing(before) }))

function closing(before: string): string {
  return before.endsWith('“') ? '”' : (/["']$/.exec(before)?.[0] ?? '')
}

/** Runs of four characters of a password; none where its marks alone would be found in any text. */
function runs(secret: string): readonly string[] {
  const own: string[] = []
  for (let start = 0; start + 4 <= secret.length; start += 1) own.push(secret.slice(start, start + 4))
  return own.filter((run) => /[A-Z0-9]{2}|[zü“]/.test(run))
}

function leaks({ secret, text }: Sample): readonly string[] {
  const read = JSON.stringify(readPasted(text)).replaceAll(String.raw`\\`, '\\')
  return runs(secret).filter((run) => read.includes(run))
}

/** A password where only a user is expected, behind a colon of any spelling. */
const inUser: fc.Arbitrary<Sample> = fc
  .tuple(
    written,
    fc.constantFrom(':', '%3A', '%3a', '%253A', '：', '%EF%BC%9A'),
    fc.constantFrom(
      (login: string) => `postgres://${login}@db.internal/orders`,
      (login: string) => `mongodb+srv://${login}:x@db.internal/orders`,
      (login: string) => `jdbc:mysql://db.internal/orders?user=${login}`,
      (login: string) => `jdbc:sqlserver://db.internal;user=${login};encrypt=true`,
      (login: string) => `jdbc:oracle:thin:${login}@//db.internal:1521/orders`,
      (login: string) => `Server=db.internal;Uid=${login};Database=orders`,
      (login: string) => `psql -U ${login} -h db.internal orders`,
      (login: string) => `psql -h db.internal orders ${login}`,
      (login: string) => `PGUSER=${login} psql -h db.internal`,
      (login: string) => `psql "host=db.internal user=${login}"`,
      (login: string) => `mysql -h db.internal --user=${login}`,
      (login: string) => `mysql -h db.internal -D ${login}@x`,
      (login: string) => `redis-cli -h db.internal --user ${login}`,
      (login: string) => `mongosh --host db.internal -u ${login}`,
      (login: string) =>
        `<data-source name="orders"><jdbc-url>jdbc:postgresql://db.internal/o</jdbc-url><user-name>${login}</user-name></data-source>`,
      (login: string) =>
        `<data-source name="${login}"><jdbc-url>jdbc:postgresql://localhost:5432/o</jdbc-url></data-source>`,
    ),
  )
  .map(([{ secret, text }, colon, place]) => ({ secret, text: place(`app${colon}${text}`) }))

const shapes = [
  ['where only a user is expected', inUser],
  ['in the login of a URL', inLogin],
  ['in the settings of a URL', inSettings],
  ['in a conninfo string', conninfo],
  ['in a string of keys and values', keyed],
  ['in a command', commands],
] as const

test('a password that is encoded is dropped, and the rest is read', () => {
  const samples = fc.tuple(
    password,
    fc.constantFrom('postgres', 'jdbc:mysql', 'redis'),
    fc.constantFrom('', '?ssl=true'),
  )
  fc.assert(
    fc.property(samples, ([secret, before, settings]) => {
      const read = readPasted(`${before}://app:${encodeURIComponent(secret)}@db.internal/orders${settings}`)
      expect(read?.values).toMatchObject({ host: 'db.internal', username: 'app' })
      expect(read?.leftOut).toContainEqual({ what: 'password' })
    }),
    { numRuns: 300 },
  )
})

describe('nothing of a password is in what was read', () => {
  test.each(['#', '?', '/', ';'])('where no host can be read behind a password with %s', (mark) => {
    expect(readPasted(`postgres://app:7391${mark}ectHorse@db.internal:1:6380`)).toBeNull()
  })

  test.each(shapes)('%s', (_, samples) => {
    fc.assert(
      fc.property(surrounded(samples), (sample) => {
        expect(leaks(sample)).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })

  test.each([
    'postgres://app:Tr0ub@dor?Horse@db.internal:5432/orders',
    'jdbc:sqlserver://db.internal:1433;user=sa;password={Corr;ectHorse};encrypt=true',
    'jdbc:sqlserver://db.internal:1433;user=sa;password=Corr;ectHorse;encrypt=true',
    'jdbc:postgresql://db.internal/orders?password=Corr&ectHorse',
    'psql "host=db.internal password=Corr ectHorse user=app"',
    `psql "host=db.internal password=Corr"ect "Horse user=app"`,
    'DB_PASSWORD=dor://ectHorse',
    'mysql -h db.internal -u app -p ectHorse',
    'psql -h db.internal -U app -W ectHorse',
    'psql -h db.internal -WUectHorse',
    'https://ectHorse@search.internal',
    'nats://ectHorse@nats.internal',
    'amqp://ectHorse@mq.internal',
    'pg_dump -U app -w ectHorse -h db.internal',
    'psql -h db.internal -d orders app ectHorse',
    'psql -h db.internal -d orders -U app ectHorse',
    'pg_dump -h db.internal orders ectHorse',
    'pg_isready -h db.internal ectHorse',
    'postgres://db.internal/app:ectHorse',
    'psql -h db.internal -d app:ectHorse',
    'pg_dump -h db.internal -U app --password ectHorse',
    'postgres://app%3AectHorse@db.internal/orders',
    'redis://ectHorse@db.internal:6379/0',
    'postgres://app%253AectHorse@db.internal/orders',
    'postgres://db.internal/orders%3Fpassword%3DectHorse',
    'postgres://db.internal/orders?user=app%26password%3DectHorse',
    'psql -U app:ectHorse -h db.internal',
    'psql -U app：ectHorse -h db.internal',
    'host=db.internal user=app:ectHorse',
    'jdbc:oracle:thin:app%2FectHorse@//db.internal:1521/orders',
    '<data-source name="o"><jdbc-url>jdbc:oracle:thin:@//db.internal:1521/o</jdbc-url><user-name>app/ectHorse</user-name></data-source>',
    'mysql -h db.internal -D mysql://app:ectHorse@db.internal/orders',
    'psql postgres://ectHorse:7391 -Zq@db.internal/orders -c "select 1"',
    'psql postgres://app:x@ectHorse -h q@db.internal/orders',
    'psql postgres://app:x@ectHorse -c q@db.internal/orders',
  ])('%s', (text) => expect(JSON.stringify(readPasted(text))).not.toMatch(/Tr0u|dor|Horse|Corr|ectH/))
})

test.each([
  'postgres://app:12/Horse@db.internal/orders',
  'postgres://app:x@dor/Horse?a=y@db.internal/orders',
  'postgres://db.internal/orders?application_name=x@other.internal',
  'jdbc:postgresql://db.internal/orders?password=Corr&ectHorse',
  'jdbc:postgresql://db.internal/orders?user=app&password=Corr&user=ectHorse',
  'jdbc:sqlserver://db.internal:1433;user=sa;password=Corr;ectHorse;encrypt=true',
  'jdbc:sqlserver://db.internal:1433;user=sa;password={Corr;encrypt=true',
  'host=db.internal password=Corr ectHorse',
  'host=db.internal password=Corr ect=Horse',
  `host=db.internal password='Corr'ectHorse' user=app`,
  'host=db.internal user=app user=other',
  'Host=db.internal;Password=Corr;ectHorse;Username=app',
  `mysql -h db.internal -p'Corr'ect Horse' shop`,
  'mysql -h db.internal -u app -h other.internal',
  'psql "postgres://app:Corr"ect @Horse" -h db.internal',
  'jdbc:oracle:thin:app/Corr@ect@db.internal:1521:ORCL',
  'DB_PASSWORD=postgres://ectHorse',
  'postgres://app:7391?Horse@db.internal:99999/orders',
  'postgres://db.internal:1:5432?password=@Horse#&user=app',
  'psql postgres://app:ab@dor Horse@db.internal/orders',
])('%s is not certain, and fills nothing', (text) => expect(readPasted(text)).toBeNull())

test('a name that is not known is counted, and not shown', () => {
  const read = readPasted('postgres://db.internal/orders?Horse=1&sslmode=require')
  expect(read?.leftOut).toEqual([
    { what: 'parts', names: ['sslmode'] },
    { what: 'others', count: 1 },
  ])
})
