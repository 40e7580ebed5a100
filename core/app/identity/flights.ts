import type { Failure } from '#domain/result.ts'
import type { ProblemCode } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { subjectKey, type Subject } from './subject.ts'

/** A question under way, and what all who wait for it get. */
interface Running<F> {
  readonly flight: F
  readonly done: Promise<Result<void>>
}

/** How a question goes from its start to its end. */
interface Course {
  /** Never rejects. */
  outcome(): Promise<Result<void>>
  /** What shows the end; whoever waits hears of it afterwards. */
  landed(result: Result<void>): Promise<void>
}

/**
 * The single flight of every subject: one question at a time, which everybody joins, and the memory of one that a person let go, after
 * which a client asks no other.
 */
export interface Flights<F> {
  running(subject: Subject): Running<F> | null
  launch(subject: Subject, flight: F, course: Course): Promise<Result<void>>
  /** How the last question ended, where the person did not go through with it. */
  letGo(subject: Subject): Failure<ProblemCode> | null
  /** The subject is all right: the next client may ask. */
  forgive(subject: Subject): void
  all(): readonly Running<F>[]
}

export function createFlights<F>(): Flights<F> {
  const running = new Map<string, Running<F>>()
  const letGo = new Map<string, Failure<ProblemCode>>()

  const fly = async (key: string, course: Course): Promise<Result<void>> => {
    // Whoever launches it is told of nothing before it is on the list.
    await Promise.resolve()
    const result = await course.outcome()
    running.delete(key)
    if (!result.ok && isLetGo(result.error.code)) letGo.set(key, result)
    else letGo.delete(key)
    await course.landed(result)
    return result
  }

  return {
    running: (subject) => running.get(subjectKey(subject)) ?? null,
    launch(subject, flight, course) {
      const key = subjectKey(subject)
      const done = fly(key, course)
      running.set(key, { flight, done })
      return done
    },
    letGo: (subject) => letGo.get(subjectKey(subject)) ?? null,
    forgive: (subject) => void letGo.delete(subjectKey(subject)),
    all: () => [...running.values()],
  }
}

/** True where the person was asked, and did not go through with it. */
function isLetGo(code: ProblemCode): boolean {
  return (
    code === 'SIGN_IN_CANCELLED' ||
    code === 'SIGN_IN_DENIED' ||
    code === 'SIGN_IN_OTHER_IDENTITY' ||
    code === 'SIGN_IN_TIMED_OUT' ||
    code === 'SIGN_IN_CODE_EXPIRED' ||
    code === 'MFA_NOT_ANSWERED'
  )
}
