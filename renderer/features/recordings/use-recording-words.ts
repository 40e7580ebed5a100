import { recordingWordsOf, type RecordingWords } from '#words/recordings/recording-words.ts'
import { useLanguage } from '../../app/services.ts'

/** The words of recordings in the window's language. */
export const useRecordingWords = (): RecordingWords => recordingWordsOf(useLanguage())
