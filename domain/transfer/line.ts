/** One line of what is written down of transfers: what happened, to what, where. */
export interface TransferLine {
  readonly event: 'began' | 'file' | 'same' | 'not-same' | 'failed' | 'stopped'
  /** The same in all lines of one transfer. */
  readonly transfer: string
  readonly sessionId: string
  readonly target: string
  readonly targetName: string | null
  /** `up`: from this computer to the target. */
  readonly direction: 'up' | 'down'
  /** Absolute, of this computer. Up: what was sent. Down: the folder that it came into. */
  readonly here: string
  /** Absolute, of the target. Up: the folder that it came into. Down: what was fetched. */
  readonly there: string
  /** Up and down: as it is called where it came to; a file in a folder with its folders. Null before it is known. */
  readonly name: string | null
  readonly bytes: number | null
  /** Hexadecimal, equal on both sides; null for a folder as a whole, and for what did not come. */
  readonly sha256: string | null
  /** Why it failed: the problem's code. */
  readonly why: string | null
}
