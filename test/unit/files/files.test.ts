import { describe, expect, it } from 'vitest'
import type { FileNews } from '#contract/file-relay.ts'
import type { FileRequest, FileSessionStatus, TransferView } from '#contract/files.ts'
import type { SessionGrant } from '#contract/relay.ts'
import { settings } from '#contract/snapshot.ts'
import type { KnownHost } from '#core/app/files/file-deps.ts'
import { createFiles, mostFileSessions } from '#core/app/files/files.ts'
import type { SessionPlace, SessionService, StartRequest } from '#core/app/ports.ts'
import { createSessions } from '#core/app/sessions/sessions.ts'
import { farKeyOf } from '#domain/far-path/far-key.ts'
import { ok } from '#domain/result.ts'
import { direct } from '#test/support/direct-route.ts'
import { sampleShellRequest } from '#test/support/sample-shell.ts'
import { sampleProblem } from '#test/support/sample-problems.ts'
import { FakeClock, FakeDataKeys, FakeRelay, FakeSessions, FakeSignIns, settle, silentLog } from '../tunnels/fakes.ts'

const { profile, region, target } = sampleShellRequest
const request: FileRequest = { profile, region, target, name: 'bastion-a', environment: 'production' }
const container = { on: 'container', cluster: 'platform', task: 'abc', container: 'web' } as const
const home = farKeyOf('/home/ubuntu')

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

function setStage() {
  const clock = new FakeClock()
  const relay = new FakeRelay()
  const service = new FileService()
  const credentials = { credentialsOf: async () => ok({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }) }
  const common = { clock, relay, log: silentLog }
  const sessions = createSessions({
    ...{ ...common, credentials, signIns: new FakeSignIns(), dataKeys: new FakeDataKeys() },
    sessions: service,
  })
  let ids = 0
  const hosts = new Map<string, KnownHost>()
  const pushed: unknown[] = []
  const files = createFiles({
    ...{ ...common, sessions },
    settings: { current: () => settings.parse({ engine: 'builtin' }) },
    hosts: {
      of: (id) => hosts.get(id) ?? { user: null, hostKey: null },
      remember: (id, one) => void hosts.set(id, one),
    },
    newId: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
    agentSocket: () => '/run/agent',
    usualUser: () => 'ec2-user',
    async pushKey(_place, targetId, key) {
      pushed.push({ targetId, ...key })
      return ok(undefined)
    },
  })
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
  const end = (ms: number): Promise<void> => sessions.end(ms, files.dispose(ms))
  return { clock, relay, service, files, hosts, pushed, open, opened, grant, ready, tell, status, transfers, asks, end }
}

type Stage = ReturnType<typeof setStage>

const stopped = (stage: Stage, sessionId: string): void => stage.relay.tell({ type: 'session-stopped', sessionId })

const send = (stage: Stage, id: string, name: string): string => {
  const asked = {
    direction: 'up',
    what: 'file',
    name,
    farFolder: '/srv',
    here: `/tmp/${name}`,
    there: farKeyOf('/srv'),
  } as const
  stage.files.move('main', id, [asked])
  return stage.transfers(id).at(-1)!.id
}

