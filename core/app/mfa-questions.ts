import type { MfaView } from '#contract/mfa.ts'
import type { Result } from '#contract/result.ts'
import type { Unsubscribe } from '#domain/listeners/listeners.ts'

/** The questions for codes of MFA devices, one for each device and identity. */
export interface MfaQuestions {
  views(): readonly MfaView[]
  /** Asks, or joins the question under way; resolves when it ends. MFA_NOT_ANSWERED, MFA_DEVICE_REFUSED. */
  start(device: string): Promise<Result<void>>
  /** Gives a code to AWS; MFA_CODE_REFUSED leaves the question open. A question that is not open takes none. */
  answer(device: string, typed: string): Promise<Result<void>>
  cancel(device: string): void
  onChange(listener: (view: MfaView) => void): Unsubscribe
}
