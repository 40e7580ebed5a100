import { parentPort, workerData } from 'node:worker_threads'
import type { Assignment, WorkerStart } from './engine/protocol.ts'
import { readInputs } from './engine/read-inputs.ts'
import { findTarget } from './targets/index.ts'

const { progress }: WorkerStart = workerData
const current = new Int32Array(progress)

async function work(assignment: Assignment): Promise<void> {
  const reading = (input: number): void => {
    Atomics.store(current, 0, input)
    Atomics.add(current, 1, 1)
  }
  parentPort?.postMessage(await readInputs(findTarget(assignment.target), assignment, reading))
}

// What a target throws past its check breaks this thread, which is how the supervisor learns of it.
parentPort?.on('message', (assignment: Assignment) => void work(assignment))
