import './selection-bar.css'
import { useCallback, useEffect, useRef } from 'react'
import { environmentName } from '#words/environment-name.ts'
import { useActions } from '../../app/actions.ts'
import { useServices, useSnapshot, useWords } from '../../app/services.ts'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import { Button } from '../../ui/button.tsx'
import { ButtonMenu, MenuItem } from '../../ui/menu.tsx'
import { focusRow } from './list-focus.ts'

/** Escape gives the selection up before anything else that it would close; not from a field or through an overlay. */
function useEscapeFirst(onEscape: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const elsewhere = document.querySelector('[role="menu"], [role="dialog"], [role="alertdialog"]') !== null
      if (event.key !== 'Escape' || elsewhere || event.target instanceof HTMLInputElement) return
      event.preventDefault()
      onEscape()
    }
    document.addEventListener('keydown', onKey, { capture: true })
    return () => document.removeEventListener('keydown', onKey, { capture: true })
  }, [onEscape])
}

function MoveMenu({ ids }: { readonly ids: readonly string[] }) {
  const words = useWords()
  const actions = useActions()
  const { environments } = useSnapshot()
  return (
    <ButtonMenu align="start" trigger={<Button size="small">{words.tunnels.several.move}</Button>}>
      {environments.map((environment) => (
        <MenuItem
          key={environment.id}
          icon={<EnvironmentMark environment={environment} />}
          onSelect={() => actions.moveAll(ids, environment.id)}
        >
          {environmentName(environment, words)}
        </MenuItem>
      ))}
    </ButtonMenu>
  )
}

/** What can be done with the selected tunnels; floats over the end of the list. */
export function SelectionBar({ ids }: { readonly ids: readonly string[] }) {
  const { several } = useWords().tunnels
  const actions = useActions()
  const { view } = useServices()
  const bar = useRef<HTMLDivElement>(null)
  const clear = useCallback((): void => {
    // The bar goes, and with it what may have the focus.
    if (bar.current?.contains(document.activeElement) === true) {
      focusRow(document.querySelector<HTMLElement>('.tunnel-list'), null)
    }
    view.setState({ chosen: [] })
  }, [view])
  useEscapeFirst(clear)
  return (
    <div className="list-chosen selection-bar" ref={bar} role="toolbar" aria-label={several.label}>
      <b role="status">{several.chosen(ids.length)}</b>
      <MoveMenu ids={ids} />
      <Button size="small" onClick={() => actions.stopAll(ids)}>
        {several.stop}
      </Button>
      <Button size="small" onClick={() => actions.armAll(ids)}>
        {several.arm}
      </Button>
      <Button variant="ghost" size="small" shortcut="esc" onClick={clear}>
        {several.clear}
      </Button>
    </div>
  )
}
