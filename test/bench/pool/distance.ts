import type { IsWanted, Measurement } from '../figure.ts'
import { measureEcho, measureUpload } from '../engine/measure.ts'
import { measureDelayedEcho } from './delayed-echo.ts'
import { openClient, startBenchRelay, type BenchRelay, type PluginBinary } from '../tunnel/bench-relay.ts'

/** Round trips between engine and gateway, milliseconds. */
const distances = [80, 200] as const
const uploadBytes = { builtin: 40_000_000, plugin: 2_000_000 }
const echoes = 30

interface From {
  readonly engine: 'builtin' | 'plugin'
  readonly plugin: PluginBinary | null
}

/** What a long way to the service costs: each message is delayed by half of the round trip, both ways. */
export async function measureDistances(
  programs: { readonly relay: string; readonly farEnd: string },
  plugin: PluginBinary | null,
  isWanted: IsWanted,
): Promise<readonly Measurement[]> {
  const relay = await startBenchRelay(programs)
  const found: Measurement[] = []
  try {
    const engines: readonly From[] = [
      { engine: 'builtin', plugin: null },
      ...(plugin === null ? [] : [{ engine: 'plugin' as const, plugin }]),
    ]
    for (const from of engines) for (const rtt of distances) found.push(...(await measureOne(relay, from, rtt)))
  } finally {
    await relay.stop()
  }
  return found.filter(({ name }) => isWanted(name))
}

async function measureOne(relay: BenchRelay, { engine, plugin }: From, rtt: number): Promise<readonly Measurement[]> {
  const far = { delayMs: rtt / 2 }
  const upload = await relay.openTunnel(relay.endpoints.sinkPort, plugin, far)
  await upload.startSession()
  const { megabytesPerSecond } = await measureUpload(() => openClient(upload.port), uploadBytes[engine])
  await upload.close()
  const echo = await relay.openTunnel(relay.endpoints.echoPort, plugin, far)
  await echo.startSession()
  const { p50, p99 } = await measureEcho(() => openClient(echo.port), echoes, 3)
  await echo.close()
  // The timers that delay the messages are late themselves, the more so on a busy machine.
  const { p50: path } = await measureDelayedEcho(relay.endpoints.echoPort, rtt / 2, echoes)
  return [
    { name: 'upload-rtt', engine, rtt, value: megabytesPerSecond },
    { name: 'echo-rtt', engine, rtt, value: p50, beside: { path, p99 } },
  ]
}
