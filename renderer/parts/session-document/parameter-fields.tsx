import { Plus } from 'lucide-react'
import type { DocumentParameter } from '#contract/session-documents.ts'
import { askedOfTunnel } from '#domain/document-parameters/of-tunnel.ts'
import { isSecretName } from '#domain/redaction/secret-names.ts'
import { shownVisibly } from '#domain/text/visible.ts'
import { targetWordsOf } from '#words/target-words.ts'
import { useLanguage, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { Field, HelpText, TextField, type Help } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import type { Choosing } from './use-choosing.ts'

/** What the document says of a parameter, below its field. */
function useParameterHelp({ description, usual, pattern, form }: DocumentParameter): Help | null {
  const { document: say } = targetWordsOf(useLanguage())
  const said = [
    description ?? '',
    usual === null || usual.join('') === '' ? '' : say.usual(usual.join(', ')),
    form === 'list' ? say.list : '',
    pattern === null ? '' : say.mustFit(pattern),
  ].filter((part) => part !== '')
  return said.length === 0 ? null : { tone: 'plain', text: shownVisibly(said.join(' · ')) }
}

interface ParameterFieldProps {
  readonly parameter: DocumentParameter
  readonly value: string
  readonly onChange: (text: string) => void
}

function ParameterField({ parameter, value, onChange }: ParameterFieldProps) {
  const words = useWords()
  const { document: say } = targetWordsOf(useLanguage())
  const { name, allowed, usual, form } = parameter
  const help = useParameterHelp(parameter)
  const label = shownVisibly(name)
  const optional = usual === null ? undefined : words.optional
  if (allowed.length > 0 && form === 'text') {
    const none = usual === null ? [] : [{ value: '', label: <span className="t3">{say.nothing}</span> }]
    const options = [...none, ...allowed.map((one) => ({ value: one, label: shownVisibly(one) }))]
    return (
      <Field label={label} optional={optional} help={help}>
        {(ids) => (
          <Select id={ids.control} describedBy={ids.help} value={value} options={options} onChange={onChange} />
        )}
      </Field>
    )
  }
  return (
    <TextField
      {...{ label, optional, help }}
      mono
      type={isSecretName(name) ? 'password' : 'text'}
      value={value}
      onChange={onChange}
    />
  )
}

/** Names and values of a document that may not be read. */
function Rows({ choosing: { rows, setRows } }: { readonly choosing: Choosing }) {
  const { document: say } = targetWordsOf(useLanguage())
  const change = (at: number, part: Partial<(typeof rows)[number]>): void =>
    setRows(rows.map((row, index) => (index === at ? { ...row, ...part } : row)))
  return (
    <>
      {rows.map(({ name, text }, index) => (
        <div className="document-row" key={index}>
          <TextField label={say.name} mono value={name} onChange={(next) => change(index, { name: next })} />
          <TextField label={say.value} mono value={text} onChange={(next) => change(index, { text: next })} />
        </div>
      ))}
      <div>
        <Button
          size="small"
          variant="ghost"
          icon={<Plus size={13} aria-hidden="true" />}
          onClick={() => setRows([...rows, { name: '', text: '' }])}
        >
          {say.add}
        </Button>
      </div>
    </>
  )
}

/** What the document is filled in with: its own parameters, or those that a person knows. */
export function ParameterFields({ choosing }: { readonly choosing: Choosing }) {
  const { document: say } = targetWordsOf(useLanguage())
  const { reading, typed, setValue, use } = choosing
  if (reading.state === 'failed' && reading.problem.code !== 'DOCUMENT_INVALID') return <Rows choosing={choosing} />
  if (reading.state !== 'read') return null
  const all = reading.document.parameters
  const parameters = use === 'tunnel' ? askedOfTunnel(all) : all
  if (parameters.length === 0) return null
  const hasSecret = parameters.some(({ name }) => isSecretName(name))
  return (
    <div className="document-parameters">
      {parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={Object.hasOwn(typed, parameter.name) ? (typed[parameter.name] ?? '') : ''}
          onChange={(text) => setValue(parameter.name, text)}
        />
      ))}
      <HelpText help={{ tone: 'plain', text: hasSecret ? `${say.history} ${say.secret}` : say.history }} />
    </div>
  )
}
