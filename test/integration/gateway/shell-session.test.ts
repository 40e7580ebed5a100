import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { behaving, createHarness, type Harness, textOf } from './gateway-harness.ts'
import { RawClient } from './raw-client.ts'

const OUTPUT = 1
const SIZE = 3
const HANDSHAKE_REQUEST = 5
const HANDSHAKE_RESPONSE = 6
const FLAG = 10
const STDERR = 11
const EXIT_CODE = 12

let harness: Harness

beforeEach(async () => {
  harness = await createHarness()
})

afterEach(() => harness.close())

async function open(sessionType: string, properties: Readonly<Record<string, string>> = {}): Promise<RawClient> {
  const client = harness.use(new RawClient())
  await client.connect(harness.session(sessionType, { sessionId: 'dev-shell', properties }))
  return client
}

describe('a shell', () => {
  it('starts without a handshake, with a prompt as message 0', async () => {
    const client = await open('Standard_Stream')
    await client.until(() => textOf(client).includes('$ '))
    expect(client.ordered[0]).toMatchObject({ sequence: 0, flags: 1, payloadType: OUTPUT })
  })

  it('runs what is typed, in the terminal’s size, and ends with its program', async () => {
    const client = await open('Standard_Stream')
    client.send(SIZE, JSON.stringify({ cols: 132, rows: 43 }))
    client.send(OUTPUT, 'stty size; echo "term=$TERM home=${AWS_PROFILE-none}"\r')
    await client.until(() => textOf(client).includes('term=xterm-256color home=none'))
    expect(textOf(client)).toContain('43 132')
    client.send(SIZE, JSON.stringify({ cols: 90, rows: 30 }))
    client.send(OUTPUT, 'stty size\r')
    await client.until(() => textOf(client).includes('30 90'))
    client.send(OUTPUT, 'exit\r')
    expect(await client.closedOutput()).toBe('')
    expect(harness.ends).toMatchObject([{ sessionId: 'dev-shell', status: 'Terminated' }])
  })

  it('does not acknowledge input before its terminal is up', async () => {
    const client = harness.use(new RawClient())
    const opened = performance.now()
    await client.connect(harness.session('Standard_Stream', behaving({ terminalMs: 300 })))
    const size = client.send(SIZE, JSON.stringify({ cols: 132, rows: 43 }))
    await client.ping()
    expect(client.acknowledgementsFor(size)).toBe(0)
    await expect.poll(() => (client.resend(), client.acknowledgementsFor(size))).toBeGreaterThan(0)
    expect(performance.now() - opened).toBeGreaterThanOrEqual(299)
    client.send(OUTPUT, 'stty size\r')
    await client.until(() => textOf(client).includes('43 132'))
  })

  it.each(['{"cols":"120","rows":"40"}', '{"cols":120}', '120x40'])(
    'does not acknowledge the size %s',
    async (size) => {
      const client = await open('Standard_Stream')
      const sequence = client.send(SIZE, size)
      await client.ping()
      expect(client.acknowledgementsFor(sequence)).toBe(0)
    },
  )

  it('carries characters that are cut between messages', async () => {
    const client = harness.use(new RawClient())
    await client.connect(harness.session('Standard_Stream', behaving({ payloadBytes: 5 })))
    await client.until(() => textOf(client).includes('$ '))
    const typed = Buffer.from('echo "日本語のテキスト"\r')
    client.send(OUTPUT, typed.subarray(0, 7))
    client.send(OUTPUT, typed.subarray(7))
    await client.until(() => textOf(client).split('日本語のテキスト').length === 3)
    for (const frame of client.ordered) expect(frame.payload.toString()).not.toContain('\ufffd')
  })

  it('gets Ctrl-C as a byte', async () => {
    const client = await open('Standard_Stream')
    client.send(OUTPUT, '(echo ready; exec sleep 600)\r')
    await client.until(() => textOf(client).includes('ready\r\n'))
    client.send(OUTPUT, '\u0003')
    client.send(OUTPUT, 'echo status=$?.\r')
    await client.until(() => /status=\d+\./.test(textOf(client)))
    expect(textOf(client)).toContain('status=130.')
  })

  it('takes a long paste for a program that echoes it', async () => {
    const client = await open('Standard_Stream')
    const paste = `${'echoed, '.repeat(500)}\n`.repeat(50)
    client.send(OUTPUT, 'stty raw -echo; echo rea""dy; cat\r')
    await client.until(() => textOf(client).includes('ready'))
    client.send(OUTPUT, paste)
    await client.until(() => textOf(client).includes(paste))
    expect(textOf(client).split(paste)).toHaveLength(2)
  })

  it('shows all that a program wrote, however far behind the channel is when it ends', async () => {
    const client = harness.use(new RawClient())
    const properties = { commands: 'stty -opost; seq 1 15000; echo the end' }
    const behaviour = { payloadBytes: 32_768, sleepMs: 400 }
    await client.connect(harness.session('InteractiveCommands', { sessionId: 'flood', properties, behaviour }))
    await client.closedOutput()
    const lines = textOf(client).split('\n')
    expect(lines.slice(-3)).toEqual(['15000', 'the end', ''])
    expect(lines).toHaveLength(15_002)
  })

  it.each([
    ['the client says goodbye', (client: RawClient) => void client.send(FLAG, Buffer.from([0, 0, 0, 2]))],
    ['it is terminated', () => void harness.gateway.terminate('dev-shell')],
    ['the gateway closes', () => void harness.gateway.close()],
  ])('leaves no process when %s', async (_, end) => {
    const client = await open('Standard_Stream')
    client.send(OUTPUT, 'trap "" HUP; echo pid=$$.\r')
    await client.until(() => /pid=\d+\./.test(textOf(client)))
    const pid = Number(/pid=(\d+)\./.exec(textOf(client))?.[1])
    expect(isAlive(pid)).toBe(true)
    end(client)
    await client.until(() => client.closes.length > 0)
    await harness.gateway.close()
    expect(isAlive(pid)).toBe(false)
  })
})

