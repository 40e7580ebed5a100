import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** Collects what nobody holds any more, buffers too: those go in the collection after their owners'. */
export function collectGarbage(): void {
  collect()
  collect()
}

/** Bytes in use, on the heap and in buffers. Exact only right after {@link collectGarbage}. */
export function usedMemory(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
