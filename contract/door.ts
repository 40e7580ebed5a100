import { z } from 'zod'
import { endpoint, localName, loopbackAddress, port, portUsers, tunnelKind, webOrigin } from './tunnel.ts'

/** Whom a door lets in. */
export const doorGuard = z.object({
  /** What the tunnel leads to; requests over HTTP may be for its host. */
  endpoint,
  /** Origins of web pages that may use the door. */
  allowedOrigins: z.array(webOrigin),
  localNames: z.array(localName),
  /** Whose programs may use it. */
  programs: portUsers,
})
export type DoorGuard = z.infer<typeof doorGuard>

/**
 * Listen on 127.0.0.1 and ::1, or on `address` alone. Answered by `door-opened` or `door-failed`. `kind`: what is spoken through the
 * door.
 */
export const openDoor = z.object({
  type: z.literal('open-door'),
  tunnelId: z.uuid(),
  port,
  address: loopbackAddress.optional(),
  kind: tunnelKind,
  guard: doorGuard,
  clientWaitMs: z.int(),
})
