import { once } from 'node:events'
import { connect } from 'node:net'
import type { ProxyAddress } from '#contract/network.ts'
import { proxyUrl } from './proxy-address.ts'
import type { ProxyChoices } from './system-answer.ts'

/** A proxy in one's own network answers in a few milliseconds; one behind a VPN that is down not at all. */
const patienceMs = 1_500
/** So long an answer holds; a pair of requests should not ask twice. */
const holdsMs = 15_000

/**
 * Makes a chooser among several ways: the first whose proxy takes a connection, and the last one where none before it does.
 * A single way is not tried.
 */
export function createFirstListening(now: () => number = () => performance.now()) {
  const silent = new Map<string, number>()
  const listens = async (proxy: ProxyAddress): Promise<boolean> => {
    const name = proxyUrl(proxy)
    if (now() - (silent.get(name) ?? -Infinity) < holdsMs) return false
    if (await takesConnection(proxy)) return true
    silent.set(name, now())
    return false
  }
  const choose = async ([choice = null, ...rest]: ProxyChoices): Promise<ProxyAddress | null> => {
    if (choice === null || rest.length === 0) return choice
    return (await listens(choice)) ? choice : await choose(rest)
  }
  return choose
}

async function takesConnection({ host, port }: ProxyAddress): Promise<boolean> {
  const socket = connect({ host, port })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(patienceMs) })
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
