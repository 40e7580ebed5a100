import type { Ending } from '#contract/ending.ts'
import { mayEnd } from '#domain/ending/ending.ts'
import { withIdentity } from '#domain/profile/identity.ts'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { TunnelDraft } from '#contract/tunnel.ts'
import type { SupervisorParts } from './parts.ts'
import { checkDraft, whatChanged } from './tunnel-list.ts'
import { TunnelUnit } from './tunnel-unit.ts'

/** Saves a new tunnel, switched off; what could not be saved is not there. */
export async function createTunnel(
  parts: SupervisorParts,
  id: string,
  draft: TunnelDraft,
): Promise<Result<{ readonly id: string }>> {
  const { tunnelList, host } = parts
  const free = checkDraft(draft, tunnelList)
  if (!free.ok) return free
  const preference = withIdentity(draft.preference, null)
  const unit = new TunnelUnit({ ...draft, preference, id, armed: false }, host)
  tunnelList.add(unit)
  const saved = await tunnelList.save()
  if (!saved.ok) {
    tunnelList.drop(unit)
    return saved
  }
  host.changed(unit)
  return ok({ id })
}

/** Saves a changed tunnel, and lets go of what no longer fits it: a door on another port, a session to another place. */
export async function changeTunnel(
  parts: SupervisorParts,
  id: string,
  draft: TunnelDraft,
  ending: Ending,
): Promise<Result<void>> {
  const { tunnelList, host } = parts
  const unit = tunnelList.find(id)
  if (unit === null) return fail('TUNNEL_UNKNOWN', {})
  const free = checkDraft(draft, tunnelList, id)
  if (!free.ok) return free
  const before = unit.saved
  const what = whatChanged(before, { ...draft, id, armed: before.armed })
  const may = mayEnd(`change-${what}`, [unit.facts], ending)
  if (!may.ok) return may
  unit.saved = { ...draft, preference: withIdentity(draft.preference, before.preference), id, armed: before.armed }
  const saved = await tunnelList.save()
  if (!saved.ok) {
    unit.saved = { ...before, armed: unit.saved.armed }
    return saved
  }
  // Before anybody is led elsewhere.
  parts.exposures.changed(unit)
  if (what === 'route') unit.avoided = []
  if (what !== 'options') unit.learn({ target: null })
  if (what !== 'port') parts.guard(unit)
  unit.send({ type: 'tunnel-edited', what })
  host.changed(unit)
  return ok(undefined)
}

/** Forgets a tunnel whose port is closed. */
export async function dropTunnel(
  parts: SupervisorParts,
  unit: TunnelUnit,
  tell: (id: string) => void,
): Promise<Result<void>> {
  const { tunnelList } = parts
  if (tunnelList.find(unit.id) !== unit) return ok(undefined)
  parts.forget(unit)
  parts.exposures.forget(unit)
  tunnelList.drop(unit)
  tell(unit.id)
  return await tunnelList.save()
}
