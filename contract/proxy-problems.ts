import { z } from 'zod'

const of = <C extends string, S extends z.ZodRawShape>(code: C, details: S) =>
  z.object({ code: z.literal(code), details: z.object(details) })

const text = z.string()
const count = z.number().int().min(0)

/** What is wrong with a file of certificates. `binary`: certificates as bytes (DER), not as text. `expired`: all of them. */
export const certificateFault = z.enum(['unreadable', 'binary', 'no-certificate', 'expired'])
export type CertificateFault = z.infer<typeof certificateFault>

/** Codes of the proxies between this computer and AWS. */
export const proxyProblems = [
  of('PROXY_UNUSABLE', {
    /** The variable that names the proxy. Its value may hold a password, and is told nowhere. */
    variable: text,
    reason: z.enum(['scheme', 'unreadable']),
    /** With `scheme`: the one that is not spoken here. */
    scheme: text.optional(),
  }),
  /** The proxy asks who is there. `schemes`: the ways that it takes, in lower case, where it told them (`basic`, `ntlm`). */
  of('PROXY_SIGN_IN', { schemes: z.array(z.string().max(40)).max(8).readonly() }),
  /** The proxy makes no connection to the host. `status`: its answer; `said`: in the words of SOCKS. */
  of('PROXY_REFUSED', { status: count.optional(), said: text.optional() }),
  /** The system's script that names the proxy (PAC) gave no answer in time. */
  of('PROXY_SCRIPT_SILENT', { afterMs: count }),
  /** The file of authorities that was chosen in the settings gives none to trust. */
  of('CERTIFICATE_FILE_UNUSABLE', { path: text, reason: certificateFault }),
] as const
