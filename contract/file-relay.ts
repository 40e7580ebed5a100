import { z } from 'zod'
import { farKey, farListing, farPlace, fileCarrier, namedThing, transferAmount } from './files.ts'
import { problem } from './problem.ts'
import { farUser, publicKey } from './ssh-proxy.ts'

/**
 * What main and the relay say to each other about files: parts of their orders and facts. Here paths of this computer occur, as main's
 * dialogs gave them; nothing of that goes to a page.
 */

const count = z.int().min(0)
const transferId = z.uuid()
const requestId = z.string()
/** Absolute, of this computer. */
const herePath = z.string().min(1).max(4_096)

/** Of a session that carries files: how it begins. */
export const fileOpening = z.discriminatedUnion('over', [
  z.object({
    over: z.literal('ssh'),
    user: farUser,
    /** Of the user's own ssh agent; null when there is none. */
    agentSocket: z.string().nullable(),
    /** `SHA256:…` of the key that the target showed before; null at the first time. */
    knownHostKey: z.string().nullable(),
  }),
  z.object({ over: z.literal('shell') }),
])
export type FileOpening = z.infer<typeof fileOpening>

/** One run of a transfer: from the beginning, or from where it stopped. */
export const transferRun = z.object({
  transferId,
  direction: z.enum(['up', 'down']),
  /** Up: what is sent. Down: the folder that it comes into. */
  here: herePath,
  /** Up: the folder that it comes into. Down: what is fetched. */
  there: farKey,
  onExisting: z.enum(['ask', 'overwrite', 'keep-both']),
  /** What an earlier run had done: under which name, and how many files of a folder. */
  resume: z.object({ savedAs: z.string(), files: count }).nullable(),
})
export type TransferRun = z.infer<typeof transferRun>

/** What the relay is asked for, for one session. */
export const fileAsk = z.discriminatedUnion('do', [
  z.object({ do: z.literal('list'), requestId, at: farPlace }),
  z.object({ do: z.literal('move'), run: transferRun }),
  /** Answered by the run's last event, `stopped`; nothing when there is no such run. */
  z.object({ do: z.literal('stop'), transferId, part: z.enum(['keep', 'delete']) }),
  /** The part of a run that stands still is not wanted any more. */
  z.object({ do: z.literal('discard'), direction: z.enum(['up', 'down']), part: z.string().max(8_192) }),
  /** Answer to `key-wanted`: the key is on the target, or why it is not. */
  z.object({ do: z.literal('use-key'), problem: problem.nullable() }),
])
export type FileAsk = z.infer<typeof fileAsk>

/** What a run tells. All but the first four are its end. */
export const transferNews = z.discriminatedUnion('news', [
  z.object({ news: z.literal('counting') }),
  z.object({
    news: z.literal('moving'),
    amount: transferAmount,
    rate: z.number().min(0).nullable(),
    savedAs: z.string(),
  }),
  z.object({ news: z.literal('checking'), amount: transferAmount }),
  /** One file was compared and has its name. `name`: as it is called where it came to, with its folders below the one that moves. */
  z.object({ news: z.literal('file'), name: z.string(), bytes: count, sha256: z.string() }),
  /** There is something of this name, and nobody has said what becomes of it. */
  z.object({ news: z.literal('exists'), existing: namedThing, coming: namedThing }),
  /** `part`: what is there of the file that was being moved, on the side that it goes to. `why`: `lost` when the session ended. */
  z.object({
    news: z.literal('stopped'),
    why: z.enum(['asked', 'lost']),
    amount: transferAmount,
    savedAs: z.string().nullable(),
    part: z.string().nullable(),
  }),
  z.object({
    news: z.literal('same'),
    amount: transferAmount,
    sha256: z.string().nullable(),
    leftOut: count,
    savedAs: z.string(),
  }),
  z.object({ news: z.literal('not-same'), file: z.string() }),
  z.object({ news: z.literal('failed'), problem }),
])
export type TransferNews = z.infer<typeof transferNews>

/** What the relay tells of one session's files. */
export const fileNews = z.discriminatedUnion('told', [
  /** None of the agent's keys was taken: this one, made for this session alone, has to be put on the target. */
  z.object({ told: z.literal('key-wanted'), publicKey }),
  z.object({ told: z.literal('open'), carrier: fileCarrier, home: farKey }),
  /** It can not be over SSH, for which the shell may do instead: or, without a `why`, not at all. */
  z.object({
    told: z.literal('not-open'),
    why: z.enum(['no-server', 'no-key', 'ssh-failed']).nullable(),
    problem: problem.nullable(),
  }),
  z.object({
    told: z.literal('answer'),
    requestId,
    answer: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), value: farListing }),
      z.object({ ok: z.literal(false), error: problem }),
    ]),
  }),
  z.object({ told: z.literal('transfer'), transferId, news: transferNews }),
])
export type FileNews = z.infer<typeof fileNews>
