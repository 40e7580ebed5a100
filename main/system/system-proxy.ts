import { session } from 'electron'
import { within, type Clock } from '#domain/clock/clock.ts'
import { fail } from '#domain/result.ts'
import type { AskSystem } from '#network/route.ts'
import { readSystemAnswer } from '#network/system-answer.ts'

/** A PAC file that looks up names takes a second at most; one that loops takes for ever. */
const patienceMs = 3_000
/** An answer is from a PAC file that is no older, so that a network that has changed is noticed. */
const freshMs = 30_000

/**
 * Asks Chromium, which reads the settings of every system and runs its PAC file in a process of its own. PROXY_SCRIPT_SILENT
 * after three seconds without an answer. `openNames` lets names be resolved until what it returns is called (decision 12).
 */
export function createSystemProxy(clock: Clock, openNames: () => () => void): AskSystem {
  let readAt = -Infinity
  const answer = async (url: string): Promise<string> => {
    const asked = session.fromPartition('system-proxy')
    if (clock.now() - readAt > freshMs) {
      readAt = clock.now()
      await asked.forceReloadProxyConfig()
    }
    return await asked.resolveProxy(url)
  }
  return async (url) => {
    const closeNames = openNames()
    try {
      // It knows the schemes of web pages only; a script decides by the host.
      const said = await within(clock, patienceMs, answer(url.replace(/^ws/, 'http')))
      return said === 'late' ? fail('PROXY_SCRIPT_SILENT', { afterMs: patienceMs }) : readSystemAnswer(said)
    } finally {
      closeNames()
    }
  }
}
