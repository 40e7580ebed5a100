/** What tests with real programs need around them. */
import { ensureElectron } from '../electron-runtime.mjs'
import { ensureClients } from '../sandbox-clients.mjs'
import { startDesktop } from '../setup/desktop.mjs'
import { onInterrupt, say } from '../setup/program.mjs'
import { ensureSystemPackages } from '../setup/system-packages.mjs'

/** Installs what is missing: programs of the system, clients of databases, Electron. */
export async function ensureSurroundings() {
  await ensureSystemPackages(['desktop', 'databases', 'clients'])
  await ensureClients()
  await ensureElectron({ say: (line) => say(`electron: ${line}`) })
}

/**
 * Acts on a desktop of its own, where one can be made, which ends with it.
 * @template T
 * @param {(env: NodeJS.ProcessEnv) => Promise<T>} act with the variables that lead programs there
 * @returns {Promise<T>}
 */
export async function onDesktop(act) {
  const desktop = process.platform === 'linux' ? await startDesktop() : null
  if (desktop) onInterrupt(desktop.stop)
  try {
    return await act(desktop?.env ?? process.env)
  } finally {
    await desktop?.stop()
  }
}
