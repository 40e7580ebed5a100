import { deviceName } from '#domain/mfa/code.ts'
import type { AllProblemWords } from '../problem-words.ts'
import { count } from './count.ts'
import { terms } from './terms.ts'

/** The question for a code of an MFA device. */
export const mfa = {
  enterCode: 'Enter code',
  /** Between two sentences. */
  gap: ' ',
  title: (profile: string) => `Code for ${profile}`,
  /** Before and behind the device's name, which stands in the middle. */
  from: 'From the device',
  fromEnd: '.',
  /** Before and behind the address that clients wait at. */
  waits: 'A client waits on',
  waitsEnd: '.',
  waitsMore: (left: string) => `It waits ${left} more.`,
  others: (more: number) => `And ${count(more, 'tunnel', 'tunnels')} more.`,
  sendsItself: 'Sends itself at six digits.',
  notKept: 'The code is not kept',
  code: terms.code,
  checking: 'AWS is looking at the code',
  continue: terms.continue,
  nextIn: (seconds: number) => `Wait for the next, ${terms.seconds(seconds)}.`,
  nextIsThere: 'The device shows the next one now.',
  refused: {
    'not-six-digits': () => 'A code is six digits.',
    'sent-before': () => 'This code was sent already, and each works once.',
    clock: (seconds: number) =>
      `Not accepted. This computer’s clock is ${count(Math.abs(seconds), 'second', 'seconds')} ${seconds > 0 ? 'ahead' : 'behind'}: set it, if the code is made here.`,
    'not-accepted': () => 'Not accepted. Each code works once.',
  },
  /** In the banner, the tray and the account menu. */
  needed: (profile: string, device: string) => `${profile} needs a code from ${device}.`,
  waiting: terms.waitingForCode,
  tray: (device: string) => `Enter the code of ${device}…`,
}

const device = (serial: string): string => `device ${deviceName(serial)}`

export const mfaProblems = {
  MFA_CODE_REQUIRED: {
    short: 'Code needed',
    headline: (d) => `${d.profile} needs a code`,
    sentence: (d) =>
      `${d.before === 'ended' ? 'What the last code opened has ended. ' : ''}Enter the code that the ${device(d.serial)} shows; waiting tunnels then connect by themselves.`,
  },
  MFA_CODE_REFUSED: {
    short: 'Code not accepted',
    headline: (d) => `The code for ${d.profile} was not accepted`,
    sentence: (d) =>
      `${mfa.refused[d.reason](d.secondsOff ?? 0)} Wait until the ${device(d.serial)} shows the next one, and enter that.`,
  },
  MFA_NOT_ANSWERED: {
    short: 'No code entered',
    headline: (d) => `No code was entered for ${d.profile}`,
    sentence: (d) =>
      `${d.how === 'cancelled' || d.minutes === undefined ? 'The question was closed.' : `Nobody answered within ${d.minutes} minutes.`} Enter the code of the ${device(d.serial)} when you need a session.`,
  },
  MFA_DEVICE_REFUSED: {
    short: 'Wrong MFA device',
    headline: (d) => `AWS takes no code of this device for ${d.profile}`,
    sentence: (d) =>
      `${d.serial} does not belong to the user whose keys the profile starts from. Correct mfa_serial in the AWS config.`,
  },
} as const satisfies Partial<AllProblemWords>
