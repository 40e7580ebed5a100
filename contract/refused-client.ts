import { z } from 'zod'

/** What is wrong with a request to a door where HTTP is spoken: whom it is for, where it comes from, or its form. */
export const requestFault = z.enum(['host', 'origin', 'form'])
export type RequestFault = z.infer<typeof requestFault>

/** Browsers that say their name. */
export const browserName = z.enum(['Chrome', 'Edge', 'Firefox', 'Safari', 'Opera'])
export type BrowserName = z.infer<typeof browserName>

/** Printable ASCII without a space: what comes from elsewhere is shown as one plain word. */
const word = z.string().regex(/^[!-~]{1,200}$/)

/** Why a client was closed before it got anything, and what it said of itself. It may have lied; a browser does not. */
export const refusedClient = z.discriminatedUnion('reason', [
  /** It spoke as browsers do: HTTP, TLS that leads to it or is for another host, or WebRTC. */
  z.object({
    reason: z.literal('web'),
    protocol: z.enum(['http', 'http2', 'tls', 'web-rtc']),
    /** The page that it came from. */
    origin: word.optional(),
    browser: browserName.optional(),
    /** Whom it asked for. */
    host: word.optional(),
    fault: requestFault.optional(),
  }),
  /** What it said is none of what is spoken here. */
  z.object({ reason: z.literal('not-understood') }),
  /** It belongs to another user of the computer. */
  z.object({ reason: z.literal('other-user') }),
])
export type RefusedClient = z.infer<typeof refusedClient>
