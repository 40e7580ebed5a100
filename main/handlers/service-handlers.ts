import type { CallHandlers } from '#contract/calls.ts'
import type { serviceCalls } from '#contract/services.ts'
import type { ServiceInventory } from '#core/app/ports.ts'
import { ok } from '#domain/result.ts'

/** What a window may ask about services: whatever the role may list. */
export function createServiceHandlers(services: ServiceInventory): Pick<CallHandlers, keyof typeof serviceCalls> {
  return {
    'service.list': async (place) => {
      const found = await services.servicesAt(place)
      return found.ok ? ok({ services: [...found.value] }) : found
    },
  }
}
