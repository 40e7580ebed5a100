/** Milliseconds without output after which a shell is taken to wait at its prompt. */
const quietMs = 250

/** Waits until a shell has printed something and is quiet. */
export interface PromptWait {
  /** Calls back once; the last one who waits is called. */
  wait(act: () => void): void
  printed(): void
  stop(): void
}

/** Creates it, with nobody who waits. */
export function createPromptWait(): PromptWait {
  let waiting: (() => void) | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let hasPrinted = false
  const restart = (): void => {
    clearTimeout(timer)
    if (waiting === null || !hasPrinted) return
    timer = setTimeout(() => {
      const act = waiting
      waiting = null
      act?.()
    }, quietMs)
  }
  return {
    wait(act) {
      waiting = act
      restart()
    },
    printed() {
      hasPrinted = true
      restart()
    },
    stop() {
      waiting = null
      clearTimeout(timer)
    },
  }
}
