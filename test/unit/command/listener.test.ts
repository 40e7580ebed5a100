import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { listen, scopeOf } from '#command/listener.ts'
import { serve } from '#test/support/tcp.ts'

it('takes its place from the document', () => {
  expect(scopeOf({ localPortNumber: '15432' })).toEqual({ kind: 'port', port: 15_432 })
  expect(scopeOf({ localPortNumber: '' })).toEqual({ kind: 'port', port: 0 })
  const unix = { localConnectionType: 'unix', localUnixSocket: '/tmp/db.sock' }
  expect(scopeOf(unix)).toEqual({ kind: 'unix', path: '/tmp/db.sock' })
})

it('tells of a taken port as AWS’s plugin does', async () => {
  const holder = await serve(() => undefined)
  const listening = await listen({ kind: 'port', port: holder.port }, () => undefined)
  const reason = `listen tcp 127.0.0.1:${holder.port}: bind: address already in use`
  expect(listening).toMatchObject({ ok: false, error: { code: 'PORT_TAKEN', details: { said: reason } } })
  await holder.close()
})

it('closes by its deadline although a client stays', async () => {
  const listening = await listen({ kind: 'port', port: 0 }, (socket) => socket.resume())
  if (!listening.ok) throw new Error(listening.error.code)
  const client = connect(listening.value.port, '127.0.0.1')
  const closed = new Promise((resolve) => client.once('close', resolve))
  client.on('error', () => undefined)
  await new Promise((resolve) => client.once('connect', resolve))
  expect(client.destroyed).toBe(false)
  await listening.value.close(50)
  await closed
  expect(client.destroyed).toBe(true)
})
