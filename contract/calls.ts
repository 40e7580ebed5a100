import { z } from 'zod'
import { activityCalls } from './activity.ts'
import { configAdditionCalls } from './config-additions.ts'
import { connectionCalls } from './connections.ts'
import { ending } from './ending.ts'
import { licenceNotices } from './licences.ts'
import { type BegunTransfers, type DroppedFiles, fileCalls } from './files.ts'
import type { Result } from './result.ts'
import { typedCode } from './mfa.ts'
import { networkCalls } from './network-check.ts'
import { openSessionCalls } from './open-sessions.ts'
import { productionAgreement } from './production.ts'
import { recordingCalls } from './recordings.ts'
import { savedCommandCalls } from './saved-commands.ts'
import { nodeAccessCalls } from './node-access.ts'
import { serviceCalls } from './services.ts'
import { sessionDocumentCalls } from './session-documents.ts'
import { shellLayout } from './shell-layout.ts'
import { shellName, shellRequest, terminalSize } from './shells.ts'
import { profileCalls, profileEvents } from './profile-calls.ts'
import { signInMethod, ssoSession } from './sign-in.ts'
import { sshSetup } from './ssh-setup.ts'
import { favourite, targetList, targetPlace, targetUpdate } from './targets.ts'
import { settings, settingsChange, snapshot, snapshotUpdate, trafficReport } from './snapshot.ts'
import {
  environmentId,
  loopbackAddress,
  managedNodeId,
  port,
  profileRef,
  region,
  targetRule,
  tunnelKind,
  typedDraft,
} from './tunnel.ts'

const nothing = z.void()
const byId = z.object({ id: z.uuid() })
/** An order that may end connections; CONNECTIONS_OPEN while it was not agreed how many. */
const endsById = byId.extend({ ending: ending.default({ connections: 'keep' }) })
/** To a shell on production; main asks for it by refusing. */
const agreed = productionAgreement.default('none')
const byDevice = z.object({ device: z.uuid() })
const bySignIn = z.object({ session: z.string() })

/** A page of the AWS console about a tunnel: that of a hop, or the security groups between target and endpoint. */
export const consolePage = z.enum(['session', 'target', 'endpoint', 'security-groups'])
export type ConsolePageName = z.infer<typeof consolePage>

/** A program that owns a local port, as far as the system tells. */
export const portOwner = z.object({ program: z.string(), pid: z.int().nullable() })
export type PortOwner = z.infer<typeof portOwner>

/**
 * Why nobody may listen on a port: only an administrator's programs may (`privileged`), Windows keeps a range of ports for itself
 * (`reserved`), or the system does not say.
 */
export const portBan = z.discriminatedUnion('by', [
  z.object({ by: z.literal('privileged') }),
  z.object({ by: z.literal('reserved'), first: z.int(), last: z.int() }),
  z.object({ by: z.literal('unknown') }),
])
export type PortBan = z.infer<typeof portBan>

/** A managed node that a target rule matches now. */
export const targetMatch = z.object({
  id: z.string(),
  name: z.string().nullable(),
  online: z.boolean(),
  agentVersion: z.string().nullable(),
  zone: z.string().nullable(),
  vpc: z.string().nullable(),
})
export type TargetMatch = z.infer<typeof targetMatch>

/** What the tray, the menu bar or a notification asks the window to show. */
export const destination = z.discriminatedUnion('to', [
  z.object({ to: z.literal('tunnel'), id: z.uuid() }),
  z.object({ to: z.literal('sign-in'), session: z.string() }),
  z.object({ to: z.literal('new-tunnel') }),
  z.object({ to: z.literal('tunnels') }),
  z.object({ to: z.literal('shells') }),
  /** A shell on the target of this tunnel. */
  z.object({ to: z.literal('shell-on'), tunnel: z.uuid() }),
  /** A shell; null: where to is asked. */
  z.object({ to: z.literal('shell'), request: shellRequest.nullable() }),
  z.object({ to: z.literal('settings') }),
  /** What the app is: its version, and where it keeps secrets. */
  z.object({ to: z.literal('about') }),
  z.object({ to: z.literal('shortcuts') }),
])
export type Destination = z.infer<typeof destination>

/**
 * Everything a window may ask of main: one entry per call, with the schema of its input and of its output. Main's
 * server, the preload bridge, the renderer's client and the tests' fakes are derived from this value.
 */
