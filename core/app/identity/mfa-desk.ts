import { randomUUID } from 'node:crypto'
import type { MfaStatus, MfaView } from '#contract/mfa.ts'
import type { Problem } from '#contract/problem.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { createListeners } from '#domain/listeners/listeners.ts'
import { sixDigits, tolerableSkewMs, wasSent, type SentCode } from '#domain/mfa/code.ts'
import { afterMfaEvent, isOpen, type MfaEvent } from '#domain/mfa/question.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { fail, ok } from '#domain/result.ts'
import type { MfaQuestions } from '../mfa-questions.ts'
import type { Log } from '../ports.ts'
import { createFlights } from './flights.ts'
import type { CodeAnswer, CodeSessions, CodeWish } from './ports.ts'
import type { Subject } from './subject.ts'
import { waitFor } from './wait.ts'

/** How long a code is asked for (ms): as long as a sign-in is. */
const questionMs = 10 * 60_000
/** A session with less than this left is over (ms): a role that is assumed with it would start with nothing. */
const sessionWindowMs = 5 * 60_000

/** {@link MfaQuestions} with what the rest of the identity needs of them. */
export interface MfaDesk extends MfaQuestions, CodeSessions {
  /** As {@link MfaQuestions.start}, for a client or the user; a client is not asked after a question that was let go. */
  ensure(device: string, asker: 'user' | 'client'): Promise<Result<void>>
  /** Ends every question, and resolves when nobody waits for one. */
  dispose(): Promise<void>
}

/** One device of one identity. */
interface Device {
  readonly id: string
  /** The latest: a profile's keys and the time of its role may have changed. */
  wish: CodeWish
  status: MfaStatus
  session: TemporaryCredentials | null
  /** Whether there was one. */
  before: 'none' | 'ended'
  sent: SentCode | null
}

/** A question under way. */
interface Flight {
  readonly device: Device
  readonly abort: AbortController
  /** Tells all who wait how it ended. */
  answered: (result: Result<void>) => void
}

export function createMfaDesk(deps: MfaDeskDeps): MfaDesk {
  const desk = new Desk(deps)
  return {
    views: () => desk.views(),
    onChange: desk.onChange,
    sessionFor: (wish) => desk.sessionFor(wish),
    put: (wish, session) => desk.put(wish, session),
    drop: (wish) => desk.drop(wish),
    ensure: (device, asker) => desk.ensure(device, asker),
    start: (device) => desk.ensure(device, 'user'),
    answer: (device, typed) => desk.answer(device, typed),
    cancel: (device) => desk.cancel(device),
    dispose: () => desk.dispose(),
  }
}

interface MfaDeskDeps {
  readonly clock: Clock
  readonly log: Log
}

class Desk {
  readonly #deps: MfaDeskDeps
  readonly #devices = new Map<string, Device>()
  readonly #flights = createFlights<Flight>()
  readonly #changed = createListeners<MfaView>()
  readonly onChange = this.#changed.subscribe

  constructor(deps: MfaDeskDeps) {
    this.#deps = deps
  }

  views(): readonly MfaView[] {
    return [...this.#devices.values()].map(viewOf)
  }

  sessionFor(wish: CodeWish): Result<TemporaryCredentials> {
    const device = this.#deviceOf(wish)
    if (device.session !== null && this.#isGood(device.session)) return ok(device.session)
    this.#lose(device)
    return fail('MFA_CODE_REQUIRED', { ...facts(device), before: device.before })
  }

  put(wish: CodeWish, session: TemporaryCredentials): void {
    this.#keep(this.#deviceOf(wish), session)
  }

  drop(wish: CodeWish): void {
    this.#lose(this.#deviceOf(wish))
  }

  async ensure(id: string, asker: 'user' | 'client'): Promise<Result<void>> {
    const device = this.#byId(id)
    if (device === null) return fail('INPUT_INVALID', { call: 'mfa.start' })
    if (device.session !== null && this.#isGood(device.session)) return ok(undefined)
    const running = this.#flights.running(subjectOf(device))
    if (running !== null) return await running.done
    const letGo = asker === 'client' ? this.#flights.letGo(subjectOf(device)) : null
    return letGo ?? (await this.#ask(device))
  }

  async answer(id: string, typed: string): Promise<Result<void>> {
    const device = this.#byId(id)
    const flight = device === null ? null : this.#flightOf(device)
    if (device === null || flight === null || device.status.kind !== 'waiting-code') {
      return fail('INPUT_INVALID', { call: 'mfa.answer' })
    }
    const now = this.#deps.clock.now()
    const code = sixDigits(typed)
    if (code === null)
      return this.#refuse(device, problemOf('MFA_CODE_REFUSED', { ...facts(device), reason: 'not-six-digits' }))
    if (wasSent(device.sent, code, now)) {
      return this.#refuse(device, problemOf('MFA_CODE_REFUSED', { ...facts(device), reason: 'sent-before' }))
    }
    device.sent = { code, at: now }
    this.#move(device, { type: 'code-sent' })
    const answer = await this.#redeem(device, code)
    return this.#judge(device, flight, answer)
  }

  cancel(id: string): void {
    const device = this.#byId(id)
    if (device !== null) this.#flights.running(subjectOf(device))?.flight.abort.abort()
  }

  async dispose(): Promise<void> {
    const running = this.#flights.all()
    for (const { flight } of running) flight.abort.abort()
    await Promise.all(running.map(({ done }) => done))
  }

  #ask(device: Device): Promise<Result<void>> {
    const { clock, log } = this.#deps
    const now = clock.now()
    const flight: Flight = { device, abort: new AbortController(), answered: () => {} }
    const answered = new Promise<Result<void>>((resolve) => {
      flight.answered = resolve
    })
    const outcome = async (): Promise<Result<void>> => {
      const waited = await waitFor(clock, answered, questionMs, flight.abort.signal)
      if (waited.kind === 'done') return waited.value
      const how =
        waited.kind === 'aborted'
          ? ({ how: 'cancelled' } as const)
          : ({ how: 'too-late', minutes: questionMs / 60_000 } as const)
      return fail('MFA_NOT_ANSWERED', { ...facts(device), ...how })
    }
    const landed = async (result: Result<void>): Promise<void> => {
      if (result.ok) return
      log.warn('mfa-not-accepted', { profile: device.wish.profile, code: result.error.code })
      this.#move(device, { type: 'given-up', at: clock.now(), problem: result.error })
    }
    const done = this.#flights.launch(subjectOf(device), flight, { outcome, landed })
    log.info('mfa-asked', { profile: device.wish.profile, serial: device.wish.serial })
    this.#move(device, { type: 'asked', at: now, expiresAt: now + questionMs })
    return done
  }

  /** A code goes to STS and nowhere else; what is thrown is a bug, told without it. */
  async #redeem(device: Device, code: string): Promise<Result<CodeAnswer>> {
    try {
      return await device.wish.redeem(code)
    } catch {
      this.#deps.log.error('mfa-broke', { profile: device.wish.profile })
      return fail('INTERNAL', {})
    }
  }

  #judge(device: Device, flight: Flight, answer: Result<CodeAnswer>): Result<void> {
    if (!answer.ok) {
      // AWS may never have seen it.
      device.sent = null
      return this.#refuseIn(flight, answer.error)
    }
    switch (answer.value.kind) {
      case 'granted':
        return this.#accept(device, answer.value.credentials)
      case 'refused':
        return this.#refuseIn(flight, this.#whyRefused(device, answer.value))
      case 'device-refused': {
        const failed = fail('MFA_DEVICE_REFUSED', { ...facts(device), aws: answer.value.aws })
        flight.answered(failed)
        return failed
      }
    }
  }

  #accept(device: Device, credentials: TemporaryCredentials): Result<void> {
    const expiresAt = this.#keep(device, credentials)
    this.#deps.log.info('mfa-accepted', { profile: device.wish.profile, expiresAt })
    return ok(undefined)
  }

