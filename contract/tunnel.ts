import { z } from 'zod'
import { tunnelDocument } from './chosen-document.ts'
import {
  groupNameLength,
  loopbackAddressForm,
  managedNodeIdForm,
  nodeAddressForm,
  ports,
  regionForm,
  tagLimits,
  tunnelKinds,
} from './forms.ts'
import { isAsItLooks } from './unseen.ts'

export const tunnelKind = z.enum(tunnelKinds)
export type TunnelKind = z.infer<typeof tunnelKind>

/** What definitions call an environment: `production`, `eu-qa`. */
export const environmentId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/)

/** One of the environments that tunnels are kept in: how it is shown, how careful one is in it, which ports it has. */
export const environment = z.object({
  id: environmentId,
  /** As it is shown. Left out where the id is one of ours: then it has a name in each language. */
  name: z.string().trim().min(1).max(40).optional(),
  /** Its shape beside names: environments differ by shape before they differ by colour. */
  mark: z.enum(['filled', 'half', 'hollow']),
  isProduction: z.boolean(),
  /** Of its local ports. */
  firstDigit: z.int().min(1).max(5),
})
export type Environment = z.infer<typeof environment>

export const port = z.int().min(ports.first).max(ports.last)

/** A loopback address that is a tunnel's own: `127.0.0.2`. */
export const loopbackAddress = z.string().regex(loopbackAddressForm)

export const region = z.string().regex(regionForm)

/** Account number: exactly twelve digits. */
export const accountId = z.string().regex(/^\d{12}$/)

/**
 * One way to get credentials on this computer: an account and permission set of IAM Identity Center, or a named profile
 * of `~/.aws/config`. The permission set is reached through the sign-in whose portal is at `startUrl`; `session`, the
 * name of an `[sso-session NAME]` section, says which of several it is, or is all that is known.
 */
export const profileRef = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('sso'),
    session: z.string().min(1).optional(),
    startUrl: z.string().min(1).optional(),
    accountId,
    roleName: z.string().min(1),
  }),
  z.object({ type: z.literal('named'), name: z.string().min(1) }),
])
export type ProfileRef = z.infer<typeof profileRef>

export const managedNodeId = z.string().regex(managedNodeIdForm)

