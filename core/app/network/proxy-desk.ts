import { randomUUID } from 'node:crypto'
import type { ProxyAddress } from '#contract/network.ts'
import type { ProxyRefusal, ProxyStatus, ProxyView, TypedProxySignIn } from '#contract/proxy-sign-in.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import { afterProxyEvent, isProxyAsking, type ProxyEvent } from '#domain/proxy-sign-in/question.ts'
import { fail, ok } from '#domain/result.ts'
import type { Log } from '../ports.ts'
import type { KeptProxySignIns } from './kept-proxy-sign-ins.ts'
import type { ProxyCredentials, TryProxy } from './ports.ts'

/** How long a name and password are asked for (ms): as long as a sign-in is. */
const questionMs = 10 * 60_000
/** So long a proxy that let somebody through without a name is not asked again (ms). */
const openMs = 10 * 60_000
/** So long one that said nothing of it is not asked either (ms): whoever connects learns what is wrong. */
const unclearMs = 15_000

/** Sign-ins at proxies: each asked for once for all who wait, tried once and alone, and given to that proxy and no other. */
export interface ProxyDesk {
  views(): readonly ProxyView[]
  onChange(listener: (view: ProxyView) => void): Unsubscribe
  /** What is known, without asking anybody. */
  known(proxy: ProxyAddress): ProxyCredentials | null
  /** What it takes to be let through; null for nothing. Asks a person where the proxy does: PROXY_SIGN_IN when that is let go. */
  credentialsFor(proxy: ProxyAddress, authority: string): Promise<Result<ProxyCredentials | null>>
  /** A connection was refused for want of a sign-in, or with this one: what was known is forgotten. */
  refused(proxy: ProxyAddress): void
  /** A person wants to be asked again where they let it go. */
  forgive(): void
  answer(typed: TypedProxySignIn): Promise<Result<void>>
  cancel(id: string): void
  /** Ends every question. */
  dispose(): void
}

interface ProxyDeskDeps {
  readonly tryProxy: TryProxy
  readonly kept: KeptProxySignIns
  readonly clock: Clock
  readonly log: Pick<Log, 'info' | 'warn'>
}

type Answered = Result<ProxyCredentials | null>

/** One proxy: its scheme, host and port. */
interface Known {
  readonly id: string
  readonly proxy: ProxyAddress
  status: ProxyStatus
  credentials: ProxyCredentials | null
  /** Until when it lets through without a name (epoch ms). */
  openUntil: number
  /** Why there are none any more. */
  lost: ProxyRefusal | null
  /** What it refused last: never sent again. */
  refused: ProxyCredentials | null
  /** What is asked with: who asks at all. */
  authority: string
  /** Everybody who waits has this. */
  waiting: Promise<Answered> | null
  answered: (answer: Answered) => void
}

export function createProxyDesk(deps: ProxyDeskDeps): ProxyDesk {
  return new Desk(deps)
}

class Desk implements ProxyDesk {
  readonly #deps: ProxyDeskDeps
  readonly #proxies = new Map<string, Known>()
  readonly #changed = createListeners<ProxyView>()
  readonly onChange = this.#changed.subscribe

  constructor(deps: ProxyDeskDeps) {
    this.#deps = deps
  }

