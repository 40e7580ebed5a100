import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { AgentKeys } from '../../gateway/gateway.ts'
import type { Memory } from '../../state/memory.ts'
import type { Outcome } from '../../wire/exchange.ts'
import { decrypt } from './decrypt.ts'

const plainKey = z.object({ Plaintext: z.base64() })

/**
 * Decrypt as agents call it, with their nodes' roles. It meets the faults that wait for `Decrypt` and is in the call
 * log, but takes the short way: agents are part of the sandbox, so there is no signature to check.
 */
export function createAgentKeys(memory: Memory): AgentKeys {
  return {
    async decrypt({ targetId, region, keyId, ciphertext, context }) {
      const { delayMs, error, hangUp } = memory.callFaults.take('kms', 'Decrypt')
      if (delayMs > 0) await wait(delayMs)
      if (hangUp) return { ok: false, error: 'RequestError: send request failed' }
      const accountId = memory.nodes.target(targetId)?.accountId ?? ''
      const order = { ciphertext, context, keyId, place: { accountId, region } }
      const outcome: Outcome = error === null ? decrypt(memory.vault, order) : { ok: false, fault: error }
      memory.calls.add({
        at: memory.clock.now(),
        service: 'kms',
        action: 'Decrypt',
        region,
        status: outcome.ok ? 200 : outcome.fault.status,
        error: outcome.ok ? null : outcome.fault.code,
        userAgent: 'amazon-ssm-agent',
        caller: `arn:aws:sts::${accountId}:assumed-role/bastion-ssm/${targetId}`,
        details: context,
      })
      if (!outcome.ok) return { ok: false, error: `${outcome.fault.code}: ${outcome.fault.message}` }
      return { ok: true, plaintext: Buffer.from(plainKey.parse(outcome.output).Plaintext, 'base64') }
    },
  }
}
