import { isConsoleSession } from '#domain/console-sign-in/console-session.ts'
import { isRetryable } from '#domain/problem/traits.ts'
import { fail, ok } from '#domain/result.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { namedElsewhere } from '#domain/start-url/named-region.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { SignInMethod, SignInStatus, SsoSession } from '#contract/sign-in.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Browser, Log } from '../ports.ts'
import type {
  CallbackAnswer,
  CallbackListener,
  DeviceAuthorization,
  OidcPort,
  Proof,
  Redemption,
  Registration,
  RegistrationStore,
  SsoToken,
} from './ports.ts'
import { waitFor } from './wait.ts'

/** How long a user may take to sign in in the browser (ms). */
const signInTimeoutMs = 10 * 60_000
/** RFC 8628 §3.5: `slow_down` adds five seconds for good. */
const slowDownMs = 5_000

export interface SignInFlowDeps {
  readonly clock: Clock
  readonly log: Log
  readonly browser: Browser
  readonly oidc: OidcPort
  readonly registrations: RegistrationStore
  readonly callback: CallbackListener
}

/** One sign-in under way. */
interface SignInRun {
  readonly session: SsoSession
  /** The same with the start URL that AWS knows it by; registrations and tokens are kept under the session's own. */
  readonly issuer: SsoSession
  readonly method: SignInMethod
  readonly signal: AbortSignal
  /** Tells what the user has to do now, and on which page; that is for this program alone. */
  publish(status: SignInStatus, page: string): void
}

/** `new`: the one that is kept was refused, and where nothing can be deleted it is there still. */
type Wanted = 'kept' | 'new'

type Outcome = Result<SsoToken | 'registration-stale'>

/** Signs the user in, and returns the token without storing it. A stale registration is replaced once. */
export async function signIn(deps: SignInFlowDeps, run: SignInRun): Promise<Result<SsoToken>> {
  for (const registration of ['kept', 'new'] as const) {
    const outcome = await attemptSignIn(deps, run, registration)
    if (!outcome.ok) return outcome
    if (outcome.value !== 'registration-stale') return ok(outcome.value)
    deps.log.info('registration-stale', { session: run.session.name, registration })
    await dropRegistration(deps, run.session, 'browser')
    await dropRegistration(deps, run.session, 'device-code')
  }
  const { name, startUrl, region } = run.session
  return fail('START_URL_WRONG', { session: name, startUrl, region, ...namedElsewhere(startUrl, region) })
}

/** One that cannot be removed is made anew when the service refuses it. */
async function dropRegistration(deps: SignInFlowDeps, session: SsoSession, method: SignInMethod): Promise<void> {
  await deps.registrations.remove(session, method).catch((error: unknown) => {
    deps.log.warn('registration-not-removed', { session: session.name, error })
  })
}

async function attemptSignIn(deps: SignInFlowDeps, run: SignInRun, wanted: Wanted): Promise<Outcome> {
  if (run.signal.aborted) return fail('SIGN_IN_CANCELLED', { session: run.session.name })
  if (run.method === 'device-code') return signInWithDeviceCode(deps, run, wanted)
  const listener = await deps.callback.open()
  if (!listener.ok) {
    deps.log.warn('callback-unavailable', { ...listener.error.details })
    if (isConsoleSession(run.session)) return listener
    return signInWithDeviceCode(deps, run, wanted)
  }
  try {
    return await signInWithBrowser(deps, run, listener.value, wanted)
  } finally {
    await listener.value.close()
  }
}

async function registrationFor(
  deps: SignInFlowDeps,
  run: SignInRun,
  method: SignInMethod,
  wanted: Wanted,
): Promise<Result<Registration>> {
  const kept = wanted === 'kept' ? await deps.registrations.read(run.session, method) : null
  if (kept) return ok(kept)
  const made = await deps.oidc.register(run.issuer, method)
  if (!made.ok) return made
  // It would only have saved the next sign-in a call.
  await deps.registrations.write(run.session, method, made.value).catch((error: unknown) => {
    deps.log.warn('registration-not-kept', { session: run.session.name, error })
  })
  return made
}

type OpenListener = Extract<Awaited<ReturnType<CallbackListener['open']>>, { ok: true }>['value']

