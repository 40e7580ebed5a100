import { ShieldAlert } from 'lucide-react'
import type { CalledHost, TriedHost } from '#contract/network-check.ts'
import { formatLatency } from '#words/format.ts'
import { type NetworkWords, networkWordsOf } from '#words/network/network-words.ts'
import { useLanguage } from '../../app/services.ts'
import { StateGlyph } from '../../ui/state-glyph.tsx'

type Row = CalledHost | TriedHost

const isTried = (row: Row): row is TriedHost => 'ms' in row

/** `ssm.eu-west-1.amazonaws.com`, with its port where that is not the usual one. */
const nameOf = ({ host, port }: CalledHost): string => (port === 443 ? host : `${host}:${port}`)

function wayOf({ proxy, trouble, ms }: TriedHost, say: NetworkWords): string {
  const way =
    trouble?.is === 'proxy-unusable' || trouble?.is === 'script-silent'
      ? ''
      : say.ways[proxy === null ? 'direct' : 'proxy']
  const facts = [way, trouble === null ? '' : say.trouble(trouble, ms)].filter((fact) => fact !== '')
  return facts.join(say.between)
}

function Issuer({ row, say }: { readonly row: TriedHost; readonly say: NetworkWords }) {
  const { issuer, trouble } = row
  if (issuer === null) return <span className="t3">{row.scheme === 'http' ? say.noTls : '–'}</span>
  if (issuer.of === 'public') return <span className="trunc">{issuer.name}</span>
  return (
    <span
      className="network-company"
      data-bad={trouble === null ? undefined : ''}
      title={`${issuer.name}, ${say.company}`}
    >
      <ShieldAlert size={13} aria-label={say.company} />
      <span className="trunc">{issuer.name}</span>
    </span>
  )
}

function HostRow({ row }: { readonly row: Row }) {
  const say = networkWordsOf(useLanguage())
  const tried = isTried(row) ? row : null
  const glyph = tried === null ? 'connecting' : tried.trouble === null ? 'ready' : 'failed'
  return (
    <tr>
      <td>
        <StateGlyph glyph={glyph} />
      </td>
      <th scope="row">
        <span className="network-host mono trunc" title={nameOf(row)}>
          {nameOf(row)}
        </span>
        <span className="network-use">
          {say.uses[row.use]}
          {(tried?.trouble ?? null) === null || tried === null ? null : (
            <span className="network-small">{wayOf(tried, say)}</span>
          )}
        </span>
      </th>
      <td className="num network-time">{tried === null ? '' : formatLatency(tried.ms)}</td>
      <td className="network-way">{tried === null ? '' : wayOf(tried, say)}</td>
      <td className="network-issuer">{tried === null ? null : <Issuer row={tried} say={say} />}</td>
    </tr>
  )
}

/** The hosts, in the order in which they are needed. */
export function HostTable({ hosts }: { readonly hosts: readonly Row[] }) {
  const say = networkWordsOf(useLanguage())
  const { state, host, time, way, issuer } = say.columns
  return (
    <table className="network-table" aria-label={say.hosts}>
      <thead>
        <tr>
          <th scope="col" aria-label={state} />
          <th scope="col">{host}</th>
          <th scope="col" className="network-time">
            {time}
          </th>
          <th scope="col" className="network-way">
            {way}
          </th>
          <th scope="col">{issuer}</th>
        </tr>
      </thead>
      <tbody>
        {hosts.map((row) => (
          <HostRow key={`${row.host}:${row.port}`} row={row} />
        ))}
      </tbody>
    </table>
  )
}
