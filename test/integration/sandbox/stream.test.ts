import { Sha256 } from '@aws-crypto/sha256-js'
import { SSMClient, StartSessionCommand } from '@aws-sdk/client-ssm'
import { SignatureV4 } from '@smithy/signature-v4'
import { readFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { connect as connectTls } from 'node:tls'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { clientOf, region, type TemporaryKeys } from './support.ts'

let sandbox: Sandbox | null = null

afterEach(async () => {
  await sandbox?.stop()
  sandbox = null
})

const parameters = { host: ['echo.harborline.internal'], portNumber: ['7'] }
const input = {
  Target: 'i-0ab3f29c81d7e4402',
  DocumentName: 'AWS-StartPortForwardingSessionToRemoteHost',
  Parameters: parameters,
}

async function startSession(running: Sandbox, credentials: TemporaryKeys): Promise<string> {
  const ssm = new SSMClient({ ...clientOf(running), credentials })
  return (await ssm.send(new StartSessionCommand(input))).StreamUrl ?? ''
}

/** Headers of a signed upgrade, as clients since 1.2.764 send them. */
async function signUpgrade(streamUrl: string, credentials: TemporaryKeys): Promise<Record<string, string>> {
  const { hostname, host, pathname, searchParams, port } = new URL(streamUrl)
  const signer = new SignatureV4({ service: 'ssmmessages', region, credentials, sha256: Sha256 })
  const signed = await signer.sign({
    method: 'GET',
    protocol: 'https:',
    hostname,
    port: Number(port),
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { host },
  })
  return signed.headers
}

/** The signature a client makes on another day, or for another region, with the rest as it should be. */
const spoilt = (headers: Record<string, string>, from: RegExp, to: string): Record<string, string> => ({
  ...headers,
  authorization: (headers['authorization'] ?? '').replace(from, to),
})

async function upgrade(streamUrl: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(streamUrl, { headers })
  socket.on('error', () => undefined)
  const status = await new Promise<number>((resolve) => {
    socket.once('open', () => resolve(101))
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
  })
  socket.terminate()
  return status
}

describe('the data channel', () => {
  it('opens for a good signature, not for a bad one, and for old clients that do not sign', async () => {
    sandbox = await startSandbox({ databases: [] })
    const credentials = sandbox.issueCredentials('orders-prod', 'DatabaseTunnel')
    const streamUrl = await startSession(sandbox, credentials)
    expect(await upgrade(streamUrl, await signUpgrade(streamUrl, credentials))).toBe(101)
    expect(await upgrade(streamUrl, await signUpgrade(streamUrl, { ...credentials, secretAccessKey: 'x' }))).toBe(403)
    expect(await upgrade(streamUrl, {})).toBe(101)
  })

  it.each([
    ['an account that has not started it', 'orders-staging', 'PowerUser'],
    ['a role that may not open channels', 'orders-prod', 'ReadOnly'],
  ])('does not open for %s, however well it signs', async (_case, account, role) => {
    sandbox = await startSandbox({ databases: [] })
    const streamUrl = await startSession(sandbox, sandbox.issueCredentials('orders-prod', 'DatabaseTunnel'))
    const others = sandbox.issueCredentials(account, role)
    expect(await upgrade(streamUrl, await signUpgrade(streamUrl, others))).toBe(403)
  })

  it('does not open for a signature whose scope is not the request’s, or that leaves its token out', async () => {
    sandbox = await startSandbox({ databases: [] })
    const credentials = sandbox.issueCredentials('orders-prod', 'DatabaseTunnel')
    const streamUrl = await startSession(sandbox, credentials)
    const headers = await signUpgrade(streamUrl, credentials)
    expect(await upgrade(streamUrl, spoilt(headers, /\/\d{8}\//, '/20260101/'))).toBe(403)
    expect(await upgrade(streamUrl, spoilt(headers, /\/ap-northeast-1\//, '/eu-west-1/'))).toBe(403)
    expect(await upgrade(streamUrl, { ...headers, 'x-amz-security-token': 'other' })).toBe(403)
    expect(await upgrade(streamUrl, { ...headers, 'x-amz-meta': 'unsigned' })).toBe(403)
    expect(await upgrade(streamUrl, headers)).toBe(101)
  })

  it('leads to databases that start when a session asks for them', async (test) => {
    sandbox = await startSandbox({ databases: ['redis'] })
    expect(sandbox.databases.running()).toEqual([])
    const credentials = sandbox.issueCredentials('orders-prod', 'DatabaseTunnel')
    const ssm = new SSMClient({ ...clientOf(sandbox), credentials })
    const host = ['master.session-cache.x7q2lm.apne1.cache.amazonaws.com']
    await ssm.send(new StartSessionCommand({ ...input, Parameters: { host, portNumber: ['6379'] } }))
    const { redis } = sandbox.databases.failures()
    if (redis !== undefined) return test.skip(redis)
    expect(sandbox.databases.running().map(({ server }) => server)).toEqual(['Redis'])
  })
})

describe('the corporate network', () => {
  it('leads genuine names to the sandbox over TLS, and refuses every other', async () => {
    sandbox = await startSandbox({ network: 'corporate', databases: [] })
    const proxy = sandbox.environment['HTTPS_PROXY'] ?? ''
    const ca = await readFile(sandbox.environment['AWS_CA_BUNDLE'] ?? '', 'utf8')
    expect(await throughProxy(proxy, ca, `ssm.${region}.amazonaws.com`, '/')).toMatch(/^HTTP\/1\.1 404/)
    expect(await throughProxy(proxy, ca, `ssmmessages.${region}.amazonaws.com`, '/')).toMatch(/^HTTP\/1\.1 426/)
    await expect(throughProxy(proxy, ca, 'example.com', '/')).rejects.toThrow('CONNECT 403')
    await expect(throughProxy(proxy, ca, `ssm.${region}.amazonaws.com.example.com`, '/')).rejects.toThrow('CONNECT 403')
    expect(await throughProxy(proxy, ca, `sts.${region}.amazonaws.com`, '/_sandbox/state')).toMatch(/^HTTP\/1\.1 403/)
  })
})

/** First line of the answer to a GET through the proxy, with the server's certificate checked against `ca`. */
async function throughProxy(proxy: string, ca: string, host: string, path: string): Promise<string> {
  const { hostname, port } = new URL(proxy)
  const request = httpRequest({ host: hostname, port, method: 'CONNECT', path: `${host}:443` }).end()
  const [response, socket] = await once(request, 'connect')
  if (response.statusCode !== 200) {
    socket.destroy()
    throw new Error(`CONNECT ${response.statusCode}`)
  }
  const tls = connectTls({ socket, servername: host, ca })
  await once(tls, 'secureConnect')
  tls.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`)
  const [first]: readonly unknown[] = await once(tls, 'data')
  tls.destroy()
  return String(first).split('\r\n')[0] ?? ''
}
