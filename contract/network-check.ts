import { z } from 'zod'
import { foundIn } from './network.ts'
import { proxyCalls } from './proxy-sign-in.ts'
import { certificateFault } from './proxy-problems.ts'

/** What a host is called for. */
export const hostUse = z.enum([
  'sign-in',
  'console-sign-in',
  'role-keys',
  'session-manager',
  'session-data',
  'instances',
  'containers',
  'session-keys',
  'ssh-keys',
])
export type HostUse = z.infer<typeof hostUse>

/** A host that the app calls. */
export const calledHost = z.object({
  scheme: z.enum(['https', 'http']),
  /** A name or an address; IPv6 without brackets. */
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  use: hostUse,
})
export type CalledHost = z.infer<typeof calledHost>

/** Why a host did not answer as AWS does. */
export const hostTrouble = z.discriminatedUnion('is', [
  z.object({ is: z.literal('no-name') }),
  z.object({ is: z.literal('refused') }),
  /** The connection was made, and closed without an answer. */
  z.object({ is: z.literal('closed') }),
  z.object({ is: z.literal('silent') }),
  /** The certificate is from nobody who is trusted. `code`: OpenSSL's name of the reason. */
  z.object({ is: z.literal('untrusted'), code: z.string() }),
  /** Somebody on the way answered in AWS's place, with this HTTP status. */
  z.object({ is: z.literal('blocked'), status: z.int() }),
  z.object({ is: z.literal('proxy-refused'), status: z.int().nullable() }),
  /** `schemes`: the ways to sign in that the proxy takes, in lower case; empty where it did not say. */
  z.object({ is: z.literal('proxy-sign-in'), schemes: z.array(z.string()).readonly() }),
  z.object({ is: z.literal('proxy-unusable') }),
  z.object({ is: z.literal('script-silent') }),
])
export type HostTrouble = z.infer<typeof hostTrouble>

/** What came of one try. */
export const triedHost = calledHost.extend({
  /** From the question for the way to the answer (ms), or until it was given up. */
  ms: z.number().min(0),
  /** `p.corp:3128`, never with a name or password; null for directly. */
  proxy: z.string().nullable(),
  /** Absent where no way was found. */
  foundIn: foundIn.optional(),
  /** Who made the certificate that was shown; `company`: its root is none of those that every computer trusts. */
  issuer: z.object({ name: z.string(), of: z.enum(['public', 'company']) }).nullable(),
  trouble: hostTrouble.nullable(),
})
export type TriedHost = z.infer<typeof triedHost>

/** One round over all hosts. */
export const networkCheck = z.object({
  /** Epoch ms. */
  at: z.number().int(),
  hosts: z.array(triedHost).readonly(),
})
export type NetworkCheck = z.infer<typeof networkCheck>

/** The file of authorities that was chosen: what it holds, or what is wrong with it. */
export const certificateFileView = z.object({
  path: z.string(),
  /** Null where it can not be used. */
  holds: z
    .object({
      /** How many certificates that still hold. */
      certificates: z.int().min(1),
      /** When the first of them ends (epoch ms). */
      expiresAt: z.number().int(),
    })
    .nullable(),
  fault: certificateFault.nullable(),
})
export type CertificateFileView = z.infer<typeof certificateFileView>

/** What a window may ask about the way to AWS. It names no host and no file: those are main's to know. */
export const networkCalls = {
  /** The hosts that a check tries, at once. */
  'network.hosts': { input: z.void(), output: z.array(calledHost).readonly() },
  /** Tries all of them now; takes five seconds at the most. */
  'network.check': { input: z.void(), output: networkCheck },
  /** Looks at the chosen file of authorities; null where there is none. */
  'network.certificateFile': { input: z.void(), output: certificateFileView.nullable() },
  /** Main asks in a dialog of its own; nothing changes when that is closed. CERTIFICATE_FILE_UNUSABLE: neither does it then. */
  'network.chooseCertificateFile': { input: z.void(), output: z.void() },
  'network.forgetCertificateFile': { input: z.void(), output: z.void() },
  ...proxyCalls,
} as const
