/** What says who somebody is, and what stands in for it. */
interface PersonalForm {
  readonly name: string
  readonly pattern: RegExp
  readonly replacement: string
}

/**
 * A name may have blanks. Before the next separator it has at most three words more, and none with a dot or a colon; at the
 * end of a path the words with a capital belong to it.
 */
const userName = String.raw`(?:[^\s\\/:*?"'<>|=,;]+(?: [^\s\\/:*?"'<>|=,;.]+){0,3}(?=[\\/])|[^\s\\/:*?"'<>|=,;]+(?: \p{Lu}[^\s\\/:*?"'<>|=,;]*)*)`

/** Folders of people: their names are in copied paths, wherever those come from. */
export const homeFolder: PersonalForm = {
  name: 'home folder',
  pattern: new RegExp(String.raw`((?:(?<![\w.-])\/home|\/Users|\\Users|[A-Za-z]:\/Users)[\\/]+)${userName}`, 'gu'),
  replacement: '$1[user]',
}

/** What is taken from a text that is passed on. The last four digits stay, to tell accounts apart. */
export const identityForms: readonly PersonalForm[] = [
  { name: 'account number', pattern: /(?<!\d)\d{8}(\d{4})(?!\d)/g, replacement: '********$1' },
  // As the console shows it.
  {
    name: 'account number with dashes',
    pattern: /(?<![0-9A-Za-z-])\d{4}-\d{4}-(\d{4})(?![0-9A-Za-z-])/g,
    replacement: '****-****-$1',
  },
  { name: 'e-mail address', pattern: /[\w.+-]{1,254}@[\w-]+\.[\w.-]+/g, replacement: '[redacted e-mail]' },
]
