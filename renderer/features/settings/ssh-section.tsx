import './ssh.css'
import { ExternalLink } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { SshSetup } from '#contract/ssh-setup.ts'
import { useActions } from '../../app/actions.ts'
import { useServices, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { Switch } from '../../ui/switch.tsx'
import { SettingRow } from '../../parts/settings/setting-row.tsx'
import { ConfigDiff, OwnFile, WhatWorks } from './ssh-files.tsx'
import { SshPrograms } from './ssh-programs.tsx'

interface PartProps {
  readonly setup: SshSetup
}

/** Whether the line is in the user's config, wherever it stands. */
const hasLine = ({ state }: SshSetup): boolean => state === 'on' || state === 'changed' || state === 'moved'

/** What is so, and in one sentence what that means. */
function Head({ setup }: PartProps) {
  const { ssh: say } = useWords()
  const { state, example } = setup
  return (
    <>
      <h2 className="ssh-title">
        {state === 'on' ? <StateGlyph glyph="ready" /> : null}
        {state === 'moved' || state === 'changed' ? <StateGlyph glyph="unanswered" /> : null}
        {state === 'unreadable' ? <StateGlyph glyph="failed" /> : null}
        {say.titles[state]}
      </h2>
      <p className="t2 ssh-text">
        {state === 'on' && example !== null ? (
          <>
            {say.tryIt}
            <span className="mono">ssh {example}</span>
            {'. '}
          </>
        ) : null}
        {say.texts[state]}
      </p>
    </>
  )
}

interface ActionsProps extends PartProps {
  readonly pushesKey: boolean
  readonly onChanged: () => void
}

/** What can be done now; the copy that is kept is named before anything is written. */
function SshActions({ setup, pushesKey, onChanged }: ActionsProps) {
  const { ssh: say } = useWords()
  const actions = useActions()
  const turnOn = (): void => void actions.call('ssh.turnOn', { pushesKey }).then(onChanged)
  const turnOff = (): void => void actions.call('ssh.turnOff').then(onChanged)
  const { state } = setup
  const name = setup.config.name.split(/[/\\]/).at(-1) ?? ''
  return (
    <div className="ssh-actions">
      {state === 'off' ? (
        <Button variant="primary" onClick={turnOn}>
          {say.add}
        </Button>
      ) : null}
      {state === 'moved' ? <Button onClick={turnOn}>{say.putBack}</Button> : null}
      {state === 'changed' ? <Button onClick={turnOn}>{say.writeAnew}</Button> : null}
      {hasLine(setup) ? <Button onClick={turnOff}>{say.takeOut}</Button> : null}
      {state === 'unreadable' ? <Button onClick={onChanged}>{say.lookAgain}</Button> : null}
      <Button variant="ghost" icon={<ExternalLink size={14} />} onClick={() => void actions.call('ssh.reveal')}>
        {say.openFolder}
      </Button>
      {setup.config.is === 'there' && state !== 'unreadable' ? (
        <span className="ssh-backup">
          {say.backup} <span className="mono">{name}.culvert-backup-…</span>
        </span>
      ) : null}
    </div>
  )
}

/** The setup as it is in the files, and a way to look again. */
function useSetup(): readonly [SshSetup | null, () => void] {
  const { client } = useServices()
  const [setup, setSetup] = useState<SshSetup | null>(null)
  const look = useCallback(() => {
    void client.call('ssh.setup').then((answer) => {
      if (answer.ok) setSetup(answer.value)
    })
  }, [client])
  useEffect(() => {
    look()
    // Whoever has edited a file comes back to this window.
    globalThis.addEventListener('focus', look)
    return () => globalThis.removeEventListener('focus', look)
  }, [look])
  return [setup, look]
}

/** The user's ssh through Culvert: one line in their config, what it does, and who may use it. */
export function SshSection() {
  const { ssh: say } = useWords()
  const actions = useActions()
  const [setup, look] = useSetup()
  const [wish, setWish] = useState<boolean | null>(null)
  if (setup === null) return null
  const pushesKey = wish ?? setup.pushesKey
  const push = (on: boolean): void => {
    setWish(on)
    if (setup.state === 'on') void actions.call('ssh.turnOn', { pushesKey: on }).then(look)
  }
  return (
    <div className="ssh-setup">
      <Head setup={setup} />
      <SshActions setup={setup} pushesKey={pushesKey} onChanged={look} />
      {setup.state === 'unreadable' ? null : <ConfigDiff setup={setup} />}
      <OwnFile setup={setup} />
      <section>
        <SettingRow title={say.pushKey} help={say.pushKeyHelp}>
          <Switch checked={pushesKey} label={say.pushKey} onChange={push} />
        </SettingRow>
      </section>
      <WhatWorks setup={setup} />
      <SshPrograms />
    </div>
  )
}
