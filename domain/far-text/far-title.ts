import { unseenMarks } from '#contract/unseen.ts'

/** Letters of a title that are kept. */
const longest = 200

/** A title that the far end gives its window, as one line of text; marks that are not seen are gone. */
export function farTitle(title: string): string {
  return title
    .slice(0, longest * 4)
    .replace(unseenMarks, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, longest)
}
