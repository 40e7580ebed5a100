import { beforeEach, describe, expect, it } from 'vitest'
import type { TransferLine } from '#domain/transfer/line.ts'
import { fail, ok } from '#domain/result.ts'
import { sampleProblem } from '#test/support/sample-problems.ts'
import { settle } from '../tunnels/fakes.ts'
import { send, setStage, stopped } from './file-stage.ts'

const trouble = fail('TRANSFER_NOT_LOGGED', { reason: 'ENOSPC' })
const amount = { bytes: 5, totalBytes: 5, files: 1, totalFiles: 1 }
const sha256 = 'a'.repeat(64)

describe('transfers that are written down', () => {
  let stage: ReturnType<typeof setStage>
  const lines: TransferLine[] = []
  let answer: ReturnType<typeof ok<void>> | typeof trouble
  beforeEach(() => {
    lines.length = 0
    answer = ok(undefined)
    stage = setStage()
    stage.transferLog.isKept = (environment) => environment === 'production'
    stage.transferLog.note = async (_request, line) => {
      lines.push(line)
      return answer
    }
  })
  const moves = () => stage.asks().filter(({ do: what }) => what === 'move')

  it('begin once the line of their beginning is on the disk, and end with one', async () => {
    let written: (() => void) | null = null
    stage.transferLog.note = async (_request, line) => {
      lines.push(line)
      if (line.event === 'began') await new Promise<void>((resolve) => (written = resolve))
      return answer
    }
    const id = await stage.opened()
    const transferId = send(stage, id, 'a')
    await settle()
    expect(lines).toMatchObject([
      {
        event: 'began',
        transfer: transferId,
        direction: 'up',
        here: '/tmp/a',
        there: '/srv',
        target: expect.any(String),
      },
    ])
    expect(moves()).toEqual([])
    written!()
    await settle()
    expect(moves()).toHaveLength(1)
    stage.tell({ told: 'transfer', transferId, news: { news: 'file', name: 'a', bytes: 5, sha256 } })
    stage.tell({ told: 'transfer', transferId, news: { news: 'same', amount, sha256, leftOut: 0, savedAs: 'a' } })
    await settle()
    expect(lines.slice(1)).toMatchObject([
      { event: 'file', name: 'a', bytes: 5, sha256 },
      { event: 'same', name: 'a', bytes: 5, sha256, sessionId: stage.grant().sessionId },
    ])
    expect(stage.transfers(id)).toMatchObject([{ status: { kind: 'same' } }])
  })

  it('do not begin where they have to be written down and can not be', async () => {
    answer = trouble
    const id = await stage.opened()
    send(stage, id, 'a')
    await settle()
    expect(moves()).toEqual([])
    expect(stage.transfers(id)).toMatchObject([
      { status: { kind: 'failed', problem: { code: 'TRANSFER_NOT_LOGGED' } } },
    ])
    expect(stage.status(id)).toMatchObject({ kind: 'open' })
  })

  it('take their session with them when what became of them can not be written down', async () => {
    const id = await stage.opened()
    const transferId = send(stage, id, 'a')
    await settle()
    answer = trouble
    stage.tell({ told: 'transfer', transferId, news: { news: 'file', name: 'a', bytes: 5, sha256 } })
    await settle()
    stopped(stage, stage.grant().sessionId)
    expect(stage.status(id)).toMatchObject({ kind: 'ended', problem: { code: 'TRANSFER_NOT_LOGGED' } })
  })

  it('ask for no session where the folder can not be written to', async () => {
    stage.transferLog.troubleWith = async () => sampleProblem('TRANSFER_NOT_LOGGED')
    const id = await stage.open()
    expect(stage.service.starts).toEqual([])
    expect(stage.status(id)).toMatchObject({ kind: 'failed', problem: { code: 'TRANSFER_NOT_LOGGED' } })
  })

  it('are none where shells are not recorded', async () => {
    const id = await stage.open({ environment: 'development' })
    stage.ready()
    stage.tell({ told: 'open', carrier: { over: 'ssh', user: 'u', key: 'agent', hostKey: 'SHA256:a' }, home: 'aG9tZQ' })
    send(stage, id, 'a')
    await settle()
    expect([moves().length, lines]).toEqual([1, []])
  })
})
