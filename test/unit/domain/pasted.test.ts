import { describe, expect, test } from 'vitest'
import type { LeftOut, PastedValues } from '#domain/pasted/pasted.ts'
import { readPasted } from '#domain/pasted/read-pasted.ts'
import { splitWords } from '#domain/pasted/split-words.ts'

const writer = 'orders-db.cluster-c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com'
const reader = 'orders-db.cluster-ro-c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com'
const cache = 'master.session-cache.x7q2lm.apne1.cache.amazonaws.com'
const search = 'vpc-catalog-search-k3vd7xq2lm5tz8w0abcd.eu-west-1.es.amazonaws.com'

const ofWriter = { host: writer, name: 'orders-db', label: 'writer', region: 'ap-northeast-1' } as const
const pg = { kind: 'postgresql', port: '5432' } as const
const password = { what: 'password' } as const
const parts = (...names: string[]): LeftOut => ({ what: 'parts', names })

const strings: readonly (readonly [string, PastedValues, readonly LeftOut[]])[] = [
  [
    'postgres://app_ro@db.internal:5433/orders',
    { ...pg, port: '5433', host: 'db.internal', name: 'db', username: 'app_ro', database: 'orders' },
    [],
  ],
  [
    `postgresql://app_ro:hunter2@${writer}/orders?sslmode=require&connect_timeout=5`,
    { ...pg, ...ofWriter, username: 'app_ro', database: 'orders' },
    [password, parts('sslmode', 'connect_timeout')],
  ],
  [`postgres://${reader}`, { ...pg, ...ofWriter, host: reader, label: 'reader' }, []],
  [
    'postgresql+psycopg2://u%40x:hunter2@db.internal/a%20b',
    { ...pg, host: 'db.internal', name: 'db', username: 'u@x', database: 'a b' },
    [password],
  ],
  [
    'postgres://u:hun@ter/2#x@db.internal:5432/o',
    { ...pg, host: 'db.internal', name: 'db', username: 'u', database: 'o' },
    [password],
  ],
  [
    'postgres://u:hunter2?x@db.internal/o',
    { ...pg, host: 'db.internal', name: 'db', username: 'u', database: 'o' },
    [password],
  ],
  [
    'postgres://a.internal:5432,b.internal:5432/o',
    { ...pg, host: 'a.internal', name: 'a', database: 'o' },
    [{ what: 'hosts', count: 2 }],
  ],
  ['postgres://u@[fd00::1]:5432/o', { ...pg, host: 'fd00::1', username: 'u', database: 'o' }, []],
  [
    'postgres://u@localhost:15432/o',
    { ...pg, port: '15432', host: 'localhost', username: 'u', database: 'o' },
    [{ what: 'localhost' }],
  ],
  [
    `mysql://root:hunter2@10.40.12.87/shop`,
    { kind: 'mysql', port: '3306', host: '10.40.12.87', username: 'root', database: 'shop' },
    [password],
  ],
  ['mariadb://db.internal', { kind: 'mysql', port: '3306', host: 'db.internal', name: 'db' }, []],
  [
    `redis://:hunter2@${cache}:6379/0`,
    { kind: 'redis', port: '6379', host: cache, name: 'session-cache', label: 'primary' },
    [password],
  ],
  [
    `rediss://hunter2@${cache}`,
    { kind: 'redis', port: '6379', host: cache, name: 'session-cache', label: 'primary' },
    [password],
  ],
  [
    'rediss://app:hunter2@cache.internal:6380',
    { kind: 'redis', port: '6380', host: 'cache.internal', name: 'cache', username: 'app' },
    [password],
  ],
  [
    `jdbc:postgresql://${writer}:5432/orders?user=app_ro&password=hunter2&ssl=true`,
    { ...pg, ...ofWriter, username: 'app_ro', database: 'orders' },
    [password, parts('ssl')],
  ],
  [
    'jdbc:aws-wrapper:mysql://db.internal:3306/shop',
    { kind: 'mysql', port: '3306', host: 'db.internal', name: 'db', database: 'shop' },
    [],
  ],
  [
    'jdbc:mysql:replication://a.internal,b.internal/shop',
    { kind: 'mysql', port: '3306', host: 'a.internal', name: 'a', database: 'shop' },
    [{ what: 'hosts', count: 2 }],
  ],
  [
    'jdbc:sqlserver://db.internal:1433;databaseName=shop;user=sa;password=hunt@er2;encrypt=true',
    { kind: 'tcp', port: '1433', host: 'db.internal', name: 'db', username: 'sa', database: 'shop' },
    [password, parts('encrypt')],
  ],
  [
    `https://${search}/_cat`,
    { kind: 'opensearch', port: '443', host: search, name: 'catalog-search', region: 'eu-west-1' },
    [],
  ],
  ['https://intranet.example/wiki', { kind: 'tcp', port: '443', host: 'intranet.example', name: 'intranet' }, []],
  [
    'mongodb://u:hunter2@docs.internal/orders',
    { kind: 'tcp', port: '27017', host: 'docs.internal', name: 'docs', username: 'u', database: 'orders' },
    [password],
  ],
  [
    'cassandra://node.internal:9042/ks',
    { kind: 'tcp', port: '9042', host: 'node.internal', name: 'node', database: 'ks' },
    [{ what: 'scheme', name: 'cassandra' }],
  ],
  [
    `export DATABASE_URL="postgres://u:hunter2@db.internal/o"`,
    { ...pg, host: 'db.internal', name: 'db', username: 'u', database: 'o' },
    [password],
  ],
  [
    `$ psql 'postgres://u:hunter2@db.internal/o' -c 'select 1'`,
    { ...pg, host: 'db.internal', name: 'db', username: 'u', database: 'o' },
    [password],
  ],
  ['  db.internal:5432\n', { ...pg, host: 'db.internal', name: 'db' }, []],
  ['db:3306', { kind: 'mysql', port: '3306', host: 'db', name: 'db' }, []],
  ['db.internal:9999', { kind: 'tcp', port: '9999', host: 'db.internal', name: 'db' }, []],
  [writer, ofWriter, [{ what: 'kind' }]],
  [cache, { kind: 'redis', port: '6379', host: cache, name: 'session-cache', label: 'primary' }, []],
  [
    'clustercfg.sessions.x7q2lm.apne1.cache.amazonaws.com:6379',
    { kind: 'redis', port: '6379', host: 'clustercfg.sessions.x7q2lm.apne1.cache.amazonaws.com', name: 'sessions' },
    [],
  ],
  [
    'clustercfg.queue.x7q2lm.memorydb.us-east-1.amazonaws.com',
    {
      kind: 'redis',
      port: '6379',
      host: 'clustercfg.queue.x7q2lm.memorydb.us-east-1.amazonaws.com',
      name: 'queue',
      region: 'us-east-1',
    },
    [],
  ],
  [
    'dwh.c1kq8zv0m2pd.eu-west-1.redshift.amazonaws.com',
    {
      kind: 'postgresql',
      port: '5439',
      host: 'dwh.c1kq8zv0m2pd.eu-west-1.redshift.amazonaws.com',
      name: 'dwh',
      region: 'eu-west-1',
    },
    [],
  ],
  [
    'db.c1kq.cn-north-1.rds.amazonaws.com.cn:5432',
    { ...pg, host: 'db.c1kq.cn-north-1.rds.amazonaws.com.cn', name: 'db', region: 'cn-north-1' },
    [],
  ],
]

