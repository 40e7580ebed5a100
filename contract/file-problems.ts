import { z } from 'zod'

/** A code with what is known of such a problem. Never a secret. */
const of = <C extends string, S extends z.ZodRawShape>(code: C, details: S) =>
  z.object({ code: z.literal(code), details: z.object(details) })

const text = z.string()
/** On which side, and which: without its folder where it is on this computer. */
const file = { side: z.enum(['here', 'there']), name: text }

/** Files of targets, and their transfers. */
export const fileProblems = [
  of('FILES_UNKNOWN', {}),
  /** Its session is not open. */
  of('FILES_NOT_OPEN', {}),
  of('FILES_TOO_MANY', { most: z.int(), what: z.enum(['sessions', 'transfers']) }),
  /** The far end's shell can not carry files: a program that is needed is not there, or it is no POSIX shell. */
  of('FILES_SHELL_UNUSABLE', { missing: text.optional(), said: text.optional() }),
  /** The SSH server shows another key than the last time. Both are `SHA256:…`. */
  of('SSH_HOST_KEY_CHANGED', { targetId: text, known: text, found: text }),
  /** Where shells have to be recorded, transfers have to be written down, and can not be. `reason`: the system's code. */
  of('TRANSFER_NOT_LOGGED', { reason: text }),
  of('FILE_FORBIDDEN', file),
  of('FILE_GONE', file),
  /** The source is another than when the transfer began. */
  of('FILE_CHANGED', file),
  of('DISK_FULL', file),
  /** `reason`: the system's code, or the far end's words. */
  of('FILE_FAILED', { ...file, reason: text }),
] as const
