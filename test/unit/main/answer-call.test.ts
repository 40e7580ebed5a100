import { describe, expect, it, vi } from 'vitest'
import type { Caller, CallHandlers } from '#contract/calls.ts'
import type { Problem } from '#contract/problem.ts'
import { fail, ok } from '#domain/result.ts'
import { draftOf, fieldsOf } from '#test/support/tunnel-fields.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'
import { answerCall } from '../../../main/contract-server/answer-call.ts'

const id = '3f1e9f0e-6c0b-4c0a-9d59-0a4b8c1d2e3f'

const caller: Caller = { window: 'main' }

function handlersWith(some: Partial<CallHandlers>): CallHandlers {
  return some as CallHandlers
}

describe('answering a call of the window', () => {
  it('hands the parsed input to the handler and its output back', async () => {
    const arm = vi.fn(async () => ok(undefined))
    const result = await answerCall(
      handlersWith({ 'tunnel.arm': arm }),
      'tunnel.arm',
      { id, extra: 'dropped' },
      caller,
      () => {},
    )
    expect(result).toEqual({ ok: true, value: undefined })
    expect(arm).toHaveBeenCalledWith({ id }, caller)
  })

  it('saves no name with a mark that is not seen, and shows those that others have given', async () => {
    const create = vi.fn()
    const draft = draftOf(fieldsOf(sampleTunnel()))
    const marked = { ...draft, definition: { ...draft.definition, name: 'orders\u202eretirw' } }
    const refused = await answerCall(
      handlersWith({ 'tunnel.create': create }),
      'tunnel.create',
      marked,
      caller,
      () => {},
    )
    expect(refused).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID', details: { path: 'definition.name' } } })
    expect(create).not.toHaveBeenCalled()
    const node = { id: 'i-0', name: 'bas\u200btion', online: true, agentVersion: null, zone: null, vpc: null }
    const preview = async () => ok({ matches: [node] })
    const input = { profile: { type: 'named', name: 'dev' }, region: 'eu-west-1', target: draft.definition.target }
    const shown = await answerCall(
      handlersWith({ 'target.preview': preview }),
      'target.preview',
      input,
      caller,
      () => {},
    )
    expect(shown).toMatchObject({ ok: true, value: { matches: [{ name: 'bas⟨U+200B⟩tion' }] } })
  })

  it('refuses a name that is not in the contract, also one that every object has', async () => {
    const reported: string[] = []
    for (const name of ['tunnel.explode', 'constructor', '__proto__', 7, { toString: 'no' }]) {
      const answered = answerCall(handlersWith({}), name, {}, caller, (event) => reported.push(event))
      await expect(answered).resolves.toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } })
    }
    expect(reported).toEqual(Array.from({ length: 5 }, () => 'call-unknown'))
  })

  it('refuses input that does not parse, and says where, before any handler runs', async () => {
    const arm = vi.fn()
    const result = await answerCall(
      handlersWith({ 'tunnel.arm': arm }),
      'tunnel.arm',
      { id: 'not-a-uuid' },
      caller,
      () => {},
    )
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'INPUT_INVALID', details: { call: 'tunnel.arm', path: 'id' } },
    })
    expect(arm).not.toHaveBeenCalled()
  })

  it('says nothing of refused input in its report', async () => {
    const report = vi.fn()
    await answerCall(handlersWith({}), 'tunnel.arm', { id: 's3cr3t', password: 's3cr3t' }, caller, report)
    expect(report.mock.calls).toEqual([
      ['call-input-invalid', { call: 'tunnel.arm', path: 'id', reason: expect.any(String) }],
    ])
    expect(JSON.stringify(report.mock.calls)).not.toContain('s3cr3t')
  })

  it.each([
    { pluginPath: '/tmp/plugin' },
    { certificateFile: '/tmp/root.pem' },
    { agreedHosts: ['evil.example'] },
    { agreedPrograms: ['/tmp/ssh'] },
  ])('takes no program, no authority and no host to open from the page: %j', async (setting) => {
    const change = vi.fn()
    const handlers = handlersWith({ 'settings.change': change })
    const result = await answerCall(handlers, 'settings.change', { theme: 'dark', ...setting }, caller, () => {})
    expect(result).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } })
    expect(change).not.toHaveBeenCalled()
  })

  it('passes an expected failure on as data', async () => {
    const handlers = handlersWith({ 'tunnel.arm': async () => fail('PORT_TAKEN', { port: 15_432 }) })
    const result = await answerCall(handlers, 'tunnel.arm', { id }, caller, () => {})
    expect(result).toMatchObject({ ok: false, error: { code: 'PORT_TAKEN', details: { port: 15_432 } } })
  })

  it.each([
    ['{ "code": "PORT_TAKEN", "details": { "port": 80, "password": "s3cr3t" } }', 'PORT_TAKEN', 0],
    ['{ "code": "PORT_TAKEN", "details": { "port": "s3cr3t" } }', 'INTERNAL', 1],
    ['{ "code": "NO_SUCH_CODE", "details": { "said": "s3cr3t" } }', 'INTERNAL', 1],
  ])('lets nothing of a failure through that the contract does not know: %s', async (json, code, faults) => {
    const report = vi.fn()
    const problem: Problem = JSON.parse(json)
    const handlers = handlersWith({ 'tunnel.arm': async () => ({ ok: false, error: problem }) })
    const result = await answerCall(handlers, 'tunnel.arm', { id }, caller, report)
    expect(result).toMatchObject({ ok: false, error: { code } })
    expect(report).toHaveBeenCalledTimes(faults)
    expect(JSON.stringify([result, report.mock.calls])).not.toContain('s3cr3t')
  })

  it('turns a thrown bug into INTERNAL without its message, and reports it', async () => {
    const report = vi.fn()
    const handlers = handlersWith({
      'tunnel.arm': async () => {
        throw new Error('token=s3cr3t')
      },
    })
    const result = await answerCall(handlers, 'tunnel.arm', { id }, caller, report)
    expect(result).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })
    expect(JSON.stringify(result)).not.toContain('s3cr3t')
    expect(report).toHaveBeenCalledWith('call-failed', expect.objectContaining({ call: 'tunnel.arm' }))
  })

  it('does not let output that breaks the contract through', async () => {
    const handlers = handlersWith({ 'port.suggest': async () => ok({ port: 99_999 }) })
    const result = await answerCall(
      handlers,
      'port.suggest',
      { environment: 'staging', kind: 'redis' },
      caller,
      () => {},
    )
    expect(result).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })
  })
})
