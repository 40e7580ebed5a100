import { lazy, Suspense } from 'react'
import { useView } from '../app/services.ts'

/** The terminal is half of the page's program, and no first look needs it. */
const load = () => import('../features/shells/index.tsx')
const ShellsScreen = lazy(async () => ({ default: (await load()).ShellsScreen }))
const ShellDock = lazy(async () => ({ default: (await load()).ShellDock }))
const TerminalSettings = lazy(async () => ({ default: (await load()).TerminalSettings }))
const ChooseTarget = lazy(async () => ({ default: (await import('./choose-target.tsx')).ChooseTarget }))

type Opens = Parameters<Parameters<typeof ShellsScreen>[0]['chooser']>[0]

const chooser = (open: Opens) => <ChooseTarget open={open} />

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
      <ShellsScreen chooser={chooser} />
    </Suspense>
  )
}

/** The shells under the list, if they are to be shown there. */
export function Dock() {
  const isOpen = useView((state) => state.dockOpen)
  return isOpen ? (
    <Suspense fallback={null}>
      <ShellDock chooser={chooser} />
    </Suspense>
  ) : null
}
