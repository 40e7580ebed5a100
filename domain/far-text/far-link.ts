/** Letters of an address that is looked at. */
const longest = 2_048

/**
 * An address that the far end names, if it is one that a browser may be asked to open: https or http, no name before the host.
 * Whose pages open is main's to say. Null for anything else.
 */
export function farLink(address: string): { readonly url: string; readonly host: string } | null {
  if (address.length > longest) return null
  const found = /^(https?):\/\/([^\s/?#@\\]+)(?:[/?#][^\s]*)?$/i.exec(address)
  const host = found?.[2]
  return host === undefined ? null : { url: address, host: host.toLowerCase() }
}
