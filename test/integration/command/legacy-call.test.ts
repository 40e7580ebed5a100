import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { buildCommand, grantSession, isActive, patience } from './granted-session.ts'
import { type SessionProgram, startProgram } from './session-program.ts'

let program = ''
let sandbox: Sandbox
let running: SessionProgram | null = null

beforeAll(async () => {
  program = await buildCommand()
  sandbox = await startSandbox({ databases: [], behaviour: { firstOutputMs: 0 } })
})
afterAll(() => sandbox.stop())
afterEach(async () => {
  running?.child.kill('SIGKILL')
  await running?.exited
})

/** A shell, called as command lines did before there were profiles, targets and endpoints. */
async function startShell(): Promise<{ readonly run: SessionProgram; readonly sessionId: string }> {
  const { sessionId, args, environment } = await grantSession(sandbox)
  running = startProgram(program, { args: args.slice(0, 3), environment })
  return { run: running, sessionId }
}

it('opens a shell for an old command line', async () => {
  const { run } = await startShell()
  await run.printed(/\$ /)
  run.child.stdin?.write('echo "sum=$((40 + 2))"; exit\n')
  await run.printed(/sum=42/)
  expect(await run.exited).toBe(0)
  expect(run.complaints()).toBe('')
})

it('opens no encrypted shell for it: the key belongs to a target that it does not name', async () => {
  sandbox.fault({ kind: 'session-key' })
  const { run, sessionId } = await startShell()
  expect(await run.exited).toBe(0)
  expect(run.output()).toMatch(
    /\nCannot perform start session: Installed version of CLI does not support Session Manager encryption feature\. [^\n]*\n$/,
  )
  expect(run.complaints()).toBe('')
  await expect.poll(() => isActive(sandbox, sessionId), patience).toBe(false)
})
