import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLog } from '#core/log/index.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'culvert-log-'))
  file = join(folder, 'logs', 'main.log')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const lines = (): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('the log', () => {
  it('writes one JSON object per line, from its level up, for the owner alone', () => {
    const log = createLog({ file, level: 'info', now: () => Date.UTC(2026, 10, 22) })
    log.debug('nothing')
    log.info('session-started', { sessionId: 'a-0', text: 'two\nlines %s', TokenValue: 'secret' })
    log.error('failed', { error: new Error('why') })
    expect(lines()).toEqual([
      {
        at: '2026-11-22T00:00:00.000Z',
        level: 'info',
        event: 'session-started',
        sessionId: 'a-0',
        text: 'two\nlines %s',
        TokenValue: '[redacted]',
      },
      expect.objectContaining({
        level: 'error',
        event: 'failed',
        error: expect.objectContaining({ message: 'why' }) as unknown,
      }),
    ])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700)
  })

  it('writes nothing that a terminal obeys or a reader does not see', () => {
    const text = 'a\u001b[2J\u009b1mb\u202ec\u{e0041}'
    createLog({ file, level: 'info' }).info('said', { text })
    expect(readFileSync(file, 'utf8').trimEnd()).toMatch(/^[\x20-\x7e]*$/)
    expect(lines()[0]).toMatchObject({ text })
  })

  it('does not let fields pass for its own', () => {
    createLog({ file, level: 'info' }).info('real', { event: 'forged', level: 'debug', at: 0 })
    expect(lines()[0]).toMatchObject({ event: 'real', level: 'info', event_: 'forged', level_: 'debug', at_: 0 })
  })

  it('keeps one older file when it grows, and each log to its own file', () => {
    const log = createLog({ file, level: 'info' })
    const other = createLog({ file: join(folder, 'logs', 'relay.log'), level: 'info' })
    const filler = Array.from({ length: 40 }, () => 'x y'.repeat(600))
    for (let index = 0; index < 80; index += 1) log.info('filler', { index, filler })
    other.info('alone')
    expect(readdirSync(join(folder, 'logs')).sort()).toEqual(['main.log', 'main.old.log', 'relay.log'])
    expect(statSync(file).size).toBeLessThan(2.2 * 1024 * 1024)
    expect(lines().at(-1)).toMatchObject({ index: 79 })
  })
})
