import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { actions, buildCommand, type GrantedSession, grantSession, isActive, patience } from './granted-session.ts'
import { openTerminal, type SessionTerminal } from './session-terminal.ts'

let program = ''
let sandbox: Sandbox
let session: GrantedSession
let terminal: SessionTerminal

beforeAll(async () => {
  program = await buildCommand()
  sandbox = await startSandbox({ databases: [], behaviour: { firstOutputMs: 0 } })
})
afterAll(() => sandbox.stop())

beforeEach(async () => {
  sandbox.reset()
  session = await grantSession(sandbox)
})
afterEach(() => terminal.dispose())

/** A shell at its prompt. */
async function openShell(environment: Readonly<Record<string, string>> = {}): Promise<void> {
  terminal = await openTerminal(program, { ...session, environment: { ...session.environment, ...environment } })
  await terminal.printed(/\$ $/)
}

async function expectOver(exitCode: number): Promise<void> {
  const { before, after, ...over } = await terminal.over()
  expect(over.exitCode).toBe(exitCode)
  expect(before).toMatch(/^[\da-f:]+$/)
  expect(after).toBe(before)
  await expect.poll(() => isActive(sandbox, session.sessionId), patience).toBe(false)
}

const exiting = (): string => `\n\nExiting session with sessionId: ${session.sessionId}.\n\n`.replaceAll('\n', '\r\n')

describe('the terminal is as it was', () => {
  it('after the shell’s end', async () => {
    await openShell()
    terminal.type('exit\r')
    await expectOver(0)
    expect(terminal.shown().toString()).toContain(exiting())
  })

  it('after ~.', async () => {
    await openShell()
    terminal.type('~.')
    await expectOver(0)
    expect(terminal.shown().toString()).toContain(exiting())
  })

  it('after SIGTERM', async () => {
    await openShell()
    process.kill(terminal.pid(), 'SIGTERM')
    await expectOver(143)
  })

  it('after the service’s close', async () => {
    await openShell()
    sandbox.fault({ kind: 'end-session', output: 'Maintenance.' })
    await expectOver(0)
    expect(terminal.shown().toString()).toContain(`SessionId: ${session.sessionId} : Maintenance.\r\n`)
  })

  it('after a fault of the program, which is told in one line', async () => {
    const fault = 'process.on("SIGUSR2",()=>{throw new Error("out of order\\nand more")})'
    await openShell({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}` })
    process.kill(terminal.pid(), 'SIGUSR2')
    await expectOver(2)
    const shown = terminal.shown().toString()
    expect(shown).toMatch(/Cannot perform start session: this program failed: Error: out of order\r\n$/)
  })
})

describe('~', () => {
  it('leaves a frozen shell at once, and ends its session', async () => {
    await openShell()
    sandbox.fault({ kind: 'publication', change: 'pause' })
    terminal.type('is anybody there?\r')
    const startedAt = performance.now()
    terminal.type('~.')
    await expectOver(0)
    // The agent is given 0.3 s, and AWS a second; the rest is for a busy machine.
    expect(performance.now() - startedAt).toBeLessThan(6_000)
    expect(actions(sandbox)).toContain('TerminateSession')
  })

  it('leaves a frozen shell that a large paste waits for', async () => {
    await openShell()
    sandbox.fault({ kind: 'publication', change: 'pause' })
    terminal.type(`${'is anybody there?'.repeat(10_000)}\r`)
    terminal.type('~.')
    await expectOver(0)
  })

  it('leaves while the channel is down, and ends the session', async () => {
    await openShell()
    sandbox.fault(
      { kind: 'throttle', action: 'ResumeSession', times: 1_000 },
      { kind: 'drop-session', sessionId: session.sessionId },
    )
    await expect.poll(() => actions(sandbox), patience).toContain('ResumeSession')
    terminal.type('~.')
    await expectOver(0)
    expect(actions(sandbox)).toContain('TerminateSession')
  })

  it('helps, types itself, and keeps quiet when told to', async () => {
    await openShell()
    terminal.type('~?')
    await terminal.printed(/After Enter:\r\n {2}~\. {2}leave[^]*~- [^\n]*\r\n/)
    terminal.type('echo begin\r~~echo\r')
    await terminal.printed(/~echo: [^\n]*not found/)
    terminal.type('~-echo ~. ; echo still"" here\r')
    await terminal.printed(/~\.\r\nstill here/)
    terminal.type('\r~.\r')
    await terminal.printed(/~\.: [^\n]*not found/)
    terminal.type('exit\r')
    await expectOver(0)
  })
})

describe('between the terminal and the shell', () => {
  it('Ctrl-C, Ctrl-Z, Ctrl-\\ and Ctrl-S go as the bytes they are', async () => {
    await openShell()
    terminal.type('stty raw -echo; echo rea""dy; dd bs=1 count=5 2>/dev/null | od -An -tx1; stty sane\r')
    await terminal.printed(/ready/)
    terminal.type('\u0003\u001a\u001c\u0013\r')
    await terminal.printed(/ 03 1a 1c 13 0d/)
    terminal.type('exit\r')
    await expectOver(0)
  })

  it('the size follows the terminal', async () => {
    await openShell()
    terminal.type('while :; do stty size; sleep 0.02; done\r')
    await terminal.printed(/\n41 101\r/)
    terminal.resize(77, 22)
    await terminal.printed(/\n22 77\r/)
    terminal.resize(66, 33)
    await terminal.printed(/\n33 66\r/)
    // Not with Ctrl-C: bash takes no notice of one that meets a program of the loop at its very end.
    terminal.type('\r~.')
    await expectOver(0)
  })

  it('a full screen passes byte for byte', async () => {
    const screen =
      '\u001b[?1049h\u001b[2J\u001b[1;31mred\u001b[0m\nlf\n\rcrlf\r\n\ttab\u0007\u0008 ─│┌ żółw 你好 🜁\u001b[?1049l'
    const octal = [...Buffer.from(screen)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
    await openShell()
    terminal.type(`stty raw -echo; printf 'be''gin${octal}en''d'; stty sane\r`)
    await terminal.printed(/begin[^]*end/)
    const shown = terminal.shown()
    const from = shown.indexOf('begin') + 'begin'.length
    expect(shown.subarray(from, shown.indexOf('end', from)).toString()).toBe(screen)
    terminal.type('exit\r')
    await expectOver(0)
  })
})
