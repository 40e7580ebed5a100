/** `Start listening` → `Start Listening`, as macOS menus are written. Leaves anything with a digit or `:` alone. */
export function titleCase(label: string): string {
  return label.replace(
    /(^|\s)(?!on\s)([a-z])(?=[a-z]+(\s|$|…))/g,
    (_whole, space: string, letter: string) => space + letter.toUpperCase(),
  )
}
