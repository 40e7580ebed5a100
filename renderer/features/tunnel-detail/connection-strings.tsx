import { ShieldCheck } from 'lucide-react'
import { Fragment } from 'react'
import type { TunnelView } from '#contract/snapshot.ts'
import type { ConnectionString } from '#domain/connection-strings/connection-string.ts'
import { connectionStringsOf } from '#domain/connection-strings/connection-strings.ts'
import { awsCliCommand } from '#domain/connection-strings/aws-cli.ts'
import { cliProfileOf } from '#domain/connection-strings/cli-profile.ts'
import { foundTarget } from '#domain/route/found-target.ts'
import { localNumber } from '#domain/tunnel-text/local-address.ts'
import { useActions } from '../../app/actions.ts'
import { useProfiles, useSnapshot, useWords } from '../../app/services.ts'
import { CopyButton } from '../../ui/copy-button.tsx'

function StringRow({ string }: { readonly string: ConnectionString }) {
  const words = useWords()
  const actions = useActions()
  const label = words.tunnels.detail.strings[string.id]
  return (
    <li>
      <span className="string-label">{label}</span>
      <span className="mono trunc" title={string.value}>
        {string.value}
      </span>
      <CopyButton
        label={`${words.copy} ${label}`}
        onCopy={() => void actions.copy(string.value, words.copied(label))}
      />
    </li>
  )
}

/** What to paste into clients, one line each; never with a password. */
export function ConnectionStrings({ tunnel }: { readonly tunnel: TunnelView }) {
  const { detail } = useWords().tunnels
  const shown = connectionStringsOf(tunnel)
  if (shown.length === 0) return null
  return (
    <section className="panel-section">
      <h3 className="section-head">{detail.connectWith}</h3>
      <ul className="strings">
        {shown.map((string) => (
          <StringRow key={string.id} string={string} />
        ))}
      </ul>
      {shown.some((string) => string.id === 'verify-full') ? (
        <div className="note">
          <ShieldCheck size={14} aria-hidden="true" />
          <span>{detail.verifyNote(localNumber(tunnel.preference))}</span>
        </div>
      ) : null}
    </section>
  )
}

/** A command as lines: broken before its options, and after commas of its parameters. */
function commandLines(command: string): string[] {
  return command
    .replace(/\s*\\?\n\s*/g, ' ')
    .split(/ (?=--)/)
    .map((line, index, lines) => (index < lines.length - 1 ? `${line} \\` : line))
}

/** A line that wraps between words, before the dots of a host and after the commas of its parameters only. */
function CommandLine({ text }: { readonly text: string }) {
  const parts = text.split(/(?= )|(?=\.)|(?<=,)/)
  return parts.map((part, index) => (
    <Fragment key={parts.slice(0, index + 1).join('')}>
      {part.startsWith(' ') ? ' ' : <wbr />}
      <span className="nowrap">{part.trimStart()}</span>
    </Fragment>
  ))
}

/** The same session without Culvert, as an AWS CLI command. */
export function CommandBlock({ tunnel }: { readonly tunnel: TunnelView }) {
  const words = useWords()
  const actions = useActions()
  const profiles = useProfiles((state) => state.profiles)
  const sessions = useSnapshot().signIns.map(({ session }) => session)
  const profile = cliProfileOf(tunnel, profiles, sessions)
  const command = awsCliCommand(tunnel, foundTarget(tunnel.route), profile.name)
  const { detail } = words.tunnels
  return (
    <section className="panel-section">
      <h3 className="section-head">{detail.awsCli}</h3>
      <div className="code-block">
        {commandLines(command).map((line) => (
          <div key={line}>
            <CommandLine text={line} />
          </div>
        ))}
        <CopyButton
          label={`${words.copy} ${detail.strings['aws-cli']}`}
          onCopy={() => void actions.copy(command, words.copied(detail.strings['aws-cli']))}
        />
      </div>
      {profile.section === null ? null : <MissingSection section={profile.section} />}
    </section>
  )
}

/** What the command's profile needs in the AWS config, where no profile leads there yet. */
function MissingSection({ section }: { readonly section: string }) {
  const words = useWords()
  const actions = useActions()
  const { detail } = words.tunnels
  return (
    <>
      <p className="t3 cli-section-note">{detail.cliSection}</p>
      <div className="code-block">
        {section.split('\n').map((line) => (
          <div key={line}>{line}</div>
        ))}
        <CopyButton
          label={`${words.copy} ${detail.cliSectionName}`}
          onCopy={() => void actions.copy(section, words.copied(detail.cliSectionName))}
        />
      </div>
    </>
  )
}
