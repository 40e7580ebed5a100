import { useRef } from 'react'
import type { MfaView } from '#contract/mfa.ts'
import { environmentOf } from '#domain/environments.ts'
import { useServices, useSnapshot, useWords } from '../../app/services.ts'
import { productionOf } from '../../parts/tunnel/tunnel-marks.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { CodeQuestion } from './code-question.tsx'
import { askedDevice, waitingForCode } from './waiting-for-code.ts'

function OpenQuestion({ device }: { readonly device: MfaView }) {
  const words = useWords()
  const snapshot = useSnapshot()
  const { client } = useServices()
  const field = useRef<HTMLInputElement>(null)
  const { tunnel } = waitingForCode(device, snapshot)
  const environment = tunnel === null ? null : environmentOf(snapshot.environments, tunnel.definition.environment)
  return (
    <Sheet
      label={words.mfa.title(device.profile)}
      size="code"
      care={environment === null ? undefined : productionOf(environment)}
      initialFocus={field}
      onClose={() => void client.call('mfa.cancel', { device: device.id })}
    >
      <CodeQuestion device={device} field={field} note={words.mfa.notKept} heading="h2" />
    </Sheet>
  )
}

/** The question for a code, over the window; it goes by itself when it is answered or nobody waits any more. */
export function CodeSheet() {
  const { mfaDevices } = useSnapshot()
  const device = askedDevice(mfaDevices)
  return device === null ? null : <OpenQuestion key={device.id} device={device} />
}
