import { describe, expect, it, test } from 'vitest'
import { formatLine } from '#core/log/index.ts'
import { diagnosticsOf } from '#core/app/tunnels/diagnostics.ts'
import { lineOf } from '#domain/access-request/scope.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { redactForSharing, redactText } from '#domain/redaction/redaction.ts'
import { withoutSecrets } from '#domain/redaction/without-secrets.ts'
import { secretForms } from '#domain/redaction/secret-forms.ts'
import { createRelayHost, type RelayProcess } from '../../../main/relay-host/relay-host.ts'
import { pick, seededRandom } from '../../support/seeded-random.ts'
import { fixtureTunnel } from '../../support/snapshot-fixtures.ts'
import { harmless, homeCorpus, secretCorpus, type Planted } from './secret-corpus.ts'

/** Texts of each form; every exit gets others. */
const runs = 12
const noop = (): void => {}
const surroundings = [
  '',
  ' ',
  'tunnel orders-db: ',
  'Error: connect ECONNREFUSED\n  at ',
  'first\r\n',
  '→ ',
  '(',
  '日本語 ',
  'orders_',
]

/** A place that a text leaves by: what comes out of it when the text goes in. */
type Exit = (text: string) => string

const logged = (fields: Readonly<Record<string, unknown>>): string => formatLine(0, 'info', 'event', fields)

const failedTunnel = (message: string): string => {
  const problem = problemOf('INTERNAL', { said: message })
  const view = fixtureTunnel(15432, {
    status: { kind: 'failed', problem, at: 0, retry: null },
    timeline: [{ at: 0, kind: 'failed', problem }],
  })
  return diagnosticsOf(view, 0)
}

/** What the relay says is written by main. */
const relayed: Exit = (text) => {
  const lines: string[] = []
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}): void =>
      void lines.push(formatLine(0, level, event, fields))
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  let tell: (message: unknown) => void = () => {}
  const child: RelayProcess = { pid: 1, post: noop, onMessage: (hear) => void (tell = hear), onExit: noop, kill: noop }
  createRelayHost({ start: () => child, clock: { now: () => 0, after: () => noop }, log }).start()
  tell({ type: 'log', level: 'info', event: text, fields: { text, inner: [{ text }] } })
  expect(lines).toHaveLength(1)
  return lines.join('\n')
}

const exits: Readonly<Record<string, Exit>> = {
  'name of a log event': (text) => formatLine(0, 'info', text, {}),
  'field of the log': (text) => logged({ text }),
  'deep in the log': (text) => logged({ a: { b: [{ c: new Map([['d', new Set([text])]]) }] } }),
  'name of a field': (text) => logged({ inner: { [text]: 1 } }),
  'error in the log': (text) => logged({ error: new Error(text) }),
  'cause of an error': (text) => logged({ error: new Error('a', { cause: new Error('b', { cause: text }) }) }),
  'property of an error': (text) => logged({ error: Object.assign(new Error('a'), { output: text }) }),
  'log of the relay': relayed,
  diagnostics: failedTunnel,
  letter: (text) => lineOf(problemOf('ACCESS_DENIED', { document: text }).details.document) ?? '',
  'problem that is shown': (text) => JSON.stringify(problemOf('INTERNAL', { said: text }).details),
}

/** As it is, and as JSON writes it. */
const spellings = (secret: string): readonly string[] => [secret, JSON.stringify(secret).slice(1, -1)]

/** What a reader could still use: the secret, or a third of it in one piece. */
function leaks(output: string, secret: string): boolean {
  return spellings(secret).some((text) => {
    const size = Math.max(6, Math.ceil(text.length / 3))
    return Array.from({ length: Math.max(1, text.length - size + 1) }, (_, at) => text.slice(at, at + size)).some(
      (part) => output.includes(part),
    )
  })
}

function plantedBy(exit: string, plant: (random: () => number) => Planted, run: number): Planted {
  const random = seededRandom(run * 7_919 + exit.length * 104_729 + exit.charCodeAt(0))
  const { text, secret } = plant(random)
  return { text: `${pick(random, surroundings)}${text}${pick(random, ['', ' ', '\n', ' and more'])}`, secret }
}

describe.each(Object.entries(exits))('by way of the %s', (exitName, leave) => {
  it.each(Object.entries(secretCorpus))('no %s leaves', (_, plant) => {
    for (let run = 0; run < runs; run += 1) {
      const { text, secret } = plantedBy(exitName, plant, run)
      expect(leaks(leave(text), secret), `run ${run}: ${text}\n→ ${leave(text)}`).toBe(false)
    }
  })
})

// Whoever looks at the window looks at their own folders, and has to find the file that is named.
const outward = Object.entries(exits).filter(([name]) => name !== 'problem that is shown')

describe.each(outward)('by way of the %s', (exitName, leave) => {
  it.each(Object.entries(homeCorpus))('no name in a %s leaves', (_, plant) => {
    for (let run = 0; run < runs; run += 1) {
      const { text, secret } = plantedBy(exitName, plant, run)
      expect(leave(text), `run ${run}: ${text}`).not.toContain(secret)
    }
  })
})

describe('the list', () => {
  it.each(secretForms.map((form) => [form.name, form] as const))('needs its form: %s', (_, form) => {
    const others = secretForms.filter((other) => other !== form)
    const leaking = Object.entries(secretCorpus).filter(([name, plant]) =>
      Array.from({ length: runs * 3 }, (_none, run) => plantedBy(name, plant, run)).some(({ text, secret }) =>
        leaks(withoutSecrets(text, others), secret),
      ),
    )
    expect(leaking.map(([name]) => name)).not.toEqual([])
  })
})

describe('what helps', () => {
  it.each(harmless)('stays: %s', (text) => {
    expect(withoutSecrets(text)).toBe(text)
    expect(redactForSharing(text)).toBe(text)
  })

  test('stays readable beside a secret', () => {
    for (const [name, plant] of Object.entries(secretCorpus)) {
      if (/header|private key|container/.test(name)) continue
      const { text } = plant(seededRandom(1))
      const around = `i-0ab3c4d5e6f74402 ${text}\narn:aws:ssm:eu-west-1::document/X`
      expect(redactForSharing(around), name).toMatch(/^i-0ab3c4d5e6f74402 [\s\S]*\narn:aws:ssm:eu-west-1::document\/X$/)
    }
  })

  test('is the same when it is redacted twice', () => {
    for (const [name, plant] of [...Object.entries(secretCorpus), ...Object.entries(homeCorpus)])
      for (let run = 0; run < runs; run += 1) {
        const once = redactText(plantedBy(name, plant, run).text)
        expect(redactText(once), name).toBe(once)
      }
  })

  test('keeps the last four digits of an account', () => {
    expect(redactForSharing('account 123456789012')).toBe('account ********9012')
    expect(redactText('account 123456789012')).toBe('account 123456789012')
  })
})

describe('a long text without a blank', () => {
  const starts = [
    'a',
    '1',
    'a.',
    'a+',
    'http://a:',
    'proxy=',
    'proxy=a:',
    'code=a1',
    'token\\',
    'eyJ',
    '/Users/a',
    'a@',
  ]

  it.each(starts)('of %s is read in a time that grows with its length', (start) => {
    const text = start.repeat(100_000 / start.length)
    const startedAt = performance.now()
    redactForSharing(text)
    expect(performance.now() - startedAt).toBeLessThan(4_000)
  })
})