/** How to find the managed node when connecting. Resolved at every session start, never when saving. */
export const targetRule = z.discriminatedUnion('by', [
  z.object({ by: z.literal('id'), id: managedNodeId }),
  z.object({
    by: z.literal('tag'),
    tags: z
      .array(z.object({ key: z.string().min(1).max(tagLimits.key), value: z.string().max(tagLimits.value) }))
      .min(1)
      .max(tagLimits.count),
  }),
  /** The instances of an Auto Scaling group, whichever they are today. */
  z.object({ by: z.literal('auto-scaling-group'), name: z.string().trim().min(1).max(groupNameLength) }),
  /** The one machine with this private DNS name or private IPv4 address. */
  z.object({ by: z.literal('address'), address: z.string().max(253).regex(nodeAddressForm) }),
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

/** The account a tunnel leads into, in words that mean the same on every computer. */
export const tunnelAccount = z.object({
  accountId,
  /** Permission set of IAM Identity Center. Without one the account is all that is known of a person's own profile. */
  roleName: z.string().min(1).optional(),
  /** The access portal that gives the permission set out, as it is written in `sso_start_url`. */
  startUrl: z.string().min(1).optional(),
})
export type TunnelAccount = z.infer<typeof tunnelAccount>

/** What a tunnel is, whoever uses it: all that a team could share of it, and nothing that is personal. */
export const tunnelDefinition = z.object({
  name: z.string().trim().min(1).max(80),
  /** Second word of the name, such as `writer` or `reader`. */
  label: z.string().trim().max(40).optional(),
  environment: environmentId,
  kind: tunnelKind,
  account: tunnelAccount.optional(),
  region,
  target: targetRule,
  endpoint,
  /** What its sessions are opened by, where the account demands another document than AWS's own. */
  document: tunnelDocument.optional(),
  /**
   * Port of the target on which a program of its own (socat, nginx) passes connections on to the endpoint: for accounts that allow no session
   * to other hosts. Left out, the agent connects to the endpoint itself.
   */
  relayPort: port.optional(),
  /** For the connection strings only. */
  database: z.string().max(128).optional(),
  /** StartSession Reason (≤ 256 characters); shown in the account's session history. */
  reason: z.string().max(256).optional(),
})
export type TunnelDefinition = z.infer<typeof tunnelDefinition>

/** How a person gets into the account of a tunnel: by a sign-in, as the definition says, or by a profile of their own. */
export const profileChoice = z.discriminatedUnion('type', [
  /** `session` is the local name of the sign-in: preferred where several have the same portal, needed where none is known. */
  z.object({ type: z.literal('sso'), session: z.string().min(1).optional() }),
  z.object({ type: z.literal('named'), name: z.string().min(1) }),
])
export type ProfileChoice = z.infer<typeof profileChoice>

/** Whose programs may use a local port: those of every user of the computer, or of the app's own alone. */
export const portUsers = z.enum(['any-user', 'same-user'])

/** Where a web page comes from, in small letters: `https://dashboards.example`, `chrome-extension://abcdef`. */
export const webOrigin = z
  .string()
  .max(200)
  .regex(/^[a-z][a-z0-9+.-]*:\/\/[a-z0-9._:[\]-]+$/)

/** A name of this computer in its hosts file, in small letters: `db.local.test`. */
export const localName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/)

/** Whose credentials are, as STS says: the account, and the role or user in it. A permission set counts by its own name. */
export const callerIdentity = z.object({ accountId, name: z.string().min(1).max(256) })
export type CallerIdentity = z.infer<typeof callerIdentity>

/** How one person uses a tunnel on one computer. */
export const tunnelPreference = z.object({
  localPort: port,
  /** The loopback address of its own that the tunnel listens on; without one on `localhost`, as most do. */
  localAddress: loopbackAddress.optional(),
  profile: profileChoice.default({ type: 'sso' }),
  /** When the session starts: on the first client, or only when the user says so. */
  sessionStart: z.enum(['first-connection', 'manual']).default('first-connection'),
  engine: engineChoice.default('auto'),
  /** Minutes without a connection after which the session is closed; null keeps it open. */
  idleMinutes: z.int().min(1).max(1_440).nullable().default(20),
  /**
   * While a connection moves bulk, the next ones get a session of their own, so that no query waits for a dump. Each session is a line in
   * the account's history.
   */
  lanes: z.boolean().default(true),
  /** Web pages that may use the local port, where it speaks HTTP. Without any only the port's own pages may. */
  allowedOrigins: z.array(webOrigin).max(20).optional(),
  /** Names of this computer, beside its own, by which clients may ask for the local port: over TLS, and where it speaks HTTP. */
  localNames: z.array(localName).max(20).optional(),
  /** Whose credentials the named profile gave when the tunnel was opened first: with another's it is not opened. */
  identity: callerIdentity.optional(),
  /** For the connection strings only. */
  username: z.string().max(128).optional(),
})
export type TunnelPreference = z.infer<typeof tunnelPreference>

/** What a user fills in; everything of a saved tunnel but its identity and its switch. */
export const tunnelDraft = z.object({ definition: tunnelDefinition, preference: tunnelPreference })
export type TunnelDraft = z.infer<typeof tunnelDraft>
/** The draft as a caller may send it: fields with a default may be left out. */
export type TunnelDraftInput = z.input<typeof tunnelDraft>

/**
 * A draft as somebody types or pastes it: with no mark in it that cannot be seen. What was saved before is read with them, and
 * shown with them made visible, so that nothing is lost; it is saved again only without.
 */
export const typedDraft = tunnelDraft.superRefine((draft, context) => {
  for (const path of unseenIn(draft, [])) context.addIssue({ code: 'custom', path: [...path], message: 'unseen' })
})

type Path = readonly (string | number)[]

function unseenIn(value: unknown, path: Path): readonly Path[] {
  if (typeof value === 'string') return isAsItLooks(value) ? [] : [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) => unseenIn(item, [...path, name]))
}

/** The saved thing. A value: a change makes a new one under the same id. */
export const savedTunnel = tunnelDraft.extend({
  id: z.uuid(),
  /** The switch: true when the port should listen as soon as the app starts. */
  armed: z.boolean().default(false),
})
export type SavedTunnel = z.infer<typeof savedTunnel>
