import { randomBytes } from 'node:crypto'
import { ResumeSessionCommand, SSMClient, StartSessionCommand } from '@aws-sdk/client-ssm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Fault, type Sandbox, startSandbox } from '#sandbox/start.ts'
import { echoes, fast, textOf } from './gateway-harness.ts'
import { RawClient } from './raw-client.ts'
import { payload, RawEncryptedClient } from './raw-encrypted-client.ts'
import { RawPortClient } from './raw-port-client.ts'

const BASTION = 'i-0ab3f29c81d7e4402'
const OTHER = 'i-09d4c6e2f08b371be'
const toEcho = { host: ['echo.harborline.internal'], portNumber: ['7'] }

let sandbox: Sandbox
const clients: RawClient[] = []

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [], behaviour: fast })
})
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect()
  sandbox.fault({ kind: 'end-session' })
  sandbox.reset()
})
afterAll(() => sandbox.stop())

const ssmOf = (account = 'orders-prod'): SSMClient =>
  new SSMClient({
    region: 'ap-northeast-1',
    endpoint: sandbox.endpointUrl,
    maxAttempts: 1,
    credentials: sandbox.issueCredentials(account, 'DatabaseTunnel'),
  })

/** Faults as another program would give them: as JSON, to the control API. */
async function script(...faults: readonly Fault[]): Promise<readonly number[]> {
  const answer = await fetch(`${sandbox.controlUrl}/_sandbox/faults`, { method: 'POST', body: JSON.stringify(faults) })
  const { affected } = (await answer.json()) as { affected: readonly number[] }
  return affected
}

interface Started {
  readonly sessionId: string
  readonly tokenValue: string
  readonly streamUrl: string
}

const documents = {
  shell: {},
  port: { DocumentName: 'AWS-StartPortForwardingSessionToRemoteHost', Parameters: toEcho },
  apart: { DocumentName: 'Harborline-RunCommand', Parameters: { command: ['echo out; echo err >&2; exit 3'] } },
  command: { DocumentName: 'AWS-StartInteractiveCommand', Parameters: { command: ['echo in the clear'] } },
}

async function start(kind: keyof typeof documents, account = 'orders-prod', Target = BASTION): Promise<Started> {
  const answer = await ssmOf(account).send(new StartSessionCommand({ Target, ...documents[kind] }))
  const { SessionId = '', TokenValue = '', StreamUrl = '' } = answer
  return { sessionId: SessionId, tokenValue: TokenValue, streamUrl: StreamUrl }
}

async function join<Client extends RawClient>(client: Client, session: Started): Promise<Client> {
  clients.push(client)
  await client.connect(session)
  return client
}

