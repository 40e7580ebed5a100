import { chmod, lstat, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askApp } from '#command/ssh-proxy/through-app.ts'
import type { RelayFact } from '#contract/relay.ts'
import { createBuiltinEngine } from '#relay/engine/builtin/index.ts'
import { createRelay, type Relay } from '#relay/relay.ts'
import { newNonce, proofOf } from '#relay/ssh-door/proof.ts'
import { socketPlaceIn } from '#relay/ssh-door/socket-place.ts'
import { ManualClock } from '#test/support/manual-clock.ts'
import { forwardOnly } from '#test/support/straight-engine.ts'

const patient = { timeout: 10_000 }

let appFolder: string
let relay: Relay
let facts: RelayFact[]
let clock: ManualClock
const sockets: Socket[] = []

beforeEach(async () => {
  appFolder = await mkdtemp(join(tmpdir(), 'culvert-door-'))
  facts = []
  clock = new ManualClock()
  relay = createRelay({ clock, engines: forwardOnly(createBuiltinEngine()), send: (fact) => void facts.push(fact) })
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await relay.dispose(1_000)
  await rm(appFolder, { recursive: true, force: true })
})

const place = () => socketPlaceIn(appFolder, process.platform)
const asked = (): readonly RelayFact[] => facts.filter(({ type }) => type === 'ssh-asked')
const rights = async (path: string): Promise<string> => ((await lstat(path)).mode & 0o777).toString(8)
const refusedToListen = (): boolean =>
  facts.some((fact) => fact.type === 'log' && fact.event === 'ssh-socket-not-opened')

async function open(): Promise<string> {
  relay.order({ type: 'open-ssh-socket', appFolder })
  await expect.poll(() => rights(place().address).catch(() => ''), patient).toBe('600')
  return await readFile(place().secretFile, 'utf8')
}

/** Someone at the socket, by hand. */
class Visitor {
  readonly socket: Socket
  said = ''

  constructor() {
    this.socket = connect(place().address)
    sockets.push(this.socket)
    this.socket.setEncoding('utf8').on('data', (text: string) => (this.said += text))
    this.socket.on('error', () => undefined)
  }

  /** A visitor that is kept all the same is a failed assertion, and no wait without end. */
  async closed(): Promise<void> {
    await expect.poll(() => this.socket.destroyed, patient).toBe(true)
  }

  /** The app's nonce. */
  async greeted(): Promise<string> {
    await expect.poll(() => this.said, patient).toContain('\n')
    return (JSON.parse(this.said.split('\n')[0]!) as { nonce: string }).nonce
  }

