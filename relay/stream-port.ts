import type { ShellStreamOutput } from '#contract/shell-stream.ts'

/** This program's end of a channel to a page. */
export interface StreamPort {
  post(message: ShellStreamOutput): void
  /** Messages as they arrive, not parsed yet; those that came before are kept for the first listener. */
  onMessage(listener: (message: unknown) => void): void
  /** The other end is gone, or this one was closed. */
  onClose(listener: () => void): void
  close(): void
}
