import { pluginAt } from '#test/support/official-plugin.ts'
import { describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import type { ProfileRef, TargetRule } from '#contract/tunnel.ts'
import type { SessionPlace, StartRequest } from '#core/app/ports.ts'
import { identityStage } from './identity-stage.ts'

const region = 'ap-northeast-1'
const at = (accountId: string, roleName: string): SessionPlace => {
  const profile: ProfileRef = { type: 'sso', session: 'harborline', accountId, roleName }
  return { profile, region }
}
const prod = at('482100973316', 'DatabaseTunnel')
const staging = at('730155204418', 'DatabaseTunnel')
const dev = at('118840276650', 'DatabaseTunnel')
const bastion = 'i-0ab3f29c81d7e4402'
const lost = 'i-0c7e41d8b5a90f236'
const byTag = (value: string): TargetRule => ({ by: 'tag', tags: [{ key: 'Role', value }] })
const byId = (id: string): TargetRule => ({ by: 'id', id })
const tasks: TargetRule = { by: 'ecs', cluster: 'c', service: 's', container: 'x' }
const request: StartRequest = {
  targetId: bastion,
  purpose: { for: 'forward', endpoint: { host: 'orders.example.internal', port: 5432 }, localPort: 15_432 },
  reason: 'culvert: orders',
  engine: 'builtin',
}

/** `open`, or why it was refused. */
function upgrade(url: string, headers: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { headers })
    socket.once('error', (error) => resolve(error.message))
    socket.once('open', () => {
      socket.terminate()
      resolve('open')
    })
  })
}

const stage = identityStage({ crowd: { nodes: 120 } }, 'signed-in')

describe('finding the target', () => {
  it('prefers the node that is online, and counts all that match', async () => {
    const found = await stage.identity.sessions.findTargets(prod, byTag('bastion'))
    expect(found.ok && found.value.map(({ id, online }) => [id, online])).toEqual([
      [bastion, true],
      [lost, false],
    ])
    const resolved = await stage.identity.sessions.resolveTarget(prod, byTag('bastion'))
    expect(resolved).toMatchObject({
      ok: true,
      value: { id: bastion, name: 'bastion-a', zone: 'ap-northeast-1a', matches: 2, agentVersion: '3.3.987.0' },
    })
  })

  it('searches once for all who want the same at the same time, and anew for the next', async () => {
    const searches = (): number =>
      stage.sandbox.state().calls.filter(({ action }) => action === 'DescribeInstances').length
    const many = Array.from({ length: 20 }, () => stage.identity.sessions.resolveTarget(prod, byTag('bastion')))
    expect((await Promise.all(many)).every((found) => found.ok && found.value.id === bastion)).toBe(true)
    expect(searches()).toBe(1)
    await Promise.all([byId(bastion), byId(lost)].map((rule) => stage.identity.sessions.findTargets(prod, rule)))
    await stage.identity.sessions.resolveTarget(prod, byTag('bastion'))
    expect(searches()).toBe(4)
  })

  it('pages through more nodes than one answer holds', async () => {
    const found = await stage.identity.sessions.findTargets(dev, byTag('worker'))
    expect(found.ok && new Set(found.value.map(({ id }) => id)).size).toBe(120)
    expect(found.ok && found.value.every(({ online }) => online)).toBe(true)
  })

  it('finds hybrid nodes by tag and by id', async () => {
    for (const rule of [byTag('office-gateway'), byId('mi-07c2e9f1b4d8a6053')]) {
      expect(await stage.identity.sessions.resolveTarget(dev, rule)).toMatchObject({
        ok: true,
        value: { id: 'mi-07c2e9f1b4d8a6053' },
      })
    }
  })

  it.each([
    ['nothing has the tag', prod, byTag('nobody'), 'TARGET_NO_MATCH', { rule: 'Role=nobody', region: prod.region }],
    ['the id is unknown', prod, byId('i-0123456789abcdef0'), 'TARGET_NOT_FOUND', { targetId: 'i-0123456789abcdef0' }],
    ['the node lost its connection', prod, byId(lost), 'TARGET_NOT_CONNECTED', { reason: 'connection-lost' }],
    [
      'the node never registered',
      prod,
      byTag('api'),
      'TARGET_NOT_CONNECTED',
      { reason: 'not-registered', state: 'running' },
    ],
    ['the instance is stopped', staging, byId('i-02a7b95d4e6c8f130'), 'TARGET_STOPPED', { state: 'stopped' }],
    ['no task is there', prod, tasks, 'TASK_NOT_FOUND', { missing: 'cluster' }],
  ] as const)('says so when %s', async (_, place, rule, code, details) => {
    const resolved = await stage.identity.sessions.resolveTarget(place, rule)
    expect(resolved).toMatchObject({ ok: false, error: { code, details } })
  })

  it('passes over a stopped node for one that runs', async () => {
    expect(await stage.identity.sessions.resolveTarget(staging, byTag('bastion'))).toMatchObject({
      ok: true,
      value: { name: 'bastion-stg' },
    })
  })

  it('says which permission is missing', async () => {
    const blind = at('482100973316', 'TunnelWithoutRead')
    for (const rule of [byTag('bastion'), byId(bastion)]) {
      expect(await stage.identity.sessions.resolveTarget(blind, rule)).toMatchObject({
        ok: false,
        error: {
          code: 'ACCESS_DENIED',
          details: {
            denial: { action: expect.stringMatching(/Describe/) as string, principal: expect.any(String) as string },
          },
        },
      })
    }
  })
})

