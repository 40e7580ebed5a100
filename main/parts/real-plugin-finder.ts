import { createLoginShellPath } from '#core/system/login-shell.ts'
import { identifyProgram, judgeProgramFile, stampOf } from '#core/system/program-file.ts'
import { createSignatureCheck } from '#core/system/program-signature.ts'
import { createPlainRun } from '#core/system/run-program.ts'
import { createPluginFinder, type PluginFinder, type PluginFinderDeps } from './plugin-finder.ts'

/** The finder of the plugin on this computer. Whatever it runs gets listed variables only. */
export function createRealPluginFinder(
  deps: Pick<PluginFinderDeps, 'clock' | 'log' | 'setting' | 'environment'>,
): PluginFinder {
  const machine = { platform: process.platform, environment: deps.environment }
  const run = createPlainRun(process.env)
  const checkSignature = createSignatureCheck(process.platform, process.env, run)
  const examination = { run, identify: identifyProgram, checkSignature }
  const loginShellPath = createLoginShellPath(machine)
  return createPluginFinder({
    ...deps,
    ...machine,
    ...examination,
    judge: judgeProgramFile,
    stamp: stampOf,
    loginShellPath,
  })
}
