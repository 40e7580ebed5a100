import type { DoorGuard } from '#contract/door.ts'

/** Whom a door lets in whose test does not ask: nobody that an endpoint of its own would let in. */
export const plainGuard: DoorGuard = {
  endpoint: { host: 'db.internal', port: 7_000 },
  allowedOrigins: [],
  localNames: [],
  programs: 'any-user',
}
