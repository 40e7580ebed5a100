import { parentPort, type MessagePort } from 'node:worker_threads'
import type { RelayOrder } from '#contract/relay.ts'
import { monotonicClock } from '#relay/clock.ts'
import { createEngines } from '#relay/engine/engines.ts'
import { ChildKeeper } from '#relay/process/child-keeper.ts'
import { createRelay } from '#relay/relay.ts'
import type { StreamPort } from '#relay/stream-port.ts'

/** What the measuring thread sends: an order, and the port that goes with it. */
export interface OrderToThread {
  readonly order: RelayOrder
  readonly port?: MessagePort
}

/** A program: the relay in a thread of its own. A child process's channel would carry no ports. */
const children = new ChildKeeper(monotonicClock, null)
const relay = createRelay({
  engines: createEngines(children, monotonicClock, null),
  send: (fact) => parentPort?.postMessage(fact),
})

parentPort?.on('message', ({ order, port }: OrderToThread) => {
  relay.order(order, port && streamPort(port))
})

function streamPort(port: MessagePort): StreamPort {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  }
}
