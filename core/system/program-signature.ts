import type { Result } from '#contract/result.ts'
import { fail, ok } from '#domain/result.ts'
import type { RunProgram } from '../app/ports.ts'

/** PowerShell takes its time to come up. */
const limitMs = 20_000

/** What Windows says of a file that nobody has signed, or that its signer and content are what they should be. */
const harmless: ReadonlySet<string> = new Set(['Valid', 'NotSigned'])

/**
 * Asks the system whether a program's signature fits it: `codesign` on macOS, `Get-AuthenticodeSignature` on Windows; Linux keeps
 * none with a file. ENGINE_UNUSABLE (`signature-broken`) when it does not. A program that nobody has signed passes: package managers build
 * their own. So does one that the system could not be asked about.
 */
export function createSignatureCheck(
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
  run: RunProgram,
): (file: string) => Promise<Result<void>> {
  const broken = (path: string, said: string): Result<never> =>
    fail('ENGINE_UNUSABLE', { path, reason: 'signature-broken', said: said.trim().slice(0, 500) })
  switch (platform) {
    case 'darwin':
      return async (file) => {
        const asked = await run('/usr/bin/codesign', ['--verify', '--strict', '--', file], limitMs)
        if (asked.kind !== 'exited' || asked.code === 0) return ok(undefined)
        const said = asked.complaint ?? ''
        return said.includes('code object is not signed at all') ? ok(undefined) : broken(file, said)
      }
    case 'win32': {
      const root = environment['SystemRoot'] ?? environment['SYSTEMROOT'] ?? 'C:\\Windows'
      const shell = `${root}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`
      return async (file) => {
        // In quotes nothing but a quote means anything, and that is doubled; the kinds that PowerShell takes for one, too.
        const quoted = `'${file.replace(/['‘’‚‛]/g, '$&$&')}'`
        const question = `(Get-AuthenticodeSignature -LiteralPath ${quoted}).Status`
        const asked = await run(shell, ['-NoProfile', '-NonInteractive', '-Command', question], limitMs)
        if (asked.kind !== 'exited' || asked.code !== 0) return ok(undefined)
        return harmless.has(asked.output.trim()) ? ok(undefined) : broken(file, asked.output)
      }
    }
    default:
      return async () => ok(undefined)
  }
}
