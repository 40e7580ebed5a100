import { expect, it, vi } from 'vitest'
import { RequestGate } from '#relay/front-door/request-gate.ts'

const request = (path: string): Buffer => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)

it('nothing of a refused request gets through, nor of what comes after it', () => {
  const refused = vi.fn()
  const gate = new RequestGate({ judge: ({ target }) => (target === '/bad' ? 'refuse' : 'pass'), refused })
  const passed: Buffer[] = []
  gate.on('data', (bytes: Buffer) => passed.push(bytes))
  gate.on('error', () => {})
  gate.resume()
  gate.write(request('/good'))
  gate.write(request('/bad'))
  gate.write(request('/later'))
  expect(Buffer.concat([...passed, gate.read() ?? Buffer.alloc(0)]).toString()).not.toMatch(/bad|later/)
  expect(refused).toHaveBeenCalledOnce()
  expect(gate.destroyed).toBe(true)
})
