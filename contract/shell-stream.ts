import { z } from 'zod'
import { terminalSize } from './shells.ts'

/**
 * The third kind of the contract beside calls and events: a shell's bytes. They go over a message port between relay and page
 * that main makes and gives to both, and never through main. Each side parses what the other says.
 *
 * Credit: the relay sends no more output than the page has allowed, counted in bytes. The page gives credit back as its terminal
 * has drawn the bytes, so that a flood at the far end fills nothing on the way. Input is bounded in the same way by `taken`.
 */

/** Bytes that either side may be ahead: output that was not drawn yet, input that was not taken yet. */
export const streamCredit = 128 * 1_024
/** The most that the page types in one message, bytes; a longer paste goes in several. */
export const mostInput = 16 * 1_024
/** The most output in one message, bytes, and the most of what was shown before. */
export const mostOutput = 64 * 1_024
export const mostShown = 256 * 1_024

const bytes = (most: number) => z.instanceof(Uint8Array).refine((given) => given.byteLength <= most)
/** Nothing costs its reader as much as something, and is counted nowhere. */
const someBytes = (most: number) => bytes(most).refine((given) => given.byteLength > 0)
/** In memory of their own: a typed array crosses with all that its memory holds, and the relay's holds what is no page's business. */
const ownBytes = (most: number) => bytes(most).refine((given) => given.buffer.byteLength === given.byteLength)
const amount = z.int().min(1)

/** Page → relay. */
export const shellStreamInput = z.discriminatedUnion('type', [
  z.object({ type: z.literal('input'), bytes: someBytes(mostInput) }),
  z.object({ type: z.literal('resize'), size: terminalSize }),
  /** So many bytes of output were drawn. */
  z.object({ type: z.literal('drawn'), bytes: amount }),
])
export type ShellStreamInput = z.infer<typeof shellStreamInput>

/** Relay → page. */
export const shellStreamOutput = z.discriminatedUnion('type', [
  /**
   * First of all, to a page that comes later than the first: what was shown last, `whole` from the beginning or cut off there. Draw it
   * without answering what it asks of a terminal, for that was answered. It is not counted as output.
   */
  z.object({ type: z.literal('shown'), bytes: ownBytes(mostShown), isWhole: z.boolean() }),
  z.object({ type: z.literal('output'), bytes: ownBytes(mostOutput) }),
  /** So many bytes of input have been taken by the engine. */
  z.object({ type: z.literal('taken'), bytes: amount }),
  /** Everything was sent, and nothing follows. Why it ended is in the snapshot. */
  z.object({ type: z.literal('end') }),
])
export type ShellStreamOutput = z.infer<typeof shellStreamOutput>

/** What main's preload hands the page beside the port: which shell, and which of the page's asks it answers. */
export const shellStreamOffer = z.object({ culvert: z.literal('shell-stream'), id: z.uuid(), attachment: z.int() })
export type ShellStreamOffer = z.infer<typeof shellStreamOffer>