  views(): readonly ProxyView[] {
    return [...this.#proxies.values()].map(viewOf)
  }

  known(proxy: ProxyAddress): ProxyCredentials | null {
    return this.#proxies.get(nameOf(proxy))?.credentials ?? null
  }

  async credentialsFor(proxy: ProxyAddress, authority: string): Promise<Answered> {
    const known = this.#of(proxy)
    if (known.credentials !== null) return ok(known.credentials)
    if (known.openUntil > this.#deps.clock.now()) return ok(null)
    if (known.waiting !== null) return await known.waiting
    known.authority = authority
    const waiting = this.#find(known)
    known.waiting = waiting
    try {
      return await waiting
    } finally {
      if (known.waiting === waiting) known.waiting = null
    }
  }

  refused(proxy: ProxyAddress): void {
    const known = this.#of(proxy)
    known.openUntil = 0
    const { credentials } = known
    if (credentials === null || !isSame(credentials, proxy.credentials)) return
    known.credentials = null
    known.lost = 'ended'
    known.refused = credentials
    void this.#deps.kept.remove(proxy)
    this.#deps.log.warn('proxy-sign-in-ended', { proxy: placeOf(proxy) })
    this.#move(known, { type: 'ended' })
  }

  forgive(): void {
    for (const known of this.#proxies.values()) {
      if (known.status.kind === 'let-go') this.#set(known, { kind: 'idle' })
      known.openUntil = 0
    }
  }

  async answer({ proxy: id, user, password, keep }: TypedProxySignIn): Promise<Result<void>> {
    const known = this.#byId(id)
    if (known === null || known.status.kind !== 'asking') return fail('INPUT_INVALID', { call: 'proxy.answer' })
    const typed = { user, password }
    if (isSame(typed, known.refused)) return this.#refuse(known, 'same-again')
    this.#move(known, { type: 'sent' })
    const trial = await this.#deps.tryProxy({ ...known.proxy, credentials: typed }, known.authority)
    // Closed meanwhile: what was typed is forgotten, too.
    if (!isProxyAsking(known.status)) return ok(undefined)
    if (trial.said === 'unclear') return this.#refuse(known, 'no-answer')
    if (trial.said === 'asks') {
      known.refused = typed
      return this.#refuse(known, 'not-accepted')
    }
    this.#accept(known, typed)
    if (keep) await this.#deps.kept.put(known.proxy, typed)
    return ok(undefined)
  }

  cancel(id: string): void {
    const known = this.#byId(id)
    if (known !== null) this.#letGo(known)
  }

  dispose(): void {
    for (const known of this.#proxies.values()) this.#letGo(known)
  }

  /** What was kept, nothing where nothing is wanted, else what a person says. Each is tried once before anybody else uses it. */
  async #find(known: Known): Promise<Answered> {
    const { tryProxy, kept, clock } = this.#deps
    const credentials = await kept.get(known.proxy)
    const trial = await tryProxy({ ...known.proxy, credentials }, known.authority)
    if (trial.said === 'unclear') {
      known.openUntil = clock.now() + unclearMs
      return ok(null)
    }
    if (trial.said === 'through') {
      if (credentials === null) known.openUntil = clock.now() + openMs
      else this.#accept(known, credentials)
      return ok(credentials)
    }
    if (credentials !== null) {
      known.lost = 'kept'
      known.refused = credentials
      await kept.remove(known.proxy)
    }
    const schemes = trial.said === 'asks' ? trial.schemes : []
    const isSpoken = schemes.length === 0 || schemes.includes('basic')
    if (!isSpoken || known.status.kind === 'let-go') return fail('PROXY_SIGN_IN', { schemes: [...schemes] })
    return await this.#ask(known)
  }

  #ask(known: Known): Promise<Answered> {
    const { clock, log } = this.#deps
    const now = clock.now()
    log.info('proxy-asked', { proxy: placeOf(known.proxy) })
    return new Promise((resolve) => {
      const cancel = clock.after(questionMs, () => this.#letGo(known))
      known.answered = (answer) => {
        cancel()
        resolve(answer)
      }
      this.#move(known, { type: 'asked', at: now, expiresAt: now + questionMs, refused: known.lost })
    })
  }

  #accept(known: Known, credentials: ProxyCredentials): void {
    known.credentials = credentials
    known.lost = null
    known.refused = null
    this.#deps.log.info('proxy-accepted', { proxy: placeOf(known.proxy) })
    this.#move(known, { type: 'accepted' })
    known.answered(ok(credentials))
  }

  #letGo(known: Known): void {
    if (!isProxyAsking(known.status)) return
    this.#move(known, { type: 'let-go' })
    known.answered(fail('PROXY_SIGN_IN', { schemes: ['basic'] }))
  }

  #refuse(known: Known, reason: ProxyRefusal): Result<void> {
    this.#move(known, { type: 'refused', reason })
    return ok(undefined)
  }

  #of(proxy: ProxyAddress): Known {
    const name = nameOf(proxy)
    const known: Known = this.#proxies.get(name) ?? {
      ...{ id: randomUUID(), proxy: { ...proxy, credentials: null }, status: { kind: 'idle' } },
      ...{ credentials: null, openUntil: 0, lost: null, refused: null, authority: '' },
      ...{ waiting: null, answered: () => {} },
    }
    this.#proxies.set(name, known)
    return known
  }

  #byId(id: string): Known | null {
    return [...this.#proxies.values()].find((known) => known.id === id) ?? null
  }

  #move(known: Known, event: ProxyEvent): void {
    this.#set(known, afterProxyEvent(known.status, event))
  }

  #set(known: Known, status: ProxyStatus): void {
    if (status === known.status) return
    known.status = status
    this.#changed.tell(viewOf(known))
  }
}

const placeOf = ({ host, port }: ProxyAddress): string => `${host.includes(':') ? `[${host}]` : host}:${port}`

/** Another port, or another way to speak, is another proxy. */
const nameOf = (proxy: ProxyAddress): string => `${proxy.scheme}://${placeOf(proxy)}`

function isSame(one: ProxyCredentials, other: ProxyCredentials | null): boolean {
  return other !== null && one.user === other.user && one.password === other.password
}

function viewOf({ id, proxy, status }: Known): ProxyView {
  return { id, place: placeOf(proxy), encrypted: proxy.scheme === 'https', status }
}
