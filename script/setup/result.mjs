/** How every command that takes `--json` ends: one object, an exit code, and a failure that is said in both ways. */
import { isStarted, printResult, say } from './program.mjs'

/**
 * Runs a command, when its module was started by itself. Its result goes to stdout as one line with `--json`, and to `tell` without. The
 * exit code is 0 only when the result is ok, or no failure of the command's; what is thrown is said on stderr, and is a result that is not ok.
 * @template {{ ok: boolean }} Result
 * @param {object} command
 * @param {string} command.module its import.meta.url
 * @param {string} command.name what stands before a failure on stderr
 * @param {(asked: { json: boolean }) => Promise<Result | undefined>} command.main nothing when there is nothing to tell
 * @param {(result: Result) => void} command.tell
 * @param {object} [command.nothing] the facts of a result of which nothing is known
 * @param {(result: Result) => boolean} [command.isFailure] what makes the exit code 1
 */
export async function runCommand({ module, name, main, tell, nothing = {}, isFailure = ({ ok }) => !ok }) {
  if (!isStarted(module)) return
  const json = process.argv.includes('--json')
  try {
    const result = await main({ json })
    if (result === undefined) return
    if (json) printResult(result)
    else tell(result)
    if (isFailure(result)) process.exitCode = 1
  } catch (error) {
    say(`${name}: ${error.stack ?? error.message}`)
    if (json) printResult({ ok: false, error: error.message, ...nothing })
    process.exitCode = 1
  }
}
