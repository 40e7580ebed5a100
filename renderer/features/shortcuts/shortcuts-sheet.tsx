import './shortcuts.css'
import { X } from 'lucide-react'
import { Fragment, useRef } from 'react'
import {
  keyCaps,
  keysOf,
  shortcutNames,
  shortcuts,
  type KeyCombination,
  type ShortcutName,
  type ShortcutPlace,
} from '#domain/shortcuts/shortcuts.ts'
import { useServices, useSnapshot, useView, useWords } from '../../app/services.ts'
import { IconButton } from '../../ui/button.tsx'
import { Sheet } from '../../ui/sheet.tsx'

function Keys({ keys }: { readonly keys: readonly KeyCombination[] }) {
  const { or } = useWords().shortcuts
  const { platform } = useSnapshot().app
  return keys.map((one, index) => (
    <Fragment key={`${one.held.join(' ')} ${one.key}`}>
      {index === 0 ? null : <span className="shortcut-or"> {or} </span>}
      <span className="nowrap">
        {keyCaps(one, platform).map((cap) => (
          <kbd key={cap} className="key-cap">
            {cap}
          </kbd>
        ))}
      </span>
    </Fragment>
  ))
}

function Place({ place, names }: { readonly place: ShortcutPlace; readonly names: readonly ShortcutName[] }) {
  const say = useWords().shortcuts
  const { platform } = useSnapshot().app
  return (
    <section>
      <h3 className="section-head">{say.places[place]}</h3>
      <dl className="shortcut-list">
        {names.map((name) => (
          <div key={name}>
            <dt>{say.does[name]}</dt>
            <dd>
              <Keys keys={keysOf(name, platform)} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const inPlace = (place: ShortcutPlace): readonly ShortcutName[] =>
  shortcutNames.filter((name) => shortcuts[name].place === place)

/** Two columns of about the same height. */
const columns = [
  ['list', 'form', 'targets', 'files'],
  ['window', 'shell'],
] as const satisfies readonly (readonly ShortcutPlace[])[]

/** Every shortcut of the window, by where it works. It may lie over a form that is being filled in. */
export function ShortcutsSheet() {
  const isShown = useView((state) => state.showsShortcuts)
  return isShown ? <Shown /> : null
}

function Shown() {
  const words = useWords()
  const { view } = useServices()
  const closeButton = useRef<HTMLButtonElement>(null)
  const close = (): void => view.setState({ showsShortcuts: false })
  const { title } = words.shortcuts
  return (
    <Sheet label={title} size="reading" initialFocus={closeButton} onClose={close}>
      {/* The button stands in what scrolls, so that from it the arrows lead to all of it. */}
      <div className="shortcuts-scroll">
        <div className="sheet-head">
          <h2 className="trunc">{title}</h2>
          <span className="grow" />
          <IconButton ref={closeButton} label={words.close} onClick={close}>
            <X size={16} />
          </IconButton>
        </div>
        <div className="shortcuts">
          {columns.map((places) => (
            <div key={places[0]}>
              {places.map((place) => (
                <Place key={place} place={place} names={inPlace(place)} />
              ))}
            </div>
          ))}
        </div>
      </div>
    </Sheet>
  )
}