describe('what carries files', () => {
  it('is SSH first, and green only when the files are reached', async () => {
    const stage = setStage()
    const id = await stage.open()
    expect(stage.service.starts[0]).toMatchObject({ purpose: { for: 'stdio', port: 22 } })
    expect(stage.grant().files).toEqual({
      over: 'ssh',
      user: 'ec2-user',
      agentSocket: '/run/agent',
      knownHostKey: null,
    })
    stage.ready()
    expect(stage.status(id)).toMatchObject({ kind: 'opening', over: 'ssh' })
    stage.tell({ told: 'open', carrier: { over: 'ssh', user: 'ubuntu', key: 'pushed', hostKey: 'SHA256:a' }, home })
    expect(stage.status(id)).toMatchObject({ kind: 'open', carrier: { over: 'ssh', user: 'ubuntu' }, home })
    expect(stage.hosts.get(stage.grant().targetId)).toEqual({ user: 'ubuntu', hostKey: 'SHA256:a' })
  })

  it('is the shell where no SSH server answers, without a failure shown between', async () => {
    const stage = setStage()
    const seen: string[] = []
    stage.files.onChange(({ status }) => seen.push(status.kind))
    const id = await stage.open()
    const { sessionId } = stage.grant()
    stage.relay.tell({ type: 'session-failed', sessionId, problem: sampleProblem('ENDPOINT_REFUSED') })
    await settle()
    expect(stage.grant()).toMatchObject({ purpose: { for: 'shell' }, files: { over: 'shell' } })
    stage.ready()
    stage.tell({ told: 'open', carrier: { over: 'shell', user: 'ssm-user', why: 'container', triedUser: null }, home })
    expect(stage.status(id)).toMatchObject({
      kind: 'open',
      carrier: { over: 'shell', why: 'no-server', user: 'ssm-user' },
    })
    expect(new Set(seen)).toEqual(new Set(['opening', 'open']))
  })

  it('is the shell where no key was taken, and says for whom', async () => {
    const stage = setStage()
    const id = await stage.open({ user: 'deploy' })
    stage.ready()
    const { sessionId } = stage.grant()
    stage.tell({ told: 'not-open', why: 'no-key', problem: null })
    stopped(stage, sessionId)
    await settle()
    expect(stage.grant().sessionId).not.toBe(sessionId)
    stage.ready()
    stage.tell({ told: 'open', carrier: { over: 'shell', user: 'ssm-user', why: 'container', triedUser: null }, home })
    expect(stage.status(id)).toMatchObject({ carrier: { why: 'no-key', triedUser: 'deploy' } })
  })

  it('is never the shell after a host key that is another one', async () => {
    const stage = setStage()
    const id = await stage.open()
    stage.ready()
    const { sessionId, targetId } = stage.grant()
    const problem = {
      code: 'SSH_HOST_KEY_CHANGED',
      details: { targetId, known: 'SHA256:a', found: 'SHA256:b' },
    } as const
    stage.tell({ told: 'not-open', why: null, problem })
    stopped(stage, sessionId)
    await settle()
    expect(stage.service.starts).toHaveLength(1)
    expect(stage.status(id)).toMatchObject({ kind: 'failed', problem })
    expect(stage.files.changedHost('main', id)).toEqual(ok(problem.details))
  })

  it('is the shell in a container, and SSH is not tried', async () => {
    const stage = setStage()
    await stage.open({ target: container })
    expect(stage.service.starts).toMatchObject([{ purpose: { for: 'shell' } }])
  })

  it('is tried as another user when a person says so', async () => {
    const stage = setStage()
    const id = await stage.opened()
    stage.files.again('main', id, 'deploy')
    stopped(stage, stage.grant().sessionId)
    await settle()
    expect(stage.grant().files).toMatchObject({ over: 'ssh', user: 'deploy', knownHostKey: 'SHA256:a' })
  })

  it('gets a key for this session on the target, when the relay wants one', async () => {
    const stage = setStage()
    await stage.open()
    stage.ready()
    stage.tell({ told: 'key-wanted', publicKey: 'ssh-ed25519 AAAA' })
    await settle()
    expect(stage.pushed).toMatchObject([
      { targetId: stage.grant().targetId, user: 'ec2-user', publicKey: 'ssh-ed25519 AAAA' },
    ])
    expect(stage.asks()).toEqual([{ do: 'use-key', problem: null }])
  })
})

