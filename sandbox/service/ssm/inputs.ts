import { type Shape, structure } from '../../wire/shape.ts'

const text = (min?: number, max?: number): Shape => ({
  is: 'string',
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
})
const oneOf = (...values: readonly string[]): Shape => ({ is: 'string', values })
const listOf = (of: Shape, min: number, max?: number): Shape => ({
  is: 'list',
  of,
  min,
  ...(max === undefined ? {} : { max }),
})
const filterValues = listOf(text(1), 1, 100)
const documentName: Shape = { is: 'string', pattern: /^[a-zA-Z0-9_\-.:/]{3,128}$/ }
const documentVersion: Shape = { is: 'string', pattern: /([$]LATEST|[$]DEFAULT|^[1-9][0-9]*$)/ }
const bySession = structure({ SessionId: text(1, 96) }, 'SessionId')

/** Keys of `InstanceInformationFilterList`, which came before `Filters`. */
const legacyNodeFilters = [
  'InstanceIds',
  'AgentVersion',
  'PingStatus',
  'PlatformTypes',
  'ActivationIds',
  'IamRole',
  'ResourceType',
  'AssociationStatus',
] as const

/** Inputs of Systems Manager's calls, as its service model has them. */
export const inputs = {
  StartAccessRequest: structure(
    {
      Reason: text(1, 256),
      Targets: listOf(structure({ Key: text(1, 163), Values: listOf(text(), 0, 50) }), 0, 5),
      Tags: listOf(structure({ Key: text(1, 128), Value: text(0, 256) }, 'Key', 'Value'), 0, 1_000),
    },
    'Reason',
    'Targets',
  ),
  GetAccessToken: structure({ AccessRequestId: { is: 'string', pattern: /^(oi)-[0-9a-f]{12}$/ } }, 'AccessRequestId'),
  StartSession: structure(
    {
      Target: text(1, 400),
      DocumentName: documentName,
      Reason: { is: 'string', min: 1, max: 256, pattern: /^.{1,256}$/ },
      Parameters: { is: 'map', keys: text(1, 255), of: { is: 'list', of: text(1, 65_535) } },
    },
    'Target',
  ),
  ResumeSession: bySession,
  TerminateSession: bySession,
  DescribeSessions: structure(
    {
      State: oneOf('Active', 'History'),
      MaxResults: { is: 'integer', min: 1, max: 200 },
      NextToken: text(),
      Filters: listOf(
        structure(
          {
            key: oneOf('InvokedAfter', 'InvokedBefore', 'Target', 'Owner', 'Status', 'SessionId', 'AccessType'),
            value: text(1, 400),
          },
          'key',
          'value',
        ),
        1,
        6,
      ),
    },
    'State',
  ),
  GetConnectionStatus: structure({ Target: text(1, 400) }, 'Target'),
  GetDocument: structure(
    {
      Name: documentName,
      VersionName: { is: 'string', pattern: /^[a-zA-Z0-9_\-.]{1,128}$/ },
      DocumentVersion: documentVersion,
      DocumentFormat: oneOf('YAML', 'JSON', 'TEXT'),
    },
    'Name',
  ),
  DescribeDocument: structure(
    {
      Name: documentName,
      DocumentVersion: documentVersion,
      VersionName: { is: 'string', pattern: /^[a-zA-Z0-9_\-.]{1,128}$/ },
    },
    'Name',
  ),
  ListDocuments: structure({
    Filters: listOf(structure({ Key: text(1, 128), Values: listOf(text(1, 256), 0) }), 0, 6),
    MaxResults: { is: 'integer', min: 1, max: 50 },
    NextToken: text(),
  }),
  DescribeInstanceInformation: structure({
    InstanceInformationFilterList: listOf(
      structure({ key: oneOf(...legacyNodeFilters), valueSet: filterValues }, 'key', 'valueSet'),
      0,
    ),
    Filters: listOf(structure({ Key: text(1), Values: filterValues }, 'Key', 'Values'), 0),
    MaxResults: { is: 'integer', min: 5, max: 50 },
    NextToken: text(),
  }),
} as const
