import { spawn, type ChildProcess } from 'node:child_process'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { leftOvers } from '#test/support/left-overs.ts'
import { buildCommand, type GrantedSession, grantSession, isActive, toEcho, patience } from './granted-session.ts'

/**
 * A caller as the AWS CLI is one: its child has the caller's standard input, or one that nobody ever closes. It tells the
 * child's process id, and what the child prints.
 */
const caller = `
const { spawn } = require('node:child_process')
const [input, program, ...args] = process.argv.slice(1)
const child = spawn(program, args, { stdio: [input === 'open' ? 3 : 'inherit', 'inherit', 'inherit'] })
console.log('pid ' + child.pid + '.')
setInterval(() => {}, 1000)
`

let program = ''
let sandbox: Sandbox
let parent: ChildProcess | null = null
let holder: ChildProcess | null = null

beforeAll(async () => {
  program = await buildCommand()
  sandbox = await startSandbox({ databases: [], behaviour: { firstOutputMs: 0 } })
})
afterAll(() => sandbox.stop())
afterEach(() => {
  for (const child of [parent, holder]) child?.kill('SIGKILL')
  parent = null
  holder = null
})

interface Orphanage {
  readonly pid: number
  readonly output: () => string
  printed(pattern: RegExp): Promise<RegExpExecArray>
}

async function startBy(session: GrantedSession, input: 'open' | 'inherited'): Promise<Orphanage> {
  // A program that holds on to the other end of a pipe, as a terminal outlives the programs in it.
  holder = spawn('sleep', ['600'], { stdio: ['ignore', 'pipe', 'ignore'] })
  parent = spawn(process.execPath, ['-e', caller, input, program, ...session.args], {
    env: { ...session.environment },
    stdio: ['pipe', 'pipe', 'pipe', holder.stdout],
  })
  let output = ''
  parent.stdout?.on('data', (data: Buffer) => (output += data.toString()))
  const printed = async (pattern: RegExp): Promise<RegExpExecArray> => {
    await expect.poll(() => output, patience).toMatch(pattern)
    return pattern.exec(output)!
  }
  const [, pid] = await printed(/pid (\d+)\./)
  return { pid: Number(pid), output: () => output, printed }
}

describe.each(['open', 'inherited'] as const)('a killed caller, with standard input %s', (input) => {
  it('takes a port’s session with it', async () => {
    const session = await grantSession(sandbox, toEcho)
    const run = await startBy(session, input)
    const [, port] = await run.printed(/Port (\d+) opened[^]*Waiting for connections/)
    parent?.kill('SIGKILL')
    await expect.poll(() => isActive(sandbox, session.sessionId), patience).toBe(false)
    expect(await leftOvers({ processes: [run.pid], ports: [Number(port)] })).toEqual({ processes: [], ports: [] })
  })

  it('takes a shell’s session with it', async () => {
    const session = await grantSession(sandbox)
    const run = await startBy(session, input)
    await run.printed(/\$ $/)
    parent?.kill('SIGKILL')
    await expect.poll(() => isActive(sandbox, session.sessionId), patience).toBe(false)
    expect(await leftOvers({ processes: [run.pid], ports: [] })).toEqual({ processes: [], ports: [] })
  })
})
