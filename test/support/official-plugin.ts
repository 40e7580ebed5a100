import { locatePlugin, type LocatedPlugin } from '#core/aws/plugin-locator/locate-plugin.ts'
import { runProgram } from '#core/system/run-program.ts'

/** AWS's own session-manager-plugin on this machine, or null. Its tests skip themselves loudly without it. */
export async function findOfficialPlugin(): Promise<LocatedPlugin | null> {
  const { platform, env: environment } = process
  const found = await locatePlugin({
    setting: null,
    platform,
    environment,
    loginShellPath: async () => null,
    run: runProgram,
  })
  return found.ok ? found.value : null
}
