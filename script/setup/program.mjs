/** What every script of the project shares: where it is, how it speaks, how it runs other programs. */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

// AWS's SDK warns of each Node before 22, which is known: what ships has a newer one.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

/** Progress goes to stderr; stdout is for results. @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** The last line of a script that was asked for `--json`: one object, alone. @param {{ ok: boolean, [fact: string]: unknown }} result */
export function printResult(result) {
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

/** Whether this module was started by itself, not imported. @param {string} moduleUrl its import.meta.url */
export function isStarted(moduleUrl) {
  return process.argv[1] !== undefined && moduleUrl === pathToFileURL(resolve(process.argv[1])).href
}

/** Programs that run now. Each leads a process group of its own, so that its children end with it. */
/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
/** The user has interrupted: nothing is started any more. */
let isEnding = false

/**
 * Runs a program to its end. Its output goes to our stderr, unless it is captured.
 * @param {readonly string[]} command absolute path or name, then the arguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, output?: 'show' | 'capture', input?: string }} options
 * @returns {Promise<{ code: number, output: string }>} code 124 when the time was up
 */
export function run(command, { cwd = ROOT, env = process.env, timeoutMs = 30 * 60_000, output = 'show' } = {}) {
  return new Promise((settle) => {
    // Who waits for the next program does not learn any more that there is none.
    if (isEnding) return
    const shown = output === 'show'
    const child = spawn(command[0], command.slice(1), {
      cwd,
      env,
      detached: process.platform !== 'win32',
      stdio: shown ? ['ignore', 2, 2] : ['ignore', 'pipe', 'pipe'],
    })
    listenForSignals()
    running.add(child)
    let text = ''
    let late = false
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk))
    const deadline = setTimeout(() => {
      late = true
      text += `\nstopped after ${Math.round(timeoutMs / 1000)} s`
      killGroup(child, 'SIGKILL')
    }, timeoutMs)
    const finish = (code, note = '') => {
      clearTimeout(deadline)
      running.delete(child)
      settle({ code: late ? 124 : code, output: text + note })
    }
    child.once('error', (error) => finish(127, error.message))
    child.once('close', (code) => finish(code ?? 1))
  })
}

/** Ends a program that leads its own process group, and what it started. */
export function killGroup(child, signal) {
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It is gone already.
  }
}

/** @type {(() => unknown)[]} */
const stops = []

/**
 * Calls `stop` when the user interrupts or the script is told to end. What was registered last stops first; then the
 * script exits with the usual code.
 * @param {() => unknown} stop
 */
export function onInterrupt(stop) {
  listenForSignals()
  stops.push(stop)
}

let listening = false
function listenForSignals() {
  if (listening) return
  listening = true
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }
  for (const [signal, code] of Object.entries(codes)) process.once(signal, () => void endEverything(code))
}

/** What does not end by itself in this time is killed. */
const POLITE_MS = 3_000

/** @param {number} code */
async function endEverything(code) {
  await endPrograms()
  for (const stop of stops.reverse()) {
    try {
      await stop()
    } catch (error) {
      say(error.message)
    }
  }
  process.exit(code)
}

/** Resolves when they are gone: what they write to is removed next. */
async function endPrograms() {
  isEnding = true
  const gone = Promise.all([...running].map((child) => new Promise((settle) => child.once('close', settle))))
  for (const child of running) killGroup(child, 'SIGTERM')
  const deadline = setTimeout(() => {
    for (const child of running) killGroup(child, 'SIGKILL')
  }, POLITE_MS)
  await gone
  clearTimeout(deadline)
}
