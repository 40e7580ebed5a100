import { z } from 'zod'

/** What a database speaks. `tcp` is anything else; it only changes the badge and the connection strings. */
export const tunnelKind = z.enum(['postgresql', 'mysql', 'redis', 'opensearch', 'tcp'])
export type TunnelKind = z.infer<typeof tunnelKind>

/** The three environments of the design; the first digit of a local port follows from it (1, 2, 3). */
export const environment = z.enum(['production', 'staging', 'development'])
export type Environment = z.infer<typeof environment>

/** A TCP port, 1–65535. */
export const port = z.int().min(1).max(65_535)

/** AWS region code, any partition (`eu-west-1`, `us-gov-west-1`, `us-iso-east-1`). */
export const region = z.string().regex(/^[a-z]{2,5}(-[a-z]+)+-\d+$/)

/** Account number: exactly twelve digits. */
export const accountId = z.string().regex(/^\d{12}$/)

/**
 * One way to get credentials: an account and permission set of an SSO session, or a named profile of `~/.aws/config`.
 * `session` is the name of the `[sso-session NAME]` section.
 */
export const profileRef = z.discriminatedUnion('type', [
  z.object({ type: z.literal('sso'), session: z.string().min(1), accountId, roleName: z.string().min(1) }),
  z.object({ type: z.literal('named'), name: z.string().min(1) }),
])
export type ProfileRef = z.infer<typeof profileRef>

/** `i-` (EC2) or `mi-` (hybrid) managed node id. */
export const managedNodeId = z.string().regex(/^(i|mi)-[0-9a-f]{8,17}$/)

/** How to find the managed node when connecting. Resolved at every session start, never when saving. */
export const targetRule = z.discriminatedUnion('by', [
  z.object({ by: z.literal('id'), id: managedNodeId }),
  z.object({
    by: z.literal('tag'),
    tags: z
      .array(z.object({ key: z.string().min(1).max(128), value: z.string().max(256) }))
      .min(1)
      .max(10),
  }),
  z.object({
    by: z.literal('ecs'),
    cluster: z.string().min(1),
    service: z.string().min(1),
    container: z.string().min(1),
  }),
])
export type TargetRule = z.infer<typeof targetRule>

/** Host and port as the target sees them. */
export const endpoint = z.object({
  host: z
    .string()
    .min(1)
    .max(253)
    .regex(/^[A-Za-z0-9._:-]+$/),
  port,
})
export type Endpoint = z.infer<typeof endpoint>

/** Which engine carries the bytes. `auto` takes the plugin when a good version is found, else the builtin. */
export const engineChoice = z.enum(['auto', 'builtin', 'plugin'])
export type EngineChoice = z.infer<typeof engineChoice>

/** What a user fills in; everything of a saved tunnel but its identity. */
export const tunnelDraft = z.object({
  name: z.string().trim().min(1).max(80),
  /** Second word of the name, such as `writer` or `reader`. */
  label: z.string().trim().max(40).optional(),
  environment,
  kind: tunnelKind,
  profile: profileRef,
  region,
  target: targetRule,
  endpoint,
  localPort: port,
  /** When the session starts: on the first client, or only when the user says so. */
  sessionStart: z.enum(['first-connection', 'manual']).default('first-connection'),
  engine: engineChoice.default('auto'),
  /** Minutes without a connection after which the session is closed; null keeps it open. */
  idleMinutes: z.int().min(1).max(1_440).nullable().default(20),
  /** StartSession Reason (≤ 256 characters); shown in the account's session history. */
  reason: z.string().max(256).optional(),
  /** For the connection strings only. */
  database: z.string().max(128).optional(),
  username: z.string().max(128).optional(),
  /** True when the port should listen as soon as the app starts. Follows the switch. */
  armed: z.boolean().default(false),
})
export type TunnelDraft = z.infer<typeof tunnelDraft>
/** The draft as a caller may send it: fields with a default may be left out. */
export type TunnelDraftInput = z.input<typeof tunnelDraft>

/** The saved thing. A value: a change makes a new one under the same id. */
export const tunnelSpec = tunnelDraft.extend({ id: z.uuid() })
export type TunnelSpec = z.infer<typeof tunnelSpec>
