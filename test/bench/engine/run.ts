import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createConnection } from 'node:net'
import type { EngineHost, EngineSession } from '#relay/engine/engine.ts'
import { type BuiltinSettings, createBuiltinEngine } from '#relay/engine/builtin/index.ts'
import { measureDownload, measureEcho, measureEchoDuringUpload, measureUpload, type OpenStream } from './measure.ts'
import { runWorld, type WorldAnswer, type WorldReady, type WorldRequest } from './world.ts'
import { direct as directRoute } from '#test/support/direct-route.ts'

/*
 * Prints the builtin engine's figures against the sandbox's agent, beside a direct connection:
 *   npx rolldown test/bench/engine/run.ts --file .cache/bench-engine.mjs --format esm --platform node --external ws,hpagent,zod
 *   node .cache/bench-engine.mjs
 */
const silentHost: EngineHost = {
  renewPass: () => Promise.resolve(null),
  credentials: () => Promise.resolve(null),
  endpointFailed: () => undefined,
  resumed: () => undefined,
  log: () => undefined,
}

interface World {
  readonly ready: WorldReady
  session(open: WorldRequest['open'], settings?: Partial<BuiltinSettings>): Promise<EngineSession>
  end(): void
}

async function startWorld(): Promise<World> {
  const child = fork(process.argv[1] ?? '', ['world'])
  const [ready] = (await once(child, 'message')) as [WorldReady]
  return {
    ready,
    session: async (open, settings) => {
      child.send({ id: 0, open } satisfies WorldRequest)
      const [answer] = (await once(child, 'message')) as [WorldAnswer]
      const { sessionId, tokenValue, streamUrl } = answer
      const started = await createBuiltinEngine(settings)(
        {
          sessionId,
          targetId: 'i-0123456789abcdef0',
          region: 'eu-west-1',
          purpose: { for: 'forward', endpoint: { host: 'localhost', port: open.port } },
          pass: { tokenValue, streamUrl, upgradeHeaders: {}, network: directRoute },
          engine: { name: 'builtin' },
        },
        silentHost,
        new AbortController().signal,
      )
      if (!started.ok) throw new Error(JSON.stringify(started.error))
      return started.value
    },
    end: () => child.disconnect(),
  }
}

function direct(port: number): OpenStream {
  return async () => {
    const socket = createConnection({ host: '127.0.0.1', port, noDelay: true })
    await once(socket, 'connect')
    return socket
  }
}

async function measureEngine(world: World, label: string, open: Omit<WorldRequest['open'], 'port'>): Promise<void> {
  const through = async <T>(port: number, measure: (openStream: OpenStream) => Promise<T>): Promise<T> => {
    const session = await world.session({ ...open, port })
    const measured = await measure(() => session.openStream())
    await session.stop(3_000)
    return measured
  }
  const { sinkPort, echoPort, mixedPort, sourcePort } = world.ready
  const upload = await through(sinkPort, (openStream) => measureUpload(openStream, 40_000_000))
  const echo = await through(echoPort, (openStream) => measureEcho(openStream, 400))
  const busy = await through(mixedPort, (openStream) => measureEchoDuringUpload(openStream, 200))
  const download = await through(sourcePort, (openStream) => measureDownload(openStream, 2_000_000))
  print(label, {
    upload: `${upload.megabytesPerSecond.toFixed(1)} MB/s`,
    download: `${download.megabytesPerSecond.toFixed(2)} MB/s`,
    echo: `p50 ${echo.p50.toFixed(2)} p99 ${echo.p99.toFixed(2)} ms`,
    'echo beside an upload': `p50 ${busy.p50.toFixed(2)} p99 ${busy.p99.toFixed(2)} ms`,
  })
}

async function measureDirect(world: World): Promise<void> {
  const upload = await measureUpload(direct(world.ready.sinkPort), 200_000_000)
  const download = await measureDownload(direct(world.ready.sourcePort), 200_000_000)
  const echo = await measureEcho(direct(world.ready.echoPort), 2_000)
  print('direct', {
    upload: `${upload.megabytesPerSecond.toFixed(0)} MB/s`,
    download: `${download.megabytesPerSecond.toFixed(0)} MB/s`,
    echo: `p50 ${echo.p50.toFixed(2)} p99 ${echo.p99.toFixed(2)} ms`,
  })
}

function print(label: string, figures: Readonly<Record<string, string>>): void {
  process.stdout.write(`${label}\n`)
  for (const [name, value] of Object.entries(figures)) process.stdout.write(`  ${name.padEnd(26)}${value}\n`)
}

async function main(): Promise<void> {
  if (process.argv[2] === 'world') return runWorld()
  const world = await startWorld()
  await measureEngine(world, 'builtin, agent with 1,024 B + 1 ms', {})
  await measureEngine(world, 'builtin, the same + 25 ms each way', { delayMs: 25 })
  await measureEngine(world, 'builtin, agent without sleep, 16 KiB', { sleepMs: 0, payloadBytes: 16_384 })
  await measureDirect(world)
  world.end()
}

void main()
