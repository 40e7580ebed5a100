import type { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBuiltinShell } from '#relay/engine/builtin/index.ts'
import { EngineWorld, type SessionWishes } from './engine-world.ts'
import { until } from './transfers.ts'

let world: EngineWorld

beforeEach(async () => {
  world = await EngineWorld.start()
})

afterEach(async () => {
  await world.end()
})

const prompt = 'sh-5.2$ '
const wishes = (sessionType: string, more: SessionWishes = {}): SessionWishes => ({
  properties: {},
  ...more,
  sessionType,
  behaviour: { firstOutputMs: 0, ...more.behaviour },
})

/** Everything read so far, growing. */
function reading(output: Readable): { text: string } {
  const seen = { text: '' }
  output.on('data', (chunk: Buffer) => (seen.text += chunk.toString('utf8')))
  return seen
}

describe.each([
  ['in the clear', {}],
  ['encrypted', { behaviour: { kmsKeyId: 'arn:aws:kms:eu-west-1:1:key/k', kmsChallenge: 'required' } }],
  ['encrypted, by an agent without a challenge', { agentVersion: '3.3.700.0', behaviour: { kmsKeyId: 'alias/old' } }],
] as const)('a shell %s', (name, more) => {
  it('types, prints, knows its size, and ends with its program', async () => {
    const { session } = await world.begin(createBuiltinShell, wishes('Standard_Stream', more))
    const seen = reading(session.output)
    session.resize(97, 41)
    await until(() => seen.text.includes(prompt))
    session.write(Buffer.from('stty size; printf "\\344\\275\\240 %s\\n" done\r'))
    await until(() => seen.text.includes('\xe4') || seen.text.includes('你 done'))
    expect(seen.text).toContain('41 97')
    expect(session.customerMessage).toBe(name === 'in the clear' ? '' : 'This session is encrypted using AWS KMS.')
    session.write(Buffer.from('exit\r'))
    expect(await session.ended).toMatchObject({ code: 'SESSION_ENDED' })
    await until(() => session.output.destroyed)
    expect(session.write(Buffer.from('late'))).toBe(false)
  })

  it('goes on after a drop', async () => {
    const { session, host } = await world.begin(createBuiltinShell, wishes('Standard_Stream', more))
    const seen = reading(session.output)
    await until(() => seen.text.includes(prompt))
    world.gateway.drop(session.sessionId)
    session.write(Buffer.from('echo $((6 * 7))\r'))
    await until(() => seen.text.includes('42'))
    expect(host.resumes).toBe(1)
  })

  it('stops with its program', async () => {
    const { session } = await world.begin(createBuiltinShell, wishes('Standard_Stream', more))
    session.output.resume()
    await session.stop(5_000)
    await until(() => world.gateway.activeSessions().length === 0)
    expect(session.output.destroyed || session.output.readableEnded).toBe(true)
  })
})

describe('a command', () => {
  it('can be interactive', async () => {
    const properties = { commands: 'read -p "name? " n; echo "hello $n"' }
    const { session } = await world.begin(createBuiltinShell, wishes('InteractiveCommands', { properties }))
    const seen = reading(session.output)
    await until(() => seen.text.includes('name? '))
    session.write(Buffer.from('ann\r'))
    await session.ended
    await until(() => session.output.readableEnded)
    expect(seen.text).toContain('hello ann')
  })

  it.each([{}, { kmsKeyId: 'alias/k' }])('prints both its streams and tells its exit code (%j)', async (behaviour) => {
    const properties = { commands: 'echo out; echo err >&2; exit 3', separateOutputStream: 'true' }
    const { session } = await world.begin(
      createBuiltinShell,
      wishes('NonInteractiveCommands', { properties, behaviour }),
    )
    const seen = reading(session.output)
    await session.ended
    await until(() => session.output.readableEnded)
    expect(seen.text.split('\n').toSorted()).toEqual(['', 'err', 'out'])
    expect(session.exitCode).toBe(3)
  })

  it('can be interrupted', async () => {
    const properties = { commands: 'echo begun; sleep 60', separateOutputStream: 'true' }
    const { session } = await world.begin(createBuiltinShell, wishes('NonInteractiveCommands', { properties }))
    const seen = reading(session.output)
    await until(() => seen.text.includes('begun'))
    session.write(Buffer.from([3]))
    expect(await session.ended).toMatchObject({ code: 'SESSION_ENDED' })
  })
})

describe('a shell that can not be encrypted', () => {
  const grant = () => world.grant(wishes('Standard_Stream', { behaviour: { kmsKeyId: 'alias/k' } }))
  const never = new AbortController().signal

  it('is refused without anyone to make a key', async () => {
    const granted = grant()
    const { generateDataKey: _, ...host } = world.recordingHost(granted.sessionId)
    expect(await createBuiltinShell()(granted, host, never)).toMatchObject({
      ok: false,
      error: { code: 'HANDSHAKE_REJECTED' },
    })
  })

  it('is refused when the key is not made, with that reason', async () => {
    const granted = grant()
    const host = world.recordingHost(granted.sessionId)
    const error = { code: 'ACCESS_DENIED', details: {} }
    const refusal = { ok: false as const, error: Object.assign(error) }
    expect(await createBuiltinShell()(granted, { ...host, generateDataKey: async () => refusal }, never)).toEqual(
      refusal,
    )
  })

  it('is refused when making the key goes wrong', async () => {
    const granted = grant()
    const host = world.recordingHost(granted.sessionId)
    const generateDataKey = (): Promise<never> => Promise.reject(new Error('broken pipe'))
    expect(await createBuiltinShell()(granted, { ...host, generateDataKey }, never)).toMatchObject({
      ok: false,
      error: { code: 'HANDSHAKE_REJECTED', details: { said: expect.stringContaining('broken pipe') } },
    })
  })

  it('is refused when the key is too short', async () => {
    const granted = grant()
    const host = world.recordingHost(granted.sessionId)
    const value = { plaintext: new Uint8Array(32), ciphertext: new Uint8Array(9) }
    const started = await createBuiltinShell()(
      granted,
      { ...host, generateDataKey: async () => ({ ok: true, value }) },
      never,
    )
    expect(started).toMatchObject({ ok: false, error: { code: 'HANDSHAKE_REJECTED' } })
  })
})
