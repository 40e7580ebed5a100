const waiting: (() => void)[] = []
const channel = new MessageChannel()
channel.port1.onmessage = () => waiting.shift()?.()

/** Calls back soon, in a turn of its own, after what waits already: a timer would be held back where many follow each other. */
export function later(act: () => void): void {
  waiting.push(act)
  channel.port2.postMessage(null)
}
