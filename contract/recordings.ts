import { z } from 'zod'
import { problem } from './problem.ts'
import { terminalSize } from './shells.ts'
import { environmentId } from './tunnel.ts'

const epochMs = z.number().int()
const milliseconds = z.number().min(0)
const name = z.string().min(1).max(2_048)
const count = z.int().min(0)

/** Whether the shells of an environment are recorded: when they can be, or else they do not open. */
export const recordingChoice = z.enum(['off', 'on', 'required'])
export type RecordingChoice = z.infer<typeof recordingChoice>

/** What of the keyboard is kept: nothing, or the keys that were shown, and a number for all others. */
export const recordedKeys = z.enum(['none', 'shown'])
export type RecordedKeys = z.infer<typeof recordedKeys>

/** Whom and what a recording is of. Nothing in it is secret. */
export const recordingSubject = z.object({
  /** Who was signed in, by the name that Identity Center gives; null when that was not known. */
  user: name.nullable(),
  account: z.object({ id: name, name: name.nullable() }).nullable(),
  role: name.nullable(),
  region: name,
  /** Id of the managed node, or `cluster/task/container`. */
  target: name,
  targetKind: z.enum(['node', 'container']),
  targetName: name.nullable(),
  environment: environmentId.nullable(),
  sessionId: name,
  reason: z.string().max(256).nullable(),
  /** The saved tunnel from whose target it was opened. */
  tunnel: name.nullable(),
  /** Instead of a shell, without its secrets. */
  command: z.string().max(8_192).nullable(),
})
export type RecordingSubject = z.infer<typeof recordingSubject>

/** What Culvert adds to the header of an asciicast, under the key `culvert`. */
export const recordingHeader = recordingSubject.extend({
  /** Of everything that is Culvert's own in the file. */
  format: z.literal(1),
  id: z.uuid(),
  startedAt: epochMs,
  keys: recordedKeys,
  /** Which key seals it: a mark, not the key; null when there is none and the seal shows accidents alone. */
  sealedWith: z.string().max(64).nullable(),
})
export type RecordingHeader = z.infer<typeof recordingHeader>

/** What the relay is to record, and how: part of the order that opens a shell. The seal's key is a secret of this file alone. */
export const recordingOrder = z.object({
  /** Absolute. The relay makes the file, and writes over none. */
  file: z.string().min(1),
  header: recordingHeader,
  /** In hex. */
  sealKey: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  need: z.enum(['on', 'required']),
})
export type RecordingOrder = z.infer<typeof recordingOrder>

/** What the seal of a recording says. */
export const sealVerdict = z.discriminatedUnion('is', [
  /** As it was written. `keyed`: nobody without this computer's key can have changed it; else only accidents would show. */
  z.object({ is: z.literal('intact'), keyed: z.boolean() }),
  /** Whole as far as it goes, and without an end: the program stopped, or the file was cut. Sealed until then. */
  z.object({ is: z.literal('unfinished'), keyed: z.boolean(), until: epochMs }),
  /** From then on it is not what was written. */
  z.object({ is: z.literal('altered'), from: epochMs }),
  /** Sealed with a key that is not on this computer. */
  z.object({ is: z.literal('unknown-key') }),
])
export type SealVerdict = z.infer<typeof sealVerdict>

/** What can be read of a recording without reading all of it. */
export const recordingContent = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('readable'),
    header: recordingHeader,
    size: terminalSize,
    /** Of what is there; null while nothing is. */
    durationMs: milliseconds,
  }),
  z.object({ is: z.literal('newer') }),
  z.object({ is: z.literal('unreadable'), problem }),
])

export type RecordingContent = z.infer<typeof recordingContent>

/** A recording in the list. */
export const recordingEntry = z.object({
  /** Names it in calls; not a path, and nothing of one. */
  id: z.string().regex(/^[\w-]{22}$/),
  /** From its name, which says when, who and where; what is in the file says more. */
  startedAt: epochMs,
  user: z.string(),
  target: z.string(),
  bytes: count,
  /** It is being written. */
  isLive: z.boolean(),
  content: recordingContent,
})
export type RecordingEntry = z.infer<typeof recordingEntry>

/** What may be kept, and how long: the older go first. Null is for ever, and as much as comes. */
export const recordingKeeping = z.object({
  days: z.int().min(1).max(3_650).nullable(),
  megabytes: z.int().min(10).max(1_000_000).nullable(),
})
export type RecordingKeeping = z.infer<typeof recordingKeeping>

export const recordingList = z.object({
  /** Newest first, at most {@link mostRecordings}. */
  recordings: z.array(recordingEntry),
  /** Of all that are there. */
  count,
  bytes: count,
  /** Why nothing can be recorded now. */
  problem: problem.nullable(),
})
export type RecordingList = z.infer<typeof recordingList>
export const mostRecordings = 1_000

/** A place in a recording where a text is. */
export const recordingHit = z.object({ atMs: milliseconds, line: z.string().max(400) })
export type RecordingHit = z.infer<typeof recordingHit>
/** Of one recording no more hits are told; `count` goes on. */
export const mostHits = 200

