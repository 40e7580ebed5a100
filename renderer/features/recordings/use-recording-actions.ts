import { useActions } from '../../app/actions.ts'
import { useServices } from '../../app/services.ts'
import { useRecordingWords } from './use-recording-words.ts'

interface RecordingActions {
  readonly play: (id: string) => void
  /** Main asks where to. */
  readonly exportAs: (id: string, format: 'asciicast' | 'text') => Promise<void>
  /** Main asks first. True when it is gone. */
  readonly remove: (id: string) => Promise<boolean>
  readonly showFolder: () => void
}

/** What can be done with recordings. */
export function useRecordingActions(): RecordingActions {
  const { view, toasts } = useServices()
  const { call } = useActions()
  const words = useRecordingWords()
  return {
    play: (id) => view.setState({ screen: { name: 'recordings', open: id } }),
    exportAs: async (id, format) => {
      const answer = await call('recording.export', { id, format })
      if (answer?.saved === true) toasts.show('done', words.exported)
    },
    remove: async (id) => {
      const answer = await call('recording.delete', { id })
      if (answer?.deleted === true) toasts.show('done', words.deleted)
      return answer?.deleted === true
    },
    showFolder: () => void call('app.revealFolder', { folder: 'recordings' }),
  }
}
