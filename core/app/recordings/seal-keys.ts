import type { RecordingHeader } from '#contract/recordings.ts'
import type { SealPrimitives } from '#domain/recording/seal-chain.ts'
import type { Log, SecretStore } from '../ports.ts'
import { createWorkQueue } from '../work-queue.ts'

/** What a recording is sealed with. */
export interface SealKey {
  /** Tells keys apart, and nothing of them. */
  readonly mark: string
  /** The key of one recording; the computer's own can not be told from it. */
  readonly key: string
}

/** This computer's key for recordings, in the system's keychain where there is one. */
export interface SealKeys {
  /** The key for a new recording or list; null without a keychain. The computer's own is made when it is first needed. */
  forNew(id: string): Promise<SealKey | null>
  /** The key that a recording or list was sealed with: null for none, `unknown` when it is not on this computer. */
  of(sealed: Pick<RecordingHeader, 'id' | 'sealedWith'>): Promise<SealKey | null | 'unknown'>
}

/** What the keys need. */
interface SealKeysOptions {
  readonly secrets: SecretStore
  readonly primitives: SealPrimitives
  /** 32 random bytes in hex. */
  newKey(): string
  readonly log: Log
}

const secretName = 'recording-seal'

/** Keys that are kept in `secrets`. */
export function createSealKeys({ secrets, primitives, newKey, log }: SealKeysOptions): SealKeys {
  const oneByOne = createWorkQueue()
  const derived = (own: string, id: string): SealKey => ({
    mark: primitives.mac(own, 'mark').slice(0, 16),
    key: primitives.mac(own, `recording ${id}`),
  })
  const known = async (): Promise<string | null> => await secrets.get(secretName)
  const made = async (): Promise<string | null> => {
    const own = newKey()
    await secrets.set(secretName, own)
    // A keychain that is not there takes everything and gives nothing back.
    return (await known()) === own ? own : null
  }
  const orNone = async (find: () => Promise<string | null>): Promise<string | null> => {
    try {
      return await find()
    } catch (error) {
      log.warn('seal-key-not-read', { reason: error instanceof Error ? error.message : String(error) })
      return null
    }
  }
  return {
    async forNew(id) {
      const own = await oneByOne(() => orNone(async () => (await known()) ?? (await made())))
      return own === null ? null : derived(own, id)
    },
    async of({ id, sealedWith }) {
      if (sealedWith === null) return null
      const own = await orNone(known)
      const key = own === null ? null : derived(own, id)
      return key?.mark === sealedWith ? key : 'unknown'
    },
  }
}
