import { ResumeSessionCommand } from '@aws-sdk/client-ssm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { askBehindProxy, startBehindProxy } from './corporate-client.ts'
import { askProxy, secure } from './proxy-tunnel.ts'
import { region } from './support.ts'

const ssm = `ssm.${region}.amazonaws.com`
const input = {
  Target: 'i-0ab3f29c81d7e4402',
  DocumentName: 'AWS-StartPortForwardingSessionToRemoteHost',
  Parameters: { host: ['echo.harborline.internal'], portNumber: ['7'] },
}

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [], network: 'corporate' })
})
afterEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

const basic = (text: string) => ({ 'proxy-authorization': `Basic ${Buffer.from(text).toString('base64')}` })

async function statusOf(host: string, headers: Readonly<Record<string, string>> = {}, port = 443): Promise<number> {
  const { status, socket } = await askProxy(sandbox, host, headers, port)
  socket.destroy()
  return status
}

describe('the corporate proxy', () => {
  it.each([
    'oidc.ap-northeast-1.amazonaws.com',
    'portal.sso.ap-northeast-1.amazonaws.com',
    'ssm.ap-northeast-1.amazonaws.com',
    'ssmmessages.eu-west-1.amazonaws.com',
    'kms.ap-northeast-1.amazonaws.com',
    'ec2.us-east-1.amazonaws.com',
    'sts.amazonaws.com',
    'sts.ap-northeast-1.amazonaws.com',
  ])('leads %s here, under a certificate of its own', async (host) => {
    const answer = await askProxy(sandbox, host)
    expect(answer.status).toBe(200)
    const tls = await secure(sandbox, answer, host)
    expect(tls.getPeerCertificate().subjectaltname).toBe(`DNS:${host}`)
    tls.destroy()
    expect(sandbox.state().proxy).toEqual([{ host, status: 200 }])
  })

  it.each([
    ['example.com', 443],
    ['s3.ap-northeast-1.amazonaws.com', 443],
    ['ssm.ap-northeast-1.amazonaws.com.evil.example', 443],
    ['ssm.ap-northeast-1.amazonaws.com', 80],
  ])('lets nobody out to %s:%i', async (host, port) => {
    expect(await statusOf(host, {}, port)).toBe(403)
    expect(sandbox.state().proxy).toEqual([{ host, status: 403 }])
  })

  it('leads the message gateway’s name to the gateway, the others to the APIs', async () => {
    const line = async (host: string): Promise<string> => {
      const tls = await secure(sandbox, await askProxy(sandbox, host), host)
      const text = new Promise<string>((resolve) =>
        tls.once('data', (data: Buffer) => resolve(data.toString('latin1'))),
      )
      tls.write(`GET /v1/data-channel/nobody HTTP/1.1\r\nhost: ${host}\r\n\r\n`)
      const answer = await text
      tls.destroy()
      return answer.split('\r\n', 1)[0] ?? ''
    }
    expect(await line(`ssmmessages.${region}.amazonaws.com`)).toBe('HTTP/1.1 426 Upgrade Required')
    expect(await line(ssm)).toBe('HTTP/1.1 404 Not Found')
  })

  it('answers with genuine addresses to those who came by genuine names', async () => {
    const credentials = sandbox.issueCredentials('orders-prod', 'DatabaseTunnel')
    const { streamUrl, sessionId } = await startBehindProxy(sandbox, credentials, input)
    const start = `wss://ssmmessages.${region}.amazonaws.com/v1/data-channel/${sessionId}?role=publish_subscribe&cell-number=`
    expect(streamUrl.startsWith(start)).toBe(true)
    expect(sandbox.state().proxy).toEqual([{ host: ssm, status: 200 }])
    sandbox.fault({ kind: 'end-session' })
  })

  it.each([
    ['new-address', /^wss:\/\/ssmmessages\.ap-northeast-1\.amazonaws\.com\/v1\/data-channel\//],
    ['without-address', /^$/],
  ] as const)('does so when a session is resumed: %s', async (resume, expected) => {
    sandbox.fault({ kind: 'agent', behaviour: { resume } })
    const credentials = sandbox.issueCredentials('orders-prod', 'DatabaseTunnel')
    const { streamUrl, sessionId: SessionId } = await startBehindProxy(sandbox, credentials, input)
    const answer = await askBehindProxy(sandbox, credentials, (client) =>
      client.send(new ResumeSessionCommand({ SessionId })),
    )
    expect(answer.TokenValue).toMatch(/.{100}/)
    expect(answer.StreamUrl).toMatch(expected)
    expect(answer.StreamUrl).not.toBe(streamUrl)
    sandbox.fault({ kind: 'end-session' })
  })
})

describe('a proxy that wants a name and a password', () => {
  it('asks for them, and takes only the right ones', async () => {
    sandbox.fault({ kind: 'proxy', policy: { kind: 'credentials', user: 'mika', password: 'p@ss:word' } })
    const { status, head, socket } = await askProxy(sandbox, ssm)
    socket.destroy()
    expect(status).toBe(407)
    expect(head.toLowerCase()).toContain('\r\nproxy-authenticate: basic realm=')
    expect(await statusOf(ssm, basic('mika:wrong'))).toBe(407)
    expect(await statusOf(ssm, basic('mika:p@ss:word'))).toBe(200)
    expect(await statusOf('example.com', basic('mika:p@ss:word'))).toBe(403)
    expect(await statusOf('example.com')).toBe(407)
  })

  it('is what its clients’ environment was told from the start', async () => {
    const strict = await startSandbox({
      databases: [],
      network: 'corporate',
      proxy: { kind: 'credentials', user: 'mika', password: 'p@ss:word' },
    })
    const credentials = strict.issueCredentials('orders-prod', 'DatabaseTunnel')
    await expect(startBehindProxy(strict, credentials, input)).resolves.toHaveProperty('sessionId')
    const { status, socket } = await askProxy(strict, ssm)
    socket.destroy()
    strict.reset()
    const after = await askProxy(strict, ssm)
    after.socket.destroy()
    expect([status, after.status]).toEqual([407, 407])
    await strict.stop()
  })
})

describe('a proxy in the way', () => {
  it.each([403, 502, 503])('refuses every name with %i, until it is over', async (status) => {
    sandbox.fault({ kind: 'proxy', policy: { kind: 'refuse', status } })
    expect(await statusOf(ssm)).toBe(status)
    sandbox.fault({ kind: 'proxy', policy: null })
    expect(await statusOf(ssm)).toBe(200)
  })

  it('hangs up', async () => {
    sandbox.fault({ kind: 'proxy', policy: { kind: 'hang-up' } })
    const { status, head, socket } = await askProxy(sandbox, ssm)
    expect([status, head, socket.destroyed]).toEqual([0, '', true])
  })

  it('says nothing, and is gone when the sandbox stops', async () => {
    const mute = await startSandbox({ databases: [], network: 'corporate', proxy: { kind: 'silent' } })
    const answer = askProxy(mute, ssm)
    await expect.poll(() => mute.state().proxy).toEqual([{ host: ssm, status: 0 }])
    await mute.stop()
    expect(await answer).toMatchObject({ status: 0, head: '' })
  })

  it('shows certificates of an authority that nobody trusts', async () => {
    sandbox.fault({ kind: 'proxy', policy: { kind: 'unknown-authority' } })
    const answer = await askProxy(sandbox, ssm)
    expect(answer.status).toBe(200)
    await expect(secure(sandbox, answer, ssm)).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
    sandbox.fault({ kind: 'proxy', policy: { kind: 'open' } })
    const tls = await secure(sandbox, await askProxy(sandbox, ssm), ssm)
    tls.destroy()
  })
})
