/**
 * Ends programs whose starter was killed. A process that gets SIGKILL can end nothing itself, so another one watches
 * over what it started: this file, run by itself, whose input ends with its starter.
 */
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { isStarted, killGroup } from './program.mjs'

const KILL_AFTER_MS = 3_000

/**
 * @typedef {{ watch(pid: number): void, release(): void }} GroupGuard `watch` takes the leader of a process group;
 *   `release` ends the guard and nothing else: the groups are stopped already
 * @param {string} folder removed after the groups were ended
 * @returns {GroupGuard}
 */
export function startGroupGuard(folder) {
  const guard = spawn(process.execPath, [fileURLToPath(import.meta.url), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Without a guard all is as it was: what is started is ended by whoever started it.
  guard.once('error', () => {})
  guard.stdin.on('error', () => {})
  guard.unref()
  return {
    watch: (pid) => void guard.stdin.write(`${pid}\n`),
    release: () => void guard.stdin.end('released\n'),
  }
}

/** Reads what to watch until its starter is gone. */
async function guard(folder) {
  const groups = []
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'released') return
    groups.push({ pid: Number(line) })
  }
  for (const group of groups) killGroup(group, 'SIGTERM')
  await new Promise((resolve) => setTimeout(resolve, KILL_AFTER_MS))
  for (const group of groups) killGroup(group, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
}

if (isStarted(import.meta.url)) await guard(process.argv[2])