/** Output in equal parts of the recording's time, for its seek bar. */
export const activityBars = 240

/** What a replay needs before the first piece. */
export const recordingOutline = z.object({
  entry: recordingEntry,
  verdict: sealVerdict.nullable(),
  /** Each from 0 to 1, {@link activityBars} of them. */
  activity: z.array(z.number().min(0).max(1)).max(activityBars),
  /** What happened to the session: reconnected, opened again. */
  marks: z.array(z.object({ atMs: milliseconds, label: z.string().max(200) })).max(1_000),
  /** The last line was cut while it was written, and is left out. */
  isTorn: z.boolean(),
})
export type RecordingOutline = z.infer<typeof recordingOutline>

/** Whole lines of the file, so many bytes of it at the most. */
export const pieceBytes = 256 * 1_024

/** What the seal of one line in a list says; `unkeyed`: there was no key, so only accidents would show. */
export const lineSealVerdict = z.enum(['intact', 'unkeyed', 'unknown-key', 'altered'])
export type LineSealVerdict = z.infer<typeof lineSealVerdict>

/** A file that moved, or a transfer that came to no good end, as it was written down. Paths and names are other people's text. */
export const writtenTransfer = z.object({
  /** ISO 8601, UTC. */
  at: z.iso.datetime(),
  user: z.string().nullable(),
  account: z.string().nullable(),
  role: z.string().nullable(),
  region: z.string(),
  environment: z.string().nullable(),
  event: z.enum(['began', 'file', 'same', 'not-same', 'failed', 'stopped']),
  /** The same in all lines of one transfer. */
  transfer: z.string(),
  target: z.string(),
  targetName: z.string().nullable(),
  /** `up`: from this computer to the target. */
  direction: z.enum(['up', 'down']),
  /** Up: what was sent. Down: the folder that it came into. */
  here: z.string(),
  /** Up: the folder that it came into. Down: what was fetched. */
  there: z.string(),
  name: z.string().nullable(),
  bytes: count.nullable(),
  sha256: z.string().nullable(),
  why: z.string().nullable(),
  /** As of a recording: which key seals it. */
  sealedWith: z.string().max(64).nullable(),
})
export type WrittenTransfer = z.infer<typeof writtenTransfer>

/** The same, and what its seal says. */
export const loggedTransfer = writtenTransfer.omit({ sealedWith: true }).extend({ seal: lineSealVerdict })
export type LoggedTransfer = z.infer<typeof loggedTransfer>

/** The newest first, at most {@link mostLogged}; `isAll`: there are no older ones. */
export const loggedTransfers = z.object({
  lines: z.array(loggedTransfer),
  isAll: z.boolean(),
  /** Lines that could not be read. */
  unreadable: count,
  /** Of all lines that were read, also those that have not what was sought: the worst, and how many are so. Null where none was. */
  seal: z.object({ is: lineSealVerdict, lines: count }).nullable(),
})
export type LoggedTransfers = z.infer<typeof loggedTransfers>
export const mostLogged = 500

const byId = z.object({ id: recordingEntry.shape.id })
const nothing = z.void()

/** What a window may ask of recordings; part of `calls`. It gets no path, and can neither write nor stop one. */
export const recordingCalls = {
  'recording.list': { input: nothing, output: recordingList },
  /** Reads all of it: RECORDING_UNREADABLE when that can not be done. */
  'recording.outline': { input: byId, output: recordingOutline },
  /** The seal alone; null while the recording is being written. */
  'recording.check': { input: byId, output: z.object({ verdict: sealVerdict.nullable() }) },
  /** `next`: where the next piece begins, or null at the end. */
  'recording.piece': {
    input: byId.extend({ from: count }),
    output: z.object({ bytes: z.base64(), next: count.nullable() }),
  },
  /** Without regard to case, in what the terminal showed. */
  'recording.search': {
    input: byId.extend({ text: z.string().min(1).max(200) }),
    output: z.object({ count, hits: z.array(recordingHit).max(mostHits) }),
  },
  /** What was written down of transfers of files, where it has all words of `search`. RECORDING_UNREADABLE. */
  'recording.transfers': { input: z.object({ search: z.string().max(200) }), output: loggedTransfers },
  /** Main asks where to; `saved` is false when that dialog was closed. */
  'recording.export': {
    input: byId.extend({ format: z.enum(['asciicast', 'text']) }),
    output: z.object({ saved: z.boolean() }),
  },
  /** Main asks before it is gone for good. */
  'recording.delete': { input: byId, output: z.object({ deleted: z.boolean() }) },
  /** Main asks when less would be recorded than now. */
  'recording.choose': {
    input: z.object({ environment: environmentId, choice: recordingChoice }),
    output: nothing,
  },
  /** Main asks when recordings would go that are kept now. */
  'recording.keep': { input: recordingKeeping, output: nothing },
} as const
