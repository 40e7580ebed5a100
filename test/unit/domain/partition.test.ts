import { expect, test } from 'vitest'
import { partitionOf } from '#domain/partition/partition.ts'
import { distrustOf } from '#network/stream-address.ts'

test.each([
  ['eu-central-1', 'aws', 'amazonaws.com', null],
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn', 'console.amazonaws.cn'],
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com', 'console.amazonaws-us-gov.com'],
  ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov', null],
  ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov', null],
  ['us-isof-south-1', 'aws-iso-f', 'csp.hci.ic.gov', null],
  ['eu-isoe-west-1', 'aws-iso-e', 'cloud.adc-e.uk', null],
  ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu', 'console.amazonaws-eusc.eu'],
])('%s is in %s', (region, name, dnsSuffix, consoleHost) => {
  expect(partitionOf(region)).toMatchObject({ name, dnsSuffix, consoleHost })
  expect(distrustOf(`wss://ssmmessages.${region}.${dnsSuffix}/v1/data-channel/x`)).toBeNull()
})
