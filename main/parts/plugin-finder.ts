import type { Clock, Log } from '#core/app/ports.ts'
import { locatePlugin, type LocatedPlugin } from '#core/aws/plugin-locator/locate-plugin.ts'
import { runProgram } from '#core/system/run-program.ts'

/** A look-up is believed for a minute: the user may install the plugin while the app runs. */
const believedMs = 60_000

/** Finds AWS's session-manager-plugin, and remembers the answer for a minute. Null when there is none that works. */
export function createPluginFinder(clock: Clock, log: Log): () => Promise<LocatedPlugin | null> {
  let last: { readonly at: number; readonly answer: Promise<LocatedPlugin | null> } | null = null
  const look = async (): Promise<LocatedPlugin | null> => {
    const { platform, env: environment } = process
    const located = await locatePlugin({ platform, environment, loginShellPath: null, setting: null, run: runProgram })
    if (!located.ok) log.info('plugin-not-found', { code: located.error.code, ...located.error.details })
    return located.ok ? located.value : null
  }
  return async () => {
    if (last === null || clock.now() - last.at > believedMs) last = { at: clock.now(), answer: look() }
    return await last.answer
  }
}
