import { z } from 'zod'
import { awsAnswer } from './aws-answer.ts'

/** An MFA device: its id among those that are known here, its serial number or ARN, and the profile that it was asked for. */
const device = { device: z.uuid(), serial: z.string(), profile: z.string() }
const aws = awsAnswer.optional()

const of = <C extends string, S extends z.ZodRawShape>(code: C, details: S) =>
  z.object({ code: z.literal(code), details: z.object(details) })

/** Codes of MFA devices. */
export const mfaProblems = [
  /** `before`: whether there was a code that AWS had taken, and what it opened has ended. */
  of('MFA_CODE_REQUIRED', { ...device, before: z.enum(['none', 'ended']) }),
  /** The code would not do, and the next may. `sent-before`: it was sent by us, and AWS takes none twice. */
  of('MFA_CODE_REFUSED', {
    ...device,
    reason: z.enum(['not-six-digits', 'sent-before', 'clock', 'not-accepted']),
    /** With `clock`: seconds that this computer's clock is ahead of AWS; negative behind. */
    secondsOff: z.number().int().optional(),
    aws,
  }),
  /** `minutes`: how long it was asked for, with `too-late`. */
  of('MFA_NOT_ANSWERED', { ...device, how: z.enum(['cancelled', 'too-late']), minutes: z.number().optional() }),
  /** No code of this device will do for whoever asks. */
  of('MFA_DEVICE_REFUSED', { ...device, aws }),
] as const
