import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { Unanswered } from './unanswered.ts'

/** A client and the far end that it was let through to. */
export interface FollowOptions {
  readonly client: Socket
  /** What the client said before it was let through. */
  readonly held: readonly Buffer[]
  readonly upstream: Duplex
  /**
   * The far end is through and has not said a byte. Null when that is its own doing; else whoever takes the client over, with
   * what it said, for there never was a far end.
   */
  refused(): Promise<TakeOver | null>
  /** The client belongs to somebody else from now on, and `upstream` is destroyed. */
  givenAway(): void
}

/** Goes on with a client that nothing was answered to; it is quiet, and nobody listens to it. */
export type TakeOver = (said: readonly Buffer[]) => void

/** A way out for a client that the far end has not answered. */
export interface LetGo {
  /** What it has said, as far as that is kept; null where it can not go any more. */
  said(): readonly Buffer[] | null
  /** Lets it go: `takeOver` goes on with it. Nothing happens once a byte has come. */
  go(takeOver: TakeOver): void
}

/** Passes on what the far end says and how it ends; a client that it never answered is held until it is known why. */
export function followFarEnd({ client, held, upstream, refused, givenAway }: FollowOptions): LetGo {
  const unanswered = new Unanswered(client, held)
  let far: 'silent' | 'answered' | 'in-doubt' | 'was-never-there' = 'silent'
  upstream.once('data', () => {
    far = 'answered'
    unanswered.forget()
  })
  upstream.pipe(client, { end: false })
  const giveAway = (takeOver: TakeOver): void => {
    far = 'was-never-there'
    const { said } = unanswered
    unanswered.forget()
    client.unpipe()
    upstream.unpipe(client)
    upstream.destroy()
    givenAway()
    takeOver(said)
  }
  const ended = async (): Promise<void> => {
    if (far === 'in-doubt' || far === 'was-never-there') return
    if (far === 'answered' || client.destroyed) return follow(client, upstream)
    far = 'in-doubt'
    const takeOver = await refused()
    if (takeOver === null || client.destroyed) {
      far = 'answered'
      return follow(client, upstream)
    }
    giveAway(takeOver)
  }
  upstream.once('end', () => void ended())
  upstream.once('close', () => void ended())
  if (upstream.destroyed) void ended()
  const mayGo = (): boolean => far === 'silent' && !client.destroyed
  return {
    said: () => (mayGo() ? unanswered.said : null),
    go: (takeOver) => {
      if (mayGo()) giveAway(takeOver)
    },
  }
}

/** `destroySoon` writes what is queued for the client first. */
function follow(client: Socket, upstream: Duplex): void {
  if (upstream.destroyed) client.destroySoon()
  else client.end()
}