  say(message: unknown): void {
    this.socket.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`)
  }
}

const wish = { host: 'bastion-a', port: 22, key: null }
const question = { type: 'ask', pid: process.pid, wish }

async function prove(visitor: Visitor, secret: string, side: 'app' | 'command' = 'command'): Promise<void> {
  const nonces = { app: await visitor.greeted(), command: newNonce() }
  visitor.say({ type: 'hello', version: 1, nonce: nonces.command, proof: proofOf(side, secret, nonces) })
}

describe('the socket', () => {
  it('is for the user alone, with its folder and its secret, also where these were open before', async () => {
    await mkdir(place().folder, { mode: 0o777 })
    await chmod(place().folder, 0o777)
    await writeFile(place().secretFile, 'old', { mode: 0o666 })
    const secret = await open()
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(await Promise.all([place().folder, place().secretFile].map(rights))).toEqual(['700', '600'])
  })

  it('is not made in a folder that is a link', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'culvert-elsewhere-'))
    await symlink(elsewhere, place().folder)
    relay.order({ type: 'open-ssh-socket', appFolder })
    await expect.poll(refusedToListen, patient).toBe(true)
    await rm(elsewhere, { recursive: true })
  })

  it('is not made in another user’s folder', async (context) => {
    if (process.getuid?.() !== 0) context.skip('only root can give a folder away')
    const { chown } = await import('node:fs/promises')
    await mkdir(place().folder, { mode: 0o700 })
    await chown(place().folder, 65_534, 65_534)
    relay.order({ type: 'open-ssh-socket', appFolder })
    await expect.poll(refusedToListen, patient).toBe(true)
  })

  it('is given up with the relay', async () => {
    await open()
    await relay.dispose(1_000)
    expect(await askApp(place(), wish, () => undefined)).toEqual({ kind: 'no-app' })
  })
})

describe('whoever comes', () => {
  it('is heard when it knows the secret, and told what main says', async () => {
    const secret = await open()
    const visitor = new Visitor()
    await prove(visitor, secret)
    visitor.say(question)
    await expect.poll(asked, patient).toEqual([{ type: 'ssh-asked', requestId: '1', pid: process.pid, wish }])
    relay.order({ type: 'answer-ssh', requestId: '1', answer: { kind: 'refuse', text: 'no' } })
    await visitor.closed()
    expect(visitor.said.split('\n')[2]).toBe('{"type":"refused","text":"no"}')
    await expect.poll(() => facts.at(-1), patient).toEqual({ type: 'ssh-left', requestId: '1' })
  })

  it.each([
    [
      'guesses',
      (secret: string) =>
        prove(
          new Visitor(),
          secret.replace(/^./, (one) => (one === '0' ? '1' : '0')),
        ),
    ],
    ['shows the app’s own proof', (secret: string) => prove(new Visitor(), secret, 'app')],
    ['asks without a proof', async () => new Visitor().say(question)],
    [
      'is of another version',
      async () => new Visitor().say({ type: 'hello', version: 2, nonce: newNonce(), proof: '0'.repeat(64) }),
    ],
    ['says no JSON', async () => new Visitor().say('hello')],
    ['never ends its line', async () => new Visitor().socket.write('x'.repeat(20_000))],
  ] as const)('and %s is closed, and asks for nothing', async (_, come) => {
    const secret = await open()
    await come(secret)
    await expect.poll(() => sockets[0]?.destroyed, patient).toBe(true)
    expect(asked()).toEqual([])
  })

  it('and asks for a host that is none is closed', async () => {
    const secret = await open()
    const visitor = new Visitor()
    await prove(visitor, secret)
    visitor.say({ ...question, wish: { ...wish, host: '' } })
    await visitor.closed()
    expect(asked()).toEqual([])
  })

  it('and is silent is closed after five seconds', async () => {
    await open()
    const visitor = new Visitor()
    await visitor.greeted()
    clock.pass(5_000)
    await visitor.closed()
  })

  it('finds sixty-four places, and no more', async () => {
    await open()
    const visitors = Array.from({ length: 64 }, () => new Visitor())
    await Promise.all(visitors.map((visitor) => visitor.greeted()))
    await new Visitor().closed()
    expect(visitors.every(({ socket }) => !socket.destroyed)).toBe(true)
  })
})

it('a program that took the app’s place learns nothing from the command', async () => {
  const { folder, address, secretFile } = place()
  await mkdir(folder, { mode: 0o700 })
  await writeFile(secretFile, 'f'.repeat(64), { mode: 0o600 })
  let heard = ''
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.write(`${JSON.stringify({ type: 'hello', versions: [1], nonce: newNonce() })}\n`)
    socket.setEncoding('utf8').on('data', (text: string) => {
      heard += text
      socket.write(`${JSON.stringify({ type: 'proved', proof: '0'.repeat(64) })}\n`)
    })
  })
  await new Promise<void>((resolve) => server.listen(address, resolve))
  const answer = await askApp(place(), wish, () => undefined)
  expect(answer).toEqual({ kind: 'refused', text: 'the program at Culvert’s socket is not Culvert' })
  expect(heard).not.toContain('bastion-a')
  expect(heard).not.toContain('ffffffff')
  await new Promise((resolve) => server.close(resolve))
})
