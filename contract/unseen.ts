/**
 * Marks that cannot be seen and change what is: controls (of terminals, too), marks and orders of direction, blanks without a width,
 * blank letters, tags, halves of letters. The joiners that Persian, Indic scripts and emoji need count only beside Latin letters.
 */
export const unseenMarks =
  /[\u034f\p{Cc}\p{Cs}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]|(?<=^|[\p{Script=Latin}\p{N}\p{P}\p{Zs}])[\u200c\u200d]/gu

/** How such a mark is shown. */
export const shownMark = (mark: string): string =>
  `⟨U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`

/** True of a text that is as it looks: no such mark is in it, and no shown one that stands for it. */
export function isAsItLooks(text: string): boolean {
  return text.search(unseenMarks) === -1 && !/⟨U\+[0-9A-F]{4,6}⟩/.test(text)
}
