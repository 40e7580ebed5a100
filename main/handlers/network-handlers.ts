import type { CallHandlers } from '#contract/calls.ts'
import type { NetworkChecks } from '#core/app/network/network-check.ts'
import { ok } from '#domain/result.ts'

/** What a window may ask about the way to AWS. */
export function createNetworkHandlers(checks: NetworkChecks): Pick<CallHandlers, 'network.hosts' | 'network.check'> {
  return {
    'network.hosts': async () => ok(await checks.hosts()),
    'network.check': async () => ok(await checks.check()),
  }
}
