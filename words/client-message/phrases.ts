import type { HopKind, Remedy } from '#contract/problem.ts'
import type { ConnectStep } from '#contract/status.ts'

/** The hops as a client is told of them. */
export const hops: Readonly<Record<HopKind, string>> = {
  client: 'this computer',
  port: 'the local port',
  session: 'the session',
  target: 'the bastion',
  endpoint: 'the database',
}

/** What to do, in one short sentence. */
export const hints: Readonly<Record<Remedy, string>> = {
  'sign-in': 'Open Culvert and sign in.',
  'request-access': 'Open Culvert and request access to the bastion.',
  'enter-code': 'Open Culvert and enter the code of your MFA device.',
  retry: 'Try again in a moment.',
  'edit-tunnel': 'Open Culvert and edit the tunnel.',
  'choose-target': 'Open Culvert and choose another bastion.',
  'another-match': 'Open Culvert and use another match.',
  'choose-role': 'Open Culvert and choose another role.',
  'choose-port': 'Open Culvert and choose another local port.',
  'security-groups': 'Check the security groups between the bastion and the database.',
  'free-port': 'Open Culvert to see which program has the port.',
  'copy-request': 'Open Culvert and copy the request for an administrator.',
  'copy-command': 'Open Culvert to see what has to be run first.',
  'open-console': 'Open Culvert to see what to check in AWS.',
  'start-target': 'Start the bastion in the EC2 console.',
  'check-network': 'Check the network, then try again.',
  'see-network': 'Check the network, then try again.',
  'check-clock': 'Set the clock of this computer, then try again.',
  'check-engine': 'Open the settings of Culvert.',
  'open-folder': 'Open Culvert to see why.',
  'use-device-code': 'Open Culvert and sign in with a code.',
  'use-identity': 'Open Culvert to see which account the profile leads to.',
  none: 'Open Culvert to see why.',
}

/** What a session that is not open yet is waiting for. */
export const waitsFor: Readonly<Record<ConnectStep, string>> = {
  'sign-in': 'it waits for the sign-in',
  code: 'it waits for the code of an MFA device',
  approval: 'somebody has to request access to the bastion',
  approver: 'its request for access waits for an approver',
  target: 'it looks for the bastion',
  'start-session': 'AWS starts its session',
  'data-channel': 'its session is being opened',
}

/** The port is a promise: it goes on listening, whatever a client is told. */
export const nothingReached = 'Nothing reached the database. The port keeps listening.'
