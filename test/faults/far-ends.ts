import type { Fault } from '#sandbox/start.ts'
import type { FaultStage } from './fault-stage.ts'

/** Where a row's tunnel leads. */
export const endpoint = { host: 'echo.harborline.internal', port: 7 } as const

type LeadsTo = Extract<Fault, { readonly kind: 'endpoint' }>['leadsTo']

/** From now on the endpoint's name leads there; null: to the sandbox's own echo, if it runs. */
export function leadTo(stage: FaultStage, leadsTo: LeadsTo): void {
  stage.sandbox.fault({ kind: 'endpoint', ...endpoint, leadsTo })
}