test.each(strings)('%s', (text, values, leftOut) => {
  const pasted = readPasted(text)
  expect(pasted).toEqual({ values, profile: null, leftOut })
  expect(JSON.stringify(pasted)).not.toMatch(/hun|ter2/)
})

describe('a command that starts a session', () => {
  const far = { ...pg, ...ofWriter, localPort: '15432', by: 'id', instance: 'i-0ab3f29c81d7e4402' } as const

  test.each([
    [
      'on one line, in the shorthand',
      `aws ssm start-session --target i-0ab3f29c81d7e4402 --document-name AWS-StartPortForwardingSessionToRemoteHost --parameters host=${writer},portNumber=5432,localPortNumber=15432`,
    ],
    [
      'over lines, with JSON',
      `aws ssm start-session \\\n  --target i-0ab3f29c81d7e4402 \\\n  --document-name AWS-StartPortForwardingSessionToRemoteHost \\\n  --parameters '{"host":["${writer}"],"portNumber":["5432"],"localPortNumber":["15432"]}'`,
    ],
    [
      'for PowerShell',
      `aws ssm start-session \`\r\n --target i-0ab3f29c81d7e4402 \`\r\n --parameters "host=${writer}" --parameters 'host=${writer},portNumber=["5432"],localPortNumber=["15432"]'`,
    ],
    [
      'with equals signs and quotes',
      `$ aws ssm start-session --target="i-0ab3f29c81d7e4402" --parameters='host="${writer}",portNumber="5432",localPortNumber="15432"'`,
    ],
    [
      'with JSON whose quotes cmd wants doubled',
      `aws ssm start-session --target i-0ab3f29c81d7e4402 --parameters "{\\"host\\":[\\"${writer}\\"],\\"portNumber\\":[\\"5432\\"],\\"localPortNumber\\":[\\"15432\\"]}"`,
    ],
  ])('%s', (_, text) => expect(readPasted(text)).toEqual({ values: far, profile: null, leftOut: [] }))

  test('tells its profile, region and reason, and names what has no place in a tunnel', () => {
    const text = `AWS_PAGER= aws --profile prod-tunnel --no-cli-pager --region eu-west-1 ssm start-session --target mi-0ab3f29c81d7e4402 --reason "INC 42" --document-name Own-Forward --parameters host=db.internal,portNumber=5432,bindAddress=1.2.3.4`
    expect(readPasted(text)).toEqual({
      values: {
        ...pg,
        host: 'db.internal',
        name: 'db',
        region: 'eu-west-1',
        by: 'id',
        instance: 'mi-0ab3f29c81d7e4402',
        reason: 'INC 42',
      },
      profile: 'prod-tunnel',
      leftOut: [parts('Own-Forward', '--no-cli-pager', 'bindAddress')],
    })
  })

  test('an ECS task is left out and said, a port of the target is on the target', () => {
    const text =
      'aws ssm start-session --target ecs:platform_9f2c81_a-1 --document-name AWS-StartPortForwardingSession --parameters portNumber=6379'
    expect(readPasted(text)).toEqual({
      values: { kind: 'redis', port: '6379', host: 'localhost' },
      profile: null,
      leftOut: [{ what: 'task' }, { what: 'localhost' }],
    })
  })

  test('a shell fills in the target only, and a strange target is said', () => {
    expect(readPasted('aws ssm start-session --target i-0ab3f29c81d7e4402')?.values).toEqual({
      by: 'id',
      instance: 'i-0ab3f29c81d7e4402',
    })
    expect(readPasted('aws ssm start-session --target bastion')).toEqual({
      values: {},
      profile: null,
      leftOut: [{ what: 'target' }],
    })
  })
})

