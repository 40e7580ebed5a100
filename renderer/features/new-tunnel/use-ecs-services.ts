import { useEffect, useState } from 'react'
import { regionForm } from '#contract/forms.ts'
import type { ServiceView } from '#contract/services.ts'
import { useServices } from '../../app/services.ts'
import { settleMs } from './use-port.ts'
import type { TunnelForm } from './use-tunnel-form.ts'

/** What an account has of services in a region. `unknown`: nobody was asked, or it may not be listed; then names are typed. */
export type EcsServices =
  | { readonly state: 'unknown' | 'reading' }
  | { readonly state: 'read'; readonly services: readonly ServiceView[] }

/** Lists the services of the place that the form names, once for each, a moment after it is chosen. */
export function useEcsServices({ values, profile }: Pick<TunnelForm, 'values' | 'profile'>): EcsServices {
  const { client } = useServices()
  const region = values.region.trim()
  const complete = values.by === 'ecs' && profile !== null && regionForm.test(region)
  const question = complete ? JSON.stringify({ profile: profile.ref, region }) : null
  const [answer, setAnswer] = useState<{ readonly question: string; readonly found: EcsServices } | null>(null)
  useEffect(() => {
    if (question === null) return undefined
    let current = true
    const timer = setTimeout(() => {
      void client.call('service.list', JSON.parse(question)).then((result) => {
        if (!current) return
        const found: EcsServices = result.ok ? { state: 'read', services: result.value.services } : { state: 'unknown' }
        setAnswer({ question, found })
      })
    }, settleMs)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [client, question])
  if (question === null) return { state: 'unknown' }
  return answer?.question === question ? answer.found : { state: 'reading' }
}
