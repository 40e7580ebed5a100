import type { AwsHttp } from '../http/client-http.ts'
import type { CallAtPlace } from '../ssm/place-calls.ts'

/** What calls of ECS need. */
export interface EcsDeps {
  readonly call: CallAtPlace
  readonly http: AwsHttp
}
