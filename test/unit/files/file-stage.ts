import { unpinned } from '#test/support/unpinned.ts'
import { unremembered } from '#test/support/unremembered.ts'
import type { FileNews } from '#contract/file-relay.ts'
import type { FileRequest, FileSessionStatus, TransferView } from '#contract/files.ts'
import type { SessionGrant } from '#contract/relay.ts'
import { settings } from '#contract/snapshot.ts'
import type { KnownHost } from '#core/app/files/file-deps.ts'
import { createFiles } from '#core/app/files/files.ts'
import type { SessionPlace, SessionService, StartRequest, TransferLog } from '#core/app/ports.ts'
import { noTransferLog } from '#test/support/no-transfer-log.ts'
import { createSessions } from '#core/app/sessions/sessions.ts'
import { farKeyOf } from '#domain/far-path/far-key.ts'
import { ok } from '#domain/result.ts'
import { direct } from '#test/support/direct-route.ts'
import { sampleShellRequest } from '#test/support/sample-shell.ts'
import { FakeClock, FakeDataKeys, FakeRelay, FakeSessions, FakeSignIns, settle, silentLog } from '../tunnels/fakes.ts'

const { profile, region, target } = sampleShellRequest
export const request: FileRequest = { profile, region, target, name: 'bastion-a', environment: 'production' }
export const container = { on: 'container', cluster: 'platform', task: 'abc', container: 'web' } as const
export const home = farKeyOf('/home/ubuntu')

/** Starts sessions for files. */
class FileService extends FakeSessions {
  #started = 0
  override async start(place: SessionPlace, asked: StartRequest): ReturnType<SessionService['start']> {
    this.starts.push({ ...asked, place })
    this.#started += 1
    const sessionId = `f-${this.#started}`
    if (this.startProblem) return { ok: false, error: this.startProblem }
    this.alive.set(sessionId, place)
    const pass = { tokenValue: 'token', streamUrl: 'wss://ssmmessages.example/', upgradeHeaders: {}, network: direct }
    const isSsh = asked.purpose.for === 'stdio'
    const purpose: SessionGrant['purpose'] = isSsh ? { for: 'stdio' } : { for: 'shell', program: 'shell' }
    const { targetId } = asked
    return ok({ sessionId, targetId, region: place.region, purpose, pass, engine: { name: 'builtin' } })
  }
}

function createDesk() {
  const clock = new FakeClock()
  const relay = new FakeRelay()
  const service = new FileService()
  const credentials = { credentialsOf: async () => ok({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }) }
  const common = { clock, relay, log: silentLog }
  const sessions = createSessions({
    callerOf: async () => null,
    ...{ ...common, credentials, signIns: new FakeSignIns(), dataKeys: new FakeDataKeys() },
    sessions: service,
    memory: unremembered,
  })
  let ids = 0
  const hosts = new Map<string, KnownHost>()
  const pushed: unknown[] = []
  const transferLog: { -readonly [K in keyof TransferLog]: TransferLog[K] } = { ...noTransferLog }
  const files = createFiles({
    pins: unpinned,
    ...{ ...common, sessions },
    settings: { current: () => settings.parse({ engine: 'builtin' }) },
    hosts: {
      of: (id) => hosts.get(id) ?? { user: null, hostKey: null },
      remember: (id, one) => void hosts.set(id, one),
    },
    newId: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
    transferLog,
    agentSocket: () => '/run/agent',
    usualUser: () => 'ec2-user',
    async pushKey(_place, targetId, key) {
      pushed.push({ targetId, ...key })
      return ok(undefined)
    },
  })
  const end = (ms: number): Promise<void> => sessions.end(ms, files.dispose(ms))
  return { clock, relay, service, files, hosts, pushed, transferLog, end }
}

/** File sessions over a relay, a service and servers that a test plays. */
export function setStage() {
  const desk = createDesk()
  const { files, relay } = desk
  const open = async (asked: Partial<FileRequest> = {}): Promise<string> => {
    const opened = files.open('main', { ...request, ...asked })
    if (!opened.ok) throw new Error(opened.error.code)
    await settle()
    return opened.value.id
  }
  const grant = (): SessionGrant => relay.ordersOf('start-session').at(-1)!.grant
  const ready = (): void => {
    const { sessionId } = grant()
    relay.tell({ type: 'session-ready', sessionId, agentVersion: null, openedInMs: 3 })
  }
  const tell = (news: FileNews): void => relay.tell({ type: 'files', sessionId: grant().sessionId, news })
  const opened = async (): Promise<string> => {
    const id = await open()
    ready()
    const carrier = { over: 'ssh', user: 'ubuntu', key: 'agent', hostKey: 'SHA256:a' } as const
    tell({ told: 'open', carrier, home })
    return id
  }
  const status = (id: string): FileSessionStatus | undefined => files.views().find((one) => one.id === id)?.status
  const transfers = (id: string): readonly TransferView[] => files.views().find((one) => one.id === id)?.transfers ?? []
  const asks = () => relay.ordersOf('files').map(({ ask }) => ask)
  return { ...desk, open, opened, grant, ready, tell, status, transfers, asks }
}

type Stage = ReturnType<typeof setStage>

export const stopped = (stage: Stage, sessionId: string): void =>
  stage.relay.tell({ type: 'session-stopped', sessionId })

export const send = (stage: Stage, id: string, name: string): string => sendAll(stage, id, [name])[0]!

/** As one thing asked for. */
export function sendAll(stage: Stage, id: string, names: readonly string[]): readonly string[] {
  const asked = names.map((name) => ({
    ...({ direction: 'up', what: 'file', farFolder: '/srv', there: farKeyOf('/srv') } as const),
    name,
    here: `/tmp/${name}`,
  }))
  stage.files.move('main', id, asked)
  return stage
    .transfers(id)
    .slice(-names.length)
    .map((transfer) => transfer.id)
}
