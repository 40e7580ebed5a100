const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text that is safe inside an element, an attribute or an HTML page. */
export const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')

/** Children are XML already; strings are not escaped here. Use `text` for values. */
export const element = (name: string, ...children: readonly string[]): string =>
  `<${name}>${children.join('')}</${name}>`

/** An element holding one value, or nothing when there is no value. */
export const text = (name: string, value: string | number | null | undefined): string =>
  value === null || value === undefined ? '' : element(name, escapeXml(String(value)))
