import { SSMClient, StartSessionCommand } from '@aws-sdk/client-ssm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { textOf } from '../gateway/gateway-harness.ts'
import { RawClient } from '../gateway/raw-client.ts'
import { clientOf } from './support.ts'

const OUTPUT = 1
const SIZE = 3
let sandbox: Sandbox
let client: RawClient | null = null

beforeAll(async () => {
  const behaviour = { firstOutputMs: 0, terminalMs: 0, sleepMs: 0, completionMs: 0, payloadBytes: 16_384 }
  sandbox = await startSandbox({ databases: [], behaviour })
})
afterEach(() => {
  client?.disconnect()
  sandbox.fault({ kind: 'end-session' })
})
afterAll(() => sandbox.stop())

async function openShell(): Promise<RawClient> {
  const credentials = sandbox.issueCredentials('orders-staging', 'DatabaseTunnel')
  const ssm = new SSMClient({ ...clientOf(sandbox), credentials })
  const answer = await ssm.send(new StartSessionCommand({ Target: 'i-09d4c6e2f08b371be' }))
  const opened = new RawClient()
  client = opened
  await opened.connect({ tokenValue: answer.TokenValue ?? '', streamUrl: answer.StreamUrl ?? '' })
  await opened.until(() => textOf(opened).includes('$ '))
  return opened
}

const bytesOf = (opened: RawClient): Buffer =>
  Buffer.concat(opened.ordered.filter(({ payloadType }) => payloadType === OUTPUT).map(({ payload }) => payload))

const hasPrompt = (opened: RawClient): boolean => bytesOf(opened).subarray(-20).toString('latin1').includes('$ ')

/** Bytes of output so far; each message is looked at once. */
function counterOf(opened: RawClient): () => number {
  let seen = 0
  let bytes = 0
  return () => {
    for (const frame of opened.ordered.slice(seen)) bytes += frame.payloadType === OUTPUT ? frame.payload.length : 0
    seen = opened.ordered.length
    return bytes
  }
}

describe('flood', () => {
  it('sends as many bytes as it was told, the same each time, and its last line', async () => {
    const opened = await openShell()
    const end = 'FLOOD END 1\r\n'
    opened.send(OUTPUT, 'stty -echo; PS1=; flood 1; flood 1\r')
    const bytes = counterOf(opened)
    const wanted = 2 * (1_000_000 + end.length)
    await opened.until(() => bytes() >= wanted && bytesOf(opened).subarray(-200).includes(end))
    const output = bytesOf(opened)
    const second = output.lastIndexOf(end)
    const first = output.indexOf(end)
    expect(second - first - end.length).toBe(1_000_000)
    expect(output.subarray(first - 1_000_000, first).equals(output.subarray(first + end.length, second))).toBe(true)
  })

  it('is interrupted, and leaves the terminal as it was', async () => {
    const opened = await openShell()
    opened.send(OUTPUT, 'stty -a | grep -o -- "-\\?opost"; flood 4000\r')
    const bytes = counterOf(opened)
    await opened.until(() => bytes() > 100_000)
    opened.send(OUTPUT, '\x03')
    // What is typed before the prompt is there, an interrupted terminal may throw away.
    await opened.until(() => bytesOf(opened).toString('latin1').slice(-400).includes('^C') && hasPrompt(opened))
    opened.send(OUTPUT, 'stty -a | grep -o -- "-\\?opost" | sed s/^/now:/\r')
    await opened.until(() => /now:-?opost/.test(textOf(opened)))
    expect(textOf(opened)).toContain('now:opost')
  })
})

describe('draw', () => {
  it('draws in the terminal’s size, shows what is typed and clicked, and puts everything back', async () => {
    const opened = await openShell()
    opened.send(SIZE, JSON.stringify({ cols: 90, rows: 20 }))
    opened.send(OUTPUT, 'draw\r')
    // The program writes its screen in several pieces: the last of them is waited for.
    await opened.until(() => textOf(opened).includes('q leaves'))
    const drawn = textOf(opened)
    for (const mode of ['1049h', '1006h', '2004h']) expect(drawn).toContain(`\x1b[?${mode}`)
    expect(drawn).toContain('draw 90 x 20')
    expect(drawn).toContain('日本語')
    expect(drawn).toContain('e\u0301')
    opened.send(OUTPUT, '\x1b[<0;5;7M')
    await opened.until(() => textOf(opened).includes('input:  1b 5b 3c 30 3b 35 3b 37 4d'))
    opened.send(SIZE, JSON.stringify({ cols: 100, rows: 24 }))
    await opened.until(() => textOf(opened).includes('draw 100 x 24'))
    opened.send(OUTPUT, 'q')
    await opened.until(() => textOf(opened).includes('\x1b[?1049l'))
    opened.send(OUTPUT, 'echo back\r')
    await opened.until(() => textOf(opened).includes('back\r\n'))
  })
})

describe('ask-password', () => {
  it('takes an answer that is not to be seen', async () => {
    const opened = await openShell()
    opened.send(OUTPUT, 'ask-password\r')
    await opened.until(() => textOf(opened).includes('Password: '))
    opened.send(OUTPUT, 'sésame\r')
    await opened.until(() => textOf(opened).includes('Took 6 characters.'))
    expect(textOf(opened)).not.toContain('same')
  })
})
