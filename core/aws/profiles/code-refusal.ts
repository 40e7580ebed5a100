import { awsAnswer } from '#contract/aws-answer.ts'
import type { CodeAnswer } from '../../app/identity/ports.ts'
import { readSdkFailure } from '../errors/sdk-failure.ts'

/** STS has one sentence for a wrong code, a used one, and one of another time. */
const wrongCode = /invalid MFA one time pass code/
/** …and one for a device that is not that of the caller. */
const wrongDevice = /unable to validate MFA code/

/** What STS says against a code or its device; null when its answer is about something else. */
export function codeRefusal(error: unknown, operation: string): Exclude<CodeAnswer, { kind: 'granted' }> | null {
  const { name, message, requestId, serverTime } = readSdkFailure(error)
  if (!name.startsWith('AccessDenied') || !message.includes('MultiFactorAuthentication')) return null
  const id = awsAnswer.shape.requestId.safeParse(requestId).data ?? null
  const aws = { operation, error: name, awsMessage: message, requestId: id }
  if (wrongCode.test(message)) return { kind: 'refused', aws, serverTime }
  return wrongDevice.test(message) ? { kind: 'device-refused', aws } : null
}
