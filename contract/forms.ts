/*
 * Forms of values that cross borders. The schemas are made of them, and so is what looks at a text before it is a value: the
 * page, which would load every schema to look at one word.
 */

/** What a database speaks. `tcp` is anything else; it only changes the badge and the connection strings. */
export const tunnelKinds = ['postgresql', 'mysql', 'redis', 'opensearch', 'tcp'] as const

/** AWS region code, any partition (`eu-west-1`, `us-gov-west-1`, `us-iso-east-1`). */
export const regionForm = /^[a-z]{2,5}(-[a-z]+)+-\d+$/

/** `i-` (EC2) or `mi-` (hybrid) managed node id. */
export const managedNodeIdForm = /^(i|mi)-[0-9a-f]{8,17}$/

/** TCP ports. */
export const ports = { first: 1, last: 65_535 } as const

/** Addresses of 127.0.0.0/8 that a tunnel may have for itself: not the one of every tunnel, not the network's own two. */
export const loopbackAddressForm =
  /^127(?!\.0\.0\.[01]$)(?!\.255\.255\.255$)(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]\d|\d)){3}$/

/** IPv4 addresses of private networks (RFC 1918), and of those that providers and overlay networks share (RFC 6598). */
export const networkAddressForm =
  /^(?:10\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]\d|\d)|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])|172\.(?:1[6-9]|2\d|3[01])|192\.168)(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]\d|\d)){2}$/

/** A tag that managed nodes are found by, in characters, and how many there may be (`DescribeInstances` and Systems Manager). */
export const tagLimits = { key: 128, value: 256, count: 10 } as const

/** Characters in the name of an Auto Scaling group. */
export const groupNameLength = 255

/** A private IPv4 address or a private DNS name of EC2's, as DescribeInstances has them: nothing in it is a pattern. */
export const nodeAddressForm = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/

/** A name that can stand in a file and on the screen: nothing invisible in it, no blank at its ends, no line break. */
export const lineNameForm = /^[^\p{C}\p{Z}](?:[^\p{C}\p{Zl}\p{Zp}]*[^\p{C}\p{Z}])?$/u

/** Characters in the name of a profile that is added. */
export const profileNameLength = 128

/** The parser that browsers and Node have alike; the library of the language alone does not name it. */
declare const URL: { canParse(text: string): boolean }

/** The address of a page of the web. Without blanks: a parser drops line breaks, and it would be another address than is written. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text)
}