describe('a session', () => {
  it('is started with its document, parameters and reason, resumed and ended', async () => {
    const started = await stage.identity.sessions.start(prod, request)
    if (!started.ok) throw new Error(JSON.stringify(started.error))
    const { sessionId, pass, engine } = started.value
    expect(engine).toEqual({ name: 'builtin' })
    expect(sessionId).toMatch(/^mika\.sato-/)
    expect(pass.streamUrl).toMatch(/^ws:/)
    expect(Object.keys(pass.upgradeHeaders).sort()).toEqual(['authorization', 'x-amz-date', 'x-amz-security-token'])
    expect(stage.sandbox.state().sessions.active).toHaveLength(1)
    const call = stage.sandbox.state().calls.find(({ action }) => action === 'StartSession')
    expect(call?.details).toMatchObject({ target: bastion, reason: 'culvert: orders' })
    const resumed = await stage.identity.sessions.resume(prod, { sessionId, streamUrl: pass.streamUrl })
    expect(resumed.ok && resumed.value.tokenValue).not.toBe(pass.tokenValue)
    expect(await stage.identity.sessions.terminate(prod, sessionId)).toEqual({ ok: true, value: undefined })
    expect(await stage.identity.sessions.terminate(prod, sessionId)).toEqual({ ok: true, value: undefined })
    expect(stage.sandbox.state().sessions.active).toHaveLength(0)
  })

  it('has an upgrade that the gateway lets in, and no other', async () => {
    const started = await stage.identity.sessions.start(prod, request)
    if (!started.ok) throw new Error(started.error.code)
    const { streamUrl, upgradeHeaders } = started.value.pass
    const signature = upgradeHeaders['authorization'] ?? ''
    const forged = {
      ...upgradeHeaders,
      authorization: `${signature.slice(0, -1)}${signature.endsWith('0') ? '1' : '0'}`,
    }
    expect(await upgrade(streamUrl, forged)).toMatch(/403/)
    expect(await upgrade(streamUrl, upgradeHeaders)).toBe('open')
    await stage.identity.sessions.terminate(prod, started.value.sessionId)
  })

  it('uses the plain document for a service on the target itself', async () => {
    const endpoint = { host: 'localhost', port: 22 }
    const local: StartRequest = { ...request, purpose: { for: 'forward', endpoint, localPort: 15_432 } }
    const started = await stage.identity.sessions.start(prod, local)
    expect(started).toMatchObject({ ok: true })
    expect(stage.sandbox.state().sessions.active.map((session) => session.documentName)).toEqual([
      'AWS-StartPortForwardingSession',
    ])
    if (started.ok) await stage.identity.sessions.terminate(prod, started.value.sessionId)
  })

  it.each([
    ['at its old address, when the service names none', 'without-address', true],
    ['where the service says', 'new-address', false],
  ] as const)('is resumed %s', async (_where, resume, isOld) => {
    stage.sandbox.fault({ kind: 'agent', behaviour: { resume } })
    const started = await stage.identity.sessions.start(prod, request)
    if (!started.ok) throw new Error(started.error.code)
    const { sessionId, pass } = started.value
    const resumed = await stage.identity.sessions.resume(prod, { sessionId, streamUrl: pass.streamUrl })
    if (!resumed.ok) throw new Error(resumed.error.code)
    expect(resumed.value.streamUrl === pass.streamUrl).toBe(isOld)
    expect(await upgrade(resumed.value.streamUrl, resumed.value.upgradeHeaders)).toBe('open')
    await stage.identity.sessions.terminate(prod, sessionId)
  })

  it('is over when the service gives no token any more', async () => {
    const started = await stage.identity.sessions.start(prod, request)
    if (!started.ok) throw new Error(started.error.code)
    stage.sandbox.fault({ kind: 'resume-without-token' })
    const { sessionId, pass } = started.value
    expect(await stage.identity.sessions.resume(prod, { sessionId, streamUrl: pass.streamUrl })).toMatchObject({
      ok: false,
      error: { code: 'SESSION_EXPIRED' },
    })
    await stage.identity.sessions.terminate(prod, started.value.sessionId)
  })

  it('is refused with the statement that is missing', async () => {
    const refused = await stage.identity.sessions.start(at('482100973316', 'ReadOnly'), request)
    expect(refused).toMatchObject({
      ok: false,
      error: {
        code: 'ACCESS_DENIED',
        details: {
          denial: {
            action: 'ssm:StartSession',
            resource: expect.stringContaining(bastion) as string,
            policyType: 'identity-based',
            how: 'implicit',
          },
          aws: { operation: 'StartSession', requestId: expect.any(String) as string },
        },
      },
    })
  })

  it('is refused when the target is not connected', async () => {
    expect(await stage.identity.sessions.start(prod, { ...request, targetId: lost })).toMatchObject({
      ok: false,
      error: { code: 'TARGET_NOT_CONNECTED', details: { targetId: lost } },
    })
  })

  it('waits through throttling, and gives up after a while', async () => {
    stage.sandbox.fault({ kind: 'throttle', action: 'StartSession', times: 2 })
    const started = await stage.identity.sessions.start(prod, request)
    expect(started).toMatchObject({ ok: true })
    if (started.ok) await stage.identity.sessions.terminate(prod, started.value.sessionId)
    stage.sandbox.fault({ kind: 'throttle', action: 'StartSession', times: 100 })
    expect(await stage.identity.sessions.start(prod, request)).toMatchObject({
      ok: false,
      error: { code: 'THROTTLED' },
    })
  })

  it('tells who is signed in, once credentials were used', async () => {
    await stage.identity.credentials.credentialsOf(prod.profile)
    await expect.poll(() => stage.identity.signIns.views()[0]?.person).toBe('mika.sato')
  })

  it('gets new credentials when they ended early, and tries once more', async () => {
    await stage.identity.credentials.credentialsOf(prod.profile)
    stage.sandbox.fault({ kind: 'expire-credentials' })
    const started = await stage.identity.sessions.start(prod, request)
    expect(started).toMatchObject({ ok: true })
    expect(stage.sandbox.state().calls.filter(({ action }) => action === 'GetRoleCredentials')).toHaveLength(2)
    if (started.ok) await stage.identity.sessions.terminate(prod, started.value.sessionId)
  })

  it("starts although the clock is wrong, and signs by the service's clock", async () => {
    stage.sandbox.fault({ kind: 'clock', offsetSeconds: 1_200 })
    const started = await stage.identity.sessions.start(prod, request)
    if (!started.ok) throw new Error(JSON.stringify(started.error))
    const stamp = started.value.pass.upgradeHeaders['x-amz-date'] ?? ''
    const signedAt = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
    expect(Math.abs(signedAt - Date.now() - 1_200_000)).toBeLessThan(30_000)
    await stage.identity.sessions.terminate(prod, started.value.sessionId)
  })

  it.each([
    ['auto', null, 'builtin'],
    ['auto', '1.2.835.0', 'builtin'],
    ['plugin', '1.2.707.0', 'plugin'],
    ['builtin', '1.2.835.0', 'builtin'],
  ] as const)('choice %s with plugin %s takes the %s', async (engine, version, taken) => {
    stage.identity.plugin = version === null ? null : pluginAt('/opt/plugin', version)
    const started = await stage.identity.sessions.start(prod, { ...request, engine })
    const extra = taken === 'plugin' ? { path: '/opt/plugin', version, ssmEndpoint: stage.sandbox.endpointUrl } : {}
    expect(started).toMatchObject({ ok: true, value: { engine: { name: taken, ...extra } } })
    if (started.ok) await stage.identity.sessions.terminate(prod, started.value.sessionId)
  })

  it('refuses by name a plugin that would take the token as an argument, before a session is started', async () => {
    stage.identity.plugin = pluginAt('/opt/plugin', '1.2.497.0')
    expect(await stage.identity.sessions.start(prod, { ...request, engine: 'plugin' })).toMatchObject({
      ok: false,
      error: { code: 'ENGINE_UNUSABLE', details: { path: '/opt/plugin', version: '1.2.497.0', reason: 'too-old' } },
    })
    expect(stage.sandbox.state().calls.map(({ action }) => action)).not.toContain('StartSession')
  })

  it('says that the plugin is missing when it was asked for', async () => {
    expect(await stage.identity.sessions.start(prod, { ...request, engine: 'plugin' })).toMatchObject({
      ok: false,
      error: { code: 'ENGINE_NOT_FOUND' },
    })
    expect(stage.sandbox.state().calls.map(({ action }) => action)).not.toContain('StartSession')
  })
})