test.each([
  '',
  '   ',
  'orders',
  'hunter2',
  'select * from orders',
  'user:hunter2',
  'postgres://',
  'postgres://u:hunter2@',
  'postgres://u:hunter2@host:99999/db',
  'db.internal:0',
  'aws s3 ls',
  'https://',
  'host with spaces:5432',
  `db.${'x'.repeat(9_000)}:1`,
])('%j is not understood', (text) => expect(readPasted(text)).toBeNull())

test('hostile text is answered at once', () => {
  const started = performance.now()
  for (const text of [
    '@',
    ':',
    '/',
    '\\',
    '"',
    "'",
    '[',
    '{',
    '.',
    'a.',
    '--',
    'aws ssm start-session --parameters {',
    'a://',
  ]) {
    readPasted(text.repeat(8_000))
    readPasted(`postgres://${text.repeat(3_000)}`)
    readPasted(`aws ssm start-session --parameters ${text.repeat(2_000)}`)
  }
  expect(performance.now() - started).toBeLessThan(1_000)
})

test('words are split as a shell does', () => {
  expect(splitWords(String.raw`a 'b c' "d \"e\" $f" g\ h i'j'"k"`)).toEqual(['a', 'b c', 'd "e" $f', 'g h', 'ijk'])
  expect(splitWords('a \\\n  b ^\r\n c')).toEqual(['a', 'b', 'c'])
})
