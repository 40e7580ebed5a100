import { Combobox as Base } from '@base-ui/react/combobox'
import { Check, ChevronDown, Search } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import { searchGroups, type SearchGroup, type SearchOption } from './search-groups.ts'

interface SearchSelectProps {
  readonly value: string | null
  /** The label of what is chosen, or null. */
  readonly chosen: ReactNode | null
  readonly groups: readonly SearchGroup[]
  readonly placeholder: string
  readonly words: {
    readonly search: string
    readonly nothing: (search: string) => string
    readonly more: (count: number) => string
  }
  /** Below the list. */
  readonly footer?: ReactNode
  readonly id?: string | undefined
  readonly describedBy?: string | undefined
  readonly invalid?: boolean
  readonly onChange: (value: string) => void
}

function Option({ option }: { readonly option: SearchOption }) {
  return (
    <Base.Item value={option} disabled={option.disabled ?? false} className="menu-item select-item">
      <span className="row-x select-value">{option.label}</span>
      <Base.ItemIndicator className="tick">
        <Check size={14} />
      </Base.ItemIndicator>
    </Base.Item>
  )
}

function Groups() {
  return (
    <Base.List className="search-list">
      {(group: SearchGroup) => (
        <Base.Group key={group.name} items={group.items}>
          <Base.GroupLabel className="menu-label">{group.label}</Base.GroupLabel>
          <Base.Collection>{(option: SearchOption) => <Option key={option.value} option={option} />}</Base.Collection>
        </Base.Group>
      )}
    </Base.List>
  )
}

type PopupProps = Pick<SearchSelectProps, 'words' | 'footer'> & { readonly search: string; readonly left: number }

function Popup({ words, footer, search, left }: PopupProps) {
  return (
    <Base.Portal>
      <Base.Positioner className="menu-positioner" sideOffset={4} align="start" collisionPadding={8}>
        <Base.Popup className="menu search-menu" aria-label={words.search}>
          <div className="search-menu-field">
            <Search size={14} aria-hidden="true" />
            <Base.Input aria-label={words.search} placeholder={words.search} spellCheck={false} />
          </div>
          <Base.Empty className="search-note">{words.nothing(search)}</Base.Empty>
          <Groups />
          {left === 0 ? null : <Base.Status className="search-note">{words.more(left)}</Base.Status>}
          {footer}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}

/** One choice out of many: a list in groups that opens with a search. */
export function SearchSelect(props: SearchSelectProps) {
  const { value, chosen, groups, placeholder, words, footer, id, describedBy, invalid, onChange } = props
  const [search, setSearch] = useState('')
  const found = useMemo(() => searchGroups(groups, search), [groups, search])
  const option = useMemo(
    () => groups.flatMap(({ items }) => items).find((one) => one.value === value) ?? null,
    [groups, value],
  )
  return (
    <Base.Root
      items={groups}
      filteredItems={found.groups}
      value={option}
      isItemEqualToValue={(one: SearchOption, other: SearchOption) => one.value === other.value}
      itemToStringLabel={(one: SearchOption) => one.text}
      inputValue={search}
      onInputValueChange={setSearch}
      onOpenChange={() => setSearch('')}
      onValueChange={(next: SearchOption | null) => (next === null ? undefined : onChange(next.value))}
      autoHighlight
    >
      <Base.Trigger
        className="field-box"
        data-invalid={invalid === true ? '' : undefined}
        id={id}
        aria-describedby={describedBy}
      >
        <span className="select-value">{chosen ?? <span className="t3">{placeholder}</span>}</span>
        <ChevronDown size={14} aria-hidden="true" />
      </Base.Trigger>
      <Popup words={words} footer={footer} search={search} left={found.left} />
    </Base.Root>
  )
}
