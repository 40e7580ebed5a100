import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { Sandbox } from '#sandbox/start.ts'
import type { Behaviour, EngineUnderTest } from './carrier.ts'
import { type EncryptedStart, withEncrypted } from './encrypted-world.ts'
import { endOf, wordsOf } from './terminals.ts'
import { eventually, soon } from './waiting.ts'

type AgentBehaviour = NonNullable<EncryptedStart['behaviour']>

/** What the key service was asked, and how it answered. */
const keyCalls = (sandbox: Sandbox): readonly string[] =>
  sandbox
    .state()
    .calls.filter(({ service }) => service === 'kms')
    .map(({ action, status }) => `${action} ${status}`)

const runsAShell =
  (behaviour: AgentBehaviour) =>
  async (engine: EngineUnderTest): Promise<void> =>
    await withEncrypted(engine, { behaviour }, async (opening, { sandbox }) => {
      const shell = await opening
      await shell.printed(/\$ $/)
      expect(shell.told('This session is encrypted using AWS KMS.')).toBe(true)
      shell.type('stty size; echo "grüße=$((40 + 2))"\r')
      await shell.printed(/100 300\r\n[^]*grüße=42/)
      shell.type('exit\r')
      expect(await endOf(shell)).toMatch(/SESSION_ENDED|Exiting session/)
      expect(keyCalls(sandbox)).toEqual(['GenerateDataKey 200', 'Decrypt 200'])
    })

async function keepsAShellOverADrop(engine: EngineUnderTest): Promise<void> {
  await withEncrypted(engine, {}, async (opening, { sandbox, events }) => {
    const shell = await opening
    await shell.printed(/\$ $/)
    shell.type('kept=before\r')
    await shell.printed(/kept=before\r[^]*\$ $/)
    expect(sandbox.fault({ kind: 'drop-session', closeCode: 1000 })).toEqual([1])
    const openings = (): number => events.filter((event) => event === 'gateway.channel-opened').length
    await eventually(() => expect(openings()).toBe(2), 8_000)
    shell.type('echo "$kept and after"\r')
    await shell.printed(/before and after/)
    expect(keyCalls(sandbox)).toEqual(['GenerateDataKey 200', 'Decrypt 200'])
  })
}

async function keepsStreamsApart(engine: EngineUnderTest): Promise<void> {
  const start = { document: 'Harborline-RunCommand', command: 'echo out; echo err >&2; exit 7' } as const
  await withEncrypted(engine, start, async (opening) => {
    const command = await opening
    await endOf(command)
    expect(command.received().toString()).toContain('out\n')
    expect(command.received().toString()).toContain('err\n')
    expect(command.exitCode()).toBe(7)
  })
}

/** It waits for a key at the end: a terminal whose program is gone may lose what was not read. */
async function carriesMuch(engine: EngineUnderTest): Promise<void> {
  const typed = Array.from({ length: 3_000 }, (_, index) => `${index}`.padStart(9, '.')).join('\n')
  const command = `stty raw -echo; printf ready; head -c ${typed.length} | sha256sum; seq -w 1 10000; printf end; read -n 1 key`
  await withEncrypted(engine, { document: 'AWS-StartInteractiveCommand', command }, async (opening) => {
    const session = await opening
    await session.printed(/ready/)
    session.type(typed)
    const [, digest, , numbers = ''] = await session.printed(/ready([0-9a-f]{64})( {2}-\n)([\d\n]*)end/)
    expect(digest).toBe(createHash('sha256').update(typed).digest('hex'))
    expect(numbers).toBe(Array.from({ length: 10_000 }, (_, index) => `${index + 1}\n`.padStart(6, '0')).join(''))
  })
}

const tellsWhy =
  (why: RegExp, start: EncryptedStart) =>
  async (engine: EngineUnderTest): Promise<void> =>
    await withEncrypted(engine, start, async (opening, { sandbox }) => {
      expect(await soon(wordsOf(opening), () => 'no answer')).toMatch(why)
      await eventually(() => expect(sandbox.state().sessions.active).toEqual([]))
    })

const mayNot = (action: 'GenerateDataKey' | 'Decrypt', message: string): EncryptedStart => ({
  before: (sandbox) => void sandbox.fault({ kind: 'error', action, code: 'AccessDeniedException', message }),
})

/** Sessions that an account encrypts with a key of its own. */
export const encryption: readonly Behaviour[] = [
  { name: 'runs an encrypted shell', run: runsAShell({ kmsChallenge: 'optional' }) },
  { name: 'runs an encrypted shell of an agent without a challenge', run: runsAShell({ agentVersion: '3.3.700.0' }) },
  {
    name: 'runs an encrypted shell of an agent that insists on its challenge',
    fault: { name: 'no-kms-challenge', sign: /the client did not acknowledge the challenge/ },
    run: runsAShell({ kmsChallenge: 'required' }),
  },
  { name: 'keeps an encrypted shell over a drop of the channel', run: keepsAShellOverADrop },
  { name: 'shows both encrypted streams of a command, and tells its exit code', run: keepsStreamsApart },
  { name: 'carries many encrypted messages each way', run: carriesMuch },
  {
    name: 'tells that the caller may not use the key of a shell',
    run: tellsWhy(/AccessDenied[^]*Not this user/, mayNot('GenerateDataKey', 'Not this user')),
  },
  {
    name: 'tells that there is no such key for a shell',
    run: tellsWhy(/NotFoundException|is not found/, { behaviour: { kmsKeyId: 'alias/other' } }),
  },
  {
    name: 'tells that the key of a shell is disabled',
    run: tellsWhy(/DisabledException|is disabled/, {
      before: (sandbox) => void sandbox.fault({ kind: 'kms-key', state: 'disabled' }),
    }),
  },
  {
    name: 'tells that the agent may not use the key',
    run: tellsWhy(/AccessDenied[^]*Not this role/, mayNot('Decrypt', 'Not this role')),
  },
]
