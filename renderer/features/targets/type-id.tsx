import { useState, type FormEvent } from 'react'
import { managedNodeIdForm } from '#contract/forms.ts'
import type { ShellRequest } from '#contract/shells.ts'
import type { PlaceView } from '#contract/targets.ts'
import { useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextField } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { nodeRequest } from './line-request.ts'
import { useTargetWords } from './use-targets.ts'

interface TypeIdProps {
  readonly places: readonly PlaceView[]
  readonly first: PlaceView
  /** As it was typed elsewhere; empty when it is to be typed here. */
  readonly id: string
  readonly onOpen: (request: ShellRequest) => void
  readonly onClose: () => void
}

const labelOf = ({ account, place }: PlaceView): string =>
  [account.name, account.role ?? '', place.region].filter((part) => part !== '').join(', ')

/** Which account and region, of those that are looked at. */
function WhereField({
  places,
  value,
  onChange,
}: Pick<TypeIdProps, 'places'> & { readonly value: string; readonly onChange: (key: string) => void }) {
  const { typeId } = useTargetWords()
  return (
    <Field label={typeId.where}>
      {(ids) => (
        <Select
          id={ids.control}
          value={value}
          options={places.map((place) => ({ value: place.key, label: labelOf(place) }))}
          onChange={onChange}
        />
      )}
    </Field>
  )
}

/** Opens a shell on a node whose id somebody knows, where the list may not be read. */
export function TypeId({ places, first, id: known, onOpen, onClose }: TypeIdProps) {
  const words = useWords()
  const { typeId, open } = useTargetWords()
  const [key, setKey] = useState(first.key)
  const [typed, setTyped] = useState(known)
  const [isTold, setTold] = useState(false)
  const id = typed.trim()
  const isWrong = isTold && !managedNodeIdForm.test(id)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTold(true)
    if (!managedNodeIdForm.test(id)) return
    onOpen(nodeRequest(places.find((one) => one.key === key) ?? first, id))
  }
  const help = isWrong ? ({ tone: 'bad', text: typeId.wrong } as const) : null
  return (
    <Sheet label={typeId.title} size="question" onClose={onClose}>
      <form onSubmit={submit}>
        <div className="question-body">
          <h2 className="sheet-title">{typeId.title}</h2>
          <TextField
            {...{ label: typeId.label, placeholder: typeId.hint, help }}
            mono
            value={typed}
            onChange={setTyped}
          />
          <WhereField places={places} value={key} onChange={setKey} />
        </div>
        <div className="question-actions">
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" variant="primary">
            {open}
          </Button>
        </div>
      </form>
    </Sheet>
  )
}