  /** Whoever waits has what they wait for, whichever question it came by. Gives the time of the session's end (epoch ms). */
  #keep(device: Device, credentials: TemporaryCredentials): number {
    const expiresAt = credentials.expiresAt ?? this.#deps.clock.now() + 3_600_000
    device.session = { ...credentials, expiresAt }
    this.#flights.forgive(subjectOf(device))
    this.#flightOf(device)?.answered(ok(undefined))
    this.#move(device, { type: 'accepted', expiresAt })
    return expiresAt
  }

  /** Told apart as far as it can be: STS has one sentence for every code that will not do. */
  #whyRefused(device: Device, { aws, serverTime }: Extract<CodeAnswer, { kind: 'refused' }>): Problem {
    const off = serverTime === null ? 0 : this.#deps.clock.now() - serverTime
    if (Math.abs(off) <= tolerableSkewMs) {
      return problemOf('MFA_CODE_REFUSED', { ...facts(device), reason: 'not-accepted', aws })
    }
    const secondsOff = Math.round(off / 1_000)
    return problemOf('MFA_CODE_REFUSED', { ...facts(device), reason: 'clock', secondsOff, aws })
  }

  /** Of a question that was let go meanwhile nobody hears any more, nor does the next one. */
  #refuseIn(flight: Flight, problem: Problem): Result<void> {
    if (this.#flightOf(flight.device) === flight) return this.#refuse(flight.device, problem)
    return { ok: false, error: problem }
  }

  #refuse(device: Device, problem: Problem): Result<void> {
    this.#move(device, { type: 'code-refused', at: this.#deps.clock.now(), problem })
    return { ok: false, error: problem }
  }

  #isGood({ expiresAt = 0 }: TemporaryCredentials): boolean {
    return expiresAt - this.#deps.clock.now() > sessionWindowMs
  }

  #lose(device: Device): void {
    if (device.session === null) return
    device.session = null
    device.before = 'ended'
    this.#move(device, { type: 'ended' })
  }

  #deviceOf(wish: CodeWish): Device {
    const key = JSON.stringify([wish.serial, wish.identity])
    const device: Device = this.#devices.get(key) ?? {
      id: randomUUID(),
      wish,
      status: { kind: 'idle' },
      session: null,
      before: 'none',
      sent: null,
    }
    // Of those that wait, the first one's name stays on the question.
    device.wish = isOpen(device.status) ? { ...wish, profile: device.wish.profile } : wish
    this.#devices.set(key, device)
    return device
  }

  #flightOf(device: Device): Flight | null {
    return this.#flights.running(subjectOf(device))?.flight ?? null
  }

  #byId(id: string): Device | null {
    return [...this.#devices.values()].find((device) => device.id === id) ?? null
  }

  #move(device: Device, event: MfaEvent): void {
    const next = afterMfaEvent(device.status, event)
    if (next === device.status) return
    device.status = next
    this.#changed.tell(viewOf(device))
  }
}

function facts({ id, wish }: Device): { device: string; serial: string; profile: string } {
  return { device: id, serial: wish.serial, profile: wish.profile }
}

function viewOf({ id, wish, status }: Device): MfaView {
  return { id, serial: wish.serial, profile: wish.profile, status }
}

function subjectOf({ id }: Device): Subject {
  return { kind: 'mfa-device', id }
}
