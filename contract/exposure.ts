import { z } from 'zod'
import { networkAddressForm } from './forms.ts'
import { problem } from './problem.ts'

/**
 * A tunnel's port at an address that other computers reach: the one exception to loopback. It is chosen in a dialog of main's own and kept
 * in a file of main's own; no call, no catalog and no import can name an address.
 */

/** An address of this computer in a private network; never a public one, and never every address at once. */
export const networkAddress = z.string().regex(networkAddressForm)

/** Where a tunnel is open beyond this computer. */
export const exposedPlace = z.object({
  address: networkAddress,
  /** As the system calls it: `eth0`. */
  interfaceName: z.string().min(1).max(64),
  /** As CIDR: `192.168.1.0/24`. */
  network: z.string().regex(/^[\d.]{7,15}\/\d{1,2}$/),
})
export type ExposedPlace = z.infer<typeof exposedPlace>

/**
 * How far a tunnel that a person has opened to a network is open now. `waiting`: its port is closed, or is being opened there. `away`: this
 * computer has not that address in that network now. `barred`: local ports are for the person's own programs alone. In all but `open` it
 * listens on loopback only.
 */
export const exposure = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting'), place: exposedPlace }),
  z.object({ kind: z.literal('open'), place: exposedPlace }),
  z.object({ kind: z.literal('away'), place: exposedPlace }),
  z.object({ kind: z.literal('barred'), place: exposedPlace }),
  z.object({ kind: z.literal('failed'), place: exposedPlace, problem }),
])
export type Exposure = z.infer<typeof exposure>

const byId = z.object({ id: z.uuid() })
const nothing = z.void()

export const exposureCalls = {
  /** Main asks in a dialog of its own which address and network; nothing changes when that is closed. EXPOSURE_REFUSED. */
  'tunnel.expose': { input: byId, output: nothing },
  /** Back to this computer alone, at once: who came in from a network is closed. */
  'tunnel.conceal': { input: byId, output: nothing },
} as const

const tunnelId = z.uuid()

/** Listen at this address as well, or at no such address any more. Answered by `door-exposed`, where the door is open. */
export const exposeDoor = z.object({ type: z.literal('expose-door'), tunnelId, address: networkAddress.nullable() })

/** Where the door listens beside loopback now. `problem`: why it does not where it was to. */
export const doorExposed = z.object({
  type: z.literal('door-exposed'),
  tunnelId,
  address: networkAddress.nullable(),
  problem: problem.nullable(),
})
