import './proxy-sign-in.css'
import { type FormEvent, type RefObject, useId } from 'react'
import type { ProxyView } from '#contract/proxy-sign-in.ts'
import { fail } from '#domain/result.ts'
import { proxySignInWordsOf } from '#words/proxy-sign-in/proxy-sign-in-words.ts'
import { useLanguage, useServices, useSnapshot, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { HelpText } from '../../ui/field.tsx'

const useSay = () => proxySignInWordsOf(useLanguage())

/** What became of the last one, or what becomes of this one. */
function Help({ id, status }: { readonly id: string; readonly status: ProxyView['status'] }) {
  const say = useSay()
  if (status.kind === 'checking') return <HelpText id={id} help={{ tone: 'busy', text: say.checking }} />
  const refused = status.kind === 'asking' ? status.refused : null
  return (
    <div role={refused === null ? undefined : 'alert'}>
      <HelpText
        id={id}
        help={refused === null ? { tone: 'plain', text: say.once } : { tone: 'bad', text: say.refused[refused] }}
      />
    </div>
  )
}

interface ProxyQuestionProps {
  readonly proxy: ProxyView
  readonly field: RefObject<HTMLInputElement | null>
}

/** Sends what stands in the fields, and empties the password: it is in the page while it is typed, and in no state of it. */
function useSend({ id }: ProxyView): (event: FormEvent<HTMLFormElement>) => void {
  const { client } = useServices()
  return (event) => {
    event.preventDefault()
    const form = event.currentTarget
    const typed = new FormData(form)
    const text = (name: string): string => {
      const value = typed.get(name)
      return typeof value === 'string' ? value : ''
    }
    const password = form.elements.namedItem('password')
    if (password instanceof HTMLInputElement) password.value = ''
    const said = { proxy: id, user: text('user').trim(), password: text('password'), keep: typed.get('keep') !== null }
    void client.call('proxy.answer', said).catch(() => fail('INTERNAL', {}))
  }
}

interface FieldsProps extends Pick<ProxyQuestionProps, 'field'> {
  readonly isChecking: boolean
  readonly describedBy: string
}

/** Both in one line: the question is as low as the small window. */
function Fields({ field, isChecking, describedBy }: FieldsProps) {
  const say = useSay()
  const [user, password] = [useId(), useId()]
  const box = { required: true, readOnly: isChecking, 'aria-describedby': describedBy, spellCheck: false } as const
  return (
    <div className="proxy-fields">
      <label className="field-label" htmlFor={user}>
        {say.user}
      </label>
      <label className="field-label" htmlFor={password}>
        {say.password}
      </label>
      <div className="field-box">
        <input {...box} id={user} name="user" ref={field} autoComplete="off" pattern="[^:]+" maxLength={256} />
      </div>
      <div className="field-box">
        <input {...box} id={password} name="password" type="password" autoComplete="off" maxLength={1_024} />
      </div>
    </div>
  )
}

/** Offered where there is a keychain. */
function Keep() {
  const say = useSay()
  const { secretStore } = useSnapshot().app
  if (secretStore === 'none') return <span className="grow" />
  return (
    <label className="proxy-keep grow">
      <input type="checkbox" name="keep" />
      {say.keep}
    </label>
  )
}

/** Asks for a name and password at a proxy. */
export function ProxyQuestion({ proxy, field }: ProxyQuestionProps) {
  const [say, words] = [useSay(), useWords()]
  const { client } = useServices()
  const help = useId()
  const isChecking = proxy.status.kind === 'checking'
  return (
    <form className="proxy-question" onSubmit={useSend(proxy)}>
      <div className="proxy-body">
        <h2 className="sheet-title">{say.title}</h2>
        <p className="proxy-reason">
          {say.asks} <code>{proxy.place}</code> {say.asksEnd}
          {proxy.encrypted ? null : `${say.gap}${say.plain}`}
        </p>
        <Fields field={field} isChecking={isChecking} describedBy={help} />
        <Help id={help} status={proxy.status} />
      </div>
      <div className="question-actions">
        <Keep />
        <Button shortcut="esc" onClick={() => void client.call('proxy.cancel', { proxy: proxy.id })}>
          {words.cancel}
        </Button>
        <Button type="submit" variant="primary" disabled={isChecking}>
          {say.continue}
        </Button>
      </div>
    </form>
  )
}
