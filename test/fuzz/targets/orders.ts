import { plainGuard } from '#test/support/door-guard.ts'
import { parseOrder } from '#relay/orders.ts'
import { type FuzzTarget, promise, promiseSame } from '../engine/target.ts'
import type { Random } from '../engine/random.ts'
import { jsonBytes, unpolluted } from './hostile.ts'

const tunnelId = '2f1c7a52-0f43-4c7b-9a50-0d3a3b1f6f01'
/** In every secret of the samples; none of what is said about a refused order may hold it. */
const secret = 'SECRET'
const pass = {
  tokenValue: `${secret}-token`,
  streamUrl: 'wss://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/s-1?role=publish_subscribe',
  upgradeHeaders: { Authorization: `${secret}-signature`, 'X-Amz-Security-Token': `${secret}-session` },
  network: {
    proxy: {
      scheme: 'http',
      host: 'proxy.corp',
      port: 3128,
      credentials: { user: 'mika', password: `${secret}-word` },
    },
    roots: ['-----BEGIN CERTIFICATE-----'],
  },
}
const identity = { device: '1', inode: '2', size: 3, sha256: '0'.repeat(64) }
const grant = {
  sessionId: 's-1',
  targetId: 'i-0123456789abcdef0',
  region: 'eu-west-1',
  purpose: { for: 'forward', endpoint: { host: 'db.internal', port: 5432 } },
  pass,
  engine: {
    name: 'plugin',
    path: '/usr/local/bin/session-manager-plugin',
    version: '1.2.814.0',
    identity,
    ssmEndpoint: '',
  },
}
const credentials = {
  accessKeyId: 'AKIA',
  secretAccessKey: `${secret}-key`,
  sessionToken: `${secret}-session`,
  expiresAt: 1,
}
const dataKey = { plaintext: `${secret}AA`, ciphertext: 'AAAA' }
const orders = [
  { type: 'open-door', tunnelId, port: 15432, kind: 'tcp', guard: plainGuard, clientWaitMs: 60_000 },
  { type: 'close-door', tunnelId, deadlineMs: 2_000 },
  { type: 'start-session', grant },
  { type: 'start-session', grant: { ...grant, engine: { name: 'builtin' } } },
  { type: 'serve-door', tunnelId, sessionId: 's-1', before: 'drains' },
  { type: 'drain-session', tunnelId, sessionId: 's-1' },
  { type: 'stop-session', sessionId: 's-1', deadlineMs: 2_000 },
  {
    type: 'refuse-clients',
    tunnelId,
    problemCode: 'ACCESS_DENIED',
    message: { message: 'Culvert: orders-db failed', detail: '', hint: 'Open Culvert.' },
    peerPorts: [50_001],
  },
  { type: 'give-client-words', tunnelId, requestId: '1', message: null },
  { type: 'renew-pass', sessionId: 's-1', pass },
  { type: 'give-credentials', sessionId: 's-1', requestId: 'r-1', credentials },
  { type: 'give-data-key', sessionId: 's-1', requestId: 'r-2', answer: { ok: true, value: dataKey } },
  { type: 'check-sessions' },
  { type: 'shut-down', deadlineMs: 2_000 },
]
const keys = ['type', 'tunnelId', 'grant', 'pass', 'engine', 'problem', 'credentials', 'port', 'builtin', 'open-door']

function check(input: Buffer, random: Random): void {
  const message = structuredOf(input, random)
  const parsed = parseOrder(message)
  promise(unpolluted(), 'no object but the order is changed')
  if (parsed.ok) return promiseSame(parseOrder(parsed.order), parsed, 'an order that was read can be read again')
  promise(parsed.orderType.length <= 40, 'the type it names is short')
  promise(parsed.issues.length <= 1_000 + 4 * input.length, 'the reasons are bounded')
}

/** Messages between processes hold more than JSON can say. */
function structuredOf(input: Buffer, random: Random): unknown {
  const value: unknown = valueOf(input)
  if (!random.chance(10)) return value
  return random.pick<unknown>([
    new Map([['type', value]]),
    [value],
    { type: value },
    new Date(NaN),
    input,
    10n,
    undefined,
    Object.assign(Object.create(null), value),
  ])
}

function valueOf(input: Buffer): unknown {
  try {
    return JSON.parse(input.toString('utf8'))
  } catch {
    return input.toString('utf8')
  }
}

/** Spoils anything of an order but its secrets, which must not be told. */
function checkSilence(input: Buffer, random: Random): void {
  const order = random.pick(orders.filter((sample) => JSON.stringify(sample).includes(secret)))
  const spoilt = {
    ...order,
    tunnelId: input.toString('utf8'),
    sessionId: 1,
    requestId: null,
    ...('grant' in order ? { grant: { ...order.grant, sessionId: 1 } } : {}),
  }
  const parsed = parseOrder(spoilt)
  promise(!parsed.ok, 'an order without a session is none')
  promise(!JSON.stringify(parsed).includes(secret), 'a refusal tells no secret')
}

/** Orders from the main process, as the relay reads them. */
export const relayOrders: FuzzTarget = {
  name: 'orders',
  samples: orders.map((order) => Buffer.from(JSON.stringify(order))),
  tokens: keys.map((key) => JSON.stringify(key)),
  generate: (random) => jsonBytes(random, orders, keys),
  check(input, random) {
    check(input, random)
    if (random.chance(20)) checkSilence(input, random)
  },
}
