import {
  tunnelDraft,
  type ProfileRef,
  type SavedTunnel,
  type TunnelDraft,
  type TunnelDraftInput,
} from '#contract/tunnel.ts'
import { chosenProfile, profileOf } from '#domain/profile/profile.ts'

/** The fields of a tunnel in one list, as tests write them; each part takes its own. */
export type TunnelFields = Omit<TunnelDraftInput['definition'], 'account'> &
  Omit<TunnelDraftInput['preference'], 'profile'> & { readonly profile: ProfileRef }

/** A draft with these fields, defaults filled in. */
export function draftOf(fields: TunnelFields): TunnelDraft {
  const { account, profile } = chosenProfile(fields.profile, null)
  return tunnelDraft.parse({
    definition: { ...fields, ...(account === undefined ? {} : { account }) },
    preference: { ...fields, profile },
  })
}

/** The fields of a draft. Throws for one that is used with no profile. */
export function fieldsOf(tunnel: TunnelDraft): TunnelFields {
  const { account: _account, ...definition } = tunnel.definition
  const profile = profileOf(tunnel)
  if (profile === null) throw new Error(`${definition.name} has no profile`)
  return { ...definition, ...tunnel.preference, profile }
}

/** The tunnel with some fields replaced. */
export function withFields(tunnel: SavedTunnel, changes: Partial<TunnelFields>): SavedTunnel {
  const { id, armed } = tunnel
  return { ...draftOf({ ...fieldsOf(tunnel), ...changes }), id, armed }
}
