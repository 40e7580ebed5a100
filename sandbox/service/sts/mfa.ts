import type { ServiceContext } from '../service.ts'
import { codeOfStep, stepAt } from './totp.ts'

/** What STS says to a wrong code, a used one, and one of another time: one sentence for all. */
const wrongCode = 'MultiFactorAuthentication failed with invalid MFA one time pass code. '
/** …and to a device that is not the caller's. */
const wrongDevice =
  'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and ' +
  'associated with this user.'
const halfGiven = 'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.'

/** `none`: the call named no device. A refusal is AWS's sentence. */
export type MfaCheck = 'none' | 'accepted' | { readonly refusal: string }

/**
 * Looks at `SerialNumber` and `TokenCode` of a call. A code of this step, the one before or the one after will do, once: AWS takes no
 * code a second time, nor an older one after it.
 */
export function checkMfa(
  { world, clock, mfaSteps }: ServiceContext,
  callerArn: string,
  form: URLSearchParams,
): MfaCheck {
  const [serial, code] = [form.get('SerialNumber'), form.get('TokenCode')]
  if (serial === null && code === null) return 'none'
  if (serial === null || code === null) return { refusal: halfGiven }
  const device = world.mfaDevices.find((one) => one.serial === serial)
  if (device === undefined || device.userArn !== callerArn) return { refusal: wrongDevice }
  const now = stepAt(clock.now())
  const used = mfaSteps.get(serial) ?? -1
  const step = [now, now - 1, now + 1].find((one) => one > used && codeOfStep(device.secret, one) === code)
  if (step === undefined) return { refusal: wrongCode }
  mfaSteps.set(serial, step)
  return 'accepted'
}
