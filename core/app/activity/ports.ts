import type { Result } from '#contract/result.ts'
import type { ShellView } from '#contract/shells.ts'
import type { TimelineEntry } from '#contract/status.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import type { Unsubscribe } from '#domain/listeners/listeners.ts'
import type { SignIns } from '../ports.ts'

/** A file of a day. */
export interface ActivityFile {
  readonly name: string
  readonly bytes: number
}

/** The folder of what happened: a file for each day, of the user's alone. */
export interface ActivityFiles {
  /** None when there is no folder. */
  list(): Promise<readonly ActivityFile[]>
  /** Adds lines to a file; gives the system's code when they are not on the disk. */
  append(name: string, lines: string): Promise<string | null>
  /** The whole text of a file; empty when it is gone. */
  read(name: string): Promise<string>
  remove(name: string): Promise<void>
  /** Leaves the last whole lines of a file, `bytes` of them at the most. */
  shorten(name: string, bytes: number): Promise<void>
  /** Writes a whole file of the user's choice, or nothing of it (0600). ACTIVITY_NOT_WRITTEN. */
  write(path: string, text: AsyncIterable<string>): Promise<Result<void>>
}

/** What a tunnel tells of a new line of its history. */
export interface HeardEntry {
  readonly tunnel: SavedTunnel
  readonly entry: TimelineEntry
  readonly sessionId: string | null
  readonly node: string | null
  readonly programs: readonly { readonly program: string; readonly pid: number | null }[]
}

/** A client's connection that is over. */
export interface HeardConnection {
  readonly tunnel: SavedTunnel
  readonly sessionId: string | null
  readonly node: string | null
  readonly program: { readonly program: string; readonly pid: number | null } | null
  readonly bytesIn: number
  readonly bytesOut: number
}

/** Whoever knows what happens. */
export interface ActivitySources {
  readonly tunnels: {
    onEntry(listener: (entry: HeardEntry) => void): Unsubscribe
    onConnectionClosed(listener: (closed: HeardConnection) => void): Unsubscribe
    /** What a tunnel's door has carried since it was opened. */
    carriedBy(tunnelId: string): { readonly bytesIn: number; readonly bytesOut: number }
  }
  readonly shells: {
    onChange(listener: (view: ShellView) => void): Unsubscribe
    onRemoved(listener: (id: string) => void): Unsubscribe
  }
  readonly signIns: Pick<SignIns, 'views' | 'onChange'>
  /** The sign-ins were read once: what is told before that has not happened now. */
  readonly ready: Promise<void>
}
