import { vi } from 'vitest'

/**
 * Milliseconds that anybody waits for what should come at once, where nothing else is said. Where it is known that nothing
 * comes, less will do.
 */
export const patience = { ms: 10_000 }

/** Fails with what is known when it takes too long. */
export async function soon<T>(promise: Promise<T>, known: () => string, withinMs = patience.ms): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(known())), withinMs)
  })
  return await Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** Looks again until the assertion holds. Unlike `expect.poll` it belongs to no test, so that behaviours can run side by side. */
export async function eventually(assertion: () => void, withinMs = 3_000, interval = 20): Promise<void> {
  await vi.waitFor(assertion, { timeout: withinMs, interval })
}

/** What a failure says. */
export function failureOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'it did not fail',
    (error: Error) => error.message,
  )
}

/** A promise that is settled from elsewhere. */
export function awaited<T>(): { readonly promise: Promise<T>; resolve(value: T): void } {
  let settle: (value: T) => void = () => undefined
  const promise = new Promise<T>((resolve) => {
    settle = resolve
  })
  return { promise, resolve: (value) => settle(value) }
}
