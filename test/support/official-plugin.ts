import type { ProgramIdentity } from '#contract/program-file.ts'
import { locatePlugin, type LocatedPlugin } from '#core/aws/plugin-locator/locate-plugin.ts'
import { identifyProgram, judgeProgramFile } from '#core/system/program-file.ts'
import { createSignatureCheck } from '#core/system/program-signature.ts'
import { runProgram } from '#core/system/run-program.ts'
import { ok } from '#domain/result.ts'

/** AWS's own session-manager-plugin on this machine, or null. Its tests skip themselves loudly without it. */
export async function findOfficialPlugin(): Promise<LocatedPlugin | null> {
  const { platform, env: environment } = process
  const found = await locatePlugin(
    {
      setting: null,
      platform,
      environment,
      where: 'everywhere',
      judge: judgeProgramFile,
      loginShellPath: async () => null,
    },
    {
      identify: identifyProgram,
      checkSignature: createSignatureCheck(platform, environment, runProgram),
      run: runProgram,
    },
  )
  return found.ok ? found.value : null
}

/** What a program is now; of one that is not there, what no program is. */
export async function identityOf(path: string): Promise<ProgramIdentity> {
  const identified = await identifyProgram(path)
  return identified.ok ? identified.value : noIdentity
}

/** A plugin's file as a grant names it, as the file is now. */
export async function pluginEngineAt(path: string, ssmEndpoint = '') {
  return { name: 'plugin', path, identity: await identityOf(path), version: '1.2.764.0', ssmEndpoint } as const
}

const noIdentity: ProgramIdentity = { device: '0', inode: '0', size: 0, sha256: '0'.repeat(64) }

/** A plugin that was found at a path, where nobody looks at the file. */
export function pluginAt(path: string, version: string) {
  return { path, file: path, identity: noIdentity, version }
}

/** Signatures fit, or are not there. */
export const unsigned = async () => ok(undefined)
