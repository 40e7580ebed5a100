import { networkInterfaces } from 'node:os'
import { exposedPlace, type ExposedPlace } from '#contract/exposure.ts'
import { networkOf } from '#domain/exposure/network-of.ts'

/** Addresses that this computer has in private networks now: those of interfaces that are up, of IPv4, and not of loopback. */
export function addressesInNetworks(read: typeof networkInterfaces = networkInterfaces): readonly ExposedPlace[] {
  return Object.entries(read()).flatMap(([interfaceName, addresses = []]) =>
    addresses.flatMap(({ address, cidr, internal, family }): readonly ExposedPlace[] => {
      const prefix = Number(cidr?.split('/')[1])
      if (internal || family !== 'IPv4' || !Number.isInteger(prefix)) return []
      const place = exposedPlace.safeParse({ address, interfaceName, network: networkOf(address, prefix) })
      return place.success ? [place.data] : []
    }),
  )
}
