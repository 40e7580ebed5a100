import { connect } from 'node:net'

/** Processes that still run, and ports that still listen. */
export interface LeftOvers {
  readonly processes: readonly number[]
  readonly ports: readonly number[]
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function listens(host: string, port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect({ host, port })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** Of what should be gone, what is not. Helper processes of Chromium may take a moment after their parent. */
export async function leftOvers(expected: LeftOvers): Promise<LeftOvers> {
  const deadline = performance.now() + 5_000
  for (;;) {
    const processes = expected.processes.filter(isRunning)
    const answers = await Promise.all(
      expected.ports.map(async (port) => (await listens('127.0.0.1', port)) || (await listens('::1', port))),
    )
    const ports = expected.ports.filter((_port, index) => answers[index])
    if ((processes.length === 0 && ports.length === 0) || performance.now() > deadline) return { processes, ports }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
