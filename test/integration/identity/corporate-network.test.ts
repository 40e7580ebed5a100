import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createPortal } from '#core/aws/index.ts'
import type { EnvironmentVariables } from '#network/environment-variables.ts'
import { awsHttpIn } from '#test/support/aws-http.ts'
import { wallClock } from '#test/support/wall-clock.ts'
import { createSelfSigned } from './self-signed.ts'

const session = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' }
const host = 'portal.corporate.test'
let folder: string
let bundle: string
let service: HttpServer
let proxy: HttpServer
let silent: Server
let connects: string[]
let proxyAnswers: 'connects' | 'refuses' | 'lies'

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-trust-'))
  bundle = join(folder, 'bundle.pem')
  const pair = createSelfSigned(host)
  await writeFile(bundle, pair.cert)
  service = createHttpsServer(pair, (_, response) =>
    response.end('{"accountList":[{"accountId":"1","accountName":"one"}]}'),
  )
  const port = await listen(service)
  proxy = createHttpServer().on('connect', (request, client) => {
    connects.push(`${request.url} ${request.headers['proxy-authorization'] ?? 'open'}`)
    if (proxyAnswers === 'lies') return client.end('220 mail.corporate.test ESMTP\r\n')
    if (proxyAnswers === 'refuses') return client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n')
      upstream.pipe(client).pipe(upstream)
    })
    for (const socket of [upstream, client]) socket.on('error', () => socket.destroy())
    return upstream
  })
  await listen(proxy)
  silent = createServer((socket) => void socket.on('error', () => {}).resume())
  await listen(silent)
})

afterAll(async () => {
  for (const server of [service, proxy]) server.closeAllConnections()
  await Promise.all([service, proxy, silent].map((server) => new Promise((resolve) => server.close(resolve))))
  await rm(folder, { recursive: true })
})

beforeEach(() => {
  connects = []
  proxyAnswers = 'connects'
})

async function listAccounts(environment: EnvironmentVariables, requestTimeout = 20_000) {
  const http = awsHttpIn(environment, { connectionTimeout: 20_000, requestTimeout })
  const listed = await createPortal({ clock: wallClock, http }).listAccounts(session, 'token')
  http.dispose()
  return listed
}

const throughProxy = (): EnvironmentVariables => ({
  AWS_ENDPOINT_URL: `https://${host}`,
  HTTPS_PROXY: `http://me:p%40ss@127.0.0.1:${(proxy.address() as AddressInfo).port}`,
})

describe('a corporate network', () => {
  it('is crossed through its proxy, with its certificates', async () => {
    const listed = await listAccounts({ ...throughProxy(), AWS_CA_BUNDLE: bundle })
    expect(listed).toEqual({ ok: true, value: [{ accountId: '1', accountName: 'one' }] })
    expect(connects).toEqual([`${host}:443 Basic ${Buffer.from('me:p@ss').toString('base64')}`])
    expect(await listAccounts({ ...throughProxy(), NODE_EXTRA_CA_CERTS: bundle })).toMatchObject({ ok: true })
  })

  it('that is not trusted is told from one that is down', async () => {
    expect(await listAccounts(throughProxy())).toMatchObject({ ok: false, error: { code: 'TLS_UNTRUSTED' } })
    proxyAnswers = 'refuses'
    expect(await listAccounts({ ...throughProxy(), AWS_CA_BUNDLE: bundle })).toMatchObject({
      ok: false,
      error: { code: 'PROXY_SIGN_IN' },
    })
    proxyAnswers = 'lies'
    expect(await listAccounts({ ...throughProxy(), AWS_CA_BUNDLE: bundle })).toMatchObject({
      ok: false,
      error: { code: 'NETWORK_UNREACHABLE', details: { aws: { error: 'HPE_INVALID_CONSTANT' } } },
    })
  })

  it('is not there where its variable is empty', async () => {
    const listed = await listAccounts({ AWS_ENDPOINT_URL: `https://${host}`, HTTPS_PROXY: '' })
    expect(listed).toMatchObject({ ok: false, error: { code: 'NETWORK_UNREACHABLE' } })
    expect(connects).toEqual([])
  })

  it('whose proxy speaks something else is named, without the password', async () => {
    const listed = await listAccounts({ ...throughProxy(), HTTPS_PROXY: 'quic://me:word@127.0.0.1:1080' })
    const details = { variable: 'HTTPS_PROXY', scheme: 'quic' }
    expect(listed).toMatchObject({ ok: false, error: { code: 'PROXY_UNUSABLE', details } })
    expect(JSON.stringify(listed)).not.toContain('word')
  })

  it('that swallows requests is given up on', async () => {
    const { port } = silent.address() as AddressInfo
    expect(await listAccounts({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` }, 200)).toMatchObject({
      ok: false,
      error: { code: 'NETWORK_UNREACHABLE', details: { aws: { error: 'ETIMEDOUT' } } },
    })
  })
})
