import { cleanup, configure, render } from '@testing-library/react'
import { afterEach, vi } from 'vitest'
import { ok } from '#domain/result.ts'
import type { Snapshot } from '#contract/snapshot.ts'
import { suggestedPorts } from '../../support/snapshot-fixtures.ts'
import { App } from '../../../renderer/frame/app.tsx'
import { loadLaterParts } from '../../../renderer/frame/later-parts.ts'
import { createServices } from '../../../renderer/app/services.ts'
import { createFakeContractClient, type FakeAnswers } from '../../support/fake-contract-client.ts'
import { fixtureProfileList, fixtureSnapshot } from '../../support/snapshot-fixtures.ts'

// Asking for every ancestor's computed style is what takes time in a simulated page; nothing here is hidden by style.
configure({
  defaultHidden: true,
  asyncUtilTimeout: 5_000,
  getElementError: (message) => new Error(message ?? 'Not found'),
})

// A simulated page has no layout. The list draws what it has room for: give it as much as the whole of the design's.
Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 800 })

const running: { dispose(): void }[] = []

afterEach(() => {
  cleanup()
  for (const one of running.splice(0)) one.dispose()
  vi.useRealTimers()
})

/** The whole page over a fake main, drawn and settled. */
export async function open(snapshot: Snapshot = fixtureSnapshot({}, Date.now()), answers: FakeAnswers = {}) {
  const client = createFakeContractClient({
    'app.snapshot': () => ok(snapshot),
    'profile.list': () => ok(fixtureProfileList()),
    'port.suggest': ({ environment }) => ok({ port: suggestedPorts.get(environment) ?? 0 }),
    'port.check': () => ok({ state: 'free' }),
    'target.preview': () => ok({ matches: [] }),
    'tunnel.connections': () => ok({ connections: [], more: 0 }),
    ...answers,
  })
  const services = createServices(client, null)
  running.push(services)
  // What the first look does without is there a second later; no test is about that second.
  await loadLaterParts()
  const screen = render(<App services={services} />)
  await screen.findByText(/./, { selector: 'h1' })
  return { client, services, screen }
}

/** The rows of tunnels that are drawn, without the heads of their groups. */
export function tunnelRows(screen: { readonly container: HTMLElement }): HTMLElement[] {
  return [...screen.container.querySelectorAll<HTMLElement>('[role="row"][data-tunnel]')]
}
