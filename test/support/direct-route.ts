import type { NetworkRoute } from '#contract/network.ts'

/** No proxy, and nobody to trust but whom the runtime trusts. */
export const direct: NetworkRoute = { proxy: null, roots: null }
