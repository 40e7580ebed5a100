import { findOfficialPlugin } from '../../support/official-plugin.ts'
import { measureEcho, measureUpload } from '../engine/measure.ts'
import type { BenchEngine, Measurement, Report } from '../figure.ts'
import { type BenchRelay, openClient, type PluginBinary, startBenchRelay } from './bench-relay.ts'

/** Enough for some seconds of each, so that start-up effects drown. */
const uploadBytes = { builtin: 40_000_000, plugin: 4_000_000, direct: 400_000_000 }
const echoes = 500

/**
 * Builtin engine, AWS's plugin and a plain connection, one after the other in one run: through the door of the built
 * relay to the sandbox's agent, which keeps the real agent's constants (1,024 bytes, then 1 ms of sleep).
 */
export async function measureEngines(
  programs: { relay: string; farEnd: string },
  report: Report,
): Promise<readonly Measurement[]> {
  const relay = await startBenchRelay(programs)
  try {
    const plugin = await findOfficialPlugin()
    if (plugin === null) report('plugin: NOT MEASURED, session-manager-plugin is not installed')
    return [
      ...(await measureTunnels(relay, 'builtin', null)),
      ...(plugin === null ? [] : await measureTunnels(relay, 'plugin', plugin)),
      ...(await measureDirect(relay)),
    ]
  } finally {
    await relay.stop()
  }
}

async function measureTunnels(
  relay: BenchRelay,
  engine: 'builtin' | 'plugin',
  plugin: PluginBinary | null,
): Promise<readonly Measurement[]> {
  const through = async <T>(endpointPort: number, measure: (port: number) => Promise<T>): Promise<T> => {
    const tunnel = await relay.openTunnel(endpointPort, plugin)
    try {
      await tunnel.startSession()
      return await measure(tunnel.port)
    } finally {
      await tunnel.close()
    }
  }
  const upload = await through(relay.endpoints.sinkPort, (port) =>
    measureUpload(() => openClient(port), uploadBytes[engine]),
  )
  const echo = await through(relay.endpoints.echoPort, (port) => measureEcho(() => openClient(port), echoes))
  return figures(engine, upload.megabytesPerSecond, echo.p50)
}

async function measureDirect({ endpoints }: BenchRelay): Promise<readonly Measurement[]> {
  const upload = await measureUpload(() => openClient(endpoints.sinkPort), uploadBytes.direct)
  const echo = await measureEcho(() => openClient(endpoints.echoPort), echoes)
  return figures('direct', upload.megabytesPerSecond, echo.p50)
}

function figures(engine: BenchEngine, upload: number, echo: number): readonly Measurement[] {
  return [
    { name: 'upload', engine, value: upload },
    { name: 'echo-p50', engine, value: echo },
  ]
}
