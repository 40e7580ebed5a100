import { spawn, type ChildProcess } from 'node:child_process'
import { realpath } from 'node:fs/promises'
import { afterEach, expect, it } from 'vitest'
import { parentProgramOf } from '#core/system/parent-program.ts'
import { runProgram } from '#core/system/run-program.ts'

const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

/** A process that waits for its input to end. */
function waiting(): ChildProcess {
  const child = spawn('cat', [], { stdio: ['pipe', 'ignore', 'ignore'] })
  started.push(child)
  return child
}

it('names the file of the program that started a process', async (context) => {
  if (process.platform === 'win32') context.skip('Windows does not tell')
  const { pid = 0 } = waiting()
  expect(await parentProgramOf(pid, runProgram)).toBe(await realpath(process.execPath))
})

it('names none of a process that is gone', async () => {
  const child = waiting()
  const gone = new Promise((resolve) => child.once('close', resolve))
  child.stdin?.end()
  await gone
  expect(await parentProgramOf(child.pid ?? 0, runProgram)).toBeNull()
})

it('names none of another user’s process', async (context) => {
  if (process.getuid?.() !== 0) context.skip('only root can start one')
  const child = spawn('cat', [], { stdio: ['pipe', 'ignore', 'ignore'], uid: 65_534, gid: 65_534 })
  started.push(child)
  await new Promise((resolve) => child.once('spawn', resolve))
  expect(await parentProgramOf(child.pid ?? 0, runProgram)).toBeNull()
})
