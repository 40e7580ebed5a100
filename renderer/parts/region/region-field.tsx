import { useMemo } from 'react'
import { regionForm } from '#contract/forms.ts'
import { useWords } from '../../app/services.ts'
import { Field, type Help } from '../../ui/field.tsx'
import { SuggestField } from '../../ui/suggest-field.tsx'
import { RegionLabel } from './region-label.tsx'
import { regions } from './regions.ts'

interface RegionFieldProps {
  readonly label: string
  readonly value: string
  readonly help?: Help | null
  readonly size?: 'normal' | 'large'
  readonly onChange: (value: string) => void
}

/** The code of a region that was typed as a code in any case, or by its name; other text as it is. */
export function regionCode(text: string, names: Readonly<Record<string, string>>): string {
  const sought = text.trim().toLowerCase()
  if (regionForm.test(sought)) return sought
  const named = Object.entries(names).filter(([, name]) => name.toLowerCase() === sought)
  return named.length === 1 ? (named[0]?.[0] ?? text) : text.trim()
}

/** A region, chosen from those that are known or typed: new ones come faster than new versions of this app. */
export function RegionField({ label, value, help = null, size = 'normal', onChange }: RegionFieldProps) {
  const words = useWords()
  const names: Readonly<Record<string, string>> = words.regions
  const suggestions = useMemo(
    () =>
      regions.map((region) => ({ value: region, text: names[region] ?? '', label: <RegionLabel region={region} /> })),
    [names],
  )
  return (
    <Field label={label} help={help}>
      {(ids) => (
        <SuggestField
          id={ids.control}
          size={size}
          value={value}
          note={size === 'large' ? names[value] : undefined}
          suggestions={suggestions}
          openLabel={words.showRegions}
          describedBy={ids.help}
          invalid={help?.tone === 'bad'}
          onChange={onChange}
          onLeave={() => onChange(regionCode(value, names))}
        />
      )}
    </Field>
  )
}
