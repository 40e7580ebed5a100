import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { TunnelDraft } from '#contract/tunnel.ts'
import type { SupervisorParts } from './parts.ts'
import { checkDraft, whatChanged } from './roster.ts'
import { TunnelUnit } from './tunnel-unit.ts'

/** Saves a new tunnel, switched off; what could not be saved is not there. */
export async function createTunnel(
  parts: SupervisorParts,
  id: string,
  draft: TunnelDraft,
): Promise<Result<{ readonly id: string }>> {
  const { roster, host } = parts
  const free = checkDraft(draft, roster)
  if (!free.ok) return free
  const unit = new TunnelUnit({ ...draft, id, armed: false }, host)
  roster.add(unit)
  const saved = await roster.save()
  if (!saved.ok) {
    roster.drop(unit)
    return saved
  }
  host.changed(unit)
  return ok({ id })
}

/** Saves a changed tunnel, and lets go of what no longer fits it: a door on another port, a session to another place. */
export async function changeTunnel(parts: SupervisorParts, id: string, draft: TunnelDraft): Promise<Result<void>> {
  const { roster, host } = parts
  const unit = roster.find(id)
  if (unit === null) return fail('TUNNEL_UNKNOWN', { id })
  const free = checkDraft(draft, roster, id)
  if (!free.ok) return free
  const before = unit.saved
  unit.saved = { ...draft, id, armed: before.armed }
  const saved = await roster.save()
  if (!saved.ok) {
    unit.saved = { ...before, armed: unit.saved.armed }
    return saved
  }
  const what = whatChanged(before, unit.saved)
  if (what !== 'options') unit.learn({ target: null })
  unit.send({ type: 'spec-changed', what })
  host.changed(unit)
  return ok(undefined)
}

/** Forgets a tunnel whose port is closed. */
export async function dropTunnel(
  parts: SupervisorParts,
  unit: TunnelUnit,
  tell: (id: string) => void,
): Promise<Result<void>> {
  const { roster } = parts
  if (roster.find(unit.id) !== unit) return ok(undefined)
  parts.forget(unit)
  roster.drop(unit)
  tell(unit.id)
  return await roster.save()
}
