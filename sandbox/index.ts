import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runSandbox } from './run.ts'

export { runSandbox } from './run.ts'
export { startSandbox } from './start.ts'

const started = process.argv[1]
if (started !== undefined && realpathSync(started) === realpathSync(fileURLToPath(import.meta.url))) {
  process.exit(await runSandbox(process.argv.slice(2)))
}
