import { activityWordsOf, type ActivityWords } from '#words/activity/activity-words.ts'
import { useLanguage } from '../../app/services.ts'

/** The words of Activity in the window's language. */
export const useActivityWords = (): ActivityWords => activityWordsOf(useLanguage())
