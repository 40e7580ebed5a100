import type { AppUnderTest } from '../../../support/app-under-test.ts'

/** Resident memory in MB: of the page's process, of the relay's, and of all that the app runs, what they share counted in each. */
export interface AppMemory {
  readonly page: number
  readonly relay: number
  readonly all: number
}

/** As the system says now. */
export async function appMemory({ app }: AppUnderTest): Promise<AppMemory> {
  const processes = await app.evaluate(({ app: main }) =>
    main.getAppMetrics().map(({ type, name, memory }) => ({ type, name, kibibytes: memory.workingSetSize })),
  )
  const sum = (of: (one: (typeof processes)[number]) => boolean): number =>
    (processes.filter(of).reduce((total, { kibibytes }) => total + kibibytes, 0) * 1_024) / 1e6
  return {
    page: sum(({ type }) => type === 'Tab'),
    relay: sum(({ type, name }) => type === 'Utility' && name === 'Culvert relay'),
    all: sum(() => true),
  }
}

/** The most that each took over what it had, MB; `together` at one moment. */
export interface Growth {
  readonly page: number
  readonly relay: number
  readonly together: number
}

/** Looks again and again until it is stopped, and then once more. */
export function watchGrowth(culvert: AppUnderTest, before: AppMemory, everyMs = 500): { stop(): Promise<Growth> } {
  let isOver = false
  const watching = (async () => {
    let most: Growth = { page: 0, relay: 0, together: 0 }
    for (;;) {
      const now = await appMemory(culvert)
      const page = now.page - before.page
      const relay = now.relay - before.relay
      most = {
        page: Math.max(most.page, page),
        relay: Math.max(most.relay, relay),
        together: Math.max(most.together, page + relay),
      }
      if (isOver) return most
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
  })()
  // A measurement that fails closes the app and stops nothing: what is to be told then is its own failure.
  watching.catch(() => {})
  return {
    async stop() {
      isOver = true
      return await watching
    },
  }
}
