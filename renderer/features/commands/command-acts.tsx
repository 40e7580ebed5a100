import type { CommandUse } from '#contract/saved-commands.ts'
import { keyCaps } from '#domain/shortcuts/shortcuts.ts'
import { useSnapshot } from '../../app/services.ts'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import { Button } from '../../ui/button.tsx'
import { ButtonMenu, MenuItem } from '../../ui/menu.tsx'
import type { CommandPane } from './command-means.ts'
import { useCommandWords } from './use-commands.ts'
import type { Using } from './use-using.ts'

interface ActsProps {
  readonly using: Using
  readonly use: CommandUse
  readonly openShells: readonly CommandPane[]
}

/** Which of the open shells, where there are several. */
function TypeInOpen({ using: { typeIn }, openShells }: Pick<ActsProps, 'using' | 'openShells'>) {
  const { typeInOpen, noOpenShell } = useCommandWords()
  const [only] = openShells
  if (typeIn === null || only === undefined) {
    return (
      <Button disabled title={only === undefined ? noOpenShell : undefined}>
        {typeInOpen}
      </Button>
    )
  }
  if (openShells.length === 1) return <Button onClick={() => typeIn(only)}>{typeInOpen}</Button>
  return (
    <ButtonMenu trigger={<Button>{typeInOpen}</Button>}>
      {openShells.map((shell) => (
        <MenuItem
          key={shell.pane}
          icon={shell.environment === null ? null : <EnvironmentMark environment={shell.environment} />}
          onSelect={() => typeIn(shell)}
        >
          {shell.name}
        </MenuItem>
      ))}
    </ButtonMenu>
  )
}

/** What is done with the line. */
export function CommandActs({ using, use, openShells }: ActsProps) {
  const { openAndType, openAndRun } = useCommandWords()
  const { platform } = useSnapshot().app
  const caps = keyCaps({ key: 'Enter', held: ['mod'] }, platform).join(platform === 'darwin' ? '' : ' ')
  return (
    <div className="command-acts">
      <TypeInOpen using={using} openShells={openShells} />
      <Button variant="primary" shortcut={caps} disabled={using.open === null} onClick={() => using.open?.()}>
        {use === 'wait' ? openAndType : openAndRun}
      </Button>
    </div>
  )
}
