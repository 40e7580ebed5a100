import type { CallHandlers } from '#contract/calls.ts'
import type { nodeAccessCalls } from '#contract/node-access.ts'
import type { NodeAccess } from '#core/app/node-access-ports.ts'
import { ok } from '#domain/result.ts'

/** What a window may do about access to nodes. */
export function createNodeAccessHandlers(
  access: Pick<NodeAccess, 'request' | 'withdraw'>,
): Pick<CallHandlers, keyof typeof nodeAccessCalls> {
  return {
    'access.request': async ({ id, reason, ticket }) => {
      const sent = await access.request(id, reason, ticket)
      return sent.ok ? ok({}) : sent
    },
    'access.withdraw': async ({ id }) => {
      access.withdraw(id)
      return ok({})
    },
  }
}
