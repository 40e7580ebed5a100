/**
 * A desktop for machines that have none: an X server, a session bus and an unlocked keyring, all throw-away. The user's
 * own keyring, settings and running programs are never touched. It ends with the process that
 * started it, also with one that is killed.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startGroupGuard } from './group-guard.mjs'
import { killGroup, run } from './program.mjs'

const START_TIMEOUT_MS = 15_000
const STOP_TIMEOUT_MS = 3_000
const SCREEN = '1440x900x24'

/** Whether windows can be shown to somebody. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/**
 * @returns {Promise<{ env: NodeJS.ProcessEnv, stop: () => Promise<void> }>} the environment for programs of this desktop
 * @throws when the X server does not start; without a bus or a keyring the app itself says what it misses
 */
export async function startDesktop() {
  const home = mkdtempSync(join(tmpdir(), 'culvert-desktop-'))
  const started = { children: [], guard: startGroupGuard(home) }
  const stop = async () => {
    for (const child of started.children.reverse()) await end(child)
    started.guard.release()
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  }
  try {
    /** @type {NodeJS.ProcessEnv} */
    const env = { ...process.env, ...folders(home) }
    delete env.WAYLAND_DISPLAY
    env.DISPLAY = `:${await startDisplay(started)}`
    env.DBUS_SESSION_BUS_ADDRESS = await startBus(started, env)
    await startKeyring(started, env)
    return { env, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Cached downloads stay where they are; everything that a session writes goes away with it. */
function folders(home) {
  const made = {}
  for (const [name, folder] of [
    ['XDG_DATA_HOME', 'data'],
    ['XDG_CONFIG_HOME', 'config'],
    ['XDG_STATE_HOME', 'state'],
    ['XDG_RUNTIME_DIR', 'run'],
  ]) {
    made[name] = join(home, folder)
    mkdirSync(made[name], { mode: 0o700 })
  }
  return made
}

async function startDisplay(started) {
  const command = ['Xvfb', '-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset']
  const child = start(started, command, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  return firstLine(child, child.stdio[3], 'Xvfb')
}

async function startBus(started, env) {
  const command = ['dbus-daemon', '--session', '--nofork', '--nopidfile', '--print-address=1']
  const child = start(started, command, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  return firstLine(child, child.stdout, 'dbus-daemon')
}

/** The password opens a keyring that lives as long as this desktop; it guards nothing. */
async function startKeyring(started, env) {
  const command = ['gnome-keyring-daemon', '--foreground', '--unlock', '--components=secrets']
  const child = start(started, command, { env, stdio: ['pipe', 'ignore', 'ignore'] })
  child.stdin.on('error', () => {})
  child.stdin.end('throw-away')
  // It says nothing when it is ready: the bus knows when the name has an owner.
  const ask = ['dbus-send', '--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus']
  const question = [...ask, 'org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets']
  for (const limit = Date.now() + START_TIMEOUT_MS; Date.now() < limit && child.exitCode === null; await pause(20)) {
    if ((await run(question, { env, output: 'capture' })).output.includes('boolean true')) return
  }
}

function start({ children, guard }, command, options) {
  const child = spawn(command[0], command.slice(1), { detached: true, ...options })
  child.once('error', () => {})
  children.push(child)
  if (child.pid !== undefined) guard.watch(child.pid)
  return child
}

function firstLine(child, stream, name) {
  return new Promise((settle, reject) => {
    let text = ''
    const deadline = setTimeout(() => reject(new Error(`${name} did not start in time`)), START_TIMEOUT_MS)
    const finish = (act) => {
      clearTimeout(deadline)
      act()
    }
    stream.on('data', (chunk) => {
      text += chunk
      if (text.includes('\n')) finish(() => settle(text.split('\n')[0].trim()))
    })
    child.once('error', (error) => finish(() => reject(new Error(`${name} cannot be started: ${error.message}`))))
    child.once('exit', (code) => finish(() => reject(new Error(`${name} ended with code ${code}`))))
  })
}

async function end(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  killGroup(child, 'SIGTERM')
  const late = setTimeout(() => killGroup(child, 'SIGKILL'), STOP_TIMEOUT_MS)
  await gone
  clearTimeout(late)
}
