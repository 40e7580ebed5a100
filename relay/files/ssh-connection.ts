import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'
import ssh2, { type AnyAuthMethod, type Client, type ConnectConfig, type ParsedKey } from 'ssh2'
import type { FileNews, FileOpening } from '#contract/file-relay.ts'
import type { Problem } from '#contract/problem.ts'
import { problemOf } from '#domain/problem/problem.ts'

/** Of the way through Systems Manager, and a key that has to be put on the target meanwhile. */
const readyMs = 45_000
const keepalive = { keepaliveInterval: 30_000, keepaliveCountMax: 4 } as const
/** OpenSSH takes six tries in all; one is for the key that is made here. */
const mostAgentKeys = 4

type SshOpening = Extract<FileOpening, { over: 'ssh' }>
type NotOpen = Pick<Extract<FileNews, { told: 'not-open' }>, 'why' | 'problem'>

/** What a connection is made of. */
interface SshOptions {
  readonly stream: Duplex
  readonly opening: SshOpening
  /** The managed node, for what is said of its host key. */
  readonly targetId: string
  /** Has a public key put on the target; null when that was done. */
  pushKey(publicKey: string): Promise<Problem | null>
}

/** How it went. */
export type SshOutcome =
  | { readonly kind: 'open'; readonly client: Client; readonly key: 'agent' | 'pushed'; readonly hostKey: string }
  | ({ readonly kind: 'not-open' } & NotOpen)

/**
 * SSH over a session's stream: the host key is held against the one that is known, then the keys of the user's own agent are offered, then
 * one that is made for this connection and put on the target for a minute. No password is asked for, and no file of ssh's is read.
 */
export function connectSsh(options: SshOptions): Promise<SshOutcome> {
  const { stream, opening, targetId } = options
  const client = new ssh2.Client()
  const host: { key: string | null; isRefused: boolean } = { key: null, isRefused: false }
  const keys = keysOf(options)
  const config: ConnectConfig = {
    sock: stream,
    username: opening.user,
    readyTimeout: readyMs,
    ...keepalive,
    hostVerifier: (key: Buffer) => {
      host.key = fingerprintOf(key)
      host.isRefused = opening.knownHostKey !== null && opening.knownHostKey !== host.key
      return !host.isRefused
    },
    authHandler: (_left, _partial, next) => void offer(keys, next),
  }
  return new Promise((resolve) => {
    const fail = (level: string): void => {
      client.end()
      stream.destroy()
      resolve({ kind: 'not-open', ...reasonOf(level, host, opening, targetId) })
    }
    client.once('ready', () => resolve({ kind: 'open', client, key: keys.used(), hostKey: host.key ?? '' }))
    // Told for whatever ends it later, too; a connection that is over shows in its channels.
    client.on('error', (error) => fail(String(error.level ?? '')))
    client.once('close', () => fail('closed'))
    client.connect(config)
  })
}

async function offer(keys: ReturnType<typeof keysOf>, next: (method: AnyAuthMethod) => void): Promise<void> {
  const method = await keys.next()
  // Its types forget that no method is the end.
  next(method as AnyAuthMethod)
}

function reasonOf(
  level: string,
  host: { readonly key: string | null; readonly isRefused: boolean },
  { knownHostKey }: SshOpening,
  targetId: string,
): NotOpen {
  if (host.isRefused) {
    const details = { targetId, known: knownHostKey ?? '', found: host.key ?? '' }
    return { why: null, problem: problemOf('SSH_HOST_KEY_CHANGED', details) }
  }
  if (level === 'client-authentication') return { why: 'no-key', problem: null }
  // A server says its key before anything else.
  return { why: host.key === null ? 'no-server' : 'ssh-failed', problem: null }
}

/** The keys to be tried, one after the other; `false` when there are no more. */
function keysOf({ opening, pushKey }: SshOptions) {
  const { user: username, agentSocket } = opening
  const left = agentSocket === null ? (['pushed'] as const).slice() : (['agent', 'pushed'] as const).slice()
  let tried: 'agent' | 'pushed' = 'agent'
  return {
    used: () => tried,
    async next(): Promise<AnyAuthMethod | false> {
      const key = left.shift()
      if (key === undefined) return false
      tried = key
      if (key === 'agent') return { type: 'agent', username, agent: new FewKeys(agentSocket ?? '') }
      const pair = ssh2.utils.generateKeyPairSync('ed25519')
      const problem = await pushKey(pair.public)
      return problem === null ? { type: 'publickey', username, key: pair.private } : false
    },
  }
}

/** An agent's first keys: a server that is offered too many hangs up. */
class FewKeys extends ssh2.OpenSSHAgent {
  override getIdentities(callback: (error: Error | null | undefined, keys?: ParsedKey[]) => void): void {
    super.getIdentities((error, keys) => callback(error, keys?.slice(0, mostAgentKeys) as ParsedKey[] | undefined))
  }
}

/** As OpenSSH writes it. */
function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}
