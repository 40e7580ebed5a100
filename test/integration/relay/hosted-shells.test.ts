import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ShellSession } from '#relay/engine/engine.ts'
import { startTimeOf } from '#relay/process/start-time.ts'
import { freePort } from '#test/support/tcp.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { type Printed, reading, StreamWorld } from './stream-world.ts'

/** A busy machine starts programs slowly. */
const patient = { timeout: 15_000 }
const plugin = await findOfficialPlugin()
const shell = { sessionType: 'Standard_Stream' } as const
const prompt = /\$ $/

const isTaken = async (port: number): Promise<boolean> =>
  await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => (socket.destroy(), resolve(true)))
    socket.once('error', () => resolve(false))
  })

// Whatever runs in a terminal must not be able to tell which engine carries it.
describe.each(['builtin', 'plugin'] as const)('a terminal over the %s engine', (name) => {
  let world: StreamWorld

  beforeEach(async (context) => {
    if (name === 'plugin' && plugin === null) context.skip('session-manager-plugin is not installed on this machine')
    world = await StreamWorld.start(name, name === 'plugin' ? plugin : null)
    return () => world.close()
  })

  function type(session: ShellSession, text: string): void {
    session.write(Buffer.from(text))
  }

  /** Asks the far end for its size until it is the one: the plugin looks at its own every half second. */
  async function untilSize(session: ShellSession, printed: Printed, rows: number, columns: number): Promise<void> {
    for (let asked = 1; ; asked += 1) {
      type(session, `echo size-${asked}: $(stty size).\r`)
      const told = await printed.until(new RegExp(`size-${asked}: (\\d+ \\d+)\\.`))
      if (told[1] === `${rows} ${columns}`) return
    }
  }

  it('greets with a prompt, has a size, follows a new one, and ends with its program', async () => {
    const session = await world.shell(shell, { size: { columns: 97, rows: 41 } })
    const printed = reading(session.output)
    await printed.until(prompt)
    expect(printed.text()).not.toMatch(/session/i)
    expect(session.customerMessage).toBe('')
    await untilSize(session, printed, 41, 97)
    session.resize(132, 50)
    await untilSize(session, printed, 50, 132)
    const ended = new Promise((resolve) => session.output.once('end', resolve))
    type(session, 'exit\r')
    expect(await session.ended).toMatchObject({ code: 'SESSION_ENDED' })
    await ended
    expect(printed.text()).not.toMatch(/session/i)
    expect(printed.text()).not.toContain('\r\r\n')
    expect(session.write(Buffer.from('late'))).toBe(false)
    expect(world.words).toEqual([''])
  })

  it('is no port that nobody guards, though the document forwards one', async () => {
    const localPort = await freePort()
    const properties = { portNumber: '7', type: 'LocalPortForwarding', localPortNumber: String(localPort) }
    const grant = world.grant({ sessionType: 'Port', properties }, { for: 'shell', program: 'shell' })
    const failed = await world.tryShell(grant)
    if (failed.ok) throw new Error('it is open')
    expect(['DOCUMENT_INVALID', 'HANDSHAKE_REJECTED']).toContain(failed.error.code)
    await expect.poll(() => isTaken(localPort), patient).toBe(false)
  })

  it('takes every key and every byte as it is typed', async () => {
    const session = await world.shell(shell)
    const printed = reading(session.output)
    await printed.until(prompt)
    const keys = Buffer.from([0x0d, 0x03, 0x1a, 0x1c, 0x13, 0x11, 0x04, 0x7f, 0x16, 0x1b, 0x0d])
    type(session, `stty raw -echo; echo rea""dy; od -An -v -tx1 -w1 -N${keys.length}; stty sane\r`)
    await printed.until(/ready\n/)
    for (const key of keys) {
      const before = printed.bytes().length
      session.write(Buffer.from([key]))
      await expect.poll(() => printed.bytes().length, patient).toBeGreaterThan(before)
    }
    expect(printed.text()).toContain([...keys].map((key) => ` ${key.toString(16).padStart(2, '0')}\n`).join(''))
    // The sandbox's terminals take text, as every keyboard gives it.
    const all = Buffer.from(`${String.fromCharCode(...Array.from({ length: 128 }, (_, code) => code))}日本語é`)
    type(session, `\rstty raw -echo; echo stea""dy; od -An -v -tx1 -w${all.length} -N${all.length}; stty sane\r`)
    await printed.until(/steady\n/)
    session.write(all)
    await printed.until(new RegExp([...all].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')))
  })

  it('passes Ctrl-C, Ctrl-Z and Ctrl-\\ to the program at the other end', async () => {
    const session = await world.shell(shell)
    const printed = reading(session.output)
    await printed.until(prompt)
    for (const [key, status] of [
      ['\x03', 130],
      ['\x1c', 131],
      ['\x1a', 148],
    ] as const) {
      type(session, `sh -c 'echo rea""dy-${status}; exec sleep 600'\r`)
      await printed.until(new RegExp(`ready-${status}\\r\\n`))
      type(session, key)
      // A terminal throws away what was typed before an interrupt.
      await printed.until(new RegExp(`ready-${status}\\r\\n[^]*\\$ $`))
      type(session, 'echo status=$?.\r')
      await printed.until(new RegExp(`status=${status}\\.`))
    }
    type(session, 'kill -9 %1; echo $((40 + 2))\r')
    await printed.until(/42\r\n/)
  })

  it('prints every byte as the program wrote it, to a reader that takes its time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'culvert-test-'))
    try {
      const bytes = Buffer.concat([
        Buffer.from(
          randomBytes(100_000).toString('base64').replaceAll('A', '\n').replaceAll('B', '\r').replaceAll('C', '語'),
        ),
        Buffer.from('\r\n\n\nExiting session with sessionId: test-\n\nSessionId: x : \n\r\n'),
        Buffer.from('Cannot perform start session: EOF\nEXIT_CODE: 3\n\n\nExiting session\n'),
        Buffer.from('\n\n'),
      ])
      writeFileSync(join(folder, 'bytes'), bytes)
      const properties = { commands: `stty raw -echo; cat ${join(folder, 'bytes')}; head -c 1` }
      const session = await world.shell({ sessionType: 'InteractiveCommands', properties }, { program: 'command' })
      const received: Buffer[] = []
      let size = 0
      for await (const chunk of session.output) {
        received.push(chunk as Buffer)
        size += (chunk as Buffer).length
        if (size === bytes.length) type(session, '.')
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
      expect(Buffer.concat(received).equals(Buffer.concat([bytes, Buffer.from('.')]))).toBe(true)
      expect(await session.ended).toMatchObject({ code: 'SESSION_ENDED' })
      expect(session.exitCode).toBeNull()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('runs an interactive command', async () => {
    // It stays until it was read: the sandbox's terminals may lose the last words of a program that goes at once.
    // Echo is off before the word that the test answers: a key may come sooner than the last `read`.
    const properties = { commands: 'read -p "name? " n; stty -echo; echo "hello $n"; read -n 1' }
    const session = await world.shell({ sessionType: 'InteractiveCommands', properties })
    const printed = reading(session.output)
    await printed.until(/name\? $/)
    type(session, 'ann\r')
    await printed.until(/hello ann\r\n$/)
    type(session, '.')
    expect(await session.ended).toMatchObject({ code: 'SESSION_ENDED' })
    expect(printed.text()).toMatch(/^name\? ann\r\nhello ann\r\n$/)
  })

  it('runs a command without a terminal, and tells both its streams and its exit code', async () => {
    const properties = { commands: 'echo out; echo err >&2; exit 3', separateOutputStream: 'true' }
    const session = await world.shell({ sessionType: 'NonInteractiveCommands', properties })
    const printed = reading(session.output)
    await session.ended
    await printed.until(/^(out\nerr\n|err\nout\n)$/)
    expect(session.exitCode).toBe(3)
  })

  it('tells why the service ended it, and shows none of the words', async () => {
    const session = await world.shell(shell)
    const printed = reading(session.output)
    await printed.until(prompt)
    const before = printed.text()
    const closed = new Promise((resolve) => session.output.once('close', resolve))
    world.world.gateway.terminate(session.sessionId, 'Your session timed out\n\ndue to inactivity')
    expect(await session.ended).toMatchObject({ code: 'SESSION_EXPIRED' })
    await closed
    expect(printed.text()).toBe(before)
    expect(world.words).toEqual(['Your session timed out\n\ndue to inactivity'])
  })

  it('leaves nothing when it is stopped: no program here or there, no terminal, no session', async () => {
    const terminals = openTerminals()
    const session = await world.shell(shell)
    const printed = reading(session.output)
    await printed.until(prompt)
    type(session, 'trap "" HUP; echo pid=$$.\r')
    const pid = Number((await printed.until(/pid=(\d+)\./))[1])
    await session.stop(4_000)
    expect(world.children.count).toBe(0)
    await expect.poll(openTerminals, patient).toBe(terminals)
    await expect.poll(() => world.world.gateway.activeSessions(), patient).toEqual([])
    await expect.poll(() => startTimeOf(pid), patient).toBeNull()
    expect(session.output.readableFlowing && session.write(Buffer.from('late'))).toBe(false)
  })

  it('fails within the time limit, with a name, when the channel can not be opened', async () => {
    const grant = world.grant(shell)
    const streamUrl = `ws://127.0.0.1:${await freePort()}/v1/data-channel/${grant.sessionId}`
    const startedAt = performance.now()
    const started = await world.tryShell({ ...grant, pass: { ...grant.pass, streamUrl } })
    expect(started).toMatchObject({ ok: false })
    expect(started.ok ? '' : started.error.code).toMatch(/^(DATA_CHANNEL_UNREACHABLE|HANDSHAKE_TIMED_OUT)$/)
    expect(performance.now() - startedAt).toBeLessThan(9_000)
    expect(world.children.count).toBe(0)
  })
})

/** Ends of pseudo-terminals that this process has open. */
function openTerminals(): number {
  return readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return /^\/dev\/(pts\/|ptmx)/.test(readlinkSync(`/proc/self/fd/${descriptor}`))
    } catch {
      return false
    }
  }).length
}
