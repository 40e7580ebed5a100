import { useEffect, useRef } from 'react'
import type { ProxyView } from '#contract/proxy-sign-in.ts'
import { isProxyAsking } from '#domain/proxy-sign-in/question.ts'
import { proxySignInWordsOf } from '#words/proxy-sign-in/proxy-sign-in-words.ts'
import { useLanguage, useServices, useSnapshot } from '../../app/services.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { ProxyQuestion } from './proxy-question.tsx'

/** The first that asks; the others come after it. */
const useAsked = (): ProxyView | null => useSnapshot().proxies.find(({ status }) => isProxyAsking(status)) ?? null

function OpenQuestion({ proxy }: { readonly proxy: ProxyView }) {
  const { client } = useServices()
  const say = proxySignInWordsOf(useLanguage())
  const field = useRef<HTMLInputElement>(null)
  return (
    <Sheet
      label={say.title}
      size="code"
      initialFocus={field}
      onClose={() => void client.call('proxy.cancel', { proxy: proxy.id })}
    >
      <ProxyQuestion proxy={proxy} field={field} />
    </Sheet>
  )
}

/** The question for a proxy's sign-in, over the window; it goes by itself when it is answered or nobody waits any more. */
export function ProxySheet() {
  const proxy = useAsked()
  return proxy === null ? null : <OpenQuestion key={proxy.id} proxy={proxy} />
}

/** The question alone, in the small window that main opens while the other one is closed; main closes it, too. */
export function ProxyWindow() {
  const proxy = useAsked()
  const { client } = useServices()
  const field = useRef<HTMLInputElement>(null)
  const id = proxy?.id ?? null
  useEffect(() => {
    if (id === null) return
    field.current?.focus()
    const press = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') void client.call('proxy.cancel', { proxy: id })
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [client, id])
  return (
    <main className="proxy-window" aria-busy={proxy === null}>
      {proxy === null ? null : <ProxyQuestion key={proxy.id} proxy={proxy} field={field} />}
    </main>
  )
}
