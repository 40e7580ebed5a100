import { useEffect, useState } from 'react'
import { useServices } from '../../app/services.ts'
import { RecordingsList } from './recordings-list.tsx'
import { createRecordingsStore } from './recordings-store.ts'
import { ReplayPage } from './replay-page.tsx'

/** The recordings of this computer, or one of them; a search stays while one is played. */
export function RecordingsScreen({ open }: { readonly open: string | null }) {
  const { client, view } = useServices()
  const [store, setStore] = useState<ReturnType<typeof createRecordingsStore> | null>(null)
  const [last, setLast] = useState<string | null>(null)
  useEffect(() => {
    const made = createRecordingsStore(client)
    setStore(made)
    return () => made.dispose()
  }, [client])
  if (store === null) return null
  if (open === null) return <RecordingsList store={store} last={last} />
  const close = (): void => {
    setLast(open)
    view.setState({ screen: { name: 'recordings', open: null } })
  }
  return <ReplayPage key={open} id={open} sought={store.getState().search} onClose={close} />
}
