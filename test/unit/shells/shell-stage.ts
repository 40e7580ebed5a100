import { unpinned } from '#test/support/unpinned.ts'
import { unremembered } from '#test/support/unremembered.ts'
import { unrecorded } from '../../support/unrecorded.ts'
import { settings } from '#contract/snapshot.ts'
import type { ShellView } from '#contract/shells.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { SessionPlace, SessionService, StartRequest } from '#core/app/ports.ts'
import { createSessions } from '#core/app/sessions/sessions.ts'
import { createShells } from '#core/app/shells/shells.ts'
import { ok } from '#domain/result.ts'
import { direct } from '#test/support/direct-route.ts'
import { sampleShellRequest as request } from '#test/support/sample-shell.ts'
import { FakeClock, FakeDataKeys, FakeRelay, FakeSessions, FakeSignIns, settle, silentLog } from '../tunnels/fakes.ts'

export const size = { columns: 100, rows: 30 }
export const preferences = { idleMinutes: 15, longestMinutes: null, runAs: 'ec2-user' }

/** Starts shells. */
class ShellService extends FakeSessions {
  #shells = 0
  override async start(place: SessionPlace, asked: StartRequest): ReturnType<SessionService['start']> {
    this.starts.push({ ...asked, place })
    this.#shells += 1
    const sessionId = `sh-${this.#shells}`
    await this.startGate?.promise
    if (this.startProblem) return { ok: false, error: this.startProblem }
    this.alive.set(sessionId, place)
    const pass = { tokenValue: 'token', streamUrl: 'wss://ssmmessages.example/', upgradeHeaders: {}, network: direct }
    const grant: SessionGrant = {
      sessionId,
      targetId: asked.targetId,
      region: place.region,
      purpose: { for: 'shell', program: 'shell', size },
      pass,
      engine: { name: 'builtin' },
    }
    return ok(grant)
  }
}

function createDesk() {
  const clock = new FakeClock()
  const relay = new FakeRelay()
  const service = new ShellService()
  const signIns = new FakeSignIns()
  const credentials = { credentialsOf: async () => ok({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }) }
  const sessions = createSessions({
    callerOf: async () => null,
    ...{ clock, relay, signIns, credentials },
    sessions: service,
    dataKeys: new FakeDataKeys(),
    memory: unremembered,
    log: silentLog,
  })
  let ids = 0
  const newId = (): string => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`
  const current = settings.parse({ engine: 'builtin' })
  const shells = createShells({
    pins: unpinned,
    ...{ relay, sessions, clock, newId },
    settings: { current: () => current },
    recordings: unrecorded,
    preferences: { preferencesOf: async () => preferences },
  })
  const end = (ms: number): Promise<void> => sessions.end(ms, shells.dispose(ms))
  return { clock, relay, service, signIns, sessions, shells, end }
}

/** Shells over a relay and a service that a test plays. */
export function setStage() {
  const desk = createDesk()
  const { relay, shells } = desk
  const told: ShellView[] = []
  const removed: string[] = []
  shells.onChange((view) => told.push(view))
  shells.onRemoved((id) => removed.push(id))
  const open = (window = 'main'): string => {
    const opened = shells.open(window, request, size)
    if (!opened.ok) throw new Error(opened.error.code)
    return opened.value.id
  }
  const ready = (sessionId: string): void =>
    relay.tell({ type: 'session-ready', sessionId, agentVersion: null, openedInMs: 3, message: 'Welcome' })
  /** Opened, granted and ready. */
  const opened = async (): Promise<string> => {
    const id = open()
    await settle()
    ready(relay.ordersOf('start-session').at(-1)!.grant.sessionId)
    return id
  }
  return { ...desk, told, removed, open, ready, opened }
}

export const statusOf = ({ shells }: ReturnType<typeof setStage>, id: string): ShellView['status'] | undefined =>
  shells.views().find((view) => view.id === id)?.status
