import { z } from 'zod'
import { problem } from './problem.ts'
import { productionAgreement } from './production.ts'
import { carriedBy, shellName, shellTarget } from './shells.ts'
import { farUser } from './ssh-proxy.ts'
import { connectStep } from './status.ts'
import { engineChoice, environmentId, profileRef, region } from './tunnel.ts'

const epochMs = z.number().int()
const count = z.int().min(0)
const nothing = z.void()

/** Entries of one folder that are told at the most; `more` counts the rest. */
export const mostEntries = 20_000
/** Things that are sent or fetched with one call, and transfers that a file session keeps at the most. */
export const mostChosen = 200
export const mostTransfers = 400
/** How long the part of a paused transfer is kept on the side that it goes to. */
export const partKeptMs = 24 * 3_600_000

/**
 * A path at the far end as main gave it out: the bytes of its name in base64url, because a name there may hold anything. For a page
 * it means nothing; what is shown stands beside it.
 */
export const farKey = z
  .string()
  .regex(/^[\w-]+$/)
  .max(12_000)
export type FarKey = z.infer<typeof farKey>

/** Where to look at the far end. A typed path is absolute, or begins with `~`. */
export const farPlace = z.discriminatedUnion('by', [
  z.object({ by: z.literal('home') }),
  z.object({ by: z.literal('key'), key: farKey }),
  z.object({ by: z.literal('path'), path: z.string().min(1).max(4_096) }),
])
export type FarPlace = z.infer<typeof farPlace>

/** One name in a folder at the far end. All texts are the far end's, and hostile. */
export const farEntry = z.object({
  key: farKey,
  name: z.string(),
  /** What is there; behind a link, what the link leads to. `other`: a device, a socket, a link that leads nowhere. */
  kind: z.enum(['file', 'folder', 'other']),
  isLink: z.boolean(),
  /** Bytes; null for what has none. */
  size: count.nullable(),
  changedAt: epochMs.nullable(),
  owner: z.string().nullable(),
  /** Why it can be neither opened nor fetched. `name`: a name that is no text, and can not be asked for. */
  closed: z.enum(['unreadable', 'special', 'name']).nullable(),
})
export type FarEntry = z.infer<typeof farEntry>

/** A folder at the far end. */
export const farListing = z.object({
  key: farKey,
  /** Absolute. */
  path: z.string(),
  /** Null at the root. */
  parent: farKey.nullable(),
  /** By name, as the far end has them. */
  entries: z.array(farEntry).max(mostEntries),
  more: count,
})
export type FarListing = z.infer<typeof farListing>

/** Everything that is needed to open a file session, and to open it again. */
export const fileRequest = z.object({
  profile: profileRef,
  region,
  target: shellTarget,
  name: shellName,
  environment: environmentId.nullable(),
  /** Left out, it is as the settings have it. */
  engine: engineChoice.optional(),
  /** Whom to be over SSH. Left out, it is the last one that worked on this target, or the usual one of its system. */
  user: farUser.optional(),
  /** The tunnel whose bastion it is: for whom that is, they are for, too. */
  tunnel: z.uuid().optional(),
})
export type FileRequest = z.infer<typeof fileRequest>

/** What carries the files, and why that. */
export const fileCarrier = z.discriminatedUnion('over', [
  z.object({
    over: z.literal('ssh'),
    user: z.string(),
    /** With which key: one of the user's own agent, or one of a minute's life by EC2 Instance Connect. */
    key: z.enum(['agent', 'pushed']),
    /** `SHA256:…` of the key that the server showed. */
    hostKey: z.string(),
  }),
  z.object({
    over: z.literal('shell'),
    /** As the far end says; null when it does not. */
    user: z.string().nullable(),
    /** `container`: there is no SSH to try. `no-key`: the server took none for `triedUser`. */
    why: z.enum(['container', 'no-server', 'no-key', 'ssh-failed']),
    triedUser: z.string().nullable(),
  }),
])
export type FileCarrier = z.infer<typeof fileCarrier>

/** A file session's state as windows see it. */
export const fileSessionStatus = z.discriminatedUnion('kind', [
  /** `over`: what is being tried. */
  z.object({ kind: z.literal('opening'), step: connectStep, over: z.enum(['ssh', 'shell']), since: epochMs }),
  z.object({
    kind: z.literal('open'),
    since: epochMs,
    sessionId: z.string(),
    by: carriedBy,
    carrier: fileCarrier,
    /** Where its user is at home. */
    home: farKey,
  }),
  /** The data channel was lost and is being resumed; transfers stand still and go on by themselves. */
  z.object({ kind: z.literal('reconnecting'), since: epochMs, sessionId: z.string(), by: carriedBy }),
  z.object({ kind: z.literal('closing'), since: epochMs }),
  /** It was open. Without a problem the far end closed it. */
  z.object({ kind: z.literal('ended'), at: epochMs, problem: problem.nullable() }),
  /** It never opened. */
  z.object({ kind: z.literal('failed'), at: epochMs, problem }),
])
export type FileSessionStatus = z.infer<typeof fileSessionStatus>

/** How much of a transfer is done. `bytes` of `totalBytes`, in `files` of `totalFiles`; one file is 1 of 1. */
export const transferAmount = z.object({ bytes: count, totalBytes: count, files: count, totalFiles: count })
export type TransferAmount = z.infer<typeof transferAmount>

/** What has a name, or is to have it. `size`: bytes; null for what has none. */
export const namedThing = z.object({
  kind: z.enum(['file', 'folder', 'other']),
  size: count.nullable(),
  changedAt: epochMs.nullable(),
})
export type NamedThing = z.infer<typeof namedThing>

