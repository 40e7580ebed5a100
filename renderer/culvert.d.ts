import type { ContractClient } from '#contract/calls.ts'

declare global {
  interface Window {
    /** The bridge to main, put there by the preload script. */
    readonly culvert: ContractClient
  }
}
