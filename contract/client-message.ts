import { z } from 'zod'

/** Printable ASCII in one line: it goes into protocols whose clients may know no other letters. */
const asciiLine = z
  .string()
  .max(200)
  .regex(/^[\x20-\x7e]*$/)

/**
 * What a client of a local port is told in its own protocol, always in English. Protocols with room for one line get
 * `message` and `hint`; the others all three.
 */
export const clientMessage = z.object({
  /** Who speaks, of which tunnel, what failed at which hop. Without a full stop. */
  message: asciiLine,
  /** What it means for the client. */
  detail: asciiLine,
  /** The one thing to do. */
  hint: asciiLine,
})
export type ClientMessage = z.infer<typeof clientMessage>
