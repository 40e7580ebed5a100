import type { Duplex } from 'node:stream'
import type { FileNews, FileOpening } from '#contract/file-relay.ts'
import type { Problem } from '#contract/problem.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { farKeyOf } from '#domain/far-path/far-key.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { ShellSession } from '../engine/engine.ts'
import type { FileSide } from './file-side.ts'
import { ShellChannel } from './shell-channel.ts'
import { createShellSide, readShellFacts } from './shell-side.ts'

type NewsOf<T extends FileNews['told']> = Extract<FileNews, { told: T }>

/** The far end's files, reached; or why they are not. */
export type FarFiles =
  | {
      readonly kind: 'open'
      readonly side: FileSide
      readonly home: string
      readonly news: NewsOf<'open'>
      close(): void
    }
  | { readonly kind: 'not-open'; readonly news: NewsOf<'not-open'> }

/** Over SSH, on a session that is one connection. */
export async function openOverSsh(
  stream: Duplex,
  opening: Extract<FileOpening, { over: 'ssh' }>,
  targetId: string,
  pushKey: (publicKey: string) => Promise<Problem | null>,
): Promise<FarFiles> {
  // SSH's code is large, and most runs of the relay need none of it.
  const [{ connectSsh }, { openSftp }] = await Promise.all([import('./ssh-connection.ts'), import('./sftp-session.ts')])
  const connected = await connectSsh({ stream, opening, targetId, pushKey })
  if (connected.kind === 'not-open') return notOpen(connected.why, connected.problem)
  const { client, key, hostKey } = connected
  const close = (): void => void client.end()
  try {
    const { side, home } = await openSftp(client)
    const carrier = { over: 'ssh', user: opening.user, key, hostKey } as const
    return { kind: 'open', side, home, news: { told: 'open', carrier, home: farKeyOf(home) }, close }
  } catch {
    // A server without SFTP.
    close()
    return notOpen('ssh-failed', null)
  }
}

/** Over a shell: whatever shell is there becomes one that carries files. Why it is not SSH is main's to say. */
export async function openOverShell(session: ShellSession, clock: Clock): Promise<FarFiles> {
  const channel = await ShellChannel.open(session, clock)
  if (channel === null) return notOpen(null, problemOf('FILES_SHELL_UNUSABLE', {}))
  const { missing, user, userName, home } = await readShellFacts(channel)
  if (missing !== null) return notOpen(null, problemOf('FILES_SHELL_UNUSABLE', { missing }))
  const carrier = { over: 'shell', user: userName, why: 'container', triedUser: null } as const
  const news = { told: 'open', carrier, home: farKeyOf(home) } as const
  return { kind: 'open', side: createShellSide(channel, user), home, news, close: () => undefined }
}

function notOpen(why: NewsOf<'not-open'>['why'], problem: Problem | null): FarFiles {
  return { kind: 'not-open', news: { told: 'not-open', why, problem } }
}
