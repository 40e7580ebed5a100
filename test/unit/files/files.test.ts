import { describe, expect, it } from 'vitest'
import { mostFileSessions } from '#core/app/files/files.ts'
import { ok } from '#domain/result.ts'
import { sampleProblem } from '#test/support/sample-problems.ts'
import { settle } from '../tunnels/fakes.ts'
import { container, home, request, send, sendAll, setStage, stopped } from './file-stage.ts'

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

  it('is not green while the agent of its session is silent, and is again when that is heard', async () => {
    const stage = setStage()
    const id = await stage.opened()
    expect(stage.status(id)).toMatchObject({ kind: 'open' })
    const { sessionId } = stage.grant()
    stage.relay.tell({ type: 'session-silent', sessionId })
    expect(stage.status(id)).toMatchObject({ kind: 'reconnecting' })
    stage.relay.tell({ type: 'session-alive', sessionId, latencyMs: null })
    expect(stage.status(id)).toMatchObject({ kind: 'open', home })
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
    stage.files.again('main', id, 'deploy', 'production')
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
    stage.files.again('main', id, undefined, 'production')
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

  it('do not begin in a session that is closing', async () => {
    const stage = setStage()
    const id = await stage.opened()
    stage.relay.obeys = false
    stage.files.again('main', id, 'deploy', 'production')
    send(stage, id, 'a')
    expect(stage.asks()).toEqual([])
    expect(stage.transfers(id)[0]?.status).toEqual({ kind: 'waits', behind: null })
  })

  it('keep their part through a run that ended before it began', async () => {
    const stage = setStage()
    const id = await stage.opened()
    const transferId = send(stage, id, 'a')
    const amount = { bytes: 5, totalBytes: 9, files: 0, totalFiles: 1 }
    const part = '/srv/.a.culvert-part'
    const stand = { news: 'stopped', why: 'lost', amount, savedAs: 'a', part } as const
    stage.tell({ told: 'transfer', transferId, news: stand })
    stage.files.order('main', id, transferId, 'go-on')
    stage.tell({ told: 'transfer', transferId, news: { ...stand, part: null } })
    stage.files.order('main', id, transferId, 'cancel')
    expect(stage.asks().at(-1)).toEqual({ do: 'discard', direction: 'up', part })
  })

  it('that ask get one answer for all that were asked for at once, and for no later ones', async () => {
    const stage = setStage()
    const id = await stage.opened()
    const exists = {
      news: 'exists',
      existing: { kind: 'file', size: 1, changedAt: null },
      coming: { kind: 'file', size: 7, changedAt: 1 },
    } as const
    const [first = '', second = ''] = sendAll(stage, id, ['a', 'b'])
    const later = send(stage, id, 'c')
    stage.tell({ told: 'transfer', transferId: first, news: exists })
    stage.files.answer('main', id, first, 'overwrite', true)
    stage.tell({ told: 'transfer', transferId: second, news: exists })
    const runs = stage.asks().flatMap((ask) => (ask.do === 'move' ? [ask.run.onExisting] : []))
    expect(runs).toEqual(['ask', 'ask', 'overwrite'])
    const kinds = (): readonly string[] => stage.transfers(id).map(({ status }) => status.kind)
    expect(kinds()).not.toContain('asks')
    const amount = { bytes: 1, totalBytes: 1, files: 1, totalFiles: 1 }
    const same = { news: 'same', amount, sha256: 'ab', leftOut: 0, savedAs: 'a' } as const
    for (const transferId of [first, second]) stage.tell({ told: 'transfer', transferId, news: same })
    stage.tell({ told: 'transfer', transferId: later, news: exists })
    expect(kinds().at(-1)).toBe('asks')
  })
})

describe('file sessions', () => {
  it('are for what their account is for: told when that changes, and opened again for that', async () => {
    const stage = setStage()
    const id = await stage.open({ environment: 'development' })
    const told: (string | null)[] = []
    stage.files.onChange((view) => told.push(view.request.environment))
    await stage.files.relabel(async () => 'production')
    expect(told).toEqual(['production'])
    stage.files.again('main', id, 'deploy', 'staging')
    expect(stage.files.requestOf('main', id)).toMatchObject({ value: { environment: 'staging', user: 'deploy' } })
  })

  it('are unknown to another window', async () => {
    const stage = setStage()
    const id = await stage.opened()
    const transfer = send(stage, id, 'a')
    const { files } = stage
    const place = { by: 'home' } as const
    const answers = [
      files.again('other', id, undefined, 'production'),
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

it('asks the relay nothing more of a session that is over, however it ended', async () => {
  const stage = setStage()
  const id = await stage.open()
  stage.ready()
  const { sessionId } = stage.grant()
  stage.tell({ told: 'open', carrier: { over: 'ssh', user: 'ubuntu', key: 'agent', hostKey: 'SHA256:a' }, home })
  stage.relay.tell({ type: 'session-lost', sessionId, problem: sampleProblem('SESSION_ENDED') })
  await settle()
  expect(stage.status(id)).toMatchObject({ kind: 'ended' })
  expect(stage.relay.ordersOf('drop-files')).toEqual([{ type: 'drop-files', sessionId }])
})
