import './settings.css'
import { lazy, Suspense, useEffect, useRef, type ComponentType, type ReactNode } from 'react'
import { useServices, useView, useWords } from '../../app/services.ts'
import { settingsSections, type SettingsSection } from '../../app/view-store.ts'
import { EngineSection } from './engine-section.tsx'
import { FilesSection } from './files-section.tsx'
import { GeneralSection } from './general-section.tsx'
import { PortsSection } from './ports-section.tsx'
import { SignInSection } from './sign-in-section.tsx'

const SshSection = lazy(async () => ({ default: (await import('./ssh-section.tsx')).SshSection }))
/** Its words are no part of the window's, which the first look waits for. */
const RecordingsSection = lazy(async () => ({
  default: (await import('./recordings-section.tsx')).RecordingsSection,
}))

const NetworkSection = lazy(async () => ({ default: (await import('./network-section.tsx')).NetworkSection }))

type OwnSection = Exclude<SettingsSection, 'terminal'>

const pages: Readonly<Record<OwnSection, ComponentType>> = {
  general: GeneralSection,
  'sign-in': SignInSection,
  ports: PortsSection,
  ssh: SshSection,
  engine: EngineSection,
  recordings: RecordingsSection,
  files: FilesSection,
  network: NetworkSection,
}

function SectionList({ current }: { readonly current: SettingsSection }) {
  const words = useWords().settings
  const { view } = useServices()
  const list = useRef<HTMLElement>(null)
  useEffect(() => {
    // Whoever comes by a shortcut leaves a page behind that had the focus.
    const isLost = document.activeElement === null || document.activeElement === document.body
    if (isLost) list.current?.querySelector<HTMLElement>('[aria-current]')?.focus()
  }, [])
  return (
    <nav className="subnav" ref={list} aria-label={words.title}>
      {settingsSections.map((section) => (
        <button
          key={section}
          type="button"
          className="nav-item"
          aria-current={section === current ? 'page' : undefined}
          onClick={() => view.setState({ settingsSection: section })}
        >
          {words.sections[section]}
        </button>
      ))}
    </nav>
  )
}

function Page({ section }: { readonly section: OwnSection }) {
  const Shown = pages[section]
  return <Shown />
}

/** The whole app's choices, each applied at once. `terminal`: those of another feature. */
export function SettingsScreen({ terminal }: { readonly terminal: ReactNode }) {
  const words = useWords()
  const section = useView((state) => state.settingsSection)
  return (
    <>
      <header className="toolbar">
        <h1>{words.settings.title}</h1>
      </header>
      <div className="body settings-body">
        <SectionList current={section} />
        <div className="settings-page" key={section}>
          <div className="settings-column">
            <Suspense fallback={null}>{section === 'terminal' ? terminal : <Page section={section} />}</Suspense>
          </div>
        </div>
      </div>
    </>
  )
}