describe('an interactive command', () => {
  it('runs in a terminal and ends with it', async () => {
    const client = await open('InteractiveCommands', { commands: 'test -t 0 && echo on a terminal' })
    expect(await client.closedOutput()).toBe('')
    expect(textOf(client)).toContain('on a terminal')
  })
})

describe('a non-interactive command', () => {
  async function handshake(client: RawClient): Promise<void> {
    await client.until(() => client.ordered.some((frame) => frame.payloadType === HANDSHAKE_REQUEST))
    const action = { ActionType: 'SessionType', ActionStatus: 1, ActionResult: null, Error: '' }
    const response = { ClientVersion: '1.2.677.0', ProcessedClientActions: [action], Errors: null }
    client.send(HANDSHAKE_RESPONSE, JSON.stringify(response))
  }

  it('sends its output when it has ended', async () => {
    const client = await open('NonInteractiveCommands', { commands: 'echo out; echo err >&2' })
    await handshake(client)
    expect(await client.closedOutput()).toBe('')
    expect(textOf(client)).toContain('out\n')
    expect(textOf(client)).toContain('err\n')
  })

  it('keeps its streams apart and tells its exit code when asked to', async () => {
    const commands = 'echo out; echo err >&2; exit 7'
    const client = await open('NonInteractiveCommands', { commands, separateOutputStream: 'true' })
    await handshake(client)
    await client.closedOutput()
    expect([textOf(client), textOf(client, STDERR), textOf(client, EXIT_CODE)]).toEqual([
      'out\n',
      'err\n',
      'EXIT_CODE: 7',
    ])
  })

  it('is interrupted by Ctrl-C', async () => {
    const commands = 'echo ready; sleep 600'
    const client = await open('NonInteractiveCommands', { commands, separateOutputStream: 'true' })
    await handshake(client)
    await client.until(() => textOf(client).includes('ready'))
    client.send(OUTPUT, '\u0003')
    expect(await client.closedOutput()).toBe('')
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
