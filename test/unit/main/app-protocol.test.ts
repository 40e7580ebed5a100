import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ProtocolResponse } from 'electron'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ protocol: {} }))
const { serveAppProtocol } = await import('../../../main/protocol/app-protocol.ts')

type Serve = (
  request: { readonly method: string; readonly url: string },
  answer: (answer: ProtocolResponse) => void,
) => void

const schemes = new Map<string, Serve>()
const session = {
  protocol: {
    registerBufferProtocol: (name: string, serve: Serve) => void schemes.set(name, serve),
    unregisterProtocol: (name: string) => void schemes.delete(name),
  },
}
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-page-'))
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
  Reflect.apply(serveAppProtocol, null, [session, folder])
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function ask(url: string, method = 'GET'): Promise<ProtocolResponse> {
  return new Promise((resolve) => schemes.get('app')?.({ method, url }, resolve))
}

describe('every answer of the app protocol', () => {
  it.each([
    ['a file', 'app://culvert/', 'GET', undefined],
    ['a file that is not there', 'app://culvert/gone.js', 'GET', 404],
    ['a path outside', 'app://culvert/..%2f..%2fetc/passwd.html', 'GET', 404],
    ['another host', 'app://elsewhere/index.html', 'GET', 404],
    ['another method', 'app://culvert/', 'POST', 404],
  ])('has the policy with it: %s', async (_name, url, method, status) => {
    const { headers, statusCode } = await ask(url, method)
    expect(statusCode).toBe(status)
    expect(headers).toMatchObject({
      'Content-Security-Policy': expect.stringContaining("default-src 'none'"),
      'X-Content-Type-Options': 'nosniff',
    })
  })

  it('is its file, with the type of its name', async () => {
    const { data, headers } = await ask('app://culvert/')
    expect(data).toEqual(Buffer.from('<!doctype html>'))
    expect(headers).toMatchObject({ 'Content-Type': 'text/html; charset=utf-8' })
  })
})
