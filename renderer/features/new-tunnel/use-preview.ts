import { useEffect, useState } from 'react'
import type { TargetMatch } from '#contract/calls.ts'
import type { Problem } from '#contract/problem.ts'
import { groupNameLength, managedNodeIdForm, nodeAddressForm, regionForm, tagLimits } from '#contract/forms.ts'
import type { ProfileRef, TargetRule } from '#contract/tunnel.ts'
import { useServices } from '../../app/services.ts'
import { ruleOf } from './form-rule.ts'
import type { FormValues } from './form-values.ts'
import { settleMs } from './use-port.ts'

/** What the target rule finds now. `idle` means that the rule is not complete yet. */
export type Preview =
  | { readonly state: 'idle' }
  | { readonly state: 'looking' }
  | { readonly state: 'found'; readonly matches: readonly TargetMatch[] }
  | { readonly state: 'failed'; readonly problem: Problem }

/** Whether there is something to look for; main says what is wrong with it. */
function isComplete(rule: TargetRule): boolean {
  switch (rule.by) {
    case 'id':
      return managedNodeIdForm.test(rule.id)
    case 'tag':
      return rule.tags.length > 0 && rule.tags.length <= tagLimits.count && rule.tags.every(isTag)
    case 'auto-scaling-group':
      return rule.name !== '' && rule.name.length <= groupNameLength
    case 'address':
      return nodeAddressForm.test(rule.address)
    case 'ecs':
      return [rule.cluster, rule.service, rule.container].every((name) => name !== '')
  }
}

function isTag({ key, value }: { readonly key: string; readonly value: string }): boolean {
  return key !== '' && key.length <= tagLimits.key && value.length <= tagLimits.value
}

/** Looks the target up a moment after typing stops; an older answer never replaces a newer one. */
export function usePreview(values: FormValues, profile: ProfileRef | null): Preview {
  const { client } = useServices()
  const target = ruleOf(values)
  const region = values.region.trim()
  const complete = isComplete(target) && regionForm.test(region) && profile !== null
  const question = complete ? JSON.stringify({ profile, region, target }) : null
  const [answer, setAnswer] = useState<{ readonly question: string; readonly preview: Preview } | null>(null)
  useEffect(() => {
    if (question === null) return undefined
    let current = true
    const timer = setTimeout(() => {
      void client.call('target.preview', JSON.parse(question)).then((result) => {
        if (!current) return
        const preview: Preview = result.ok
          ? { state: 'found', matches: result.value.matches }
          : { state: 'failed', problem: result.error }
        setAnswer({ question, preview })
      })
    }, settleMs)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [client, question])
  if (question === null) return { state: 'idle' }
  return answer?.question === question ? answer.preview : { state: 'looking' }
}
