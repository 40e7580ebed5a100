import type { SessionGrant } from '#contract/relay.ts'
import { monotonicClock } from '#relay/clock.ts'
import { createPluginEngine } from '#relay/engine/plugin/plugin-engine.ts'
import { ChildKeeper } from '#relay/process/child-keeper.ts'
import { RunFile } from '#relay/process/run-file.ts'

/** What the program is told to carry. */
export interface CarrierOrder {
  readonly kind: 'shell' | 'stdio'
  readonly grant: SessionGrant
  readonly runFile: string
}

/** A program that carries one session through the plugin, as the relay does, until it is killed. Tells `ok` once it does. */
async function carry({ kind, grant, runFile }: CarrierOrder): Promise<void> {
  const marks = new RunFile(runFile, () => undefined)
  await marks.claim()
  const children = new ChildKeeper(monotonicClock, marks)
  const environment = { PATH: process.env['PATH'] ?? '' }
  const started = await createPluginEngine({ children, clock: monotonicClock, environment })[kind](
    grant,
    {
      renewPass: () => Promise.resolve(null),
      credentials: () => Promise.resolve(null),
      endpointFailed: () => undefined,
      resumed: () => undefined,
      log: () => undefined,
    },
    new AbortController().signal,
  )
  process.send?.(started.ok ? 'ok' : started.error.code)
}

process.on('message', (order: CarrierOrder) => void carry(order))
