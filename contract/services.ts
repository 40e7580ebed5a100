import { z } from 'zod'
import { targetPlace } from './targets.ts'

/** Services of one place that are told at the most. */
const mostServices = 2_000

/** A service of ECS, or a family whose tasks belong to none, as a target for tunnels. All texts are the far end's. */
export const serviceView = z.object({
  cluster: z.string(),
  name: z.string(),
  /** Tasks that run now. */
  tasks: z.number().int().min(0),
  /** Of its containers, by name: whether a session can be started on one of them now. */
  containers: z.array(z.object({ name: z.string(), state: z.enum(['open', 'exec-off', 'exec-agent', 'unsupported']) })),
})
export type ServiceView = z.infer<typeof serviceView>

/** What a window may ask about services; part of `calls`. */
export const serviceCalls = {
  /** Services of all clusters, those without a running task among them. ACCESS_DENIED where they may not be listed. */
  'service.list': { input: targetPlace, output: z.object({ services: z.array(serviceView).max(mostServices) }) },
} as const
