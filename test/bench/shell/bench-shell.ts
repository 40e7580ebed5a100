import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import type { RelayFact } from '#contract/relay.ts'
import { shellStreamOutput, type ShellStreamInput, type ShellStreamOutput } from '#contract/shell-stream.ts'
import { direct } from '#test/support/direct-route.ts'
import { FactRecorder } from '#test/support/fact-recorder.ts'
import type { PluginBinary } from '../tunnel/bench-relay.ts'
import type { WorldAnswer, WorldReady, WorldRequest } from '../engine/world.ts'
import type { OrderToThread } from './relay-thread.ts'

const stopDeadlineMs = 5_000

/** A command at the far end, and this thread as the page that shows it. */
export interface BenchShell {
  say(message: ShellStreamInput): void
  /** Hears what comes from now on. */
  hear(listener: (message: ShellStreamOutput) => void): void
  close(): Promise<void>
}

/** The relay in a thread, the sandbox's gateway in a process; this thread reads. */
export class ShellBench {
  readonly #farEnd: ChildProcess
  readonly #relay: Worker
  readonly #facts = new FactRecorder()

  private constructor(farEnd: ChildProcess, relay: Worker) {
    this.#farEnd = farEnd
    this.#relay = relay
    relay.on('message', (fact: RelayFact) => this.#facts.add(fact))
  }

  /** @param programs paths of the built programs */
  static async start(programs: { readonly farEnd: string; readonly relayThread: string }): Promise<ShellBench> {
    const farEnd = fork(programs.farEnd, [])
    const _ready = (await once(farEnd, 'message')) as [WorldReady]
    return new ShellBench(farEnd, new Worker(programs.relayThread, { trackUnmanagedFds: false }))
  }

  async open(open: Omit<WorldRequest['open'], 'port'>, plugin: PluginBinary | null): Promise<BenchShell> {
    this.#farEnd.send({ id: 0, open: { ...open, port: 0 } } satisfies WorldRequest)
    const [{ sessionId, ...pass }] = (await once(this.#farEnd, 'message')) as [WorldAnswer]
    const { tokenValue, streamUrl } = pass
    this.#order({
      type: 'start-session',
      grant: {
        sessionId,
        targetId: 'i-0123456789abcdef0',
        region: 'eu-west-1',
        purpose: { for: 'shell', program: 'shell' },
        pass: { tokenValue, streamUrl, upgradeHeaders: {}, network: direct },
        engine:
          plugin === null ? { name: 'builtin' } : { name: 'plugin', ...plugin, path: plugin.file, ssmEndpoint: '' },
      },
    })
    await this.#facts.waitFor('session-ready', { match: (fact) => fact.sessionId === sessionId, limitMs: 30_000 })
    const { port1, port2 } = new MessageChannel()
    this.#order({ type: 'attach-shell', sessionId }, port1)
    return {
      say: (message) => port2.postMessage(message),
      hear: (listener) => {
        port2.removeAllListeners('message')
        port2.on('message', (message) => listener(shellStreamOutput.parse(message)))
      },
      close: async () => {
        this.#order({ type: 'stop-session', sessionId, deadlineMs: stopDeadlineMs })
        await this.#facts.waitFor('session-stopped', { match: (fact) => fact.sessionId === sessionId })
        this.#order({ type: 'drop-shell', sessionId })
        port2.close()
      },
    }
  }

  async stop(): Promise<void> {
    await this.#relay.terminate()
    this.#farEnd.disconnect()
  }

  #order(order: OrderToThread['order'], port?: MessagePort): void {
    if (port === undefined) this.#relay.postMessage({ order } satisfies OrderToThread)
    else this.#relay.postMessage({ order, port } satisfies OrderToThread, [port])
  }
}
