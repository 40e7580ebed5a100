import { z } from 'zod'
import { fileProblems } from './file-problems.ts'
import { mfaProblems } from './mfa-problems.ts'
import { appProblems, channelProblems, signInProblems, startProblems } from './problem-cases.ts'
import { proxyProblems } from './proxy-problems.ts'
import { routeEndProblems } from './route-end-problems.ts'

/** The five hops of every route, in order. */
export const hopKind = z.enum(['client', 'port', 'session', 'target', 'endpoint'])
export type HopKind = z.infer<typeof hopKind>

/** The one thing to do about a problem. The renderer turns it into a button. */
export const remedy = z.enum([
  'sign-in',
  'enter-code',
  'request-access',
  'retry',
  'edit-tunnel',
  'choose-target',
  'another-match',
  'choose-role',
  'choose-port',
  'security-groups',
  'free-port',
  'copy-request',
  /** For the system's own shell: what only an administrator of this computer may do. */
  'copy-command',
  'open-console',
  'start-target',
  'check-network',
  /** Where every host of AWS is tried, and what is in the way is told. */
  'see-network',
  'check-clock',
  'check-engine',
  'open-folder',
  'use-device-code',
  'use-identity',
  'none',
])
export type Remedy = z.infer<typeof remedy>

const cases = z.discriminatedUnion('code', [
  ...signInProblems,
  ...mfaProblems,
  ...proxyProblems,
  ...startProblems,
  ...channelProblems,
  ...routeEndProblems,
  ...appProblems,
  ...fileProblems,
])

type AnyProblem = z.infer<typeof cases>
/** The codes, for whoever goes through all of them. */
export const problemCode = z.enum(cases.options.map(({ shape }) => shape.code.value))
export type ProblemCode = z.infer<typeof problemCode>

/** What is known of a problem, by its code. */
export type ProblemDetails = { readonly [P in AnyProblem as P['code']]: P['details'] }

/** A problem of one code, or of one of several. */
export type ProblemOf<C extends ProblemCode> = {
  [K in C]: { readonly code: K; readonly details: ProblemDetails[K] }
}[C]

/** An expected failure as it crosses process borders. */
export type Problem = ProblemOf<ProblemCode>

/**
 * The closed set of things that can go wrong, each with what is known of it: what its sentence, the diagnostics or the letter say.
 * What follows from a code stands in `domain/problem/traits.ts`; the sentence is made in `words`. The type is named: inferred,
 * every schema that holds a problem would spell out all the cases again, and the compiler would compare them one by one.
 */
export const problem: z.ZodType<Problem> = cases
