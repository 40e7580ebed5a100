import { useState, type FormEvent } from 'react'
import { managedNodeIdForm, regionForm } from '#contract/forms.ts'
import type { ProfileView } from '#contract/sign-in.ts'
import type { ShellRequest } from '#contract/shells.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { profileKey } from '../../app/profile-store.ts'
import { useProfiles, useSnapshot } from '../../app/services.ts'
import { RegionField } from '../../parts/region/region-field.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, TextField } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { useShellWords } from './use-shells.ts'

const labelOf = ({ title, roleName }: ProfileView): string => (roleName === null ? title : `${title}, ${roleName}`)

/** What an account is for, as the saved tunnels into it have it. */
function environmentFor({ accountId }: ProfileView, tunnels: readonly TunnelView[]): string | null {
  const known = tunnels.find(({ definition }) => accountId !== null && definition.account?.accountId === accountId)
  return known?.definition.environment ?? null
}

/** What is chosen and typed, and the request that it makes; null while something is missing. */
function useNodeForm() {
  const profiles = useProfiles((state) => state.profiles).filter(({ problem }) => problem === null)
  const usual = useProfiles((state) => state.region)
  const { tunnels } = useSnapshot()
  const [key, setKey] = useState<string | null>(null)
  const [typedRegion, setRegion] = useState<string | null>(null)
  const [node, setNode] = useState('')
  const profile = profiles.find(({ ref }) => profileKey(ref) === key) ?? profiles[0] ?? null
  const region = typedRegion ?? profile?.region ?? usual ?? tunnels[0]?.definition.region ?? ''
  const id = node.trim()
  const isReady = regionForm.test(region) && managedNodeIdForm.test(id)
  const request: ShellRequest | null =
    profile === null || !isReady
      ? null
      : {
          profile: profile.ref,
          region,
          target: { on: 'node', id },
          program: { run: 'shell' },
          name: id,
          environment: environmentFor(profile, tunnels),
        }
  return { profiles, profile, setKey, region, setRegion, node, setNode, request }
}

/** Opens a shell on a node whose id somebody knows. */
export function NodeForm({ onOpen }: { readonly onOpen: (request: ShellRequest) => void }) {
  const say = useShellWords().choose
  const { profiles, profile, setKey, region, setRegion, node, setNode, request } = useNodeForm()
  const open = (event: FormEvent): void => {
    event.preventDefault()
    if (request !== null) onOpen(request)
  }
  const options = profiles.map((one) => ({ value: profileKey(one.ref), label: labelOf(one) }))
  const key = profile === null ? null : profileKey(profile.ref)
  const help = { tone: 'plain', text: say.nodeHelp } as const
  return (
    <form className="node-form" onSubmit={open}>
      <h2 className="sheet-title">{say.heading}</h2>
      <Field label={say.profile}>
        {(ids) => <Select id={ids.control} value={key} options={options} onChange={setKey} />}
      </Field>
      <RegionField label={say.region} value={region} onChange={setRegion} />
      <TextField label={say.node} mono autoFocus value={node} help={help} onChange={setNode} />
      <div className="confirm-actions">
        <Button type="submit" variant="primary" disabled={request === null}>
          {say.open}
        </Button>
      </div>
    </form>
  )
}
