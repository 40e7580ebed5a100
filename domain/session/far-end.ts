import type { Problem } from '#contract/problem.ts'
import { problemOf } from '../problem/problem.ts'

/** From here on (ms) a connection's missing first answer is shown: by then every database that is reached has answered. */
export const silentAfterMs = 8_000
/** From here on (ms) the database does not answer. It is before most clients and every pool give up by themselves. */
export const unansweredAfterMs = 25_000
/** A client that leaves sooner than this (ms) without an answer has not waited for one: a person's Ctrl-C, a look at the port. */
const patientAfterMs = 4_000

/** A connection that has not had its first answer. */
interface Waiting {
  /** Since when the oldest such connection waits (epoch ms). */
  readonly since: number
  /** What an earlier connection of the session had to wait for its answer; null when none was answered yet. */
  readonly latencyMs: number | null
  /** Connections that were answered and are open: while there are any, the database is there, and silence is no failure. */
  readonly answered: number
}

/**
 * What is known of a forward's far end; a shell has none, and stays unproven. Only a connection's first answer counts: by its
 * protocol a database that is reached gives that at once, and what it takes for a query is its own business.
 */
export type EndpointProof =
  | { readonly kind: 'unproven' }
  | ({ readonly kind: 'waiting' } & Waiting)
  /** A first answer is overdue. */
  | ({ readonly kind: 'silent' } & Waiting)
  | { readonly kind: 'answered'; readonly latencyMs: number }
  /** It has closed every connection at once: its name may lead elsewhere by now, and the agent has resolved that once. */
  | { readonly kind: 'departed' }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly at: number }

/** What the relay tells of connections that wait for their first answer. */
export interface Unanswered {
  /** How long the oldest of them has waited. */
  readonly waitedMs: number
  readonly answered: number
}

/** When the proof changes by itself; null when it waits for news. */
export function proofDeadline(proof: EndpointProof): number | null {
  if (proof.kind === 'waiting') return proof.since + silentAfterMs
  return proof.kind === 'silent' && proof.answered === 0 ? proof.since + unansweredAfterMs : null
}

/** The deadline has come. */
export function proofDue(proof: EndpointProof, at: number): EndpointProof {
  if (proof.kind === 'waiting') return { ...proof, kind: 'silent' }
  return proof.kind === 'silent' ? unanswered(at, at - proof.since) : proof
}

/** Connections wait, the oldest for so long. What has failed stays so until somebody is answered. */
export function proofUnanswered(proof: EndpointProof, { waitedMs, answered }: Unanswered, at: number): EndpointProof {
  if (proof.kind === 'failed') return proof
  const latencyMs = latencyOf(proof)
  return { kind: waitedMs < silentAfterMs ? 'waiting' : 'silent', since: at - waitedMs, latencyMs, answered }
}

/** The client of such a connection left. */
export function proofGivenUp(proof: EndpointProof, { waitedMs, answered }: Unanswered, at: number): EndpointProof {
  if (proof.kind === 'failed' || answered > 0 || waitedMs < patientAfterMs) return proof
  return unanswered(at, waitedMs)
}

/** No connection waits any more: one that did was closed. */
export function proofCaughtUp(proof: EndpointProof): EndpointProof {
  if (proof.kind !== 'waiting' && proof.kind !== 'silent') return proof
  return proof.latencyMs === null ? { kind: 'unproven' } : { kind: 'answered', latencyMs: proof.latencyMs }
}

/**
 * The agent, or the plugin, says that the endpoint did not take a connection. It says so of a dial that timed out too, minutes
 * later, when the client has long left: what was silent was not refused.
 */
export function proofRefused(proof: EndpointProof, problem: Problem, at: number): EndpointProof {
  if (problem.code !== 'ENDPOINT_REFUSED') return { kind: 'failed', problem, at }
  if (proof.kind === 'failed' && proof.problem.code === 'ENDPOINT_TIMED_OUT') return proof
  const isOverdue = (proof.kind === 'waiting' || proof.kind === 'silent') && at - proof.since >= silentAfterMs
  if (!isOverdue) return { kind: 'failed', problem, at }
  return {
    kind: 'failed',
    problem: problemOf('ENDPOINT_TIMED_OUT', { ...problem.details, afterMs: at - proof.since }),
    at,
  }
}

/** What counted before a sleep, or while the channel was resumed, was no silence of the database. */
export function proofResumed(proof: EndpointProof, at: number): EndpointProof {
  return proof.kind === 'waiting' || proof.kind === 'silent' ? { ...proof, kind: 'waiting', since: at } : proof
}

/** True of a far end that was asked, and had not answered anybody. */
export function isUnanswered(proof: EndpointProof): boolean {
  if (proof.kind === 'failed') return proof.problem.code === 'ENDPOINT_TIMED_OUT'
  return (proof.kind === 'waiting' || proof.kind === 'silent') && proof.latencyMs === null
}

function latencyOf(proof: EndpointProof): number | null {
  return 'latencyMs' in proof ? proof.latencyMs : null
}

function unanswered(at: number, afterMs: number): EndpointProof {
  return { kind: 'failed', problem: problemOf('ENDPOINT_TIMED_OUT', { afterMs }), at }
}
