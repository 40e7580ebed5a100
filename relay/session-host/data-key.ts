import type { RelayOrder } from '#contract/relay.ts'
import type { Result } from '#contract/result.ts'
import { ok } from '#domain/result.ts'
import type { DataKey } from '../engine/engine.ts'

/** A data key as an engine takes it, from what came over the process border. */
export function dataKeyOf(answer: Extract<RelayOrder, { type: 'give-data-key' }>['answer']): Result<DataKey> {
  if (!answer.ok) return answer
  const { plaintext, ciphertext } = answer.value
  return ok({ plaintext: Buffer.from(plaintext, 'base64'), ciphertext: Buffer.from(ciphertext, 'base64') })
}
