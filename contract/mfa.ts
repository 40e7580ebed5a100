import { z } from 'zod'
import { problem } from './problem.ts'

const epochMs = z.number().int()

/**
 * Where one MFA device stands. A device is to a profile what a sign-in is to a permission set: it is asked once for all who wait, and
 * what it gave is good for all of them until its end.
 */
export const mfaStatus = z.discriminatedUnion('kind', [
  /** Nobody has asked yet, or what AWS gave for its last code has ended. */
  z.object({ kind: z.literal('idle') }),
  z.object({
    kind: z.literal('waiting-code'),
    since: epochMs,
    /** When nobody waits for the code any more. */
    expiresAt: epochMs,
    /** Why the last code would not do, and when the device shows another; null while there was none. */
    refused: z.object({ problem, nextCodeAt: epochMs }).nullable(),
  }),
  /** AWS is looking at a code. */
  z.object({ kind: z.literal('checking-code'), since: epochMs, expiresAt: epochMs }),
  z.object({ kind: z.literal('accepted'), expiresAt: epochMs }),
  z.object({ kind: z.literal('failed'), problem, at: epochMs }),
])
export type MfaStatus = z.infer<typeof mfaStatus>

/** One MFA device of one identity, with its state, as windows see it. No code and no credential is in it. */
export const mfaView = z.object({
  id: z.uuid(),
  /** As the profile has it in `mfa_serial`: an ARN, or the number of a device of hardware. */
  serial: z.string().max(256),
  /** The profile that it was asked for first. */
  profile: z.string().max(256),
  status: mfaStatus,
})
export type MfaView = z.infer<typeof mfaView>

/** What somebody typed for a code; whether it is one is said by an answer that names the device. */
export const typedCode = z.string().max(64)
