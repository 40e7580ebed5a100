/** An AWS partition: the first word of its ARNs, and the ending of its host names. */
export interface Partition {
  readonly name: string
  readonly dnsSuffix: string
}

/** By the beginning of the region's code (AWS SDKs' `partitions.json`); the commercial one comes last. */
const partitions: readonly (readonly [regions: RegExp, partition: Partition])[] = [
  [/^cn-/, { name: 'aws-cn', dnsSuffix: 'amazonaws.com.cn' }],
  [/^us-gov-/, { name: 'aws-us-gov', dnsSuffix: 'amazonaws.com' }],
  [/^us-iso-/, { name: 'aws-iso', dnsSuffix: 'c2s.ic.gov' }],
  [/^us-isob-/, { name: 'aws-iso-b', dnsSuffix: 'sc2s.sgov.gov' }],
  [/^us-isof-/, { name: 'aws-iso-f', dnsSuffix: 'csp.hci.ic.gov' }],
  [/^eu-isoe-/, { name: 'aws-iso-e', dnsSuffix: 'cloud.adc-e.uk' }],
  [/^eusc-/, { name: 'aws-eusc', dnsSuffix: 'amazonaws.eu' }],
  [/^/, { name: 'aws', dnsSuffix: 'amazonaws.com' }],
]

/** The partition that a region belongs to. */
export function partitionOf(region: string): Partition {
  const found = partitions.find(([regions]) => regions.test(region))
  return found?.[1] ?? { name: 'aws', dnsSuffix: 'amazonaws.com' }
}
