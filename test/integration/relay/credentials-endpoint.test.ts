import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openCredentialsEndpoint, type CredentialsEndpoint } from '#relay/engine/plugin/credentials-endpoint.ts'
import { askAs } from '#test/support/ask-as.ts'
import { reachableBeside } from '#test/support/reachable-beside.ts'

const keys = { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret', sessionToken: 'session' }
const ask = vi.fn(async () => keys)

let endpoint: CredentialsEndpoint
beforeEach(async () => {
  ask.mockClear()
  endpoint = await openCredentialsEndpoint(ask)
})
afterEach(() => endpoint.close())

const port = (): number => Number(new URL(endpoint.url).port)
const authorized = () => ({ authorization: endpoint.token })

describe('the credentials endpoint', () => {
  it('is on loopback alone', async () => {
    expect(new URL(endpoint.url).hostname).toBe('127.0.0.1')
    expect(await reachableBeside(port())).toEqual([])
  })

  it('gives credentials to who has the token, and says that nobody may keep them', async () => {
    const { status, headers, body } = await askAs(endpoint.url, authorized())
    expect(status).toBe(200)
    expect(headers['cache-control']).toBe('no-store')
    expect(JSON.parse(body)).toMatchObject({ AccessKeyId: 'AKIDTEST', SecretAccessKey: 'secret', Token: 'session' })
  })

  it('gives none without it, nor with another', async () => {
    const { token } = endpoint
    const guesses = [undefined, '', 'Bearer', `${token}x`, token.slice(0, -1), `x${token.slice(1)}`]
    for (const authorization of guesses) {
      const told = await askAs(endpoint.url, authorization === undefined ? {} : { authorization })
      expect(told).toMatchObject({ status: 401, body: expect.not.stringContaining('AKID') })
    }
    expect(ask).not.toHaveBeenCalled()
  })

  it('gives none to a request for another Host, though it has the token', async () => {
    for (const host of ['evil.example', `localhost:${port()}`, '127.0.0.1', `127.0.0.1:${port() - 1}`])
      expect((await askAs(endpoint.url, { ...authorized(), host })).status).toBe(404)
    expect(ask).not.toHaveBeenCalled()
  })

  it('gives none by another method, or at another path', async () => {
    for (const method of ['POST', 'PUT', 'OPTIONS'])
      expect((await askAs(endpoint.url, { ...authorized(), method })).status).toBe(404)
    expect((await askAs(`${endpoint.url}/more`, authorized())).status).toBe(404)
    expect(ask).not.toHaveBeenCalled()
  })

  it('has another token each time, of 32 random bytes', async () => {
    const tokens = new Set([endpoint.token])
    for (let count = 0; count < 20; count += 1) {
      const other = await openCredentialsEndpoint(ask)
      tokens.add(other.token)
      await other.close()
    }
    expect(tokens.size).toBe(21)
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  })
})
