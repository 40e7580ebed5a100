import type { World } from '../world/types.ts'
import type { SandboxClock } from './clock.ts'
import { type Identity, userIdentity } from './identity.ts'
import { randomKeyId, randomSecret } from './random.ts'

/** A key and whom it stands for. */
interface AccessKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Null for keys of IAM users. */
  readonly sessionToken: string | null
  /** Epoch ms, or null for keys that do not expire. */
  readonly expiresAt: number | null
  readonly identity: Identity
}

/** Every key the sandbox knows: the seeded ones of IAM users, and those it issued. */
export interface KeyRing {
  /** Temporary credentials; `sessionToken` and `expiresAt` are set. */
  issue(
    identity: Identity,
    lifetimeMs: number,
  ): AccessKey & { readonly sessionToken: string; readonly expiresAt: number }
  find(accessKeyId: string): AccessKey | null
  /** Ends all temporary credentials now; returns how many were alive. */
  expireAll(): number
  /** Temporary credentials alive now. */
  alive(): number
}

export function createKeyRing(world: World, clock: SandboxClock): KeyRing {
  const keys = new Map<string, AccessKey>()
  for (const key of world.staticKeys) {
    const permissionSet = world.permissionSets.find((set) => set.name === key.permissionSet)
    if (permissionSet === undefined) throw new Error(`no permission set ${key.permissionSet}`)
    keys.set(key.accessKeyId, {
      accessKeyId: key.accessKeyId,
      secretAccessKey: key.secretAccessKey,
      sessionToken: null,
      expiresAt: null,
      identity: userIdentity(key.accountId, permissionSet, key.userName),
    })
  }
  const isAlive = (key: AccessKey): boolean => key.expiresAt !== null && key.expiresAt > clock.now()
  return {
    issue(identity, lifetimeMs) {
      const key = {
        accessKeyId: `ASIA${randomKeyId(16)}`,
        secretAccessKey: randomSecret(30),
        sessionToken: `IQoJb3JpZ2luX2Vj${randomSecret(180)}`,
        expiresAt: clock.now() + lifetimeMs,
        identity,
      }
      keys.set(key.accessKeyId, key)
      return key
    },
    find: (accessKeyId) => keys.get(accessKeyId) ?? null,
    expireAll() {
      const living = [...keys.values()].filter(isAlive)
      for (const key of living) keys.set(key.accessKeyId, { ...key, expiresAt: clock.now() - 1 })
      return living.length
    },
    alive: () => [...keys.values()].filter(isAlive).length,
  }
}