async function signInWithBrowser(
  deps: SignInFlowDeps,
  run: SignInRun,
  listener: OpenListener,
  wanted: Wanted,
): Promise<Outcome> {
  const { clock, oidc } = deps
  const registration = await registrationFor(deps, run, 'browser', wanted)
  if (!registration.ok) return registration
  const { redirectUri, state } = listener
  const page = await oidc.authorization(run.session, registration.value.clientId, redirectUri, state)
  if (run.signal.aborted) return fail('SIGN_IN_CANCELLED', { session: run.session.name })
  const since = clock.now()
  run.publish({ kind: 'waiting-browser', since, expiresAt: since + signInTimeoutMs }, page.url)
  const opened = await deps.browser.open(page.url)
  if (!opened) deps.log.warn('browser-not-opened', { session: run.session.name })
  const answer = await waitFor(clock, listener.answer, signInTimeoutMs, run.signal)
  // The page says nothing to us when it does not know the client: a new registration next time can not hurt.
  if (answer.kind !== 'done') await dropRegistration(deps, run.session, 'browser')
  if (answer.kind === 'aborted') return fail('SIGN_IN_CANCELLED', { session: run.session.name })
  if (answer.kind === 'timed-out')
    return fail('SIGN_IN_TIMED_OUT', { session: run.session.name, minutes: signInTimeoutMs / 60_000 })
  if ('error' in answer.value) return { ok: false, error: refusal(run.session, answer.value) }
  const proof: Proof = { type: 'code', code: answer.value.code, redirectUri, verifier: page.verifier }
  const redeemed = await oidc.redeem(run.session, registration.value, proof)
  return redeemed.ok ? settled(run.session, registration.value, redeemed.value) : redeemed
}

function refusal(session: SsoSession, answer: Extract<CallbackAnswer, { error: string }>): Problem {
  const { name, startUrl, region } = session
  const said = [answer.error, answer.description].filter((part) => part !== '').join(': ')
  const wrongUrl = answer.error === 'invalid_request' || answer.error === 'unauthorized_client'
  if (wrongUrl)
    return problemOf('START_URL_WRONG', { session: name, startUrl, region, ...namedElsewhere(startUrl, region), said })
  return problemOf('SIGN_IN_DENIED', { session: name, said })
}

function settled(session: SsoSession, registration: Registration, answer: Redemption): Outcome {
  if (answer.kind === 'granted') return ok({ ...answer.grant, registration })
  if (answer.kind === 'registration-stale') return ok('registration-stale')
  return fail('SIGN_IN_CODE_EXPIRED', { session: session.name })
}

async function signInWithDeviceCode(deps: SignInFlowDeps, run: SignInRun, wanted: Wanted): Promise<Outcome> {
  const registration = await registrationFor(deps, run, 'device-code', wanted)
  if (!registration.ok) return registration
  const device = await deps.oidc.startDevice(run.issuer, registration.value)
  if (!device.ok) return device
  if (device.value === 'registration-stale') return ok('registration-stale')
  if (run.signal.aborted) return fail('SIGN_IN_CANCELLED', { session: run.session.name })
  const { userCode, url, expiresAt } = device.value
  run.publish({ kind: 'waiting-device-code', since: deps.clock.now(), expiresAt, userCode, url }, url)
  const opened = await deps.browser.open(url)
  if (!opened) deps.log.warn('browser-not-opened', { session: run.session.name })
  return pollDevice(deps, run, registration.value, device.value)
}

async function pollDevice(
  deps: SignInFlowDeps,
  run: SignInRun,
  registration: Registration,
  device: DeviceAuthorization,
): Promise<Outcome> {
  let intervalMs = device.intervalMs
  while (deps.clock.now() + intervalMs <= device.expiresAt) {
    const pause = await waitFor(deps.clock, null, intervalMs, run.signal)
    if (pause.kind === 'aborted') return fail('SIGN_IN_CANCELLED', { session: run.session.name })
    const answer = await deps.oidc.redeem(run.session, registration, { type: 'device', deviceCode: device.deviceCode })
    // The network may come back before the code ends; anything else is final.
    if (!answer.ok && isRetryable(answer.error)) continue
    if (!answer.ok) return answer
    if (answer.value.kind === 'slow-down') intervalMs += slowDownMs
    else if (answer.value.kind !== 'pending') return settled(run.session, registration, answer.value)
  }
  return fail('SIGN_IN_CODE_EXPIRED', { session: run.session.name })
}
