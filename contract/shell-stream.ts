import { z } from 'zod'
import { terminalSize } from './shells.ts'

/**
 * The third kind of the contract beside calls and events: a shell's bytes. They go over a message port between relay and page
 * that main makes and gives to both, and never through main. Each side parses what the other says.
 *
 * Credit: the relay sends no more output than the page has allowed, counted in bytes. The page gives credit back as its terminal
 * has drawn the bytes, so that a flood at the far end fills nothing on the way.
 */

/** Output bytes that the relay may send before the page has given any back. */
export const firstCredit = 256 * 1_024
/** The most that the page types in one message, bytes; a longer paste goes in several. */
export const mostInput = 16 * 1_024

const bytes = z.instanceof(Uint8Array)
const amount = z.int().min(0)

/** Page → relay. */
export const shellStreamInput = z.discriminatedUnion('type', [
  z.object({ type: z.literal('input'), bytes: bytes.refine((given) => given.byteLength <= mostInput) }),
  z.object({ type: z.literal('resize'), size: terminalSize }),
  /** So many bytes of output were drawn. */
  z.object({ type: z.literal('drawn'), bytes: amount }),
])
export type ShellStreamInput = z.infer<typeof shellStreamInput>

/** Relay → page. */
export const shellStreamOutput = z.discriminatedUnion('type', [
  z.object({ type: z.literal('output'), bytes }),
  /** So many bytes of input have been taken by the engine; the page sends no more than {@link firstCredit} ahead of that. */
  z.object({ type: z.literal('taken'), bytes: amount }),
  /** Everything was sent, and nothing follows. Why it ended is in the snapshot. */
  z.object({ type: z.literal('end') }),
])
export type ShellStreamOutput = z.infer<typeof shellStreamOutput>
