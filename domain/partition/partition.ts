/** An AWS partition: the first word of its ARNs, and the endings of its host names. */
interface Partition {
  readonly name: string
  readonly dnsSuffix: string
  /** Of endpoints that answer over IPv6 too; null where none is known. */
  readonly dualStackSuffix: string | null
  /** The console's own host; null where each region has one of its own, below `console.aws.amazon.com`. */
  readonly consoleHost: string | null
}

const commercial: Partition = {
  name: 'aws',
  dnsSuffix: 'amazonaws.com',
  dualStackSuffix: 'api.aws',
  consoleHost: null,
}

function isolated(name: string, dnsSuffix: string): Partition {
  return { name, dnsSuffix, dualStackSuffix: null, consoleHost: null }
}

/**
 * How a region is called, as a pattern (`eu-west-1`, `us-gov-east-1`). In names below a partition's domain its place may else be a
 * service's in which anybody can have a host: `s3`, `compute-1`.
 */
export const regionName = '[a-z]+(?:-[a-z]+)+-\\d+'

/** By the beginning of the region's code (AWS SDKs' `partitions.json`; consoles from the AWS General Reference). */
const others: readonly (readonly [regions: RegExp, partition: Partition])[] = [
  [
    /^cn-/,
    {
      name: 'aws-cn',
      dnsSuffix: 'amazonaws.com.cn',
      dualStackSuffix: 'api.amazonwebservices.com.cn',
      consoleHost: 'console.amazonaws.cn',
    },
  ],
  [/^us-gov-/, { ...commercial, name: 'aws-us-gov', consoleHost: 'console.amazonaws-us-gov.com' }],
  [/^us-iso-/, isolated('aws-iso', 'c2s.ic.gov')],
  [/^us-isob-/, isolated('aws-iso-b', 'sc2s.sgov.gov')],
  [/^us-isof-/, isolated('aws-iso-f', 'csp.hci.ic.gov')],
  [/^eu-isoe-/, isolated('aws-iso-e', 'cloud.adc-e.uk')],
  [
    /^eusc-/,
    {
      name: 'aws-eusc',
      dnsSuffix: 'amazonaws.eu',
      dualStackSuffix: 'api.amazonwebservices.eu',
      consoleHost: 'console.amazonaws-eusc.eu',
    },
  ],
]

/** Every partition. */
export const partitions: readonly Partition[] = [commercial, ...others.map(([, partition]) => partition)]

/** The partition that a region belongs to. */
export function partitionOf(region: string): Partition {
  return others.find(([regions]) => regions.test(region))?.[1] ?? commercial
}