describe('transfers of a session', () => {
  it('move one at a time, in the order in which they were asked for', async () => {
    const stage = setStage()
    const id = await stage.opened()
    const [first, second] = [send(stage, id, 'a'), send(stage, id, 'b')]
    expect(stage.asks()).toMatchObject([{ do: 'move', run: { transferId: first, onExisting: 'ask', resume: null } }])
    expect(stage.transfers(id)[1]?.status).toEqual({ kind: 'waits', behind: 'a' })
    const amount = { bytes: 1, totalBytes: 1, files: 1, totalFiles: 1 }
    stage.tell({
      told: 'transfer',
      transferId: first,
      news: { news: 'same', amount, sha256: 'ab', leftOut: 0, savedAs: 'a' },
    })
    expect(stage.asks().at(-1)).toMatchObject({ do: 'move', run: { transferId: second } })
  })

  it('stand still with the session, and go on with the next one', async () => {
    const stage = setStage()
    const id = await stage.opened()
    const transfer = send(stage, id, 'a')
    const amount = { bytes: 5, totalBytes: 9, files: 0, totalFiles: 1 }
    const { sessionId } = stage.grant()
    stage.relay.tell({ type: 'session-lost', sessionId, problem: sampleProblem('SESSION_DROPPED') })
    const news = { news: 'stopped', why: 'lost', amount, savedAs: 'a', part: '/srv/.a.culvert-part' } as const
    stage.relay.tell({ type: 'files', sessionId, news: { told: 'transfer', transferId: transfer, news } })
    expect(stage.status(id)).toMatchObject({ kind: 'ended', problem: { code: 'SESSION_DROPPED' } })
    expect(stage.transfers(id)[0]?.status).toMatchObject({ kind: 'paused', why: 'lost', amount })
    stage.files.again('main', id, undefined)
    await settle()
    stage.ready()
    stage.tell({ told: 'open', carrier: { over: 'ssh', user: 'ubuntu', key: 'agent', hostKey: 'SHA256:a' }, home })
    expect(stage.asks().at(-1)).toMatchObject({ do: 'move', run: { resume: { savedAs: 'a', files: 0 } } })
  })

  it('paused by a person, they are given up after a day, and their part is deleted', async () => {
    const stage = setStage()
    const id = await stage.opened()
    const transferId = send(stage, id, 'a')
    stage.files.order('main', id, transferId, 'pause')
    expect(stage.asks().at(-1)).toEqual({ do: 'stop', transferId, part: 'keep' })
    const amount = { bytes: 5, totalBytes: 9, files: 0, totalFiles: 1 }
    const part = '/srv/.a.culvert-part'
    stage.tell({ told: 'transfer', transferId, news: { news: 'stopped', why: 'asked', amount, savedAs: 'a', part } })
    await stage.clock.advance(24 * 3_600_000 - 1)
    expect(stage.transfers(id)).toHaveLength(1)
    await stage.clock.advance(1)
    expect(stage.transfers(id)).toEqual([])
    expect(stage.asks().at(-1)).toEqual({ do: 'discard', direction: 'up', part })
  })

  it('that ask get one answer for all', async () => {
    const stage = setStage()
    const id = await stage.opened()
    const exists = { news: 'exists', existing: { kind: 'file', size: 1, changedAt: null } } as const
    const [first, second] = [send(stage, id, 'a'), send(stage, id, 'b')]
    stage.tell({ told: 'transfer', transferId: first, news: exists })
    stage.files.answer('main', id, first, 'overwrite', true)
    stage.tell({ told: 'transfer', transferId: second, news: exists })
    const runs = stage.asks().flatMap((ask) => (ask.do === 'move' ? [ask.run.onExisting] : []))
    expect(runs).toEqual(['ask', 'ask', 'overwrite'])
    expect(stage.transfers(id).map(({ status }) => status.kind)).not.toContain('asks')
  })
})

describe('file sessions', () => {
  it('are unknown to another window', async () => {
    const stage = setStage()
    const id = await stage.opened()
    const transfer = send(stage, id, 'a')
    const { files } = stage
    const place = { by: 'home' } as const
    const answers = [
      files.again('other', id, undefined),
      files.close('other', id),
      await files.list('other', id, place),
      files.move('other', id, []),
      files.order('other', id, transfer, 'cancel'),
      files.herePath('other', id, transfer),
      files.clear('other', id),
    ]
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: 'FILES_UNKNOWN' } })
    expect(stage.transfers(id)).toHaveLength(1)
  })

  it('are no more than anybody looks at', async () => {
    const stage = setStage()
    for (let count = 0; count < mostFileSessions; count += 1) await stage.open()
    expect(stage.files.open('main', request)).toMatchObject({ error: { code: 'FILES_TOO_MANY' } })
  })

  it('answer a question, also when their session is gone before', async () => {
    const stage = setStage()
    const id = await stage.opened()
    const listed = stage.files.list('main', id, { by: 'home' })
    const { sessionId } = stage.grant()
    stage.relay.tell({ type: 'session-lost', sessionId, problem: sampleProblem('SESSION_DROPPED') })
    expect(await listed).toMatchObject({ error: { code: 'FILES_NOT_OPEN' } })
    expect(await stage.files.list('main', id, { by: 'home' })).toMatchObject({ error: { code: 'FILES_NOT_OPEN' } })
  })

  it('closed, stop what moves before they end their session', async () => {
    const stage = setStage()
    const id = await stage.opened()
    const transferId = send(stage, id, 'a')
    stage.files.close('main', id)
    expect(stage.asks().at(-1)).toEqual({ do: 'stop', transferId, part: 'delete' })
    expect(stage.relay.ordersOf('stop-session')).toEqual([])
    const amount = { bytes: 5, totalBytes: 9, files: 0, totalFiles: 1 }
    stage.tell({
      told: 'transfer',
      transferId,
      news: { news: 'stopped', why: 'asked', amount, savedAs: 'a', part: null },
    })
    await settle()
    expect(stage.relay.ordersOf('stop-session')).toMatchObject([{ sessionId: stage.grant().sessionId }])
  })
})