export const calls = {
  'app.snapshot': { input: nothing, output: snapshot },
  /** The licences of everything that the app is made of. */
  'app.licences': { input: nothing, output: licenceNotices },
  'app.dismissNotice': { input: z.object({ id: z.string() }), output: nothing },
  'app.revealFolder': {
    input: z.object({ folder: z.enum(['catalog', 'logs', 'sign-ins', 'recordings']) }),
    output: nothing,
  },
  /** Takes back that the app quits once everything has ended. */
  'app.keepRunning': { input: nothing, output: nothing },
  /** Asks the system to start the app when the user logs in; LOGIN_ITEM_NOT_CHANGED when it does not take it. */
  'app.startAtLogin': { input: z.object({ wish: z.enum(['on', 'off']) }), output: nothing },
  'settings.change': { input: settingsChange, output: settings },
  /** Main asks in a dialog of its own for the plugin's file; nothing changes when that is closed. */
  'plugin.choose': { input: nothing, output: nothing },
  /** From now on it is looked for again. */
  'plugin.forget': { input: nothing, output: nothing },
  /** Looks on PATH as well, and reads the version of what is found. What was found on PATH is kept as chosen. */
  'plugin.check': { input: nothing, output: nothing },

  /** A tunnel that is switched off: `tunnel.arm` opens its port. */
  'tunnel.create': { input: typedDraft, output: byId },
  'tunnel.change': { input: endsById.extend({ draft: typedDraft }), output: nothing },
  'tunnel.remove': { input: endsById, output: nothing },
  'tunnel.arm': { input: byId, output: nothing },
  'tunnel.disarm': { input: endsById, output: nothing },
  /** Start the session now, without a client; or try again now when reconnecting or failed. */
  'tunnel.connect': { input: byId, output: nothing },
  /**
   * Starts a session through another node that the target rule matches; the one that was found last comes after all others that are
   * online, until the tunnel's route is edited or the app ends.
   */
  /** From now on the tunnel is for the identity that its profile gives now; then it is opened. IDENTITY_CHANGED if that is yet another. */
  'tunnel.useIdentity': { input: byId, output: nothing },
  'tunnel.anotherMatch': { input: endsById, output: nothing },
  /** Close the session, keep the port. */
  'tunnel.disconnect': { input: endsById, output: nothing },
  /** Redacted text for a bug report or an administrator. */
  'tunnel.diagnostics': { input: byId, output: z.object({ text: z.string() }) },

  'port.suggest': { input: z.object({ environment: environmentId, kind: tunnelKind }), output: z.object({ port }) },
  'port.check': {
    input: z.object({ port, address: loopbackAddress.optional(), exceptTunnel: z.uuid().optional() }),
    output: z.discriminatedUnion('state', [
      z.object({ state: z.literal('free') }),
      /** The port of `exceptTunnel` itself. */
      z.object({ state: z.literal('own') }),
      z.object({ state: z.literal('reserved'), tunnelName: z.string() }),
      z.object({ state: z.literal('taken'), owner: portOwner.nullable() }),
      z.object({ state: z.literal('forbidden'), ban: portBan }),
      /** The computer does not have the address. */
      z.object({ state: z.literal('address-missing') }),
    ]),
  },

  /** Starts a session and what runs in it; what it is doing is in the snapshot. SHELLS_TOO_MANY; PRODUCTION_NOT_AGREED. */
  'shell.open': { input: shellRequest.extend({ size: terminalSize, agreed }), output: byId },
  /** A shell that is over, anew and in its place; what is open is left alone. PRODUCTION_NOT_AGREED. */
  'shell.again': { input: byId.extend({ size: terminalSize, agreed }), output: nothing },
  /** A shell whose connection was lost and waits for its next try is tried now. */
  'shell.retry': { input: byId, output: nothing },
  /** Ends the session, which is shown as ended. One that hangs is ended all the same, in seconds. */
  'shell.end': { input: byId, output: nothing },
  /** Ends the session, if it lives, and forgets the shell at once. */
  'shell.close': { input: byId, output: nothing },
  'shell.rename': { input: byId.extend({ name: shellName }), output: nothing },
  /**
   * Shows a shell that has a session, or had one, on this page: its stream comes as a message of the window ({@link shellStreamOffer}),
   * with the number that is given here. The page that showed it before is sent away. SHELL_NOT_OPEN before there is a session.
   */
  'shell.attach': { input: byId.extend({ attachment: z.int() }), output: nothing },

  /** How the tabs of shells were arranged last. */
  'shell.layout': { input: nothing, output: shellLayout },
  'shell.keepLayout': { input: shellLayout, output: nothing },

  ...configAdditionCalls,
  ...profileCalls,
  'target.preview': {
    input: z.object({ profile: profileRef, region, target: targetRule }),
    output: z.object({ matches: z.array(targetMatch) }),
  },

  /** What is known now; what is read because of it is told by `targets`. */
  'target.list': { input: z.object({ read: z.enum(['kept', 'stale', 'all']) }), output: targetList },
  /** Gives up all reading of targets. */
  'target.stop': { input: nothing, output: nothing },
  'target.addPlace': { input: targetPlace, output: nothing },
  'target.removePlace': { input: z.object({ key: z.string() }), output: nothing },
  /** What the account of a place is for; null when nobody says. */
  'target.setEnvironment': {
    input: z.object({ place: targetPlace, environment: environmentId.nullable() }),
    output: nothing,
  },
  /** Main asks, and EC2 starts the instance. What becomes of it is told by `targets`. ACCESS_DENIED, INSTANCE_NOT_STARTED. */
  'target.start': {
    input: targetPlace.extend({ id: managedNodeId.refine((id) => id.startsWith('i-')), name: shellName }),
    output: z.object({ started: z.boolean() }),
  },
  'target.star': { input: z.object({ favourite, wish: z.enum(['on', 'off']) }), output: nothing },
  /** Whether a shell there would be refused without an agreement. */
  'target.asksFirst': { input: targetPlace, output: z.object({ asks: z.boolean() }) },

  'signIn.add': { input: ssoSession.omit({ issuer: true }), output: nothing },
  'signIn.remove': { input: bySignIn, output: nothing },
  /** Joins a sign-in that is already under way; never opens a second browser tab. */
  'signIn.start': { input: bySignIn.extend({ method: signInMethod.optional() }), output: nothing },
  'signIn.cancel': { input: bySignIn, output: nothing },
  'signIn.signOut': { input: bySignIn, output: nothing },
  /** Opens the verification page of the running sign-in again. */
  'signIn.openPage': { input: bySignIn, output: nothing },

  /** Asks for a device's code, or joins the question under way; ends with it. MFA_NOT_ANSWERED, MFA_DEVICE_REFUSED. */
  'mfa.start': { input: byDevice, output: nothing },
  /** Gives a code to AWS; MFA_CODE_REFUSED leaves the question open. The code goes no further than to AWS. */
  'mfa.answer': { input: byDevice.extend({ code: typedCode }), output: nothing },
  'mfa.cancel': { input: byDevice, output: nothing },

  /** What is, or would be, in the files of the user's ssh. */
  'ssh.setup': { input: nothing, output: sshSetup },
  /** Puts the line into the ssh config, and writes Culvert's own file. SSH_CONFIG_NOT_WRITTEN. */
  'ssh.turnOn': { input: z.object({ pushesKey: z.boolean() }), output: nothing },
  /** Takes the line out again. */
  'ssh.turnOff': { input: nothing, output: nothing },
  /** Shows the folder of the ssh config. */
  'ssh.reveal': { input: nothing, output: nothing },
  /** Main asks again before this program gets an SSH connection. */
  'ssh.forgetProgram': { input: z.object({ program: z.string().max(1_024) }), output: nothing },
  ...connectionCalls,
  ...activityCalls,
  ...networkCalls,
  ...openSessionCalls,
  ...recordingCalls,
  ...savedCommandCalls,
  ...sessionDocumentCalls,
  ...serviceCalls,
  ...nodeAccessCalls,
  ...fileCalls,

  'clipboard.write': { input: z.object({ text: z.string().max(100_000) }), output: nothing },
  'link.open': {
    input: z.discriminatedUnion('to', [
      z.object({ to: z.literal('console'), tunnel: z.uuid(), page: consolePage }),
      /** A link that a program has printed in a terminal; whether it opens is main's to say. */
      z.object({ to: z.literal('page'), url: z.url({ protocol: /^https?$/ }).max(2_048) }),
      z.object({ to: z.literal('documentation'), page: z.enum(['plugin', 'iam', 'home']) }),
    ]),
    output: nothing,
  },
  'window.close': { input: nothing, output: nothing },
  /** The page shows its first snapshot: what main has put off for it may begin. */
  'window.drawn': { input: nothing, output: nothing },
  /** The page hears `navigate` from now on; what it was asked to show before that, in order. */
  'window.follow': { input: nothing, output: z.array(destination) },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>

/** What main tells windows without being asked. */
export const events = {
  'snapshot.update': snapshotUpdate,
  traffic: trafficReport,
  targets: targetUpdate,
  /** One began, ended or is gone. */
  'recordings.changed': nothing,
  ...profileEvents,
  navigate: destination,
} as const satisfies Record<string, z.ZodType>

export type Calls = typeof calls
export type CallName = keyof Calls
export type CallInput<N extends CallName> = z.input<Calls[N]['input']>
export type CallOutput<N extends CallName> = z.output<Calls[N]['output']>
/** Input as the handler sees it, with defaults filled in. */
export type ParsedCallInput<N extends CallName> = z.output<Calls[N]['input']>

export type Events = typeof events
export type EventName = keyof Events
export type EventPayload<N extends EventName> = z.output<Events[N]>

/** Which of main's windows asked. */
export interface Caller {
  readonly window: string
}

/** One handler per call; main's server needs exactly these. */
export type CallHandlers = {
  readonly [N in CallName]: (input: ParsedCallInput<N>, caller: Caller) => Promise<Result<CallOutput<N>>>
}

/** What the preload bridge exposes to the page as `window.culvert`. */
export interface ContractClient {
  call<N extends CallName>(
    name: N,
    ...input: undefined extends CallInput<N> ? [] : [CallInput<N>]
  ): Promise<Result<CallOutput<N>>>
  /** Returns a function that stops listening. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void
  /**
   * Sends what a person dropped on the window into a folder at the far end. `files`: the `File`s of the drop; the preload script asks the
   * system for their paths, which a page can neither name nor read. What is no such file is left out.
   */
  drop(place: Pick<DroppedFiles, 'id' | 'into'>, files: readonly unknown[]): Promise<Result<BegunTransfers>>
}
