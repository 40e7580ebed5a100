import { useState, type FormEvent } from 'react'
import { regionForm } from '#contract/forms.ts'
import type { ProfileView } from '#contract/sign-in.ts'
import type { TargetPlace } from '#contract/targets.ts'
import { profileKey } from '../../app/profile-store.ts'
import { useProfiles, useWords } from '../../app/services.ts'
import { RegionField } from '../../parts/region/region-field.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { SearchSelect } from '../../ui/search-select.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { useTargetWords } from './use-targets.ts'

const labelOf = ({ title, roleName }: ProfileView): string => (roleName === null ? title : `${title}, ${roleName}`)

interface AddPlaceProps {
  readonly onAdd: (place: TargetPlace) => void
  readonly onClose: () => void
}

/** What is being filled in, and the place that it comes to; null until it does. */
function usePlaceForm() {
  const all = useProfiles((state) => state.profiles)
  const usual = useProfiles((state) => state.region)
  const profiles = all.filter(({ problem }) => problem === null)
  const [key, setKey] = useState<string | null>(null)
  const [typed, setRegion] = useState<string | null>(null)
  const profile = profiles.find(({ ref }) => profileKey(ref) === key) ?? null
  const region = typed ?? profile?.region ?? usual ?? ''
  const place: TargetPlace | null =
    profile !== null && regionForm.test(region) ? { profile: profile.ref, region } : null
  return { profiles, profile, key, region, place, setKey, setRegion }
}

/** Which account, in which role. */
function AccountField({ form }: { readonly form: ReturnType<typeof usePlaceForm> }) {
  const { profiles, profile, key, setKey } = form
  const { addPlace } = useTargetWords()
  const items = profiles.map((one) => {
    const label = labelOf(one)
    return { value: profileKey(one.ref), text: `${label} ${one.accountId ?? ''}`.toLowerCase(), label }
  })
  return (
    <Field label={addPlace.account}>
      {(ids) => (
        <SearchSelect
          id={ids.control}
          value={key}
          chosen={profile === null ? null : labelOf(profile)}
          groups={[{ name: 'profiles', label: addPlace.account, items }]}
          placeholder={addPlace.choose}
          words={addPlace}
          onChange={setKey}
        />
      )}
    </Field>
  )
}

/** Adds an account in a region to those where targets are looked for. */
export function AddPlace({ onAdd, onClose }: AddPlaceProps) {
  const words = useWords()
  const { addPlace } = useTargetWords()
  const form = usePlaceForm()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (form.place !== null) onAdd(form.place)
  }
  return (
    <Sheet label={addPlace.title} size="question" onClose={onClose}>
      <form onSubmit={submit}>
        <div className="question-body">
          <h2 className="sheet-title">{addPlace.title}</h2>
          <p>{addPlace.help}</p>
          <AccountField form={form} />
          <RegionField label={addPlace.region} value={form.region} onChange={form.setRegion} />
        </div>
        <div className="question-actions">
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" variant="primary" disabled={form.place === null}>
            {addPlace.add}
          </Button>
        </div>
      </form>
    </Sheet>
  )
}
