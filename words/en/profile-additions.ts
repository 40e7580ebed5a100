import { count } from './count.ts'
import { terms } from './terms.ts'

/** Adding profiles to the AWS config: the sheet that shows what would be written, and what was. */
export const profileAdditions = {
  open: (file: string) => `Add to ${file}…`,
  title: (file: string) => `Add profiles to ${file}`,
  columns: { role: terms.permissionSet, name: 'Name of the profile' },
  has: (names: readonly string[]) => `has ${names.join(', ')}`,
  /** For who hears the page: the name of one line's field. */
  nameFor: (role: string) => `Name of the profile for ${role}`,
  states: {
    taken: 'There is a profile of that name already.',
    twice: 'Two profiles would have that name.',
    reserved: 'Commands without a profile use default. Culvert leaves it to you.',
    invalid: 'Not a name: one line, without a blank at its ends.',
  },
  quoted: 'Some AWS tools do not find a profile with blanks or other letters than A–Z in its name.',
  changes: 'What changes in the file',
  newFile: terms.newFile,
  added: (lines: number) => `${count(lines, 'line', 'lines')} added at the end`,
  nothingChosen: 'Choose a permission set, and what would be written is shown here.',
  backup: (name: string) => `A copy is kept beside it as ${name}.culvert-backup-…`,
  add: (profiles: number) => (profiles === 1 ? 'Add profile' : `Add ${profiles} profiles`),
  changedSince: 'The file was changed in the meantime. This is what would be written now.',
  done: (profiles: number, file: string) =>
    `${profiles === 1 ? 'The profile is' : `${profiles} profiles are`} in ${file}`,
  use: 'In a terminal, for example',
  undo: 'Undo',
  undone: (file: string) => `${file} is as it was`,
  undoChanged: {
    title: 'The file was changed since',
    text: 'Somebody, or another program, has written to it after Culvert did. Choose what becomes of it.',
    sections: 'Take out only what was added',
    sectionsGone: 'What was added is not in the file any more.',
    whole: 'Put the whole file back',
    keep: 'Leave it as it is',
  },
  forgotten: 'Culvert does not know any more what was written. The copy beside the file has it.',
  region: terms.region,
}