describe('sessions of a scripted world', () => {
  it('behave as the script says, from the next one on, on the node it names', async () => {
    const behaviour = {
      agentVersion: '3.1.1511.0',
      malformed: ['short', 'text'],
      customerMessage: 'Mind the gap',
    } as const
    expect(await script({ kind: 'agent', target: BASTION, behaviour })).toEqual([1])
    const client = await join(new RawPortClient(), await start('port'))
    await client.handshake()
    expect(client.unusable).toHaveLength(2)
    expect(JSON.parse(client.handshakeRequest?.payload.toString() ?? '').AgentVersion).toBe('3.1.1511.0')
    expect(client.ordered.at(-1)?.payload.toString()).toContain('Mind the gap')
    const other = await join(new RawPortClient(), await start('port', 'orders-staging', OTHER))
    await other.handshake()
    expect(other.unusable).toHaveLength(0)
    expect(other.ordered.at(-1)?.payload.toString()).not.toContain('Mind the gap')
  })

  it('can be one of many: the next on that node', async () => {
    await script({ kind: 'agent', target: BASTION, times: 1, behaviour: { customerMessage: 'Only you' } })
    const said: boolean[] = []
    for (const _ of [1, 2]) {
      const client = await join(new RawPortClient(), await start('port'))
      await client.handshake()
      said.push(client.ordered.at(-1)?.payload.toString().includes('Only you') ?? false)
    }
    expect(said).toEqual([true, false])
  })

  it('run a command of the account’s own document, its streams apart', async () => {
    const client = await join(new RawPortClient(), await start('apart'))
    await client.handshake()
    await client.closedOutput()
    expect([textOf(client), textOf(client, payload.stderr), textOf(client, payload.exitCode)]).toEqual([
      'out\n',
      'err\n',
      'EXIT_CODE: 3',
    ])
  })

  it('are hit while they live: malformed messages, an agent that leaves', async () => {
    const session = await start('port')
    const client = await join(new RawPortClient(), session)
    await client.handshake()
    const { sessionId } = session
    expect(await script({ kind: 'malformed', message: 'no-type' })).toEqual([1])
    await client.until(() => client.unusable.length === 1)
    expect(await script({ kind: 'publication', sessionId, change: 'pause' })).toEqual([1])
    client.openStream(3)
    await client.until(() => client.frames.some(({ type }) => type === 'pause_publication'))
    expect(await script({ kind: 'publication', sessionId: 'nobody', change: 'start' })).toEqual([0])
    await script({ kind: 'publication', sessionId, change: 'start' })
    client.resend()
    await echoes(client, 5, 'back')
  })

  it('are resumed without an address, or at another one', async () => {
    await script({ kind: 'agent', behaviour: { resume: 'without-address' } })
    const session = await start('port')
    const resume = (SessionId: string) => ssmOf().send(new ResumeSessionCommand({ SessionId }))
    const answer = await resume(session.sessionId)
    expect(answer).toMatchObject({ StreamUrl: '', TokenValue: expect.stringMatching(/.{100}/) })
    await script({ kind: 'agent', behaviour: { resume: 'new-address' } })
    const moving = await start('port')
    expect((await resume(moving.sessionId)).StreamUrl).not.toBe(moving.streamUrl)
    await script({ kind: 'agent', behaviour: { resume: 'without-token' } })
    const ending = await start('port')
    expect(await resume(ending.sessionId)).toMatchObject({ TokenValue: '', StreamUrl: '' })
  })
})

describe('an account that encrypts its shells', () => {
  it('does so with the key it names, and for shells without a document only', async () => {
    await script({ kind: 'session-key', account: '482100973316' })
    const shell = await join(new RawEncryptedClient(), await start('shell'))
    expect(await shell.wish()).toMatchObject({ KMSKeyId: 'alias/session-manager' })
    const port = await join(new RawPortClient(), await start('port'))
    await port.handshake()
    await echoes(port, 3, 'in the clear')
    const command = await join(new RawClient(), await start('command'))
    expect(await command.closedOutput()).toBe('')
    expect(Buffer.concat(command.ordered.map((frame) => frame.payload)).toString()).toContain('in the clear')
    const other = await join(new RawClient(), await start('shell', 'orders-staging', OTHER))
    await other.until(() => other.ordered.length > 0)
    expect(other.ordered[0]?.payloadType).toBe(payload.output)
    await script({ kind: 'session-key', account: '482100973316', kmsKeyId: null })
    const again = await join(new RawClient(), await start('shell'))
    await again.until(() => again.ordered.length > 0)
    expect(again.ordered[0]?.payloadType).toBe(payload.output)
  })

  it('tells why the agent could not decrypt the data key', async () => {
    const denial = { code: 'AccessDeniedException', message: 'The role may not' } as const
    await script({ kind: 'session-key' }, { kind: 'error', action: 'Decrypt', ...denial })
    const shell = await join(new RawEncryptedClient(), await start('shell'))
    await shell.wish()
    shell.respond({ dataKey: randomBytes(64), result: { KMSCipherTextKey: 'AAAA', KMSCipherTextHash: null } })
    expect(await shell.closedOutput()).toMatch(
      /Fetching data key failed: .*Error when decrypting data key AccessDeniedException: The role may not$/,
    )
    expect(sandbox.state().calls.at(-1)).toMatchObject({ service: 'kms', error: 'AccessDeniedException', status: 400 })
    expect(sandbox.state().sessions.ended[0]).toMatchObject({ end: { status: 'Failed' } })
  })
})
