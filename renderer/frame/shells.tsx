import { lazy, Suspense } from 'react'
import { useView } from '../app/services.ts'

/** The terminal is half of the page's program, and no first look needs it. */
const load = () => import('../features/shells/index.tsx')
const ShellsScreen = lazy(async () => ({ default: (await load()).ShellsScreen }))
const ShellDock = lazy(async () => ({ default: (await load()).ShellDock }))
const TerminalSettings = lazy(async () => ({ default: (await load()).TerminalSettings }))
const FilesPane = lazy(async () => ({ default: (await import('../features/files/files-pane.tsx')).FilesPane }))
const ChooseTarget = lazy(async () => ({ default: (await import('./choose-target.tsx')).ChooseTarget }))

type Slots = Parameters<typeof ShellsScreen>[0]['slots']

const slots: Slots = {
  chooser: (means) => <ChooseTarget means={means} />,
  files: (files) => (
    <Suspense fallback={null}>
      <FilesPane {...files} />
    </Suspense>
  ),
}

/** The settings of terminals, which come with them. */
export function Terminal() {
  return (
    <Suspense fallback={null}>
      <TerminalSettings />
    </Suspense>
  )
}

/** The page of the shells. */
export function Shells() {
  return (
    <Suspense fallback={null}>
      <ShellsScreen slots={slots} />
    </Suspense>
  )
}

/** The shells under the list, if they are to be shown there. */
export function Dock() {
  const isOpen = useView((state) => state.dockOpen)
  return isOpen ? (
    <Suspense fallback={null}>
      <ShellDock slots={slots} />
    </Suspense>
  ) : null
}
