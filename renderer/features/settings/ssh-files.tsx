import type { ReactNode } from 'react'
import type { SshSetup } from '#contract/ssh-setup.ts'
import { useWords } from '../../app/services.ts'
import { DiffView } from '../../ui/diff-view.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'

interface SetupProps {
  readonly setup: SshSetup
}

function FileHead({ name, side }: { readonly name: string; readonly side: string }) {
  return (
    <div className="section-head">
      <span className="mono ssh-file">{name}</span>
      <span className="section-side">{side}</span>
    </div>
  )
}

/** What is said of the line beside the name of the config. */
function placeOf({ state, config }: SetupProps['setup'], say: ReturnType<typeof useWords>['ssh']['config']): string {
  if (state === 'moved') return say.moved(config.line ?? 0)
  if (state !== 'off') return say.on
  return config.is === 'missing' ? say.missing : say.off
}

/** The top of the user's config with the line in it: as it is, or as it would be. */
export function ConfigDiff({ setup }: SetupProps) {
  const { ssh, diff: say } = useWords()
  const { state, config, include } = setup
  const line = { kind: state === 'off' ? 'added' : 'same', text: include } as const
  const head = config.head.map((text) => ({ kind: 'same', text }) as const)
  const atTop = head.length === 0 ? [line] : [line, { kind: 'same', text: '' } as const, ...head]
  return (
    <section>
      <FileHead name={config.name} side={placeOf(setup, ssh.config)} />
      <DiffView rows={state === 'moved' ? head : atTop} {...say} />
    </section>
  )
}

/** Culvert's own file; where somebody has changed it, both are shown. */
export function OwnFile({ setup }: SetupProps) {
  const { ssh: say } = useWords()
  const { own } = setup
  return (
    <section>
      <FileHead name={own.name} side={own.found === null ? say.own(own.hosts) : say.ownFound} />
      {own.found === null ? null : (
        <>
          <CodeView text={own.found.text} label={say.ownFound} />
          <FileHead name={own.name} side={say.ownWanted} />
        </>
      )}
      <CodeView text={own.text} label={own.found === null ? own.name : say.ownWanted} />
    </section>
  )
}

/** Of the file's blocks the first says how they all are; the rest is for who wants it. */
const firstLines = 11

/** Keywords stand out, comments step back. */
function CodeView({ text, label }: { readonly text: string; readonly label: string }) {
  const words = useWords()
  const lines = text.trimEnd().split('\n')
  return (
    <div className="codeview" role="group" aria-label={label}>
      <CodeLines lines={lines.slice(0, firstLines)} />
      {lines.length <= firstLines ? null : (
        <details>
          <summary>{words.tunnels.showAll}</summary>
          <CodeLines lines={lines.slice(firstLines)} />
        </details>
      )}
    </div>
  )
}

function CodeLines({ lines }: { readonly lines: readonly string[] }) {
  return lines.map((line, index) => (
    // Lines may be alike, and never change their order.
    <div key={`${index} ${line}`}>{coloured(line)}</div>
  ))
}

function coloured(line: string): ReactNode {
  if (line.startsWith('#')) return <span className="t3">{line}</span>
  const [, blank = '', keyword = '', rest = ''] = /^(\s*)(\S*)(.*)$/.exec(line) ?? []
  return (
    <>
      {blank}
      <b>{keyword}</b>
      {rest === '' && keyword === '' ? '\u200b' : rest}
    </>
  )
}

/** What can be done with it, and what can not. */
export function WhatWorks({ setup }: SetupProps) {
  const { ssh: say } = useWords()
  const programs = [`ssh ${setup.example ?? ''}`.trim(), 'scp', 'sftp', 'rsync', 'git'].join(', ')
  const works = [
    { what: <span className="mono">{programs}</span>, how: say.inAnyTerminal },
    { what: say.editors, how: say.readTheSame },
    { what: say.hostKeys, how: say.hostKeysHelp },
  ]
  return (
    <section>
      <div className="section-head">
        {setup.state === 'on' || setup.state === 'changed' ? say.worksNow : say.worksAfter}
      </div>
      <ul className="checks">
        {works.map(({ what, how }) => (
          <li key={how}>
            <StateGlyph glyph="ready" />
            <span>{what}</span>
            <span className="check-side">{how}</span>
          </li>
        ))}
        <li>
          <StateGlyph glyph="unknown" />
          <span>{say.noServer}</span>
          <span className="check-side">{say.noServerHelp}</span>
        </li>
      </ul>
    </section>
  )
}
