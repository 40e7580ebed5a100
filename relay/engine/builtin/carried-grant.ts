import type { SessionGrant } from '#contract/relay.ts'

/** A grant of a session whose purpose is not known here: its agent names it. */
export type UnnamedGrant = Omit<SessionGrant, 'purpose'>

/** What this engine carries; a purpose that is not known is null. */
export type CarriedGrant = UnnamedGrant & { readonly purpose: SessionGrant['purpose'] | null }
