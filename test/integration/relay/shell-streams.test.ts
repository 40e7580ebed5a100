import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { mostShown, streamCredit } from '#contract/shell-stream.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { HostedShellWorld } from './hosted-shell-world.ts'

const plugin = await findOfficialPlugin()
const prompt = /\$ $/

/** Prints so many bytes, a line at a time, and then a last one; the terminal shows them as they are. */
const flood = (bytes: number): string =>
  `stty -opost; yes 0123456789abcde | head -c ${bytes}; echo; echo flood-is-ov""er\r`

describe.each(['builtin', 'plugin'] as const)('a shell on a page, over the %s engine', (name) => {
  let world: HostedShellWorld
  let folder = ''

  beforeEach(async (context) => {
    if (name === 'plugin' && plugin === null) context.skip('session-manager-plugin is not installed on this machine')
    world = await HostedShellWorld.start(name === 'plugin' ? plugin : null)
    folder = mkdtempSync(join(tmpdir(), 'culvert-test-'))
    return async () => {
      await world.close()
      rmSync(folder, { recursive: true })
    }
  })

  it('is typed in and read, and ends after its last byte', async () => {
    const sessionId = await world.shell()
    const page = world.show(sessionId)
    await page.shows(prompt)
    expect(page.before).toBeNull()
    page.type('echo "sum=$((40 + 2))"\r')
    await page.shows(/sum=42\r\n/)
    await page.until(() => page.taken === 'echo "sum=$((40 + 2))"\r'.length, 'what was taken')
    page.type('echo last words; exit\r')
    await page.ended()
    expect(page.text()).toMatch(/last words\r\n(exit\r\n)?$/)
    const lost = await world.facts.waitFor('session-lost')
    expect(lost).toMatchObject({ sessionId, problem: { code: 'SESSION_ENDED' } })
  })

  it('has the size that it was asked for with, and follows the page’s', async () => {
    const size = { columns: 97, rows: 41 }
    const page = world.show(await world.shell({}, { for: 'shell', program: 'shell', size }))
    await page.shows(prompt)
    // The plugin looks at its size twice a second.
    page.type('until [ "$(stty size)" = "41 97" ]; do sleep 0.05; done; echo fir""st\r')
    await page.shows(/first\r\n/)
    page.resize(132, 50)
    page.type('until [ "$(stty size)" = "50 132" ]; do sleep 0.05; done; echo seco""nd\r')
    await page.shows(/second\r\n/)
    expect(page.text()).toContain('first')
  })

  it('sends a page that draws nothing no more than its credit, and then all of it in order', async () => {
    const bytes = 4_000_000
    const page = world.show(await world.shell({ behaviour: { payloadBytes: 16_384 } }), 'when-told')
    page.type(flood(bytes))
    await page.until(() => page.received === streamCredit, 'all that may come')
    page.draw()
    await page.shows(/flood-is-over\r?\n/)
    expect(page.mostUndrawn).toBe(streamCredit)
    const text = page.text()
    const start = text.indexOf('0123456789abcde\n')
    expect(text.slice(start, start + bytes) === '0123456789abcde\n'.repeat(bytes / 16)).toBe(true)
    const owned = page.chunks.every((chunk) => chunk.buffer.byteLength === chunk.byteLength)
    expect(owned).toBe(true)
  })

  it('keeps a flood at the far end while its page draws nothing: no memory grows with it', async () => {
    const page = world.show(await world.shell({ behaviour: { payloadBytes: 16_384, sleepMs: 0 } }), 'when-told')
    const done = join(folder, 'done')
    const before = process.memoryUsage().rss
    page.type(`${flood(200_000_000).trim()}; touch ${done}\r`)
    await page.until(() => page.received === streamCredit, 'all that may come')
    // Another shell of the same relay is served meanwhile.
    const other = world.show(await world.shell())
    for (let asked = 0; asked < 20; asked += 1) {
      other.type(`echo "sum-${asked}=$((40 + 2))"\r`)
      await other.shows(new RegExp(`sum-${asked}=42`))
    }
    expect(existsSync(done)).toBe(false)
    expect(page.received).toBe(streamCredit)
    // The far end is in this process, too.
    expect(process.memoryUsage().rss - before).toBeLessThan(64_000_000)
    page.type('\x03')
    page.draw()
    page.type('\x03\recho inter""rupted\r')
    await page.shows(/interrupted\r?\n/)
    expect(page.received).toBeLessThan(200_000_000)
  })

  it('goes on without its page, and shows the next one the end of what was printed', async () => {
    const sessionId = await world.shell({ behaviour: { payloadBytes: 16_384 } })
    const crashed = world.show(sessionId, 'when-told')
    await crashed.shows(prompt)
    const done = join(folder, 'done')
    crashed.type(`${flood(8_000_000).trim()}; touch ${done}; read -s answer; echo "answer=$answer."\r`)
    await crashed.until(() => crashed.received === streamCredit, 'all that may come')
    expect(existsSync(done)).toBe(false)
    crashed.close()
    await expect.poll(() => existsSync(done), { timeout: 15_000 }).toBe(true)
    const page = world.show(sessionId)
    page.type('yes\r')
    await page.shows(/answer=yes\./)
    const shown = `${page.before?.text}${page.text()}`
    expect(page.before?.isWhole).toBe(false)
    expect(shown).toMatch(/^(0123456789abcde\n)+/)
    expect(page.before?.text.length).toBeLessThanOrEqual(mostShown)
  })

  it('is shown by one page at a time: a second one replaces the first', async () => {
    const sessionId = await world.shell()
    const first = world.show(sessionId)
    await first.shows(prompt)
    const second = world.show(sessionId)
    await first.until(() => first.isClosed, 'being sent away')
    second.type('echo "sum=$((40 + 2))"\r')
    await second.shows(/sum=42\r\n/)
    expect(second.before).toMatchObject({ isWhole: true, text: expect.stringMatching(prompt) })
    expect(first.text()).not.toContain('sum=')
  })

  it('still shows its end to a page that comes later, until nobody will look again', async () => {
    const sessionId = await world.shell()
    const page = world.show(sessionId)
    await page.shows(prompt)
    page.type('echo last words; exit\r')
    await page.ended()
    const later = world.show(sessionId)
    await later.ended()
    expect(later.before?.text).toContain('last words')
    world.drop(sessionId)
    await later.until(() => later.isClosed, 'being sent away')
    const latest = world.show(sessionId)
    await latest.ended()
    expect(latest.before).toBeNull()
  })

  it('is stopped with its page on, and leaves no program', async () => {
    const sessionId = await world.shell()
    const page = world.show(sessionId)
    await page.shows(prompt)
    world.stop(sessionId)
    await page.ended()
    await world.facts.waitFor('session-stopped')
    expect(world.programs).toBe(0)
  })

  it('tells the exit code of a command, and what it printed without a terminal', async () => {
    const properties = { commands: 'echo out; exit 3', separateOutputStream: 'true' }
    const wishes = { sessionType: 'NonInteractiveCommands', properties }
    const page = world.show(await world.shell(wishes, { for: 'shell', program: 'command' }))
    await page.ended()
    expect(page.text()).toBe('out\n')
    expect(await world.facts.waitFor('session-lost')).toMatchObject({ exitCode: 3 })
  })
})
