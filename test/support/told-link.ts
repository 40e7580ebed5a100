import type { RelayFact } from '#contract/relay.ts'
import type { RelayLink } from '#core/app/ports.ts'
import { createListeners } from '#domain/listeners/listeners.ts'

/** The half of a link to a relay that listens; what tells it is up to the test. */
export class ToldLink implements Pick<RelayLink, 'onFact' | 'onStarted' | 'onStopped'> {
  protected readonly facts = createListeners<RelayFact>()
  protected readonly starts = createListeners<void>()
  protected readonly stops = createListeners<boolean>()

  onFact(listener: (fact: RelayFact) => void): () => void {
    return this.facts.subscribe(listener)
  }

  onStarted(listener: () => void): () => void {
    return this.starts.subscribe(listener)
  }

  onStopped(listener: (willRestart: boolean) => void): () => void {
    return this.stops.subscribe(listener)
  }
}
