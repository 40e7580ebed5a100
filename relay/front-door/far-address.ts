import type { Socket } from 'node:net'

/**
 * The address of the other computer that a client comes from; null for a program of this one. A program that connects to an address of its
 * own computer comes from that same address.
 */
export function farAddressOf({
  remoteAddress,
  localAddress,
}: Pick<Socket, 'remoteAddress' | 'localAddress'>): string | null {
  if (remoteAddress === undefined || remoteAddress === localAddress) return null
  return remoteAddress === '::1' || remoteAddress.startsWith('127.') ? null : remoteAddress
}
