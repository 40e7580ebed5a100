import type { ClientMessage } from '#contract/client-message.ts'

/** For protocols that have room for one line: what failed and what to do. */
export function oneLine({ message, hint }: ClientMessage): string {
  return hint === '' ? `${message}.` : `${message}. ${hint}`
}
