import { z } from 'zod'
import { aws, count, milliseconds, of, said, text } from './problem-case.ts'

const target = { targetId: text.optional(), aws, said }
/** A container of ECS, by its names. */
const container = { cluster: text, task: text, container: text, aws }
const endpoint = { host: text.optional(), port: count.optional(), said }

/** The two ends that are far away: the node, and what is behind it. */
export const routeEndProblems = [
  of('TARGET_NOT_FOUND', { ...target, region: text.optional(), state: text.optional() }),
  of('TARGET_NO_MATCH', {
    /** The rule: `Role=bastion`, the name of an Auto Scaling group, an address. */
    rule: text,
    region: text,
    /** Of a rule without tags. */
    by: z.enum(['auto-scaling-group', 'address']).optional(),
  }),
  /** An address is that of several machines, in networks of their own. */
  of('TARGET_AMBIGUOUS', { address: text, region: text, targetIds: z.array(text) }),
  /** ECS has no running container of this name. `missing`: the outermost that is not there; `containers`: those that the task has. */
  of('TASK_NOT_FOUND', {
    cluster: text,
    service: text,
    container: text,
    region: text,
    missing: z.enum(['cluster', 'task', 'container']),
    containers: z.array(text).optional(),
    aws,
  }),
  of('TARGET_STOPPED', { targetId: text, targetName: text.optional(), state: text, matches: count }),
  /** EC2 did not start an instance: it is on its way to another state, or there is no room for it. */
  of('INSTANCE_NOT_STARTED', { targetId: text, reason: z.enum(['state', 'capacity', 'limit']), aws }),
  of('TARGET_NOT_CONNECTED', {
    ...target,
    reason: z.enum(['not-registered', 'connection-lost']).optional(),
    /** Epoch ms. */
    lastPingAt: count.optional(),
    agentVersion: text.optional(),
    /** EC2's state of the instance. */
    state: text.optional(),
    matches: count.optional(),
  }),
  /** A node outside EC2, in an account and region whose tier has no sessions for those. */
  of('HYBRID_TIER_STANDARD', { targetId: text.optional(), aws }),
  of('AGENT_TOO_OLD', { said }),
  /** The task ended, or has no such container. */
  of('CONTAINER_NOT_RUNNING', container),
  /** The task was started without ECS Exec. */
  of('EXEC_NOT_ENABLED', container),
  /** The task runs where ECS Exec does not exist. `platform`: `Fargate 1.3.0`. */
  of('EXEC_UNSUPPORTED', { ...container, platform: text }),
  /** The exec agent in the container does not run, or has no connection. `reason`: what ECS says of it. */
  of('EXEC_AGENT_NOT_RUNNING', { ...container, reason: text.optional() }),
  /** The container has as many sessions as its agent takes. */
  of('EXEC_SESSIONS_FULL', { ...container, open: count }),
  /** The account's shells run as a user that the target does not have, or that nobody has set. */
  of('RUN_AS_REFUSED', { said }),
  of('ENDPOINT_REFUSED', endpoint),
  of('ENDPOINT_TIMED_OUT', { ...endpoint, afterMs: milliseconds.optional() }),
  of('ENDPOINT_NAME_UNKNOWN', { said }),
  /**
   * The agent forwards to no such address. `own`: the host is the target itself, which the document for remote hosts is refused for from
   * agent 3.3.4851.0 on; `reserved`: one that AWS keeps on an instance or in a network; left out, the agent tells a name alone.
   */
  of('ENDPOINT_FORBIDDEN', { reason: z.enum(['own', 'reserved']).optional(), said }),
] as const
