/** An AWS partition: the first word of its ARNs, and the endings of its host names. */
interface Partition {
  readonly name: string
  readonly dnsSuffix: string
  /** Of endpoints that answer over IPv6 too; null where none is known. */
  readonly dualStackSuffix: string | null
  /** The console's own host; null where each region has one of its own, below `console.aws.amazon.com`. */
  readonly consoleHost: string | null
  /** Below it each region has its console's sign-in. */
  readonly signInHost: string
}

const commercial: Partition = {
  name: 'aws',
  dnsSuffix: 'amazonaws.com',
  dualStackSuffix: 'api.aws',
  consoleHost: null,
  signInHost: 'signin.aws.amazon.com',
}

function isolated(name: string, dnsSuffix: string, signInHost: string): Partition {
  return { name, dnsSuffix, dualStackSuffix: null, consoleHost: null, signInHost }
}

/**
 * How a region is called, as a pattern (`eu-west-1`, `us-gov-east-1`). In names below a partition's domain its place may else be a
 * service's in which anybody can have a host: `s3`, `compute-1`.
 */
export const regionName = '[a-z]+(?:-[a-z]+)+-\\d+'

/** By the beginning of the region's code (AWS SDKs' `partitions.json`; consoles from the AWS General Reference; sign-ins from the endpoint rules of AWS Sign-In). */
const others: readonly (readonly [regions: RegExp, partition: Partition])[] = [
  [
    /^cn-/,
    {
      name: 'aws-cn',
      dnsSuffix: 'amazonaws.com.cn',
      dualStackSuffix: 'api.amazonwebservices.com.cn',
      consoleHost: 'console.amazonaws.cn',
      signInHost: 'signin.amazonaws.cn',
    },
  ],
  [
    /^us-gov-/,
    {
      ...commercial,
      name: 'aws-us-gov',
      consoleHost: 'console.amazonaws-us-gov.com',
      signInHost: 'signin.amazonaws-us-gov.com',
    },
  ],
  [/^us-iso-/, isolated('aws-iso', 'c2s.ic.gov', 'signin.c2shome.ic.gov')],
  [/^us-isob-/, isolated('aws-iso-b', 'sc2s.sgov.gov', 'signin.sc2shome.sgov.gov')],
  [/^us-isof-/, isolated('aws-iso-f', 'csp.hci.ic.gov', 'signin.csphome.hci.ic.gov')],
  [/^eu-isoe-/, isolated('aws-iso-e', 'cloud.adc-e.uk', 'signin.csphome.adc-e.uk')],
  [
    /^eusc-/,
    {
      name: 'aws-eusc',
      dnsSuffix: 'amazonaws.eu',
      dualStackSuffix: 'api.amazonwebservices.eu',
      consoleHost: 'console.amazonaws-eusc.eu',
      signInHost: 'signin.amazonaws-eusc.eu',
    },
  ],
]

/** Every partition. */
export const partitions: readonly Partition[] = [commercial, ...others.map(([, partition]) => partition)]

/** The partition that a region belongs to. */
export function partitionOf(region: string): Partition {
  return others.find(([regions]) => regions.test(region))?.[1] ?? commercial
}