/** A transfer's state as windows see it. */
export const transferStatus = z.discriminatedUnion('kind', [
  /** `behind`: the name of the transfer that moves now; null while the session is not open. */
  z.object({ kind: z.literal('waits'), behind: z.string().nullable() }),
  /** What there is to move is being counted. */
  z.object({ kind: z.literal('counting') }),
  /** There is something of this name already: a person says what becomes of it. */
  z.object({ kind: z.literal('asks'), existing: namedThing, coming: namedThing }),
  /** Bytes per second over the last seconds; null while nothing is known. */
  z.object({ kind: z.literal('moving'), amount: transferAmount, rate: z.number().min(0).nullable() }),
  z.object({
    kind: z.literal('paused'),
    amount: transferAmount,
    /** `lost`: the session ended, and it goes on by itself with the next one. */
    why: z.enum(['person', 'lost']),
    keptUntil: epochMs,
  }),
  z.object({ kind: z.literal('checking'), amount: transferAmount }),
  /** Equal on both sides. `sha256`: hexadecimal; null for a folder, each of whose files was compared. `leftOut`: links and devices. */
  z.object({
    kind: z.literal('same'),
    amount: transferAmount,
    sha256: z.string().nullable(),
    leftOut: count,
    at: epochMs,
  }),
  /** The copy was not the same, and was deleted where it had been made. `file`: the name of the one in a folder. */
  z.object({ kind: z.literal('not-same'), file: z.string(), at: epochMs }),
  z.object({ kind: z.literal('failed'), problem, at: epochMs }),
])
export type TransferStatus = z.infer<typeof transferStatus>

/** One file or folder on its way. */
export const transferView = z.object({
  id: z.uuid(),
  /** `up`: from here to the far end. */
  direction: z.enum(['up', 'down']),
  what: z.enum(['file', 'folder']),
  /** Its name where it comes from, without its folder. */
  name: z.string(),
  /** As it is called where it goes to; null before that is known. */
  savedAs: z.string().nullable(),
  /** The folder at the far end, absolute. */
  farFolder: z.string(),
  status: transferStatus,
})
export type TransferView = z.infer<typeof transferView>

/** One file session with everything that a window shows of it but its folders. */
export const fileSessionView = z.object({
  id: z.uuid(),
  request: fileRequest,
  /** The managed node as it was found; null before it was, and for containers. */
  targetName: z.string().nullable(),
  targetId: z.string().nullable(),
  status: fileSessionStatus,
  /** In the order in which they were asked for. */
  transfers: z.array(transferView).max(mostTransfers),
})
export type FileSessionView = z.infer<typeof fileSessionView>

const byId = z.object({ id: z.uuid() })
const agreed = productionAgreement.default('none')
const ofTransfer = byId.extend({ transfer: z.uuid() })
/** How many transfers were begun; none when main's dialog was closed. */
const begun = z.object({ transfers: count })
export type BegunTransfers = z.infer<typeof begun>

/**
 * What a window may ask of files; part of `calls`. It names no path of this computer and hears none: main's dialogs choose them, and
 * what is dropped goes by {@link droppedFiles}.
 */
export const fileCalls = {
  /** Starts a session on a target; what it is doing is in the snapshot. FILES_TOO_MANY; PRODUCTION_NOT_AGREED. */
  'files.open': { input: fileRequest.extend({ agreed }), output: byId },
  /** One that is over, anew and in its place; with `user`, as that user, also one that is open. PRODUCTION_NOT_AGREED. */
  'files.again': { input: byId.extend({ user: farUser.optional(), agreed }), output: nothing },
  /** Ends the session and forgets it; what moves is cancelled, and its part deleted. */
  'files.close': { input: byId, output: nothing },
  /** Main asks, and forgets the host key that was known for the target: after SSH_HOST_KEY_CHANGED. */
  'files.forgetHostKey': { input: byId, output: z.object({ forgotten: z.boolean() }) },
  /** FILES_NOT_OPEN; FILE_GONE, FILE_FORBIDDEN, FILE_FAILED of what is asked for. */
  'files.list': { input: byId.extend({ at: farPlace }), output: farListing },
  /** Main asks for files, or for folders, and sends them into a folder at the far end. */
  'files.upload': { input: byId.extend({ into: farKey, what: z.enum(['files', 'folders']) }), output: begun },
  /** Main asks for a folder of this computer, and fetches them into it. */
  'files.download': { input: byId.extend({ keys: z.array(farKey).min(1).max(mostChosen) }), output: begun },
  /** To a transfer that asks. `forAll`: the same for all that were asked for with it, and ask now or later. */
  'files.answer': {
    input: ofTransfer.extend({ answer: z.enum(['overwrite', 'keep-both', 'skip']), forAll: z.boolean() }),
    output: nothing,
  },
  'files.pause': { input: ofTransfer, output: nothing },
  'files.goOn': { input: ofTransfer, output: nothing },
  /** Its part is deleted, and it is forgotten; of one that is over nothing is deleted. */
  'files.cancel': { input: ofTransfer, output: nothing },
  /** One that failed or was not the same, from the beginning. */
  'files.retry': { input: ofTransfer, output: nothing },
  /** Forgets all transfers that are over. */
  'files.clear': { input: byId, output: nothing },
  /** Shows what was fetched in the system's file manager. */
  'files.reveal': { input: ofTransfer, output: nothing },
} as const

/**
 * What was dropped on the window, as the preload script tells it on a channel of its own: `paths` are the system's word for files that
 * a person dragged here. No call of the page's has a path in it.
 */
export const droppedFiles = byId.extend({
  into: farKey,
  paths: z.array(z.string().min(1).max(4_096)).min(1).max(mostChosen),
})
export type DroppedFiles = z.infer<typeof droppedFiles>
