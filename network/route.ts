import type { FoundIn, NetworkRoute, ProxyAddress } from '#contract/network.ts'
import type { Result } from '#contract/result.ts'
import { ok } from '#domain/result.ts'
import type { EnvironmentVariables } from './environment-variables.ts'
import { createFirstListening } from './first-listening.ts'
import { readProxy } from './proxy-address.ts'
import { variablesFor } from './proxy-for.ts'
import { passedOver } from './proxy-variables.ts'
import type { ProxyChoices } from './system-answer.ts'
import { createTrust, type TrustOptions } from './trust.ts'

/**
 * How the host of a URL (`https:`, `wss:`, `http:`, `ws:`) is reached. Asked for every connection, and never answered from
 * memory: the user may have come to another network. PROXY_UNUSABLE when there is a proxy that can not be used,
 * PROXY_SCRIPT_SILENT when the system's script does not say.
 */
export type RouteTo = (url: string) => Promise<Result<NetworkRoute>>

/** A way to a host, and where it was found. */
export interface FoundRoute extends NetworkRoute {
  readonly foundIn: FoundIn
}

/** As {@link RouteTo}, for whoever shows it to a person. */
export type FindRoute = (url: string) => Promise<Result<FoundRoute>>

/** Asks the system's settings, its PAC file among them. */
export type AskSystem = (url: string) => Promise<Result<ProxyChoices>>

/** What is asked, and where. */
export interface RouteOptions extends TrustOptions {
  /** Absent where nobody can be asked: programs without Electron. */
  readonly askSystem?: AskSystem
}

/**
 * The way that the variables say, as AWS CLI and its plugin would go; where they say nothing, the way of the system's
 * settings. Of several proxies that the system names it is the first that answers.
 */
export function createFindRoute(options: RouteOptions): FindRoute {
  const { environment, askSystem } = options
  const trust = createTrust(options)
  const first = createFirstListening()
  const isForOthers = passedOverBy(environment)
  return async (url) => {
    const said = variablesFor(url, environment)
    if (!said.ok) return said
    const roots = await trust()
    if (said.value.foundIn.by !== 'unsaid' || askSystem === undefined) return ok({ ...said.value, roots })
    const choices = await askSystem(url)
    if (!choices.ok) return choices
    const proxy = await first(choices.value.map((choice) => (isForOthers(choice) ? null : choice)))
    return ok({ proxy, roots, foundIn: { by: proxy === null ? 'unsaid' : 'system' } })
  }
}

/** Chromium, which reads the system for us, takes `ALL_PROXY` for the system's settings where no desktop keeps any. */
function passedOverBy(environment: EnvironmentVariables): (choice: ProxyAddress | null) => boolean {
  const setting = passedOver(environment)
  const read = setting === null ? null : readProxy(setting)
  if (read?.ok !== true) return () => false
  const { host, port } = read.value
  return (choice) => choice?.host === host && choice.port === port
}

/** Without where it was found: what crosses to the relay. */
export function routeBy(find: FindRoute): RouteTo {
  return async (url) => {
    const found = await find(url)
    return found.ok ? ok({ proxy: found.value.proxy, roots: found.value.roots }) : found
  }
}

/** The way for a program that asks the variables alone. */
export const createRouteTo = (options: TrustOptions): RouteTo => routeBy(createFindRoute(options))
