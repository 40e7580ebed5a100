import { useEffect, useRef } from 'react'
import { environmentOf } from '#domain/environments.ts'
import { useServices, useSnapshot, useWords } from '../../app/services.ts'
import { productionOf } from '../../parts/tunnel/tunnel-marks.tsx'
import { CodeQuestion } from './code-question.tsx'
import { askedDevice, waitingForCode } from './waiting-for-code.ts'

/** The question alone, in the small window that main opens while the other one is closed; main closes it, too. */
export function CodeWindow() {
  const words = useWords()
  const snapshot = useSnapshot()
  const { client } = useServices()
  const field = useRef<HTMLInputElement>(null)
  const device = askedDevice(snapshot.mfaDevices)
  const id = device?.id ?? null
  useEffect(() => {
    if (id === null) return
    field.current?.focus()
    const press = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') void client.call('mfa.cancel', { device: id })
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [client, id])
  if (device === null) return <main className="code-window" aria-busy="true" />
  const { tunnel } = waitingForCode(device, snapshot)
  const environment = tunnel === null ? null : environmentOf(snapshot.environments, tunnel.definition.environment)
  return (
    <main className="code-window" data-care={environment === null ? undefined : productionOf(environment)}>
      <CodeQuestion key={device.id} device={device} field={field} note={words.mfa.notKept} heading="h1" />
    </main>
  )
}
