import { z } from 'zod'
import { port } from './tunnel.ts'

/**
 * What the command `culvert ssh-proxy` and the running app say to each other on their local socket: lines of JSON up to `ready`,
 * from there on the bytes of one SSH connection, both ways. Each side parses what the other says. An audience of its own: nothing
 * of the window's calls is within its reach.
 */

/** Of the lines below. A command of another version is told so and goes. */
export const sshProxyVersion = 1
/** The longest line, bytes. */
export const longestSshLine = 16_384

/** Fresh random bytes, and the proof of knowing the shared secret for those of the other side; hexadecimal. */
const nonce = z.string().regex(/^[0-9a-f]{32}$/)
const proof = z.string().regex(/^[0-9a-f]{64}$/)

/** A public key as OpenSSH writes it, on one line. */
export const publicKey = z
  .string()
  .min(80)
  .max(4_096)
  .regex(/^(?:ssh-|ecdsa-|sk-)[a-z0-9@.-]+ [A-Za-z0-9+/=]+(?: [^\r\n]*)?$/)
/** A user of the far end, as EC2 Instance Connect takes one. */
export const farUser = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.@\\$-]{0,31}$/)

/** The key that is to be put on the target for a minute, and for which of its users (EC2 Instance Connect). */
export const keyToPush = z.object({ user: farUser, publicKey })
export type KeyToPush = z.infer<typeof keyToPush>

/** Where an SSH program wants to go. */
export const sshWish = z.object({
  /** As the person wrote it, or as ssh made it of that: in small letters. */
  host: z.string().min(1).max(255),
  port,
  key: keyToPush.nullable(),
})
export type SshWish = z.infer<typeof sshWish>

/** App → command. */
export const sshProxyAnswer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), versions: z.array(z.int()).min(1).max(20), nonce }),
  z.object({ type: z.literal('proved'), proof }),
  /** For the person who waits: `text` is one line. */
  z.object({ type: z.literal('say'), text: z.string().max(2_000) }),
  /** It came to nothing, for this reason; the socket is closed. */
  z.object({ type: z.literal('refused'), text: z.string().max(8_000) }),
  /** Bytes follow. */
  z.object({ type: z.literal('ready') }),
])
export type SshProxyAnswer = z.infer<typeof sshProxyAnswer>

/** Command → app. */
export const sshProxyRequest = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), version: z.literal(sshProxyVersion), nonce, proof }),
  /** `pid`: the command's own process, whose parent is the program that asks. */
  z.object({ type: z.literal('ask'), pid: z.int().positive(), wish: sshWish }),
])
export type SshProxyRequest = z.infer<typeof sshProxyRequest>
