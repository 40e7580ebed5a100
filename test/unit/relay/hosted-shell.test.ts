import { PassThrough } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { mostInput, streamCredit } from '#contract/shell-stream.ts'
import type { ShellSession } from '#relay/engine/engine.ts'
import { HostedShell } from '#relay/shell-host/hosted-shell.ts'
import { ManualClock } from '#test/support/manual-clock.ts'
import { openShellPage, type ShellPage } from '#test/support/shell-page.ts'

const pages: ShellPage[] = []
afterEach(() => pages.splice(0).forEach((page) => page.close()))

function shellOver() {
  const clock = new ManualClock()
  const output = new PassThrough()
  const typed: string[] = []
  const sizes: string[] = []
  const taken: (() => void)[] = []
  const logged: unknown[] = []
  const session: ShellSession = {
    sessionId: 'ada-1',
    agentVersion: null,
    customerMessage: '',
    output,
    exitCode: null,
    write: (bytes, done) => {
      typed.push(Buffer.from(bytes).toString())
      if (done !== undefined) taken.push(done)
      return true
    },
    resize: (columns, rows) => void sizes.push(`${columns}x${rows}`),
    ended: new Promise(() => {}),
    stop: async () => {},
  }
  const shell = new HostedShell({
    clock,
    recorded: null,
    log: (_level, event, fields) => void logged.push([event, fields]),
  })
  const show = (drawing?: 'at-once' | 'when-told'): ShellPage => {
    const { page, port } = openShellPage(drawing)
    pages.push(page)
    shell.attach(port)
    return page
  }
  return { clock, output, session, typed, sizes, taken, logged, shell, show }
}

describe('a shell in the relay', () => {
  it('keeps its output for the first page, which is sent it as output', async () => {
    const { shell, session, output, show } = shellOver()
    shell.begin(session)
    output.write('prompt$ ')
    const page = show()
    await page.shows(/prompt\$ /)
    expect(page.before).toBeNull()
  })

  it('shows a page that came before its session', async () => {
    const { shell, session, output, show, sizes } = shellOver()
    const page = show()
    page.resize(100, 30)
    page.type('early')
    await page.until(() => page.taken === 5, 'what was typed too early, which goes nowhere')
    shell.begin(session)
    output.write('prompt$ ')
    await page.shows(/prompt\$ /)
    expect(sizes).toEqual(['100x30'])
  })

  it('tells a size at once, and of many that follow the last one', async () => {
    const { shell, session, show, sizes, typed, clock } = shellOver()
    shell.begin(session)
    const page = show()
    for (const columns of [80, 81, 82, 83]) page.resize(columns, 24)
    page.type('x')
    await expect.poll(() => typed).toEqual(['x'])
    expect(clock.pending).toBe(1)
    expect(sizes).toEqual(['80x24'])
    clock.pass(50)
    expect(sizes).toEqual(['80x24', '83x24'])
    clock.pass(50)
    expect(sizes).toEqual(['80x24', '83x24'])
    expect(clock.pending).toBe(0)
  })

  it('lets a page type ahead of the engine as far as it may, and sends one away that does not stop', async () => {
    const { shell, session, show, typed, taken, logged } = shellOver()
    shell.begin(session)
    const page = show()
    const piece = 'x'.repeat(mostInput)
    const allowed = streamCredit / mostInput
    for (let sent = 0; sent < allowed; sent += 1) page.type(piece)
    await expect.poll(() => typed.length).toBe(allowed)
    taken[0]!()
    page.type(piece)
    await expect.poll(() => typed.length).toBe(allowed + 1)
    page.type('x')
    await expect.poll(() => page.isClosed).toBe(true)
    expect(typed).toHaveLength(allowed + 1)
    expect(logged).toContainEqual(['page-misspoke', { reason: 'more input than may wait' }])
  })

  const strange: readonly (readonly [string, unknown])[] = [
    ['more was drawn than was sent', { type: 'drawn', bytes: 1_000_000 }],
    ['a piece that is too long', { type: 'input', bytes: new Uint8Array(mostInput + 1) }],
    ['nothing, which could go on for ever', { type: 'input', bytes: new Uint8Array(0) }],
    ['text for bytes', { type: 'input', bytes: 'rm -rf' }],
    ['a size that is none', { type: 'resize', size: { columns: 1e9, rows: 24 } }],
    ['what no page says', { type: 'stop-session' }],
    ['nothing', null],
  ]
  it.each(strange)('sends a page away that says %s, and the next one is shown all the same', async (_name, message) => {
    const { shell, session, output, show, typed } = shellOver()
    shell.begin(session)
    output.write('prompt$ ')
    const page = show('when-told')
    await page.shows(/prompt/)
    page.say(message)
    await expect.poll(() => page.isClosed).toBe(true)
    expect(typed).toEqual([])
    const next = show()
    output.write('more')
    await next.shows(/more/)
    expect(next.before?.text).toBe('prompt$ ')
  })
})
