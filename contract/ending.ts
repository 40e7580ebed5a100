import { z } from 'zod'

/**
 * What becomes of the connections that an order would end. `keep`: the order is refused while any is open, with
 * CONNECTIONS_OPEN. `end`: a person has seen how many there are, and agreed to end so many; one more is refused again.
 */
export const ending = z.discriminatedUnion('connections', [
  z.object({ connections: z.literal('keep') }),
  z.object({ connections: z.literal('end'), atMost: z.int().min(0) }),
])
export type Ending = z.infer<typeof ending>
