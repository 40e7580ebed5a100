import { readFile } from 'node:fs/promises'
import { connect, Server, type ListenOptions, type Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { freePort } from '#test/support/tcp.ts'
import { listenOnLoopback } from '#relay/front-door/listen.ts'

/** The edge: what the system answers when asked to listen on an address. */
function systemAnswers(answers: Readonly<Record<string, string | null>>): string[] {
  const closed: string[] = []
  vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server, ...args: unknown[]) {
    const [{ host = '' }, listening] = args as [ListenOptions, () => void]
    const errorCode = answers[host]
    queueMicrotask(() => {
      if (errorCode === null) listening()
      else this.emit('error', Object.assign(new Error(errorCode), { code: errorCode }))
    })
    vi.spyOn(this, 'close').mockImplementation((done) => {
      closed.push(host)
      done?.()
      return this
    })
    return this
  })
  return closed
}

describe('a client at the port', () => {
  it.skipIf(process.platform !== 'linux')('is asked for by the system when it is silent', async () => {
    const accepted: Socket[] = []
    const port = await freePort()
    const listening = await listenOnLoopback({ port }, (socket) => void accepted.push(socket))
    const client = connect(port, '127.0.0.1')
    await vi.waitFor(() => expect(accepted).toHaveLength(1))
    // The column `tr` of the row of the accepted end: 02 is the keep-alive timer.
    const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`
    const rows = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map((row) => row.trim().split(/\s+/))
    expect(rows.filter(([, at, , state]) => at === local && state === '01').map((row) => row[5]?.slice(0, 2))).toEqual([
      '02',
    ])
    for (const socket of [client, ...accepted]) socket.destroy()
    if (listening.ok) await listening.value.close()
  })
})

describe('listening on loopback', () => {
  afterEach(() => vi.restoreAllMocks())

  it.each(['EADDRNOTAVAIL', 'EAFNOSUPPORT'])('does without ::1 where there is none (%s)', async (missing) => {
    systemAnswers({ '127.0.0.1': null, '::1': missing })
    expect(await listenOnLoopback({ port: 15432 }, () => {})).toMatchObject({
      ok: true,
      value: { addresses: ['127.0.0.1'] },
    })
  })

  it.each([
    ['EADDRINUSE', 'PORT_TAKEN', { port: 15432, address: '::1' }],
    ['EACCES', 'PORT_FORBIDDEN', { port: 15432, address: '::1' }],
    ['ENOBUFS', 'INTERNAL', { said: 'listen ::1:15432: ENOBUFS' }],
  ])('tells %s as %s, and lets go of what it had', async (errorCode, code, details) => {
    const closed = systemAnswers({ '127.0.0.1': null, '::1': errorCode })
    const error = { code, details }
    expect(await listenOnLoopback({ port: 15432 }, () => {})).toMatchObject({ ok: false, error })
    expect(closed).toEqual(['127.0.0.1'])
  })

  it('does not do without 127.0.0.1', async () => {
    systemAnswers({ '127.0.0.1': 'EADDRNOTAVAIL', '::1': null })
    expect(await listenOnLoopback({ port: 15432 }, () => {})).toMatchObject({
      ok: false,
      error: { details: { said: 'listen 127.0.0.1:15432: EADDRNOTAVAIL' } },
    })
  })
  it('listens on an address of its own alone, and says when the computer does not have it', async () => {
    const place = { port: 5432, address: '127.0.0.2' }
    systemAnswers({ '127.0.0.2': null })
    expect(await listenOnLoopback(place, () => {})).toMatchObject({ ok: true, value: { addresses: ['127.0.0.2'] } })
    vi.restoreAllMocks()
    systemAnswers({ '127.0.0.2': 'EADDRNOTAVAIL' })
    const error = { code: 'LOCAL_ADDRESS_MISSING', details: place }
    expect(await listenOnLoopback(place, () => {})).toMatchObject({ ok: false, error })
  })
})
