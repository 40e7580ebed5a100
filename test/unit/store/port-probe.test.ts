import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Server } from 'node:net'
import { basename } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { ProgramRun, RunProgram } from '#core/app/ports.ts'
import { createPortProbe } from '#core/store/port-probe/port-probe.ts'
import { runProgram } from '#core/system/run-program.ts'
import { parseProcNet } from '#domain/proc-net/proc-net.ts'
import { parseLsof, parseNetstat, parseTasklist } from '#core/store/port-probe/sockets.ts'

const servers: Server[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)))))

async function listen(host: string): Promise<number> {
  const server = createServer((socket) => socket.resume())
  servers.push(server)
  server.listen(0, host)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

describe('the port probe of this machine', () => {
  const probe = createPortProbe(runProgram)

  it.each(['127.0.0.1', '::1'])('names the program that listens on %s', async (host) => {
    const port = await listen(host)
    const found = await probe.check({ localPort: port })
    expect(found).toEqual({ state: 'taken', owner: { program: basename(process.execPath), pid: process.pid } })
  })

  it('finds a closed port free', async () => {
    const port = await listen('127.0.0.1')
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve))
    expect(await probe.check({ localPort: port })).toEqual({ state: 'free' })
  })

  it.skipIf(process.platform === 'darwin')('asks for an address of its own alone', async () => {
    const localPort = await listen('127.0.0.1')
    expect(await probe.check({ localPort, localAddress: '127.0.0.3' })).toEqual({ state: 'free' })
    const other = await listen('127.0.0.3')
    const owner = { program: basename(process.execPath), pid: process.pid }
    expect(await probe.check({ localPort: other, localAddress: '127.0.0.3' })).toEqual({ state: 'taken', owner })
    expect(await probe.check({ localPort: other })).toEqual({ state: 'free' })
  })

  it('names the programs of clients by their own ports', async () => {
    const port = await listen('127.0.0.1')
    const client = connect(port, '127.0.0.1')
    await once(client, 'connect')
    const from = client.localPort ?? 0
    expect(await probe.programsOf([from])).toEqual([
      { port: from, program: basename(process.execPath), pid: process.pid },
    ])
    client.destroy()
    await once(client, 'close')
    expect(await probe.programsOf([])).toEqual([])
  })
})

describe('listings of other systems', () => {
  it('of Linux', () => {
    const text = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:3C48 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 81234 1 0000000000000000 100 0 0 10 0',
      '   1: 00000000000000000000000001000000:C351 0100007F:3C48 01 00000000:00000000 00:00000000 00000000  1000        0 81240 1 0 0',
      '   2: 0100007F:C352 0100007F:3C48 06 00000000:00000000 03:00000000 00000000     0        0 0 3 0',
    ].join('\n')
    expect(parseProcNet(text)).toEqual([
      { localAddress: '127.0.0.1', localPort: 15_432, remotePort: 0, listens: true, inode: '81234', uid: 1_000 },
      { localAddress: '::1', localPort: 50_001, remotePort: 15_432, listens: false, inode: '81240', uid: 1_000 },
    ])
  })

  it('of macOS', () => {
    const text = [
      'p812',
      'cpostgres',
      'f7',
      'n127.0.0.1:15432',
      'TST=LISTEN',
      'TQR=0',
      'TQS=0',
      'f8',
      'TST=LISTEN',
      'n[::1]:15432',
      'p900',
      'cdatagrip',
      'f40',
      'n127.0.0.1:50001->127.0.0.1:15432',
      'TST=ESTABLISHED',
      '',
    ].join('\n')
    expect(parseLsof(text)).toEqual([
      { localAddress: '127.0.0.1', localPort: 15_432, listens: true, pid: 812, program: 'postgres' },
      { localAddress: '::1', localPort: 15_432, listens: true, pid: 812, program: 'postgres' },
      { localAddress: '127.0.0.1', localPort: 50_001, listens: false, pid: 900, program: 'datagrip' },
    ])
  })

  it('of Windows, in any language', () => {
    const text = [
      '',
      'Aktive Verbindungen',
      '',
      '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
      '  TCP    127.0.0.1:15432        0.0.0.0:0              ABHÖREN         812',
      '  TCP    [::1]:50001            [::1]:15432            HERGESTELLT     900',
      '',
    ].join('\r\n')
    expect(parseNetstat(text)).toEqual([
      { localAddress: '127.0.0.1', localPort: 15_432, listens: true, pid: 812, program: null },
      { localAddress: '::1', localPort: 50_001, listens: false, pid: 900, program: null },
    ])
    expect(parseTasklist('"postgres.exe","812","Services","0","12,345 K"\r\n')).toBe('postgres')
    expect(parseTasklist('INFO: No tasks are running which match the specified criteria.\r\n')).toBeNull()
  })
})

describe('the tools of other systems', () => {
  const asked: string[] = []
  const answer = (ended: ProgramRun): RunProgram => {
    asked.length = 0
    return async (file, args) => {
      asked.push([file, ...args].join(' '))
      return ended
    }
  }

  it('are asked by their absolute paths, and believed though they found only some', async () => {
    const output = 'p812\ncpostgres\nf7\nn127.0.0.1:50001\nTST=ESTABLISHED\n'
    const probe = createPortProbe(answer({ kind: 'exited', code: 1, output }), 'darwin')
    expect(await probe.programsOf([50_001])).toEqual([{ port: 50_001, program: 'postgres', pid: 812 }])
    expect(asked).toEqual(['/usr/sbin/lsof -nP -iTCP:50001 -F pcfnT'])
  })

  it.each([
    ['127.0.0.3', 'free'],
    ['127.0.0.1', 'taken'],
    ['*', 'taken'],
    ['[::1]', 'taken'],
  ])('name a listener on %s to localhost as %s', async (address, state) => {
    const port = await listen('127.0.0.1')
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve))
    const output = `p812\ncpostgres\nf7\nn${address}:${port}\nTST=LISTEN\n`
    const probe = createPortProbe(answer({ kind: 'exited', code: 0, output }), 'darwin')
    expect(await probe.check({ localPort: port })).toMatchObject({ state })
  })

  it.each([
    { kind: 'not-started', errorCode: 'ENOENT' },
    { kind: 'timed-out' },
    { kind: 'exited', code: 1, output: '' },
  ] as const)('that do not answer ($kind) name nobody', async (ended) => {
    expect(await createPortProbe(answer(ended), 'darwin').programsOf([50_001])).toEqual([])
    expect(await createPortProbe(answer(ended), 'win32').programsOf([50_001])).toEqual([])
  })
})
